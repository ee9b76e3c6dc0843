import { type Assertion, type Concatenation, DFA, type Element, JS, NFA, type TransitionIterable } from 'refa';

/** A set of characters which a rule never tells apart. */
export interface CharacterClass {
  /** Inclusive ranges of code points. */
  readonly ranges: readonly { readonly min: number; readonly max: number }[];
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

/** A regular expression of which a text must (or must not) hold a match. */
export interface PatternRule {
  readonly pattern: string;
  readonly negated: boolean;
}

const MAX_CHARACTER = 0x10ffff;
const MAX_NODES = 20_000;

/**
 * The automaton of all texts that keep every rule, each rule searched for as JSON Schema does
 * (unanchored, Unicode).
 *
 * @returns undefined where a pattern goes beyond regular languages, or grows too large.
 */
export const buildAutomaton = (rules: readonly PatternRule[]): Automaton | undefined => {
  try {
    let all = DFA.all({ maxCharacter: MAX_CHARACTER });
    for (const rule of rules) {
      const dfa = searchAutomaton(rule.pattern);
      if (rule.negated) dfa.complement();
      all = DFA.fromIntersection(all, dfa, new DFA.LimitedNodeFactory(MAX_NODES));
      all.minimize();
    }
    return toTable(all);
  } catch {
    return undefined;
  }
};

/** Whether two automata accept the same texts; otherwise a shortest text on which they differ. */
export const findDifference = (left: Automaton, right: Automaton): string | undefined => {
  const samples = [...new Set([...left.classes, ...right.classes].flatMap(edges))];
  const seen = new Set(['0,0']);
  const queue: { states: readonly [number, number]; word: string }[] = [{ states: [0, 0], word: '' }];
  for (const { states, word } of queue) {
    if (left.accepts[states[0]] !== right.accepts[states[1]]) return word;
    for (const sample of samples) {
      const next = [step(left, states[0], sample), step(right, states[1], sample)] as const;
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ states: next, word: word + sample });
    }
  }
  return undefined;
};

/** The state a text leads to. */
export const run = (automaton: Automaton, text: string, from = 0): number => {
  let state = from;
  for (const character of text) state = step(automaton, state, character);
  return state;
};

/** The index of the class of a character. */
export const classOf = ({ classes }: Automaton, character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  return classes.findIndex(({ ranges }) => ranges.some(({ min, max }) => code >= min && code <= max));
};

const step = (automaton: Automaton, state: number, character: string): number =>
  automaton.next[state]?.[classOf(automaton, character)] ?? state;

// Two classes of two automata overlap somewhere only if an end of a range of one lies in the other.
const edges = ({ ranges }: CharacterClass): string[] =>
  ranges.flatMap(({ min, max }) => [String.fromCodePoint(min), String.fromCodePoint(max)]);

/** The texts that hold a match of a pattern. */
const searchAutomaton = (pattern: string): DFA => {
  const parser = JS.Parser.fromLiteral({ source: pattern, flags: 'u' });
  const { expression } = parser.parse({ assertions: 'parse', backreferences: 'throw', maxNodes: MAX_NODES });
  return uniteAlternatives(expression.alternatives, true, true);
};

const uniteAlternatives = (alternatives: readonly Concatenation[], openStart: boolean, openEnd: boolean): DFA => {
  const union = NFA.empty({ maxCharacter: MAX_CHARACTER });
  for (const { elements } of alternatives) union.union(concatenate(elements, openStart, openEnd));
  return minimal(union);
};

/**
 * refa builds automata of expressions without assertions. Patterns have them at their edges: `^` and
 * `$` close an end that is open otherwise, and a look around from a closed end is an intersection.
 */
const concatenate = (elements: readonly Element[], openStart: boolean, openEnd: boolean): DFA => {
  const middle = [...elements];
  const conditions: DFA[] = [];
  let start = openStart;
  let end = openEnd;
  for (let first = middle[0]; first?.type === 'Assertion'; first = middle[0]) {
    if (isEdge(first, 'behind')) start = false;
    else if (first.kind === 'ahead' && !start) conditions.push(condition(first, false, true));
    else break;
    middle.shift();
  }
  for (let last = middle.at(-1); last?.type === 'Assertion'; last = middle.at(-1)) {
    if (isEdge(last, 'ahead')) end = false;
    else if (last.kind === 'behind' && !end) conditions.push(condition(last, true, false));
    else break;
    middle.pop();
  }
  const body: Concatenation[] = [{ type: 'Concatenation', elements: middle } as unknown as Concatenation];
  const nfa = NFA.fromRegex(
    body,
    { maxCharacter: MAX_CHARACTER },
    { assertions: 'throw' },
    new NFA.LimitedNodeFactory(MAX_NODES),
  );
  const any = NFA.all({ maxCharacter: MAX_CHARACTER });
  if (start) nfa.prepend(any);
  if (end) nfa.append(any);
  return conditions.reduce((left, right) => minimal(DFA.fromIntersection(left, right)), minimal(nfa));
};

const condition = ({ alternatives, negate }: Assertion, openStart: boolean, openEnd: boolean): DFA => {
  const dfa = uniteAlternatives(alternatives, openStart, openEnd);
  if (negate) dfa.complement();
  return dfa;
};

/** `^` is read as "no character before", `$` as "no character behind". */
const isEdge = ({ alternatives, kind, negate }: Assertion, side: 'ahead' | 'behind'): boolean => {
  const [only] = alternatives[0]?.elements ?? [];
  return (
    kind === side &&
    negate &&
    alternatives.length === 1 &&
    alternatives[0]?.elements.length === 1 &&
    only?.type === 'CharacterClass' &&
    only.characters.isAll
  );
};

const minimal = <Node>(automaton: TransitionIterable<Node>): DFA => {
  const dfa = DFA.fromFA(automaton, new DFA.LimitedNodeFactory(MAX_NODES));
  dfa.minimize();
  return dfa;
};

/** Splits all characters into the coarsest classes, and completes the automaton over them. */
const toTable = (dfa: DFA): Automaton => {
  const nodes = [dfa.initial, ...[...dfa.nodes()].filter((node) => node !== dfa.initial)];
  const cuts = new Set([0, MAX_CHARACTER + 1]);
  for (const node of nodes) for (const [{ min, max }] of node.out) cuts.add(min).add(max + 1);
  const starts = [...cuts].sort((left, right) => left - right);
  const columns = new Map<string, { targets: number[]; ranges: { min: number; max: number }[] }>();
  for (const [index, min] of starts.slice(0, -1).entries()) {
    const range = { min, max: (starts[index + 1] ?? 0) - 1 };
    const targets = nodes.map((node) => {
      const target = node.out.get(min);
      return target === undefined ? -1 : nodes.indexOf(target);
    });
    const column = columns.get(targets.join());
    if (column) column.ranges.push(range);
    else columns.set(targets.join(), { targets, ranges: [range] });
  }
  const sorted = [...columns.values()]
    .map((column) => ({ ...column, sample: plainest(column.ranges) }))
    .sort((left, right) => plainness(left.sample) - plainness(right.sample));
  const needsTrap = sorted.some(({ targets }) => targets.includes(-1));
  const trap = nodes.length;
  return {
    classes: sorted.map(({ ranges, sample }) => ({ ranges, sample })),
    next: [
      ...nodes.map((_, state) =>
        sorted.map(({ targets }) => (targets[state] === -1 ? trap : (targets[state] ?? trap))),
      ),
      ...(needsTrap ? [sorted.map(() => trap)] : []),
    ],
    accepts: [...nodes.map((node) => dfa.finals.has(node)), ...(needsTrap ? [false] : [])],
  };
};

// Letters first, and "." for whatever is foreign: the plainest words make the plainest findings.
const PLAINEST = 'abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ @/';

const plainness = (character: string): number => {
  const index = PLAINEST.indexOf(character);
  return index < 0 ? PLAINEST.length + (character.codePointAt(0) ?? 0) : index;
};

const plainest = (ranges: readonly { min: number; max: number }[]): string => {
  for (const character of PLAINEST) {
    const code = character.codePointAt(0) ?? 0;
    if (ranges.some(({ min, max }) => code >= min && code <= max)) return character;
  }
  return String.fromCodePoint(ranges[0]?.min ?? 0);
};
