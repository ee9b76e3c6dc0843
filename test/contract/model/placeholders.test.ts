import { describe, expect, test } from 'vitest';

import { fillIn, freshen, SHAPE, sampleOf, showValue, TOKEN } from '../../../src/contract/model/placeholders.ts';
import { separateLengths } from '../../../src/values/build-automaton.ts';
import { createNameMaker } from '../../../src/values/name-maker.ts';
import { NAME } from '../../values/rules.ts';

const { automaton, least, most } = separateLengths(NAME, 1, 128);
const maker = createNameMaker(automaton, least, most);
const naming = { serial: 7, holder: 3, container: 'group', otherContainer: '', numbers: [], marks: [] };

describe('placeholders', () => {
  test('a word of a shape keeps its states and kinds of characters, and varies', () => {
    const words = Array.from({ length: 20 }, (_, serial) => fillIn(`${SHAPE}a0_-a`, maker, { ...naming, serial }, 1));
    expect(words.every((word) => /^[a-z][0-9]_-[a-z]$/.test(word))).toBe(true);
    expect(new Set(words).size).toBe(10);
  });

  test('a word gets a new name in it where that changes none of its states', () => {
    expect(['a__a', '__a', '0', '_'].map((word) => freshen(word, automaton, maker))).toEqual([
      `${TOKEN}__a`,
      `__${TOKEN}`,
      undefined,
      undefined,
    ]);
  });

  test('in the places of a value are the same for the rule and on the wire', () => {
    expect(fillIn(`${TOKEN}-b`, maker, naming, 5)).toBe(`${maker?.make(7, 5)}-b`);
    expect(sampleOf(`${TOKEN}-b`, maker)).toHaveLength((maker?.length ?? 0) + 2);
    expect(showValue(`${SHAPE}${TOKEN}-b`)).toBe('t-b');
  });
});
