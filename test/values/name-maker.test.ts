import { describe, expect, test } from 'vitest';

import { run } from '../../src/values/automaton.ts';
import { type PatternRule, separateLengths } from '../../src/values/build-automaton.ts';
import { createNameMaker, isScarce, type NameMaker } from '../../src/values/name-maker.ts';
import { must, NAME, never, RULES } from './rules.ts';

const makerOf = (patterns: readonly PatternRule[], least: number, most: number, alphabet = 0) => {
  const rule = separateLengths(patterns, least, most);
  const maker = createNameMaker(rule.automaton, rule.least, rule.most, alphabet);
  if (!maker) throw new Error('There is no name.');
  const { automaton } = rule;
  const keeps = (text: string): boolean =>
    patterns.every(({ pattern, negated }) => new RegExp(pattern, 'u').test(text) !== negated) &&
    [...text].length >= least &&
    [...text].length <= most;
  return { maker, automaton, keeps };
};

const namesOf = (maker: NameMaker, count: number, run_: number): string[] =>
  Array.from({ length: count }, (_, serial) => maker.make(serial, run_));

const NO_END = Number.POSITIVE_INFINITY;

describe.each<[string, readonly PatternRule[], number, number]>([
  ['repository names', NAME, 1, 128],
  ['at most 2 characters', [never('[^a-z0-9]')], 1, 2],
  ['one character', [never('[^a-z]')], 1, 1],
  ['at most 20', NAME, 1, 20],
  ['no maximum', NAME, 1, NO_END],
  ['at least 24', [never('[^a-z0-9]')], 24, 32],
  ['capitals', [never('[^A-Z]')], 1, 30],
  ['digits', [never('[^0-9]')], 1, 30],
  ['nothing but one character', [never('[^x]')], 1, 30],
  ['just two words', [must('^(?:on|off)$')], 1, 30],
  ['汉字', RULES['汉字'] ?? [], 1, 30],
  ['emoji', [never('[^\\u{1f600}-\\u{1f64f}]')], 1, 30],
  ['a prefix', RULES['a prefix'] ?? [], 1, 30],
  ['a digit at the end', RULES['a digit at the end'] ?? [], 1, 30],
  ['in turn', RULES['letters and digits in turn'] ?? [], 1, 30],
  ['paths', RULES['paths'] ?? [], 1, 64],
  ['texts of any characters', [], 1, 40],
])('names of a rule: %s', (_, patterns, least, most) => {
  const { maker, automaton, keeps } = makerOf(patterns, least, most);
  const names = namesOf(maker, 3000, 5);

  test('keep it, and are all of one length', () => {
    expect(names.filter((each) => !keeps(each))).toEqual([]);
    expect(new Set(names.map((each) => [...each].length))).toEqual(new Set([maker.length]));
  });

  test('differ, as long as there are any', () => {
    expect(new Set(names).size).toBe(Math.min(names.length, maker.capacity));
  });

  test('of two runs have nothing in common where there is room for both', () => {
    const others = new Set(namesOf(maker, 3000, 6));
    if (!isScarce(maker)) expect(names.filter((each) => others.has(each))).toEqual([]);
  });

  test('pass through the same states, wherever they begin', () => {
    for (const state of automaton?.next.keys() ?? [])
      expect(new Set(names.slice(0, 50).map((each) => automaton && run(automaton, each, state))).size).toBe(1);
  });

  test('can have each length that the rule has', () => {
    for (const length of [least, least + 1, Math.min(most, 1000)]) {
      const text = maker.ofLength(length);
      if (text !== undefined) expect([[...text].length, keeps(text)]).toEqual([length, true]);
    }
    expect(maker.ofLength(maker.length)).toBeDefined();
  });
});

describe('names', () => {
  const { maker } = makerOf(NAME, 1, 128);

  test('of another alphabet share no letter with the first', () => {
    const letters = new Set(namesOf(maker, 100, 1).join(''));
    const others = namesOf(makerOf(NAME, 1, 128, 1).maker, 100, 1).join('');
    expect([...others].filter((letter) => letters.has(letter))).toEqual([]);
  });

  test('never have a character twice in a row, which a rule may refuse', () => {
    expect(namesOf(maker, 3000, 1).filter((each) => /(.)\1/.test(each))).toEqual([]);
  });

  test('a mark that stands beside others in its class stays as it is', () => {
    const dotted = makerOf([never('[^a-z.-]'), never('^[.-]')], 1, 30).maker;
    expect(dotted.vary('a-b.c', 3)).toMatch(/^[a-z]-[a-z]\.[a-z]$/);
  });
});
