import type { Node } from '../../openapi/document/document.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import { textOf } from '../../text/bilingual.ts';
import { type Automaton, isAccepted, isForeign } from '../../values/automaton.ts';
import { edgeCharacters, kindOf, ODD_CHARACTERS, ordinaryCharacters } from '../../values/characters.ts';
import { breachesOf, stateCover, testWords } from '../../values/test-words.ts';
import { freshen, isFresh, SHAPE, sampleOf, TOKEN } from '../model/placeholders.ts';
import { type Given, RAW } from '../model/request.ts';
import { isRouted, leadsElsewhere, type Subject } from '../model/subject.ts';
import type { Rank } from './case.ts';
import { type CaseKit, quoted } from './case-kit.ts';
import { levelOfMissing } from './existence-cases.ts';

/**
 * The cases of a value with a rule of characters or length. Where the rule is at home it is proven:
 * the words that identify each state, foreign characters of each kind at each place, the ends of each
 * range of characters, lengths at their bounds. Elsewhere each of its clauses is broken once: that it
 * is the same rule shows in that.
 */
export const addWordCases = (kit: CaseKit, subject: Subject, isHome: boolean): void => {
  const { automaton } = subject.rule;
  addPlainestBreaches(kit, subject);
  if (!isHome) {
    // Where a server looks for a name, it may look for it in small letters.
    const isCapitalForeign = automaton !== undefined && isForeign(automaton, 'A');
    if (isCapitalForeign)
      for (const word of placesOf(subject, 'A').slice(1, 2)) addWord(kit, subject, 'clause', word, 2);
    return;
  }
  addLengths(kit, subject);
  if (!automaton) return;
  for (const word of wordsOfClasses(subject)) addWord(kit, subject, 'kept', word, 1);
  for (const word of secondWords(subject)) addWord(kit, subject, 'kept', word, 2);
  for (const word of stateCover(automaton)) addWord(kit, subject, 'words', word, 2);
  for (const rank of [2, 3, 4] as const) if (rank <= kit.deepest) addStates(kit, subject, automaton, rank);
  const foreign = ODD_CHARACTERS.filter((character) => isForeign(automaton, character));
  addCharacters(kit, subject, [...new Set([...foreign, ...edgeCharacters(automaton)])], 2);
  if (kit.deepest >= 3) addCharacters(kit, subject, ordinaryCharacters(automaton), 3);
};

/** Words of a rule with very many states; then each of its steps is taken once, and nothing is proven. */
const MOST_WORDS = { 2: 1000, 3: 5000, 4: 20_000 };

const addStates = (kit: CaseKit, subject: Subject, automaton: Automaton, rank: 2 | 3 | 4): void => {
  const words = testWords(automaton, rank - 2, subject.rule.patterns);
  const isProof = words.length <= MOST_WORDS[rank];
  for (const { access, rest } of words)
    if (isProof || [...rest].length < 2) addWord(kit, subject, isProof ? 'words' : 'steps', access + rest, rank);
};

const addCharacters = (kit: CaseKit, subject: Subject, characters: readonly string[], rank: Rank): void => {
  for (const character of characters)
    for (const word of placesOf(subject, character))
      addWord(kit, subject, 'character', word, rank, kindOf(character).id);
};

/** A character at the start, in the middle and at the end of words in which as little as can be is wrong beside it. */
const placesOf = (subject: Subject, character: string): string[] => {
  const plain = subject.rule.automaton?.classes[0]?.sample ?? 'b';
  const wrongIn = (word: string): number => subject.broken(sampleOf(word, subject.maker)).length;
  return [
    [`${character}${TOKEN}`, `${SHAPE}${character}${plain}`],
    [`${TOKEN}${character}${TOKEN}`, `${TOKEN}${character}${plain}`, `${SHAPE}${plain}${character}${plain}`],
    [`${TOKEN}${character}`, `${SHAPE}${plain}${character}`],
  ].flatMap((words) => words.toSorted((left, right) => wrongIn(left) - wrongIn(right)).slice(0, 1));
};

const WRONG_PATH: Given = { outcome: 'refusal', statuses: ['4xx'] };

/** One case a word. Whether it is accepted is for the clauses to say. */
const addWord = (kit: CaseKit, subject: Subject, family: string, word: string, rank: Rank, kind = ''): void => {
  const value = valueFor(subject, word);
  const sample = sampleOf(value, subject.maker);
  const isElsewhere = leadsElsewhere(subject, sample);
  // What nobody here can make is not there: its name is refused for that, and not for what it is.
  const lookup = kit.isComplete
    ? undefined
    : kit.model.operation.requires.find(({ key }) => Object.values(key).at(-1) === subject.ref);
  const isAbsent = lookup !== undefined && !isElsewhere && subject.isValid(sample);
  const sent = isElsewhere && /^\.+$/.test(sample) ? RAW + sample : value;
  kit.addValue(rank === 1 && isRouted(subject, sample) ? 2 : rank, subject, family, sent, {
    key: value,
    what: `${subject.name} ${quoted(value)}`,
    kind,
    clauses: subject.clauses,
    ...(isElsewhere ? { level: 'transport', given: WRONG_PATH } : {}),
    ...(isAbsent ? { isRefused: true, level: levelOfMissing(kit.model, lookup.clause) } : {}),
    isExact: !isFresh(value),
    needsContainers: kit.model.containers.some(({ ref }) => ref === subject.ref),
  });
};

/**
 * What is sent for a word: one with a new name in it, where the rules say the same of both and it is
 * not the length that they speak of; else any word of its shape.
 */
const valueFor = (subject: Subject, word: string): string => {
  const { rule, maker } = subject;
  if (word === '' || isFresh(word) || word.startsWith(SHAPE)) return word;
  const fresh = freshen(word, rule.automaton, maker);
  if (fresh === undefined) return SHAPE + word;
  const own = subject.broken(word).filter((id) => !rule.lengthClauses.includes(id));
  return subject.broken(sampleOf(fresh, maker)).join() === own.join() ? fresh : SHAPE + word;
};

/** For each clause the plainest word that breaks it alone, and the same beside every other value. */
const addPlainestBreaches = (kit: CaseKit, subject: Subject): void => {
  for (const word of plainestBreaches(subject)) {
    addWord(kit, subject, 'clause', word, 1);
    const what = `${subject.name} ${quoted(word)}`;
    kit.addBeside(subject, word, textOf(`${what} beside every other value`, ` ${what}（并带有其他全部取值）`));
  }
};

/** Words that break one clause each, the plainest of each clause first; looked for once where a value stands in many requests. */
const plainestBreaches = (subject: Subject): readonly string[] => {
  const { schema, place, presence, clauses, maker } = subject;
  const known = breachesOfSchema(schema);
  const key = [place, presence?.id, ...clauses, maker?.make(1, 1)].join(' ');
  const found = known.get(key) ?? findBreaches(subject);
  known.set(key, found);
  return found;
};

const breachesOfSchema = perDocument((_schema: Node) => new Map<string, readonly string[]>());

const findBreaches = (subject: Subject): string[] => {
  const { rule, maker } = subject;
  const found = new Map<string, string>();
  const words = [
    ...(rule.automaton ? clauseWords(rule.automaton, subject) : []),
    ofLength(subject, rule.most + 1),
    rule.least > 1 ? ofLength(subject, rule.least - 1) : undefined,
    '',
  ];
  for (const word of words) {
    if (word === undefined || isRouted(subject, sampleOf(word, maker))) continue;
    const sample = sampleOf(word, maker);
    const [clause, ...others] = subject.broken(sample);
    // A clause about lengths has two sides.
    const side = `${clause} ${[...sample].length > rule.most}`;
    if (clause !== undefined && others.length === 0 && !found.has(side)) found.set(side, word);
  }
  return [...found.values()];
};

/** Words around each state, those with foreign characters in the middle last. */
const clauseWords = (automaton: Automaton, subject: Subject): string[] => {
  const { patterns } = subject.rule;
  const refused = testWords(automaton, 0, patterns).filter(({ accepted }) => !accepted);
  const words = [...refused.map(({ access, rest }) => access + rest), ...breachesOf(patterns)].map((word) =>
    valueFor(subject, word),
  );
  const odd = ODD_CHARACTERS.filter((character) => isForeign(automaton, character));
  return [...words.filter(isFresh), ...odd.flatMap((character) => placesOf(subject, character)), ...words];
};

/** A word of just this length in which nothing else is wrong; with a new name in it where there is room. */
export const ofLength = ({ maker, rule }: Pick<Subject, 'maker' | 'rule'>, length: number): string | undefined => {
  const plain = Number.isFinite(length) ? maker?.ofLength(length) : undefined;
  if (plain === undefined || !maker) return undefined;
  if (length === maker.length) return TOKEN;
  const rest = [...plain].slice(maker.length).join('');
  const { automaton } = rule;
  const fits = length > maker.length && (!automaton || isAccepted(automaton, maker.make(1, 1) + rest));
  return fits ? TOKEN + rest : SHAPE + plain;
};

/** A word for each class of characters, and one with two of them in a row, where the rule takes it. */
export const wordsOfClasses = (subject: Subject): string[] => {
  const { rule, maker } = subject;
  const [base = '', ...samples] = rule.automaton?.classes.map(({ sample }) => sample) ?? [];
  return samples
    .flatMap((sample) => [sample, sample + sample])
    .flatMap((piece) =>
      [`${TOKEN}${piece}${base}`, `${TOKEN}${piece}`, `${piece}${TOKEN}`]
        .filter((word) => subject.isValid(sampleOf(word, maker)))
        .slice(0, 1),
    );
};

/** A word for each class of characters right behind the first one, which the new names of other words never show. */
const secondWords = ({ rule, maker, isValid }: Subject): string[] => {
  const samples = rule.automaton?.classes.map(({ sample }) => sample) ?? [];
  return samples
    .map((sample) => `${samples[0]}${sample}${samples[0]}${TOKEN}`)
    .filter((word) => isValid(sampleOf(word, maker)));
};

/** Lengths at both bounds, inside and outside, such that nothing but the length rule is broken. */
const addLengths = (kit: CaseKit, subject: Subject): void => {
  const { least, most, hasPatterns } = subject.rule;
  const above = [most - 1, most + 1, most * 2, Math.floor(most / 2), ...(most < 255 ? [256] : [])];
  const endless = hasPatterns ? [64, 256, 1000] : [];
  const beside = [least - 1, least + 1, least + 2, ...(Number.isFinite(most) ? above : endless)];
  const addLength = (length: number, rank: Rank): void => {
    const word = length > 0 ? ofLength(subject, length) : undefined;
    if (word !== undefined) addWord(kit, subject, 'length', word, rank, 'length');
  };
  addLength(Math.max(1, least), 1);
  addLength(most, 1);
  for (const length of beside) addLength(length, 2);
};
