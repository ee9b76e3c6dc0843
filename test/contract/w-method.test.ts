import { describe, expect, test } from 'vitest';

import { type Automaton, buildAutomaton, run } from '../../src/contract/rules/automaton.ts';
import { characterisationSet, stateCover, testWords } from '../../src/contract/rules/w-method.ts';

const NAME = '^[a-z][a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)*$';

const build = (pattern: string): Automaton => {
  const automaton = buildAutomaton([{ pattern, negated: false }]);
  if (!automaton) throw new Error(`no automaton of ${pattern}`);
  return automaton;
};

const name = build(NAME);

const verdicts = (pattern: string, depth: number): string[] => {
  const other = new RegExp(pattern, 'u');
  return testWords(name, depth).flatMap(({ access, rest, accepted }) =>
    other.test(access + rest) === accepted ? [] : [access + rest],
  );
};

describe('[R2 R3 R4 R5 R6] the words of the W-method', () => {
  test('every state is reached once, by a shortest word', () => {
    expect(stateCover(name)).toEqual(['', 'a', '0', 'a_', 'a-', 'a__']);
  });

  test('any two states differ on a word of the characterisation set', () => {
    const words = characterisationSet(name);
    const rows = name.accepts.map((_, state) => words.map((word) => name.accepts[run(name, word, state)]).join());
    expect(new Set(rows).size).toBe(name.accepts.length);
  });

  // Without the empty word the set has four words and the counts are 112, 562 and 2812, but then no
  // word ends in a separator, and a server that accepts "a_" would pass.
  test.each([
    [0, 131, 112],
    [1, 656, 562],
    [2, 3281, 2812],
  ])('at depth %i there are %i', (depth, expected, withoutEmpty) => {
    const words = testWords(name, depth);
    expect(words).toHaveLength(expected);
    const ends = characterisationSet(name).filter((word) => word !== '');
    const samples = name.classes.map(({ sample }) => sample);
    const middles = Array.from({ length: depth + 1 }).reduce<string[][]>(
      (levels) => [...levels, (levels.at(-1) ?? []).flatMap((word) => samples.map((sample) => word + sample))],
      [['']],
    );
    const narrow = new Set(
      stateCover(name).flatMap((access) =>
        middles.flat().flatMap((middle) => ends.map((end) => access + middle + end)),
      ),
    );
    expect(narrow.size).toBe(withoutEmpty);
  });

  test.each([
    ['digits first', '^[a-z0-9][a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)*$'],
    ['a separator last', '^[a-z][a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)*_?$'],
    ['three underscores', '^[a-z][a-z0-9]*(?:(?:_{1,3}|-+)[a-z0-9]+)*$'],
    ['mixed separators', '^[a-z][a-z0-9]*(?:[_-]+[a-z0-9]+)*$'],
    ['no run of hyphens', '^[a-z][a-z0-9]*(?:(?:__?|-)[a-z0-9]+)*$'],
    ['no digits last', '^[a-z](?:[a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)*[a-z])?$'],
    ['one separator only', '^[a-z][a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)?$'],
  ])('%s is found', (_, pattern) => {
    expect(verdicts(pattern, 1)).not.toEqual([]);
  });

  test('the rule itself shows no difference', () => {
    expect(verdicts(NAME, 2)).toEqual([]);
  });
});
