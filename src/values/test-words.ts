import { type Automaton, isAccepted, liveStates, run, shortestDifference } from './automaton.ts';
import { buildAutomaton, type PatternRule } from './build-automaton.ts';

/** A word that tells something about a rule, and what the rule says of it. */
export interface TestWord {
  /** Leads from the start to the state under test. */
  readonly access: string;
  readonly rest: string;
  readonly accepted: boolean;
}

/**
 * The words of the HSI method (Petrenko, Yevtushenko, Luo 1993): every state by its shortest word, each
 * step of up to `extra + 1` characters from it, and behind that the words that tell the state reached
 * from every other. They tell the automaton from each other one with at most `extra` more states, and
 * are fewer than those of the W-method (Chow 1978), which uses one set of words for all states.
 *
 * @param patterns what the automaton was built of; see `clauseCover`.
 */
export const testWords = (automaton: Automaton, extra: number, patterns: readonly PatternRule[] = []): TestWord[] => {
  const identifiers = stateIdentifiers(automaton);
  const samples = automaton.classes.map(({ sample }) => sample);
  let middles = [''];
  const reached = [...middles];
  for (let length = 0; length <= extra; length += 1) {
    middles = middles.flatMap((middle) => samples.map((sample) => middle + sample));
    reached.push(...middles);
  }
  const words = new Map<string, TestWord>();
  for (const access of new Set([...stateCover(automaton), ...clauseCover(automaton, patterns)]))
    for (const middle of reached)
      for (const end of identifiers[run(automaton, access + middle)] ?? ['']) {
        const rest = middle + end;
        const word = access + rest;
        if (!words.has(word)) words.set(word, { access, rest, accepted: isAccepted(automaton, word) });
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
 * The shortest word to each combination of states of the single patterns in which none is broken for
 * good. The automaton of all of them may have one state for two of these ("nothing yet" and "behind a
 * hyphen", where neither may begin or end with one); a server that lacks one pattern tells them apart.
 */
export const clauseCover = (automaton: Automaton, patterns: readonly PatternRule[]): string[] => {
  const parts = patterns.flatMap((pattern) => buildAutomaton([pattern]) ?? []);
  const alive = parts.map(liveStates);
  const found = new Map([[parts.map(() => 0).join(), '']]);
  for (const [key, word] of found) {
    const states = key.split(',').map(Number);
    for (const { sample } of automaton.classes) {
      const next = parts.map((part, index) => run(part, sample, states[index]));
      const isAlive = next.every((state, index) => alive[index]?.has(state));
      if (isAlive && !found.has(next.join()) && found.size < MOST_COMBINATIONS) found.set(next.join(), word + sample);
    }
  }
  return found.size < MOST_COMBINATIONS ? [...found.values()] : [];
};

const MOST_COMBINATIONS = 50;

/** For each pattern the shortest text that breaks it and no other. */
export const breachesOf = (patterns: readonly PatternRule[]): string[] =>
  patterns.flatMap((pattern, index) => {
    const broken = patterns.with(index, { ...pattern, negated: !pattern.negated });
    const automaton = buildAutomaton(broken);
    return automaton ? (stateCover(automaton).find((word) => isAccepted(automaton, word)) ?? []) : [];
  });

/**
 * For each state a few words that tell it from every other state. Any two states share a word on which
 * they differ (the sets are harmonised). Each holds the empty word: a server may differ in nothing but
 * the verdict on the state itself ("a_" accepted).
 */
export const stateIdentifiers = (automaton: Automaton): string[][] => {
  const identifiers = automaton.accepts.map(() => new Set(['']));
  const samples = automaton.classes.map(({ sample }) => sample);
  const pairs = [...identifiers.keys()].flatMap((right) =>
    [...identifiers.keys()].slice(0, right).map((left) => [left, right] as const),
  );
  // Shortest differences first: a later pair is then often told apart by an earlier word.
  const differences = pairs
    .map((pair) => ({ pair, word: shortestDifference(automaton, automaton, samples, pair) ?? '' }))
    .sort((one, two) => one.word.length - two.word.length);
  const words = new Set(['']);
  for (const { pair, word } of differences) {
    const [left, right] = pair;
    const isTold = (each: string): boolean => isAccepted(automaton, each, left) !== isAccepted(automaton, each, right);
    const known = [...words].find(isTold) ?? word;
    words.add(known);
    identifiers[left]?.add(known);
    identifiers[right]?.add(known);
  }
  return identifiers.map((own) => [...own]);
};
