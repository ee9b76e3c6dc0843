import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Document } from '../../src/openapi/document/document.ts';
import { createStore, type Snapshot, type Store, type StoreChange } from '../../src/store/create-store.ts';
import { LEVELS } from './numbered-document.ts';
import { replayed } from './replayed.ts';

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

const MANY = 5000;
const many = (color: string) =>
  Array.from({ length: MANY }, (_, index) => ({ tree: 't', branch: 'b', leaf: `${index}`, color }));

describe('replay', () => {
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

        const again = createStore({ document: LEVELS });
        expect(await again.replay(changes)).toEqual([]);
        // What an orphan needs is made, so only those without one come back the same.
        const restored = again.snapshot();
        for (const [collection, records] of Object.entries(store.snapshot().collections))
          expect(restored.collections[collection]).toEqual(expect.arrayContaining([...records]));
        for (const [collection, number] of Object.entries(store.snapshot().sequences ?? {}))
          expect(restored.sequences?.[collection]).toBeGreaterThanOrEqual(number);
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

  it('passes over changes that make no sense', async () => {
    const { collections, sequences } = replayed(LEVELS, [
      { type: 'update', collection: 'trees', key: ['a'], changes: { color: 'red' } },
      { type: 'remove', collection: 'trees', key: ['a'] },
      { type: 'remove', collection: 'unknown', key: [] },
    ]);
    expect([Object.values(collections).flat(), Object.values(sequences ?? {})]).toEqual([[], [0, 0, 0]]);
  });

  it('complains about twins, collections that are none and keys that change, and changes nothing', async () => {
    const store = createStore({ document: LEVELS });
    store.insert('trees', { name: 'before' });
    const before = store.snapshot();
    expect(
      await store.replay([
        { type: 'insert', collection: 'trees', record: { id: 1, name: 'a' } },
        { type: 'insert', collection: 'trees', record: { id: 2, name: 'a' } },
        { type: 'insert', collection: 'trees', record: { id: 1, name: 'b' } },
        { type: 'insert', collection: 'unknown', record: { name: 'a' } },
        { type: 'insert', collection: 'unknown', record: { name: 'b' } },
        { type: 'insert', collection: 'constructor', record: { name: 'a' } },
        { type: 'update', collection: 'trees', key: ['a'], changes: { name: 'c' } },
        { type: 'rename', collection: 'trees' } as never,
      ]),
    ).toEqual([
      'trees[1] has the same name as a record before it.',
      'trees[2] has the same id as a record before it.',
      'unknown collection "unknown" (known: leaves, trees, branches, notes).',
      'unknown collection "constructor" (known: leaves, trees, branches, notes).',
      'trees: an update of a changes its key or number.',
      'unknown change {"type":"rename","collection":"trees"}.',
    ]);
    expect(store.snapshot()).toEqual(before);
  });

  it('checks every record as it is in the end, after updates too', async () => {
    const leaf = (leaf: string, color: unknown) => ({ id: Number(leaf), tree: 't', branch: 'b', leaf, color });
    const store = createStore({ document: LEVELS });
    expect(
      await store.replay([
        { type: 'insert', collection: 'leaves', record: leaf('1', 7) },
        { type: 'insert', collection: 'leaves', record: leaf('2', 'red') },
        { type: 'insert', collection: 'leaves', record: leaf('3', 7) },
        { type: 'insert', collection: 'leaves', record: leaf('4', 7) },
        { type: 'update', collection: 'leaves', key: ['t', 'b', '1'], changes: { color: 'red' } },
        { type: 'update', collection: 'leaves', key: ['t', 'b', '2'], changes: { color: null } },
        { type: 'remove', collection: 'leaves', key: ['t', 'b', '3'] },
      ]),
    ).toEqual(['leaves[1].color is not valid (type), in t/b/2.', 'leaves[2].color is not valid (type), in t/b/4.']);
  });

  it('a restore begins anew, with the numbers and the complaints too', async () => {
    const snapshot = { collections: { trees: [{ id: 2, name: 'b' }] }, sequences: { trees: 3 } };
    expect(
      replayed(LEVELS, [
        { type: 'insert', collection: 'trees', record: { id: 9, name: 'a' } },
        { type: 'insert', collection: 'trees', record: { id: 9, name: 'a' } },
        { type: 'restore', snapshot },
      ]),
    ).toMatchObject(snapshot);
  });

  it('of no changes is nothing, in any document', async () => {
    expect(replayed({ openapi: '3.1.0' } as Document, [])).toEqual({ collections: {}, sequences: {} });
  });

  it('is told as one restore, and what its changes throw is thrown on', async () => {
    const heard: StoreChange[] = [];
    const store = createStore({ document: LEVELS, onChange: (change) => heard.push(change) });
    const insert = (name: string): StoreChange => ({ type: 'insert', collection: 'trees', record: { name } });
    await store.replay([insert('a'), insert('b')]);
    expect(heard).toEqual([{ type: 'restore', snapshot: store.snapshot() }]);
    const broken = function* () {
      yield insert('c');
      throw new Error('line 2 is damaged');
    };
    await expect(store.replay(broken())).rejects.toThrow('line 2 is damaged');
    expect(await store.restore({ collections: {} })).toEqual([]);
    expect(store.count('trees')).toBe(0);
  });
});

describe('a restore of many records', () => {
  it('lets others find the state before, and act on it, until all of it is there at once', async () => {
    const store = createStore({ document: LEVELS });
    store.insert('leaves', { tree: 't', branch: 'b', leaf: 'old' });
    const seen = new Set<number>();
    let isDone = false;
    const restoring = store.restore({ collections: { leaves: many('red') } }).finally(() => {
      isDone = true;
    });
    let turns = 0;
    while (!isDone) {
      seen.add(store.count('leaves'));
      turns += 1;
      store.insert('leaves', { tree: 't', branch: 'b', leaf: `new${turns}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await restoring).toEqual([]);
    expect(turns).toBeGreaterThan(1);
    // Either the state before, which grows, or the whole of the other.
    for (const count of seen) expect(count <= turns || count >= MANY, String(count)).toBe(true);
    expect(store.find('leaves', ['t', 'b', 'old'])).toBeUndefined();
    expect(store.find('leaves', ['t', 'b', 'new1'])).toBeUndefined();
    expect(store.list('leaves', { where: { color: 'red' } }).total).toBe(MANY);
  });

  it('comes after one that was asked for before it', async () => {
    const store = createStore({ document: LEVELS });
    await Promise.all([
      store.restore({ collections: { leaves: many('red') } }),
      store.restore({ collections: { leaves: many('blue') } }),
      store.restore({ collections: { trees: [{ name: 'last' }] } }),
    ]);
    expect([store.count('leaves'), store.count('trees')]).toEqual([0, 1]);
  });

  it('waits for who keeps it, and does not happen where that fails', async () => {
    const steps: string[] = [];
    let broken = false;
    const store = createStore({
      document: LEVELS,
      onChange: ({ type }) => steps.push(type),
      beforeRestore: async ({ collections }) => {
        steps.push(`before ${collections['trees']?.length}`);
        if (broken) throw new Error('disk full');
      },
    });
    await store.restore({ collections: { trees: [{ name: 'a' }] } });
    broken = true;
    await expect(store.restore({ collections: {} })).rejects.toThrow('disk full');
    expect(steps).toEqual(['before 1', 'restore', 'before 0']);
    expect(store.count('trees')).toBe(1);
  });
});

describe('a snapshot', () => {
  it('stays as it was while the store goes on', async () => {
    const store = createStore({ document: LEVELS });
    for (const name of ['a', 'b']) store.insert('trees', { name, color: 'red' });
    const kept = store.snapshot();
    const text = JSON.stringify(kept);
    store.update('trees', ['a'], { color: 'blue' });
    store.remove('trees', ['b']);
    store.insert('trees', { name: 'c' });
    expect(JSON.stringify(kept)).toBe(text);
    await store.restore(kept);
    expect(JSON.stringify(store.snapshot())).toBe(text);
  });

  it('has records that nobody can change', async () => {
    const store = createStore({ document: LEVELS });
    store.insert('trees', { name: 'a' });
    const [record] = store.snapshot().collections['trees'] ?? [];
    expect(() => Object.assign(record as object, { name: 'b' })).toThrow(TypeError);
    store.update('trees', ['a'], { color: 'red' });
    expect(Object.isFrozen(store.find('trees', ['a']))).toBe(true);
  });

  it('takes texts of one value once, and no other for it', async () => {
    const text = (last: string): string => `a text that is long enough to be shared ${last}`;
    const trees = Array.from({ length: 3000 }, (_, index) => ({
      id: index + 1,
      name: `${index}`,
      color: text(`${index % 7}`),
    }));
    const store = createStore({ document: LEVELS });
    await store.replay(trees.map((record) => ({ type: 'insert', collection: 'trees', record: { ...record } })));
    expect(store.snapshot().collections['trees']).toEqual(trees);
  });
});
