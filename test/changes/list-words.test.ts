import { describe, expect, it } from 'vitest';

import { listWords } from '../../src/changes/compare/list-words.ts';

const match = (pattern: string) => ({ pattern, negated: false });
const not = (pattern: string) => ({ pattern, negated: true });

/** The words of two lists of patterns, without any bounds. */
const wordsOf = (before: ReturnType<typeof match>[], after: ReturnType<typeof match>[]) => {
  const keeps = (rules: typeof before, text: string): boolean =>
    rules.every(({ pattern, negated }) => new RegExp(pattern, 'u').test(text) !== negated);
  return listWords(before, after, (text) => [keeps(before, text), keeps(after, text)]);
};

describe('listWords', () => {
  it.each([
    ['a digit may be first', [match('^[a-z]'), not('[^a-z0-9]')], [not('[^a-z0-9]'), not('^$')], ['0'], []],
    ['each new mark has an example', [match('^[a-z]+$')], [match('^[a-z]+([./][a-z]+)?$')], ['a.a', 'a/a'], []],
    ['what is refused now', [match('^a*$')], [match('^a*$'), not('aaa')], [], ['aaa']],
    ['the same rule in other words', [match('^a+$')], [match('^aa*$')], [], []],
    ['no rule at all before', [], [match('^a$')], [], ['', '0', '_', '-']],
  ])('%s', (_title, before, after, taken, refused) => {
    const words = wordsOf(before, after);
    expect(words).toEqual({ taken, refused });
  });

  it('keeps to the bounds beside the patterns', () => {
    const { taken } = listWords([match('^$')], [], (text) => [text === '', text.length >= 3]);
    expect(taken[0]).toBe('aaa');
  });

  it('a pattern that no automaton can have gives no words', () => {
    expect(wordsOf([match('^(a+)\\1$')], [match('^a$')])).toEqual({ taken: [], refused: [] });
  });
});
