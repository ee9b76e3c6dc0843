import { describe, expect, it, test } from 'vitest';

import { createFaults } from '../../../src/engine/answers/create-faults.ts';
import { createDice } from '../../../src/http/dice.ts';

const set = (rules: unknown): { problems: readonly string[]; faults: ReturnType<typeof createFaults> } => {
  const faults = createFaults(['read', 'write']);
  return { problems: faults.set(rules), faults };
};

/** Whether a rule struck, `x` or `.`, for each of the next requests. */
const strikes = (rules: unknown, requests: number, operation = 'read'): string => {
  const { faults } = set(rules);
  return Array.from({ length: requests }, () => (faults.strike(operation) ? 'x' : '.')).join('');
};

describe('rules that are refused', () => {
  it.each<[rules: unknown, problems: readonly string[]]>([
    [null, ['rule 1: must be an object.']],
    ['drop', ['rule 1: must be an object.']],
    [[[]], ['rule 1: must be an object.']],
    [
      {},
      [
        'rule 1: "operation" is missing: the id of an operation, or "*".',
        'rule 1: does nothing: give "status", "delay" or "drop".',
      ],
    ],
    [{ operation: '*' }, ['rule 1: does nothing: give "status", "delay" or "drop".']],
    [{ operation: '*', drop: false }, ['rule 1: does nothing: give "status", "delay" or "drop".']],
    [
      { operation: '*', probability: 1, seed: 1, times: 1 },
      ['rule 1: does nothing: give "status", "delay" or "drop".'],
    ],
    [{ operation: 'other', drop: true }, ['rule 1: unknown operation "other" (known: *, read, write).']],
    [{ operation: 1, drop: true }, ['rule 1: unknown operation 1 (known: *, read, write).']],
    [
      { operation: '*', drop: true, tiems: 1 },
      ['rule 1: unknown key "tiems" (known: operation, status, delay, drop, probability, seed, times).'],
    ],
    [
      { operation: '*', drop: true, constructor: 1 },
      ['rule 1: unknown key "constructor" (known: operation, status, delay, drop, probability, seed, times).'],
    ],
    ...[399, 600, 200, '500', 500.5, null].map((status): [unknown, string[]] => [
      { operation: '*', status },
      ['rule 1: "status" must be a whole number from 400 to 599.'],
    ]),
    ...[-1, 600_001, 1.5, '1'].map((delay): [unknown, string[]] => [
      { operation: '*', delay },
      ['rule 1: "delay" must be milliseconds from 0 to 600000.'],
    ]),
    [{ operation: '*', status: 500, drop: 'yes' }, ['rule 1: "drop" must be true or false.']],
    ...[-0.1, 1.1, '1', Number.NaN].map((probability): [unknown, string[]] => [
      { operation: '*', drop: true, probability },
      ['rule 1: "probability" must be a number from 0 to 1.'],
    ]),
    [{ operation: '*', drop: true, seed: 1.5 }, ['rule 1: "seed" must be a whole number.']],
    [{ operation: '*', drop: true, times: 0 }, ['rule 1: "times" must be a whole number from 1.']],
    [
      [{ operation: '*', drop: true }, { operation: '*', status: 1 }, 5],
      ['rule 2: "status" must be a whole number from 400 to 599.', 'rule 3: must be an object.'],
    ],
  ])('%j', (rules, problems) => {
    expect(set(rules).problems).toEqual(problems);
  });

  it('of too many rules or keys it is told once', () => {
    expect(set(Array(101).fill({ operation: '*', drop: true })).problems).toEqual([
      'must be at most 100 rules (received 101).',
    ]);
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`${index}${'x'.repeat(1000)}`, 1]));
    const { problems } = set({ operation: 'x'.repeat(1000), drop: true, ...keys });
    expect(problems.length).toBeLessThan(200);
    expect(problems.join('').length).toBeLessThan(60_000);
  });

  it('change nothing', () => {
    const { faults } = set({ operation: 'read', status: 503 });
    expect(faults.set([{ operation: 'write', drop: true }, {}])).not.toEqual([]);
    expect(faults.list()).toEqual([{ operation: 'read', status: 503 }]);
    expect(faults.strike('read')).toEqual({ operation: 'read', status: 503 });
    expect(faults.strike('write')).toBeUndefined();
  });
});

describe('rules that are set', () => {
  it.each<[rules: unknown]>([
    [[]],
    [[{ operation: '*', status: 400 }]],
    [[{ operation: 'read', status: 599, delay: 600_000, drop: false, probability: 0, seed: 2 ** 32, times: 1 }]],
    [
      [
        { operation: '*', delay: 0 },
        { operation: 'write', drop: true },
      ],
    ],
  ])('%j', (rules) => {
    const { problems, faults } = set(rules);
    expect(problems).toEqual([]);
    expect(faults.list()).toEqual(rules);
  });

  it('may be one rule without a list', () => {
    expect(set({ operation: '*', drop: true }).faults.list()).toEqual([{ operation: '*', drop: true }]);
  });

  it('replace those before', () => {
    const { faults } = set({ operation: 'read', drop: true });
    faults.set({ operation: 'write', drop: true });
    expect(faults.list()).toEqual([{ operation: 'write', drop: true }]);
    faults.clear();
    expect([faults.list(), faults.strike('write')]).toEqual([[], undefined]);
  });

  it('strike their operation only, or every one', () => {
    expect(strikes({ operation: 'read', drop: true }, 2, 'write')).toBe('..');
    expect(strikes({ operation: '*', drop: true }, 2, 'write')).toBe('xx');
  });

  it('the first that strikes counts', () => {
    const { faults } = set([
      { operation: 'write', status: 500 },
      { operation: 'read', status: 501, probability: 0 },
      { operation: 'read', status: 502, times: 1 },
      { operation: '*', status: 503 },
    ]);
    expect([1, 2, 3].map(() => faults.strike('read')?.status)).toEqual([502, 503, 503]);
  });
});

describe('times', () => {
  it('strikes so many requests, then no more, and leaves the list', () => {
    const { faults } = set({ operation: 'read', drop: true, times: 2 });
    expect(faults.strike('write')).toBeUndefined();
    expect(faults.list()).toEqual([{ operation: 'read', drop: true, times: 2 }]);
    faults.strike('read');
    expect(faults.list()).toEqual([{ operation: 'read', drop: true, times: 1 }]);
    faults.strike('read');
    expect([faults.list(), faults.strike('read')]).toEqual([[], undefined]);
  });

  it('counts the strikes, not the requests that were spared', () => {
    const all = strikes({ operation: '*', drop: true, probability: 0.5, seed: 7, times: 3 }, 40);
    expect(all.replaceAll('.', '')).toBe('xxx');
    expect(all.slice(0, all.lastIndexOf('x'))).toContain('.');
  });
});

describe('probability', () => {
  it('is decided by the seed alone', () => {
    const rule = { operation: '*', drop: true, probability: 0.5, seed: 42 };
    expect(strikes(rule, 60)).toBe(strikes(rule, 60));
    expect(strikes(rule, 60)).not.toBe(strikes({ ...rule, seed: 43 }, 60));
    expect(strikes({ ...rule, seed: 1 }, 60)).toBe(strikes({ operation: '*', drop: true, probability: 0.5 }, 60));
  });

  it.each([
    [0, 0, 0],
    [0.1, 150, 250],
    [0.5, 900, 1100],
    [0.9, 1750, 1850],
    [1, 2000, 2000],
  ])('%d strikes about that share of requests', (probability, least, most) => {
    const struck = strikes({ operation: '*', drop: true, probability, seed: 3 }, 2000).replaceAll('.', '').length;
    expect(struck).toBeGreaterThanOrEqual(least);
    expect(struck).toBeLessThanOrEqual(most);
  });
});

test('dice show numbers from 0 to 1, spread over all of it', () => {
  for (const seed of [0, 1, 2 ** 32, 123_456_789]) {
    const dice = createDice(seed);
    const shown = Array.from({ length: 1000 }, dice);
    expect(Math.min(...shown)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shown)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth += 1)
      expect(shown.filter((number) => Math.floor(number * 10) === tenth).length).toBeGreaterThan(60);
    expect(new Set(shown).size).toBeGreaterThan(990);
  }
});
