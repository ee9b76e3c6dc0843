import { describe, expect, test } from 'vitest';

import { findDifference, isForeign, run } from '../../src/values/automaton.ts';
import { buildAutomaton, type PatternRule, separateLengths } from '../../src/values/build-automaton.ts';
import { build, must, never } from './rules.ts';

const NO_END = Number.POSITIVE_INFINITY;

describe('an automaton of patterns', () => {
  test.each<[string, PatternRule[], string, boolean]>([
    ['an unanchored pattern is searched for', [must('b')], 'abc', true],
    ['an anchored pattern is matched whole', [must('^b$')], 'abc', false],
    ['a negated pattern must not occur', [never('__')], 'a__b', false],
    ['a start alone', [must('^a')], 'abc', true],
    ['an end alone', [must('c$')], 'abc', true],
    ['alternatives keep their own anchors', [must('^a|c$')], 'xc', true],
    ['alternatives keep their own anchors, refused', [must('^a|c$')], 'xcx', false],
    ['a look ahead behind the start', [must('^(?!.*--)[a-z-]+$')], 'a--b', false],
    ['a look ahead behind the start, accepted', [must('^(?!.*--)[a-z-]+$')], 'a-b', true],
    ['a look behind before the end', [must('^[a-z-]+(?<!-)$')], 'a-', false],
    ['a look ahead in the middle', [must('^[a-z]+(?=[0-9])[a-z0-9]+$')], 'ab', false],
    ['a look ahead in the middle, accepted', [must('^[a-z]+(?=[0-9])[a-z0-9]+$')], 'a1b', true],
    ['a look behind in the middle', [must('^[a-z0-9]+(?<=[0-9])[a-z]+$')], 'ab', false],
    ['a look behind in the middle, accepted', [must('^[a-z0-9]+(?<=[0-9])[a-z]+$')], 'a1b', true],
    ['a length looked ahead for', [must('^(?=.{2,3}$)[a-z]+$')], 'abcd', false],
    ['$ is the end of the text, not of a line', [must('^a$')], 'a\n', false],
    ['characters beyond the BMP are one character', [must('^.$')], '\u{1f600}', true],
  ])('%s', (_, rules, text, expected) => {
    const automaton = build(rules);
    expect(automaton.accepts[run(automaton, text)]).toBe(expected);
    expect(rules.every(({ pattern, negated }) => new RegExp(pattern, 'u').test(text) !== negated)).toBe(expected);
  });

  test('it is minimal and complete, and what no text holds is its last class', () => {
    const automaton = build([must('^(?:AB|CB)$')]);
    expect(automaton.accepts).toHaveLength(4);
    expect(automaton.next.every((row) => row.length === automaton.classes.length)).toBe(true);
    expect(automaton.classes.map(({ sample }) => sample)).toEqual(['A', 'B', 'a']);
    expect(automaton.classes.map(({ sample }) => isForeign(automaton, sample))).toEqual([false, false, true]);
  });

  test.each(['^(a+)-\\1$', '^(?:a(?!b))+$'])('what no automaton can hold is left out: %s', (pattern) => {
    expect(buildAutomaton([must(pattern)])).toBeUndefined();
  });

  test('a difference is told by a shortest text', () => {
    expect(findDifference(build([must('^a*$')]), build([must('^a{0,3}$')]))).toBe('aaaa');
    expect(findDifference(build([must('^[a-c]*$')]), build([must('^(?:a|b|c)*$')]))).toBeUndefined();
  });
});

describe('lengths that patterns count', () => {
  test.each([
    ['^[a-z]{1,40}$', 3, 1, 40],
    ['^[a-z][a-z0-9-]{0,62}$', 3, 1, 63],
    ['^[a-z][a-z0-9-]{1,61}[a-z0-9]$', 5, 3, 63],
    ['^[a-z]{24,32}$', 3, 24, 32],
    ['^(?=.{1,64}$)[a-z]+(?:-[a-z]+)*$', 3, 1, 64],
  ])('%s is a small automaton and two bounds', (pattern, states, least, most) => {
    const rule = separateLengths([must(pattern)], 0, NO_END);
    expect([rule.automaton?.accepts.length, rule.least, rule.most]).toEqual([states, least, most]);
  });

  test('where they are part of the form they stay', () => {
    const rule = separateLengths([must('^[a-z]{12}-[0-9]{12}$')], 0, NO_END);
    expect([rule.automaton?.accepts.length, rule.most]).toEqual([27, NO_END]);
  });

  test('a bound that hides most words is put into the automaton', () => {
    const { automaton } = separateLengths([never('[^a-z]')], 1, 2);
    const accepts = (text: string) => automaton?.accepts[run(automaton, text)];
    expect(['', 'a', 'ab', 'abc'].map(accepts)).toEqual([false, true, true, false]);
  });
});
