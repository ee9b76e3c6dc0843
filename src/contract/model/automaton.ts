import { type Concatenation, DFA, type Element, JS, NFA, type TransitionIterable, visitAst } from 'refa';

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

/** A regular expression of which a text must (or must not) hold a match. */
export interface PatternRule {
  readonly pattern: string;
  readonly negated: boolean;
}

const ALL = { maxCharacter: 0x10ffff };
const MAX_NODES = 20_000;
const limited = (): DFA.LimitedNodeFactory => new DFA.LimitedNodeFactory(MAX_NODES);

/**
 * The automaton of all texts that keep every rule, each rule searched for as JSON Schema does
 * (unanchored, Unicode).
 *
 * @returns undefined where a pattern goes beyond regular languages, or grows too large.
 */
export const buildAutomaton = (rules: readonly PatternRule[]): Automaton | undefined => {
  // The same rule stands in many places.
  const key = JSON.stringify(rules);
  if (!built.has(key)) built.set(key, build(rules, false));
  return built.get(key);
};

const built = new Map<string, Automaton | undefined>();

const build = (rules: readonly PatternRule[], isLoose: boolean): Automaton | undefined => {
  try {
    let all = DFA.all(ALL);
    for (const { pattern, negated } of rules) {
      const parser = JS.Parser.fromLiteral({ source: pattern, flags: 'u' });
      const { expression } = parser.parse({ assertions: 'parse', backreferences: 'throw', maxNodes: MAX_NODES });
      // Counts of a few and more as any number.
      if (isLoose && !negated)
        visitAst(expression, {
          onQuantifierEnter: (each) => {
            if (each.min >= FEW) each.min = 1;
            if (each.max >= FEW) each.max = Number.POSITIVE_INFINITY;
          },
        });
      const own = unite(expression.alternatives, true, true);
      if (negated) own.complement();
      all = both(all, own);
    }
    return toTable(all);
  } catch {
    return undefined;
  }
};

/** A rule as an automaton of characters and two bounds of length, which say the same together. */
export interface BoundedRule {
  readonly automaton: Automaton | undefined;
  readonly least: number;
  readonly most: number;
}

/**
 * Takes lengths that patterns count (`{1,62}`) out of an automaton: it is small then, and lengths are
 * tried by their bounds. Where a bound is so small that it hides most words, it is put in instead.
 */
export const separateLengths = (rules: readonly PatternRule[], least: number, most: number): BoundedRule => {
  const bounded = (low: number, high: number): PatternRule => {
    const wrong = [...(low > 0 ? [`0,${low - 1}`] : []), ...(Number.isFinite(high) ? [`${high + 1},`] : [])];
    return { pattern: `^(?:${wrong.map((count) => `[^]{${count}}`).join('|') || '(?!)'})$`, negated: true };
  };
  if (most < FEW) return { automaton: buildAutomaton([...rules, bounded(least, most)]), least, most };
  const whole = buildAutomaton([...rules, ...(least > 0 ? [bounded(1, Number.POSITIVE_INFINITY)] : [])]);
  if (!whole || whole.accepts.length <= MANY_STATES) return { automaton: whole, least, most };
  const loose = build(rules, true);
  const [shortest, longest] = lengthsOf(whole);
  const same = loose && build([...rules, bounded(shortest, longest)], true);
  return same && findDifference(same, whole) === undefined
    ? { automaton: loose, least: Math.max(least, shortest), most: Math.min(most, longest) }
    : { automaton: whole, least, most };
};

const FEW = 6;
const MANY_STATES = 24;

/** The lengths of the shortest and longest texts that are accepted. */
const lengthsOf = ({ next, accepts }: Automaton): [shortest: number, longest: number] => {
  let reached = new Set([0]);
  const found: number[] = [];
  // What goes on for longer than there are states goes on for ever.
  for (let length = 0; length <= next.length; length += 1) {
    if ([...reached].some((state) => accepts[state])) found.push(length);
    reached = new Set([...reached].flatMap((state) => next[state] ?? []));
  }
  return [found[0] ?? 0, found.at(-1) === next.length ? Number.POSITIVE_INFINITY : (found.at(-1) ?? 0)];
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

/** The state a text leads to. */
export const run = (automaton: Automaton, text: string, from = 0): number => {
  let state = from;
  for (const character of text) state = automaton.next[state]?.[classOf(automaton, character)] ?? state;
  return state;
};

/** Whether a character lies in one of the ranges. */
export const isIn = (ranges: Ranges, character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(({ min, max }) => code >= min && code <= max);
};

/** The index of the class of a character. */
export const classOf = ({ classes }: Pick<Automaton, 'classes'>, character: string): number =>
  classes.findIndex(({ ranges }) => isIn(ranges, character));

/** Whether no accepted text holds the character. */
export const isForeign = (automaton: Automaton, character: string): boolean => {
  const { next } = automaton;
  const index = classOf(automaton, character);
  const alive = liveStates(automaton);
  return !next.some((targets, state) => alive.has(state) && alive.has(targets[index] ?? -1));
};

/** The states from which an accepting one can be reached. */
export const liveStates = ({ next, accepts }: Automaton): ReadonlySet<number> => {
  const alive = new Set(accepts.flatMap((accepted, state) => (accepted ? [state] : [])));
  for (let before = -1; before !== alive.size; ) {
    before = alive.size;
    for (const [state, targets] of next.entries()) if (targets.some((target) => alive.has(target))) alive.add(state);
  }
  return alive;
};

const both = (left: DFA, right: DFA): DFA => minimal(DFA.fromIntersection(left, right, limited()));

const minimal = <Node>(automaton: TransitionIterable<Node>): DFA => {
  const dfa = DFA.fromFA(automaton, limited());
  dfa.minimize();
  return dfa;
};

/** The texts of any of the alternatives; an open end may be followed by anything. */
const unite = (alternatives: readonly Concatenation[], openStart: boolean, openEnd: boolean): DFA => {
  const union = NFA.empty(ALL);
  for (const { elements } of alternatives) union.union(concatenate(elements, openStart, openEnd));
  return minimal(union);
};

/**
 * refa builds automata of expressions without assertions. What an assertion wants lies ahead of its
 * place or behind it, so it is an intersection with that part. `^` and `$` are such: no character is
 * there.
 */
const concatenate = (elements: readonly Element[], openStart: boolean, openEnd: boolean): DFA => {
  const place = elements.findIndex(({ type }) => type === 'Assertion');
  const assertion = elements[place];
  const any = NFA.all(ALL);
  if (assertion?.type !== 'Assertion') {
    const plain = [{ type: 'Concatenation', elements }] as unknown as Concatenation[];
    const nfa = NFA.fromRegex(plain, ALL, { assertions: 'throw' }, new NFA.LimitedNodeFactory(MAX_NODES));
    if (openStart) nfa.prepend(any);
    if (openEnd) nfa.append(any);
    return minimal(nfa);
  }
  const isAhead = assertion.kind === 'ahead';
  const condition = unite(assertion.alternatives, !isAhead, isAhead);
  if (assertion.negate) condition.complement();
  const before = concatenate(elements.slice(0, place), openStart, false);
  const behind = concatenate(elements.slice(place + 1), false, openEnd);
  const whole = NFA.fromFA(isAhead ? before : both(before, condition));
  whole.append(isAhead ? both(behind, condition) : behind);
  return minimal(whole);
};

/** Splits all characters into the coarsest classes, and completes the automaton over them. */
const toTable = (dfa: DFA): Automaton => {
  const nodes = [dfa.initial, ...[...dfa.nodes()].filter((node) => node !== dfa.initial)];
  const cuts = new Set([0, ALL.maxCharacter + 1]);
  for (const node of nodes) for (const [{ min, max }] of node.out) cuts.add(min).add(max + 1);
  const starts = [...cuts].sort((left, right) => left - right);
  const trap = nodes.length;
  const columns = new Map<string, { targets: number[]; ranges: { min: number; max: number }[] }>();
  for (const [index, min] of starts.slice(0, -1).entries()) {
    const targets = nodes.map(({ out }) => {
      const target = out.get(min);
      return target === undefined ? trap : nodes.indexOf(target);
    });
    const column = columns.get(targets.join()) ?? { targets, ranges: [] };
    column.ranges.push({ min, max: (starts[index + 1] ?? 0) - 1 });
    columns.set(targets.join(), column);
  }
  const all = [...columns.values()];
  const needsTrap = all.some(({ targets }) => targets.includes(trap));
  return inOrder({
    classes: all.map(({ ranges }) => ({ ranges, sample: plainest(ranges) })),
    next: [
      ...nodes.map((_, state) => all.map(({ targets }) => targets[state] ?? trap)),
      ...(needsTrap ? [all.map(() => trap)] : []),
    ],
    accepts: [...nodes.map((node) => dfa.finals.has(node)), ...(needsTrap ? [false] : [])],
  });
};

/** The plainest classes first, so that words are made of them; what no accepted text holds comes last. */
const inOrder = (automaton: Automaton): Automaton => {
  const { classes, next, accepts } = automaton;
  const weights = classes.map(({ sample }) => plainness(sample) + (isForeign(automaton, sample) ? FOREIGN : 0));
  const order = [...classes.keys()].sort((left, right) => (weights[left] ?? 0) - (weights[right] ?? 0));
  const sorted = <Item>(items: readonly Item[]): Item[] => order.flatMap((index) => items.slice(index, index + 1));
  return { classes: sorted(classes), next: next.map(sorted), accepts };
};

const FOREIGN = 2 * ALL.maxCharacter;

// Letters first, and "." for whatever is foreign: the plainest words make the plainest findings.
const PLAINEST = 'abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ @/';

const plainness = (character: string): number => {
  const index = PLAINEST.indexOf(character);
  return index < 0 ? PLAINEST.length + (character.codePointAt(0) ?? 0) : index;
};

const plainest = (ranges: Ranges): string =>
  [...PLAINEST].find((character) => isIn(ranges, character)) ?? String.fromCodePoint(ranges[0]?.min ?? 0);
