import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Automaton, findDifference, run } from '../../src/values/automaton.ts';
import { breachesOf, clauseCover, stateCover, stateIdentifiers, testWords } from '../../src/values/test-words.ts';
import { build, NAME, NOT_EMPTY, never, RULES } from './rules.ts';

const name = build([...NAME, NOT_EMPTY]);

/** The words that a machine answers otherwise than the rule. */
const toldBy = (rule: Automaton, extra: number, machine: Automaton): string[] =>
  testWords(rule, extra).flatMap(({ access, rest, accepted }) =>
    machine.accepts[run(machine, access + rest)] === accepted ? [] : [access + rest],
  );

/** A machine must be told apart unless it accepts the very same texts. */
const expectFound = (rule: Automaton, extra: number, machine: Automaton): void => {
  const difference = findDifference(rule, machine);
  if (difference === undefined) expect(toldBy(rule, extra, machine)).toEqual([]);
  else expect(toldBy(rule, extra, machine), `${difference} ${JSON.stringify(machine)}`).not.toEqual([]);
};

/** Every machine with one transition or one verdict changed. */
const mutantsOf = (machine: Automaton, states = [...machine.next.keys()]): Automaton[] =>
  states.flatMap((state) => [
    { ...machine, accepts: machine.accepts.with(state, !machine.accepts[state]) },
    ...(machine.next[state] ?? []).flatMap((target, index) =>
      [...machine.next.keys()]
        .filter((other) => other !== target)
        .map((other) => ({
          ...machine,
          next: machine.next.with(state, (machine.next[state] ?? []).with(index, other)),
        })),
    ),
  ]);

/** The same machine with a copy of a state, which one transition leads to. */
const splitsOf = (machine: Automaton): Automaton[] =>
  machine.next.flatMap((targets, state) =>
    targets.map((target, index) => ({
      classes: machine.classes,
      next: [...machine.next.with(state, targets.with(index, machine.next.length)), machine.next[target] ?? []],
      accepts: [...machine.accepts, machine.accepts[target] ?? false],
    })),
  );

/** Any machine over the classes of a rule with up to so many states. */
const anyMachine = ({ classes }: Automaton, most: number): fc.Arbitrary<Automaton> =>
  fc.integer({ min: 1, max: most }).chain((states) =>
    fc.record({
      classes: fc.constant(classes),
      next: fc.array(fc.array(fc.nat(states - 1), { minLength: classes.length, maxLength: classes.length }), {
        minLength: states,
        maxLength: states,
      }),
      accepts: fc.array(fc.boolean(), { minLength: states, maxLength: states }),
    }),
  );

/** A machine that is nearly the rule: some transitions of it or of a copy lead elsewhere. */
const nearMachine = (rule: Automaton, more: number): fc.Arbitrary<Automaton> => {
  const states = rule.next.length + more;
  const edit = fc.tuple(fc.nat(states - 1), fc.nat(rule.classes.length - 1), fc.nat(states - 1));
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => {
    const copies = Array.from({ length: more }, (_, index) => index % rule.next.length);
    const next = [...rule.next, ...copies.map((state) => rule.next[state] ?? [])].map((row) => [...row]);
    for (const [state, index, target] of edits) next[state]?.splice(index, 1, target);
    return {
      classes: rule.classes,
      next,
      accepts: [...rule.accepts, ...copies.map((state) => rule.accepts[state] ?? false)],
    };
  });
};

describe('[R2 R3 R4 R5 R6] the words of the HSI method', () => {
  test('every state is reached once, by a shortest word', () => {
    expect(stateCover(name)).toEqual(['', 'a', '0', 'a_', 'a-', 'a__']);
  });

  test('any two states have a word in common on which they differ', () => {
    const identifiers = stateIdentifiers(name);
    for (const [left, own] of identifiers.entries())
      for (const [right, other] of identifiers.entries()) {
        const shared = own.filter((word) => other.includes(word));
        const isTold = shared.some(
          (word) => name.accepts[run(name, word, left)] !== name.accepts[run(name, word, right)],
        );
        expect(isTold, `${left} ${right}`).toBe(left !== right);
      }
  });

  test.each([
    [0, 67],
    [1, 380],
    [2, 1943],
  ])('with %i states more there are %i', (extra, expected) => {
    expect(testWords(name, extra)).toHaveLength(expected);
  });

  test('the rule itself shows no difference', () => {
    expect(toldBy(name, 2, name)).toEqual([]);
  });
});

describe.each(Object.entries(RULES))('%s: what is promised holds', (_, patterns) => {
  const rule = build([...patterns, NOT_EMPTY]);
  const seed = 9;

  test('every machine that differs in one transition or verdict is told apart', () => {
    for (const machine of mutantsOf(rule)) expectFound(rule, 0, machine);
  });

  test('and any other with no more states', () => {
    const most = rule.next.length;
    fc.assert(
      fc.property(anyMachine(rule, most), (machine) => expectFound(rule, 0, machine)),
      { seed, numRuns: 300 },
    );
    fc.assert(
      fc.property(nearMachine(rule, 0), (machine) => expectFound(rule, 0, machine)),
      { seed, numRuns: 300 },
    );
  });

  test('and with one state more at the next depth', () => {
    const most = rule.next.length + 1;
    fc.assert(
      fc.property(anyMachine(rule, most), (machine) => expectFound(rule, 1, machine)),
      { seed, numRuns: 100 },
    );
    fc.assert(
      fc.property(nearMachine(rule, 1), (machine) => expectFound(rule, 1, machine)),
      { seed, numRuns: 300 },
    );
  });

  test('every pattern that is left out is found out, though the rule has one state for two of them', () => {
    const words = testWords(rule, 0, patterns);
    for (const [index, pattern] of patterns.entries()) {
      const others = build([...patterns.toSpliced(index, 1), NOT_EMPTY]);
      const isKept = findDifference(rule, others) === undefined;
      const told = words.some(({ access, rest, accepted }) => others.accepts[run(others, access + rest)] !== accepted);
      expect(told || isKept, pattern.pattern).toBe(true);
    }
  });
});

test('a copy of a state that goes astray is found with one state more, of the rule at hand exhaustively', () => {
  for (const split of splitsOf(name)) {
    const copy = split.next.length - 1;
    for (const machine of mutantsOf(split, [copy])) expectFound(name, 1, machine);
  }
});

describe('words of single patterns', () => {
  const hyphens = RULES['no hyphen at an edge, nor two'] ?? [];

  test('"nothing yet" and "behind a hyphen" are one state of the rule, and two of its patterns', () => {
    const rule = build([...hyphens, NOT_EMPTY]);
    expect(stateCover(rule)).toEqual(['', 'a', '-']);
    expect(clauseCover(rule, hyphens)).toEqual(['', 'a', 'a-']);
  });

  test('each breaks one of them, and no other', () => {
    expect(breachesOf(hyphens)).toEqual(['_', '-a', 'a-', 'a--a']);
    expect(breachesOf([never('^a'), never('^[ab]')])).toEqual(['b']);
  });
});
