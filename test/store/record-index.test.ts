import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { recordIndex } from '../../src/store/record-index.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';

const PROPERTIES = ['color', 'size'];
const value = fc.constantFrom('red', 'blue', '', '__proto__', 'constructor', 3, true, null, undefined);
const record = fc.record({ color: value, size: value, other: value });
type Step =
  | { readonly change: number; readonly color: unknown }
  | { readonly add: StoredRecord }
  | { readonly remove: number }
  | { readonly removeMany: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: record.map((add) => ({ add })) },
  { weight: 3, arbitrary: fc.record({ change: fc.nat(200), color: value }) },
  { weight: 3, arbitrary: fc.nat(200).map((remove) => ({ remove })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }).map((removeMany) => ({ removeMany })) },
);

/** The same in the plainest way: one list, looked through from its beginning. */
const naive = () => {
  let list: StoredRecord[] = [];
  return {
    add: (added: StoredRecord) => {
      const at = list.findIndex(({ id }) => (id as number) > (added['id'] as number));
      list.splice(at < 0 ? list.length : at, 0, added);
    },
    remove: (gone: readonly StoredRecord[]) => {
      list = list.filter((each) => !gone.includes(each));
    },
    list: () => list,
  };
};

const play = (steps: readonly Step[], numbers: readonly number[], sequence: string | undefined): void => {
  const index = recordIndex(PROPERTIES, sequence);
  const model = naive();
  let next = 0;
  for (const each of steps) {
    if ('change' in each) {
      const list = model.list();
      const at = each.change % Math.max(list.length, 1);
      const changed = list[at];
      // Without numbers a list of one value is in the order in which its records got that value.
      if (changed && sequence !== undefined) {
        const next = { ...changed, color: each.color };
        index.change(changed, next);
        list[at] = next;
      }
    } else if ('add' in each) {
      // Numbers come in any order, each once; without a sequence they count the adding.
      next += 1;
      const added = { ...each.add, id: sequence === undefined ? next : (numbers[next] ?? 1000) + next * 1000 };
      index.add(added);
      model.add(added);
    } else {
      const list = model.list();
      const from = 'remove' in each ? each.remove % Math.max(list.length, 1) : 0;
      const gone = list.slice(from, from + ('remove' in each ? 1 : each.removeMany));
      index.remove(gone);
      model.remove(gone);
    }
  }
  expect(index.all()).toEqual(model.list());
  for (const wanted of model.list())
    for (const where of [
      { color: wanted['color'] },
      { size: wanted['size'], color: wanted['color'] },
      { other: wanted['other'] },
    ]) {
      const { candidates, rest } = index.narrow(where);
      expect(candidates.filter((each) => rest.every(([name, value]) => each[name] === value))).toEqual(
        model.list().filter((each) => Object.entries(where).every(([name, value]) => each[name as never] === value)),
      );
    }
  if (sequence !== undefined) {
    for (const { id } of model.list()) expect(index.hasNumber(id as number)).toBe(true);
    for (const number of [0, -1, 0.5, 1e9]) expect(index.hasNumber(number)).toBe(false);
  }
};

describe('recordIndex', () => {
  it.each([
    ['with numbers', 'id'],
    ['without', undefined],
  ] as const)('%s: finds what a plain list finds, after any additions and removals', (_what, sequence) => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 150 }),
        fc.array(fc.integer({ min: -80_000, max: 80_000 }), { minLength: 151, maxLength: 151 }),
        (steps, numbers) =>
          play(
            steps,
            numbers.map((number) => number * 1),
            sequence,
          ),
      ),
      { numRuns: 150 },
    );
  });

  it('narrows to the shortest list, and says what that does not answer for', () => {
    const index = recordIndex(PROPERTIES, 'id');
    for (let id = 1; id <= 10; id += 1) index.add({ id, color: 'red', size: id % 5 });
    expect(index.narrow({ color: 'red', size: 3, other: 'x' })).toMatchObject({
      candidates: [{ id: 3 }, { id: 8 }],
      rest: [
        ['color', 'red'],
        ['other', 'x'],
      ],
    });
    expect(index.narrow({ color: 'blue', size: 3 })).toEqual({ candidates: [], rest: [['size', 3]] });
    expect(index.narrow({ other: 1 })).toEqual({ candidates: index.all(), rest: [['other', 1]] });
    expect(index.narrow({}).candidates).toHaveLength(10);
  });

  it('passes over the removal of what it never had', () => {
    const index = recordIndex(PROPERTIES, 'id');
    const one = { id: 1, color: 'red' };
    index.add(one);
    index.remove([
      { id: 1, color: 'red' },
      { id: 2, color: 'red' },
      { id: 1, color: 'blue' },
    ]);
    expect(index.all()).toEqual([one]);
    expect(index.narrow({ color: 'red' }).candidates).toEqual([one]);
  });
});
