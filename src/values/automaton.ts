/** Inclusive ranges of code points. */
export type Ranges = readonly { readonly min: number; readonly max: number }[];

/** A set of characters which a rule never tells apart. */
export interface CharacterClass {
  readonly ranges: Ranges;
  /** The plainest character of the class. */
  readonly sample: string;
}

/** A complete, minimal, deterministic automaton over classes of characters. State 0 is the first. */
export interface Automaton {
  readonly classes: readonly CharacterClass[];
  /** `next[state][class]` */
  readonly next: readonly (readonly number[])[];
  readonly accepts: readonly boolean[];
}

/** Whether a character lies in one of the ranges. */
export const isIn = (ranges: Ranges, character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(({ min, max }) => code >= min && code <= max);
};

/** The index of the class of a character. */
export const classOf = ({ classes }: Automaton, character: string): number =>
  classes.findIndex(({ ranges }) => isIn(ranges, character));

/** The state a text leads to. */
export const run = (automaton: Automaton, text: string, from = 0): number => {
  let state = from;
  for (const character of text) state = automaton.next[state]?.[classOf(automaton, character)] ?? state;
  return state;
};

/** Whether an automaton accepts a text. */
export const isAccepted = (automaton: Automaton, text: string, from = 0): boolean =>
  automaton.accepts[run(automaton, text, from)] === true;

/** The states from which an accepting one can be reached. */
export const liveStates = ({ next, accepts }: Automaton): ReadonlySet<number> => {
  const alive = new Set(accepts.flatMap((accepted, state) => (accepted ? [state] : [])));
  for (let before = -1; before !== alive.size; ) {
    before = alive.size;
    for (const [state, targets] of next.entries()) if (targets.some((target) => alive.has(target))) alive.add(state);
  }
  return alive;
};

/** Whether no accepted text holds the character. */
export const isForeign = (automaton: Automaton, character: string): boolean => {
  const index = classOf(automaton, character);
  const alive = liveStates(automaton);
  return !automaton.next.some((targets, state) => alive.has(state) && alive.has(targets[index] ?? -1));
};

/** Whether two automata accept the same texts; otherwise a shortest text on which they differ. */
export const findDifference = (left: Automaton, right: Automaton): string | undefined => {
  // Two classes of two automata overlap somewhere only if an end of a range of one lies in the other.
  const ends = [...left.classes, ...right.classes].flatMap(({ ranges }) =>
    ranges.flatMap(({ min, max }) => [min, max]),
  );
  const samples = [...new Set(ends)].map((code) => String.fromCodePoint(code));
  return shortestDifference(left, right, samples, [0, 0]);
};

/** A shortest text of these characters on which two automata differ, each from a state of its own. */
export const shortestDifference = (
  left: Automaton,
  right: Automaton,
  samples: readonly string[],
  start: readonly [left: number, right: number],
): string | undefined => {
  const seen = new Set([start.join()]);
  const queue = [{ states: start, word: '' }];
  for (const { states, word } of queue) {
    if (left.accepts[states[0]] !== right.accepts[states[1]]) return word;
    for (const sample of samples) {
      const next = [run(left, sample, states[0]), run(right, sample, states[1])] as const;
      if (seen.has(next.join())) continue;
      seen.add(next.join());
      queue.push({ states: next, word: word + sample });
    }
  }
  return undefined;
};
