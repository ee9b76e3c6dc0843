import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Document } from '../../src/openapi/document.ts';
import { createStore, type Snapshot, type Store, type StoreChange } from '../../src/store/create-store.ts';
import { foldChanges } from '../../src/store/fold-changes.ts';
import { LEVELS } from './numbered-document.ts';

const name = fc.constantFrom('a', 'b', 'ab', '__proto__', 'constructor', '"', '名');
const insert = fc.oneof(
  fc.record({ collection: fc.constant('trees'), record: fc.record({ name }) }),
  fc.record({ collection: fc.constant('branches'), record: fc.record({ tree: name, name }) }),
  fc.record({
    collection: fc.constant('leaves'),
    record: fc.record({ tree: name, branch: name, leaf: name, color: name }),
  }),
  fc.record({ collection: fc.constant('notes'), record: fc.record({ title: name }) }),
);
const key = fc.oneof(
  fc.record({ collection: fc.constantFrom('trees', 'notes'), key: fc.tuple(name) }),
  fc.record({ collection: fc.constant('branches'), key: fc.tuple(name, name) }),
  fc.record({ collection: fc.constant('leaves'), key: fc.tuple(name, name, name) }),
);
type Act = (store: Store, kept: Snapshot[]) => Promise<unknown> | unknown;
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 10,
    arbitrary: insert.map(
      ({ collection, record }) =>
        (store: Store) =>
          store.insert(collection, record),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(key, name).map(
      ([at, color]) =>
        (store: Store) =>
          store.update(at.collection, at.key, { color }),
    ),
  },
  { weight: 3, arbitrary: key.map((at) => (store: Store) => store.remove(at.collection, at.key)) },
  {
    weight: 1,
    arbitrary: fc.constant((store: Store, kept: Snapshot[]) => void kept.push(structuredClone(store.snapshot()))),
  },
  {
    weight: 1,
    arbitrary: fc
      .nat()
      .map(
        (number) => (store: Store, kept: Snapshot[]) =>
          store.restore(kept[number % kept.length] ?? { collections: {} }),
      ),
  },
);

describe('foldChanges', () => {
  it('leads to the state of a store that lived through the changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const changes: StoreChange[] = [];
        const store = createStore({
          document: LEVELS,
          // As a state file keeps them.
          onChange: (change) => changes.push(JSON.parse(JSON.stringify(change)) as StoreChange),
        });
        const kept: Snapshot[] = [];
        // Not one after the other: what overlaps must last in the order in which it happened.
        await Promise.all(acts.map((each) => each(store, kept)));

        const { collections, sequences } = store.snapshot();
        const folded = foldChanges(LEVELS, changes);
        expect({ ...emptied(collections), ...folded.collections }).toEqual(collections);
        expect({ ...zeroed(sequences), ...folded.sequences }).toEqual(sequences);

        const again = createStore({ document: LEVELS });
        // What an orphan needs is made, so only those without one come back the same.
        expect(await again.restore(folded)).toEqual([]);
        const restored = again.snapshot();
        for (const [collection, records] of Object.entries(collections))
          expect(restored.collections[collection]).toEqual(expect.arrayContaining([...records]));
        // Every child has its parents, and the indexes know all of it.
        for (const { tree, branch } of again.list('leaves').records)
          expect(again.find('branches', [String(tree), String(branch)])).toBeDefined();
        for (const { tree } of again.list('branches').records)
          expect(again.find('trees', [String(tree)])).toBeDefined();
        expect(again.below('leaves', []).length).toBe(again.count('leaves'));
      }),
      { numRuns: 200 },
    );
  });

  it('passes over changes that make no sense', () => {
    expect(
      foldChanges(LEVELS, [
        { type: 'update', collection: 'trees', key: ['a'], changes: { color: 'red' } },
        { type: 'remove', collection: 'trees', key: ['a'] },
        { type: 'remove', collection: 'unknown', key: [] },
      ]),
    ).toEqual({ collections: { trees: [], unknown: [] }, sequences: {} });
  });

  it('keeps twins and records of unknown collections, for a restore to complain about', () => {
    const changes: StoreChange[] = [
      { type: 'insert', collection: 'trees', record: { id: 1, name: 'a' } },
      { type: 'insert', collection: 'trees', record: { id: 2, name: 'a' } },
      { type: 'insert', collection: 'trees', record: { id: 3, name: 'a' } },
      { type: 'insert', collection: 'unknown', record: { name: 'a' } },
      { type: 'insert', collection: 'constructor', record: { name: 'a' } },
    ];
    const folded = foldChanges(LEVELS, changes);
    expect(folded.collections).toMatchObject({ trees: [{ id: 1 }, { id: 2 }, { id: 3 }], unknown: [{ name: 'a' }] });
    expect(createStore({ document: LEVELS }).check(folded)).toEqual([
      'trees[1] has the same name as a record before it.',
      'trees[2] has the same name as a record before it.',
      'unknown collection "unknown" (known: leaves, trees, branches, notes).',
      'unknown collection "constructor" (known: leaves, trees, branches, notes).',
    ]);
  });

  it('a restore begins anew, with the numbers too', () => {
    const snapshot = { collections: { trees: [{ id: 2, name: 'b' }] }, sequences: { trees: 3 } };
    expect(
      foldChanges(LEVELS, [
        { type: 'insert', collection: 'trees', record: { id: 9, name: 'a' } },
        { type: 'restore', snapshot },
      ]),
    ).toEqual(snapshot);
  });

  it('of no changes is nothing, in any document', () => {
    expect(foldChanges({ openapi: '3.1.0' } as Document, [])).toEqual({ collections: {}, sequences: {} });
  });
});

const emptied = (collections: Snapshot['collections']) =>
  Object.fromEntries(Object.keys(collections).map((collection) => [collection, []]));
const zeroed = (sequences: Snapshot['sequences'] = {}) =>
  Object.fromEntries(Object.keys(sequences).map((collection) => [collection, 0]));
