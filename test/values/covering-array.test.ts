import fc from 'fast-check';
import { expect, test } from 'vitest';

import { coveringArray } from '../../src/values/covering-array.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 });

/** Every level of one factor beside every level of another. */
const pairsOf = (row: readonly number[]): string[] =>
  row.flatMap((left, one) => row.slice(one + 1).map((right, two) => `${one}.${left} ${one + 1 + two}.${right}`));

test('every pair of levels is in some row', () => {
  fc.assert(
    fc.property(sizes, (own) => {
      const covered = new Set(coveringArray(own).flatMap(pairsOf));
      for (const [one, levels] of own.entries())
        for (const [two, others] of own.entries())
          if (one < two)
            for (let left = 0; left < levels; left += 1)
              for (let right = 0; right < others; right += 1)
                expect(covered.has(`${one}.${left} ${two}.${right}`), `${own} ${one}.${left} ${two}.${right}`).toBe(
                  true,
                );
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('there are few more rows than two factors need', () => {
  fc.assert(
    fc.property(sizes, (own) => {
      const [most = 1, second = 1] = own.toSorted((left, right) => right - left);
      expect(coveringArray(own).length).toBeLessThanOrEqual(Math.ceil(most * second * 1.7) + 2);
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('the same sizes give the same rows; one factor has a row for each level, none has none', () => {
  expect(coveringArray([3, 4, 2])).toEqual(coveringArray([3, 4, 2]));
  expect(coveringArray([3])).toEqual([[0], [1], [2]]);
  expect(coveringArray([])).toEqual([]);
});
