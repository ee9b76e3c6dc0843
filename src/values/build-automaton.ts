import {
  CharBase,
  CharSet,
  type Concatenation,
  DFA,
  type Element,
  JS,
  NFA,
  type TransitionIterable,
  visitAst,
} from 'refa';
import { type Automaton, findDifference, isIn, type Ranges } from './automaton.ts';

/** A regular expression of which a text must (or must not) hold a match. */
export interface PatternRule {
  readonly pattern: string;
  readonly negated: boolean;
}

const MAX_CHARACTER = 0x10ffff;
const ALL = { maxCharacter: MAX_CHARACTER };
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
  if (most < FEW) return { automaton: buildAutomaton([...rules, ofLengths(least, most)]), least, most };
  const whole = buildAutomaton(least > 0 ? [...rules, ofLengths(1)] : rules);
  if (!whole || whole.accepts.length <= MANY_STATES) return { automaton: whole, least, most };
  const loose = build(rules, true);
  const [shortest, longest] = lengthsOf(whole);
  const same = loose && build([...rules, ofLengths(shortest, longest)], true);
  return same && findDifference(same, whole) === undefined
    ? { automaton: loose, least: Math.max(least, shortest), most: Math.min(most, longest) }
    : { automaton: whole, least, most };
};

const FEW = 6;
const MANY_STATES = 24;

/** Negated, so that the counts stay where others are read as any number. */
const ofLengths = (least: number, most = Number.POSITIVE_INFINITY): PatternRule => {
  const tooShort = least > 0 ? [`[^]{0,${least - 1}}`] : [];
  const tooLong = Number.isFinite(most) ? [`[^]{${most + 1},}`] : [];
  return { pattern: `^(?:${[...tooShort, ...tooLong].join('|') || '(?!)'})$`, negated: true };
};

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

/**
 * The automaton over the coarsest classes of characters, completed. The plainest classes come first, so
 * that words are made of them; what no accepted text holds comes last.
 */
const toTable = (dfa: DFA): Automaton => {
  const nodes = [...dfa.nodes()];
  const told = nodes.flatMap(({ out }) => [...out.invert(MAX_CHARACTER).values()]);
  // A server may well treat two signs apart that this rule treats alike; letters and digits it hardly does.
  const isTaken = (character: string): boolean => nodes.some(({ out }) => out.has(codeOf(character)));
  const signs = [...SIGNS].filter(isTaken).map((sign) => CharSet.fromCharacter(MAX_CHARACTER, codeOf(sign)));
  const { sets } = new CharBase([CharSet.all(MAX_CHARACTER), ...told, ...signs]);
  const weightOf = (sample: string): number => plainness(sample) + (isTaken(sample) ? 0 : 2 * MAX_CHARACTER);
  const classes = sets
    .map(({ ranges }) => ({ ranges, sample: plainest(ranges) }))
    .toSorted((left, right) => weightOf(left.sample) - weightOf(right.sample));
  const trap = nodes.length;
  const next = nodes.map(({ out }) =>
    classes.map(({ sample }) => {
      const target = out.get(codeOf(sample));
      return target === undefined ? trap : nodes.indexOf(target);
    }),
  );
  const accepts = nodes.map((node) => dfa.finals.has(node));
  if (!next.some((targets) => targets.includes(trap))) return { classes, next, accepts };
  return { classes, next: [...next, classes.map(() => trap)], accepts: [...accepts, false] };
};

// Letters first, and "." for whatever is foreign: the plainest words make the plainest findings.
const PLAINEST = 'abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ @/';

/** Signs that stand between the parts of a name. */
const SIGNS = '_-./';

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

const plainness = (character: string): number => {
  const index = PLAINEST.indexOf(character);
  return index < 0 ? PLAINEST.length + codeOf(character) : index;
};

const plainest = (ranges: Ranges): string =>
  [...PLAINEST].find((character) => isIn(ranges, character)) ?? String.fromCodePoint(ranges[0]?.min ?? 0);
