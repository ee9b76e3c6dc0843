import { type Automaton, run } from './automaton.ts';

/** A word of the W-method, in pieces: where it leads first, and what follows. */
export interface TestWord {
  /** Leads from the start to the state under test. */
  readonly access: string;
  readonly rest: string;
  readonly accepted: boolean;
}

/**
 * The test words of the W-method (Chow 1978): every state by its shortest word, then each word of up
 * to `depth + 1` characters, then each word of a characterisation set. They tell the automaton from
 * every other one that has at most `depth` more states.
 */
export const testWords = (automaton: Automaton, depth: number): TestWord[] => {
  const cover = stateCover(automaton);
  const ends = characterisationSet(automaton);
  const samples = automaton.classes.map(({ sample }) => sample);
  let middles = [''];
  const reached = [...middles];
  for (let length = 0; length <= depth; length += 1) {
    middles = middles.flatMap((middle) => samples.map((sample) => middle + sample));
    reached.push(...middles);
  }
  const words = new Map<string, TestWord>();
  for (const access of cover)
    for (const middle of reached)
      for (const end of ends) {
        const rest = middle + end;
        const word = access + rest;
        if (!words.has(word))
          words.set(word, { access, rest, accepted: automaton.accepts[run(automaton, word)] === true });
      }
  return [...words.values()];
};

/** The shortest word to each state that can be reached, in order of states. */
export const stateCover = (automaton: Automaton): string[] => {
  const found = new Map<number, string>([[0, '']]);
  for (const [state, word] of found)
    for (const [index, target] of (automaton.next[state] ?? []).entries())
      if (!found.has(target)) found.set(target, word + (automaton.classes[index]?.sample ?? ''));
  return [...found.values()];
};

/**
 * A small set of words such that any two states differ on one of them. It holds the empty word: a
 * server may differ in nothing but the verdict on a state itself ("a_" accepted).
 */
export const characterisationSet = (automaton: Automaton): string[] => {
  const states = automaton.accepts.map((_, state) => state);
  const pairs = states.flatMap((left) => states.slice(left + 1).map((right) => [left, right] as const));
  const separates = (words: Iterable<string>): boolean =>
    pairs.every(([left, right]) => [...words].some((word) => differ(automaton, left, right, word)));
  // Shortest differences first: a later pair is then often told apart by an earlier word.
  const candidates = pairs
    .map(([left, right]) => shortestDifference(automaton, left, right))
    .sort((left, right) => left.length - right.length);
  const words = new Set(['']);
  for (const word of candidates) if (!separates(words)) words.add(word);
  for (const word of [...words].slice(1)) {
    words.delete(word);
    if (!separates(words)) words.add(word);
  }
  return [...words];
};

const differ = (automaton: Automaton, left: number, right: number, word: string): boolean =>
  automaton.accepts[run(automaton, word, left)] !== automaton.accepts[run(automaton, word, right)];

const shortestDifference = (automaton: Automaton, left: number, right: number): string => {
  const seen = new Set<string>();
  const queue: { left: number; right: number; word: string }[] = [{ left, right, word: '' }];
  for (const { left: one, right: two, word } of queue) {
    if (automaton.accepts[one] !== automaton.accepts[two]) return word;
    for (const [index, { sample }] of automaton.classes.entries()) {
      const next = { left: automaton.next[one]?.[index] ?? one, right: automaton.next[two]?.[index] ?? two };
      const key = `${next.left},${next.right}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ ...next, word: word + sample });
    }
  }
  return '';
};
