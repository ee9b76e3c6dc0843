import { type Automaton, classOf, isForeign, run } from '../../values/automaton.ts';
import { buildAutomaton, type PatternRule } from '../../values/build-automaton.ts';

/** Texts that only one of two rules takes. */
export interface WordLists {
  readonly taken: readonly string[];
  readonly refused: readonly string[];
}

/** The plainest characters first: the words are made of them. */
const PLAINEST = 'a0_-./A ';
const MARKS = '_-./';
/** Words that are looked through, and shown. */
const MOST_LOOKED = 5000;
const MOST_WORDS = 4;

/**
 * Examples of what changed in a rule for texts: the shortest that it takes now and did not before, and the other way
 * round. A text with another character that was never allowed is another example.
 *
 * @param keeps whether a text keeps the whole rule before and after: bounds are no part of the patterns.
 */
export const listWords = (
  before: readonly PatternRule[],
  after: readonly PatternRule[],
  keeps: (text: string) => readonly [before: boolean, after: boolean],
): WordLists => {
  const [left, right] = [buildAutomaton(before), buildAutomaton(after)];
  if (!left || !right) return { taken: [], refused: [] };
  return {
    taken: findWords(right, left, (text) => keeps(text).join() === 'false,true'),
    refused: findWords(left, right, (text) => keeps(text).join() === 'true,false'),
  };
};

/** The shortest texts that one automaton takes and another does not. */
const findWords = (takes: Automaton, refuses: Automaton, isWanted: (text: string) => boolean): string[] => {
  const characters = commonCharacters(takes, refuses);
  const foreign = characters.filter((character) => isForeign(refuses, character));
  if (!canDiffer(takes, refuses, characters)) return [];
  const words: string[] = [];
  const seen = new Set<string>();
  const shown = new Set<string>();
  const queue = [{ word: '', states: [0, 0] as readonly [number, number], news: '' }];
  for (const { word, states, news } of queue) {
    if (words.length >= MOST_WORDS || queue.length > MOST_LOOKED) break;
    // What goes on for long shows nothing that the shortest do not.
    if (word.length > (words[0]?.length ?? Number.POSITIVE_INFINITY) + 2) break;
    const kind = news === '' ? states.join() : news;
    if (takes.accepts[states[0]] && !refuses.accepts[states[1]] && !shown.has(kind) && isWanted(word)) {
      shown.add(kind);
      words.push(word);
    }
    for (const character of characters) {
      const next = [run(takes, character, states[0]), run(refuses, character, states[1])] as const;
      const own =
        foreign.includes(character) && !news.includes(character) ? [...news, character].sort().join('') : news;
      // Its length, too: bounds may refuse the shortest.
      const key = `${next.join()} ${own} ${word.length}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ word: word + character, states: next, news: own });
    }
  }
  return words;
};

/** Whether one automaton takes any text that another refuses. */
const canDiffer = (takes: Automaton, refuses: Automaton, characters: readonly string[]): boolean => {
  const seen = new Map([['0,0', [0, 0] as readonly [number, number]]]);
  for (const states of seen.values()) {
    if (takes.accepts[states[0]] && !refuses.accepts[states[1]]) return true;
    for (const character of characters) {
      const next = [run(takes, character, states[0]), run(refuses, character, states[1])] as const;
      if (!seen.has(next.join())) seen.set(next.join(), next);
    }
  }
  return false;
};

/** Whether a character is half of one. */
const isLone = (character: string): boolean => /\p{Surrogate}/u.test(character);

/** A character for each pair of classes, one of either automaton, that have any in common. */
const commonCharacters = (left: Automaton, right: Automaton): string[] => {
  const samples = [...left.classes, ...right.classes].flatMap(({ sample, ranges }) => [
    sample,
    ...ranges.map(({ min }) => String.fromCodePoint(min)),
  ]);
  const found = new Map<string, string>();
  for (const character of [...PLAINEST, ...samples]) {
    // Marks are told apart even where both rules treat them alike: which ones are new is what people ask.
    const mark = MARKS.includes(character) ? character : '';
    const key = `${classOf(left, character)} ${classOf(right, character)} ${mark}`;
    if (!isLone(character) && !found.has(key)) found.set(key, character);
  }
  return [...found.values()];
};
