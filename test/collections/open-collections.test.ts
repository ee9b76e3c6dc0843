import { Collection, Query } from '@msw/data';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { RecordCollection, RecordSchema } from '../../src/collections/library.ts';
import { type OpenedCollections, openCollections } from '../../src/collections/open-collections.ts';
import { createStore, type Store, type StoreChange } from '../../src/store/create-store.ts';
import { LEVELS } from '../store/numbered-document.ts';

let store: Store;
let changes: StoreChange[];
let opened: OpenedCollections;
beforeEach(async () => {
  changes = [];
  store = createStore({ document: LEVELS, onChange: (change) => changes.push(structuredClone(change)) });
  opened = await openCollections(store, LEVELS);
});

type Fields = Record<string, string | number>;
const get = (name: string): RecordCollection<Fields> => {
  const collection = opened.get(name)?.();
  if (!collection) throw new Error(`there is no ${name}`);
  return collection as unknown as RecordCollection<Fields>;
};

const grow = (...leaves: readonly string[]): void => {
  if (!store.find('trees', ['t'])) store.insert('trees', { name: 't' });
  if (!store.find('branches', ['t', 'b'])) store.insert('branches', { tree: 't', name: 'b' });
  for (const leaf of leaves) store.insert('leaves', { tree: 't', branch: 'b', leaf, color: 'red' });
};
const leaf = (name: string, more: Fields = {}): Fields => ({ tree: 't', branch: 'b', leaf: name, ...more });
const names = (): unknown[] =>
  get('leaves')
    .all()
    .map((record) => record['leaf']);

describe('what a collection shows', () => {
  it('is what the store has, also what came before anybody asked', () => {
    grow('1', '2');
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
    grow('3');
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
    expect(get('leaves').count()).toBe(3);
  });

  it('is there at once, with nothing to wait for', () => {
    get('trees');
    void store.insert('trees', { name: 't' });
    expect(get('trees').findFirst((query) => query.where({ name: 't' }))).toEqual({ id: 1, name: 't' });
    store.update('trees', ['t'], { color: 'green' });
    expect(get('trees').findFirst()).toEqual({ id: 1, name: 't', color: 'green' });
    store.remove('trees', ['t']);
    expect(get('trees').count()).toBe(0);
  });

  it('is in the order of the store, where a record comes with a number', () => {
    get('trees');
    for (const [id, name] of [
      [5, 'a'],
      [2, 'b'],
      [9, 'c'],
      [3, 'd'],
    ] as const)
      store.insert('trees', { id, name });
    expect(get('trees').all()).toEqual(store.list('trees').records);
    expect(get('trees').findFirst()).toMatchObject({ name: 'b' });
  });

  it('goes with what held it', () => {
    grow('1', '2');
    store.insert('trees', { name: 'u' });
    store.insert('branches', { tree: 'u', name: 'b' });
    store.insert('leaves', { tree: 'u', branch: 'b', leaf: '3' });
    const [trees, branches, leaves] = [get('trees'), get('branches'), get('leaves')];
    trees.delete((query) => query.where({ name: 't' }));
    expect([trees, branches, leaves].map((each) => each.count())).toEqual([1, 1, 1]);
    expect(names()).toEqual(['3']);
  });

  it('follows a restore, and what stayed the same is the same record', async () => {
    grow('1', '2');
    const leaves = get('leaves');
    const [first, second] = leaves.all();
    if (!second) throw new Error('nothing grew');
    const snapshot = structuredClone(store.snapshot()) as { collections: Record<string, Record<string, unknown>[]> };
    Object.assign(snapshot.collections['leaves']?.[1] ?? {}, { color: 'blue' });
    snapshot.collections['leaves']?.push({ id: 7, ...leaf('7') });
    expect(await store.restore(snapshot)).toEqual([]);
    expect(leaves.all()).toEqual(store.list('leaves').records);
    expect(leaves.all()[0]).toBe(first);
    expect(second).toMatchObject({ color: 'red' });
    // Known to the library by what it was known by before.
    expect(leaves.findMany(undefined, { cursor: second, take: 1 })).toMatchObject([{ color: 'blue' }]);
  });

  it('can be queried, ordered and paged as the library does it', () => {
    grow('1', '2', '3', '4');
    store.update('leaves', ['t', 'b', '2'], { color: 'blue' });
    const leaves = get('leaves');
    const red = new Query<Fields>((record) => record['color'] === 'red');
    expect(leaves.findMany(red, { take: 2 }).map(({ leaf }) => leaf)).toEqual(['1', '3']);
    expect(leaves.findMany(red, { take: -1 }).map(({ leaf }) => leaf)).toEqual(['4']);
    expect(leaves.findMany(red, { orderBy: { leaf: 'desc' } }).map(({ leaf }) => leaf)).toEqual(['4', '3', '1']);
    const cursor = leaves.findFirst(red);
    if (cursor)
      expect(leaves.findMany(undefined, { cursor, skip: 1, take: 2 }).map(({ leaf }) => leaf)).toEqual(['2', '3']);
    expect(leaves.findMany(new Query((record) => record['leaf'] === '9'))).toEqual([]);
    expect(() => leaves.findFirst((query) => query.where(() => false), { strict: true })).toThrow('no record found');
  });

  it('can not be written into, nor writes a found record into the store', () => {
    grow('1');
    const found = get('leaves').findFirst() as { color?: unknown } | undefined;
    expect(() => Object.assign(found ?? {}, { color: 'blue' })).toThrow(TypeError);
    expect(store.find('leaves', ['t', 'b', '1'])).toMatchObject({ color: 'red' });
  });
});

describe('create', () => {
  it('puts a record into the store, with its number, and gives it', async () => {
    grow();
    expect(await get('leaves').create(leaf('1'))).toEqual({ id: 1, ...leaf('1') });
    expect(store.list('leaves').records).toEqual([{ id: 1, ...leaf('1') }]);
    expect(changes.at(-1)).toEqual({ type: 'insert', collection: 'leaves', record: { id: 1, ...leaf('1') } });
  });

  it('of many at once takes each key once', async () => {
    grow();
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => get('leaves').create(leaf(`${index % 3}`))),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
    expect(await get('leaves').createMany(3, (index) => leaf(`m${index}`))).toHaveLength(3);
    expect(get('leaves').count()).toBe(6);
  });

  it.each<[what: string, values: Fields, said: string]>([
    ['a taken key', leaf('1'), 'Failed to create a record of leaves: t/b/1 is there already.'],
    ['a missing property', { tree: 't', branch: 'b' }, 'Failed to create a record of leaves: leaf is missing.'],
    ['a wrong value', leaf('2', { color: 3 }), 'Failed to create a record of leaves: color is not valid (type).'],
    [
      'what nothing holds',
      { ...leaf('2'), branch: 'c' },
      'Failed to create a record of leaves: t/c is not among the branches.',
    ],
    ['a number of another', leaf('2', { id: 1 }), "Failed to create a record of leaves: id 1 is another record's."],
  ])('is refused for %s, and changes nothing', async (_what, values, said) => {
    grow('1');
    const before = changes.length;
    await expect(get('leaves').create(values)).rejects.toThrow(
      expect.objectContaining({ message: said, code: 'INVALID_INITIAL_VALUES' }),
    );
    expect(changes).toHaveLength(before);
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
  });

  it('gives what it made, though it is gone when it is waited for', async () => {
    grow();
    const creating = get('leaves').create(leaf('1'));
    store.remove('trees', ['t']);
    expect(await creating).toMatchObject(leaf('1'));
    expect(get('leaves').count()).toBe(0);
  });
});

it('what can not be made to last does not happen', async () => {
  let isFull = false;
  const broken = createStore({
    document: LEVELS,
    onChange: () => {
      if (isFull) throw new Error('disk full');
    },
  });
  const trees = (await openCollections(broken, LEVELS)).get('trees')?.();
  await trees?.create({ name: 't' });
  isFull = true;
  await expect(trees?.create({ name: 'u' })).rejects.toThrow('disk full');
  expect(() => trees?.clear()).toThrow('disk full');
  expect(trees?.all()).toEqual([{ id: 1, name: 't' }]);
});

describe('update', () => {
  it('changes the store, by what differs; a record found before stays as it was', async () => {
    grow('1', '2');
    const found = get('leaves').findFirst();
    const next = await get('leaves').update((query) => query.where({ leaf: '1' }), {
      data: (draft) => {
        Object.assign(draft, { color: 'blue', size: 3 });
      },
    });
    expect(next).toEqual({ id: 1, ...leaf('1', { color: 'blue' }), size: 3 });
    expect(changes.at(-1)).toMatchObject({ key: ['t', 'b', '1'], changes: { color: 'blue', size: 3 } });
    expect(found).toMatchObject({ color: 'red' });
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
  });

  it('takes a record for the one that has its key', async () => {
    grow('1', '2');
    const [, second] = get('leaves').all();
    store.update('leaves', ['t', 'b', '2'], { size: 1 });
    if (second) await get('leaves').update(second, { data: (draft) => void Object.assign(draft, { color: 'blue' }) });
    expect(store.find('leaves', ['t', 'b', '2'])).toMatchObject({ color: 'blue', size: 1 });
  });

  it('that edits for a while writes only what it edited', async () => {
    grow('1');
    const updating = get('leaves').update((query) => query.where({ leaf: '1' }), {
      data: async (draft) => {
        await Promise.resolve();
        Object.assign(draft, { size: 1 });
      },
    });
    store.update('leaves', ['t', 'b', '1'], { color: 'blue' });
    expect(await updating).toMatchObject({ color: 'blue', size: 1 });
  });

  it.each<[what: string, edit: Record<string, unknown>, said: string]>([
    ['its key', { leaf: '2' }, "Failed to update t/b/1 of leaves: leaf can't change."],
    ['its number', { id: 2 }, "Failed to update t/b/1 of leaves: id can't change."],
    ['a wrong value', { color: 3 }, 'Failed to update t/b/1 of leaves: color is not valid (type).'],
    ['a value taken away', { color: undefined }, "Failed to update t/b/1 of leaves: color can't be taken away."],
  ])('is refused for %s, and changes nothing', async (_what, edit, said) => {
    grow('1');
    const before = changes.length;
    const updating = get('leaves').update((query) => query.where({ leaf: '1' }), {
      data: (draft) => void Object.assign(draft, edit),
    });
    await expect(updating).rejects.toThrow(said);
    expect(changes).toHaveLength(before);
    expect(get('leaves').all()).toEqual(store.list('leaves').records);
  });

  it('of what is gone meanwhile is refused', async () => {
    grow('1');
    const updating = get('leaves').update((query) => query.where({ leaf: '1' }), {
      data: (draft) => {
        store.remove('trees', ['t']);
        Object.assign(draft, { color: 'blue' });
      },
    });
    await expect(updating).rejects.toThrow('it is gone.');
  });

  it('of nothing is the library’s to answer', async () => {
    const data = (): void => undefined;
    expect(await get('trees').update((query) => query.where({ name: 'u' }), { data })).toBeUndefined();
    await expect(get('trees').update((query) => query.where({ name: 'u' }), { data, strict: true })).rejects.toThrow(
      'no record found',
    );
    expect(await get('trees').updateMany((query) => query.where({ name: 'u' }), { data })).toEqual([]);
  });

  it('of many changes all of them, and gives them in the order asked for', async () => {
    grow('1', '2', '3');
    const next = await get('leaves').updateMany((query) => query.where({ leaf: (name) => name !== '2' }), {
      data: (draft) => void Object.assign(draft, { color: 'blue' }),
      orderBy: { leaf: 'desc' },
    });
    expect(next.map((record) => record['leaf'])).toEqual(['3', '1']);
    expect(store.list('leaves', { where: { color: 'blue' } }).total).toBe(2);
  });
});

describe('delete', () => {
  it('takes a record out of the store, with all that it holds', () => {
    grow('1', '2');
    expect(get('branches').delete((query) => query.where({ name: 'b' }))).toMatchObject({ tree: 't', name: 'b' });
    expect(changes.at(-1)).toEqual({ type: 'remove', collection: 'branches', key: ['t', 'b'] });
    expect([store.count('branches'), store.count('leaves'), get('leaves').count()]).toEqual([0, 0, 0]);
  });

  it('takes a record for the one that has its key; one that is gone is no error', () => {
    grow('1', '2');
    const [first] = get('leaves').all();
    if (!first) throw new Error('nothing grew');
    for (const _ of [1, 2]) expect(get('leaves').delete(first)).toBe(first);
    expect(names()).toEqual(['2']);
    expect(store.count('leaves')).toBe(1);
  });

  it('of many, and of all', () => {
    grow('1', '2', '3', '4', '5');
    const gone = get('leaves').deleteMany((query) => query.where({ leaf: (name) => String(name) > '3' }));
    expect(gone.map((record) => record['leaf'])).toEqual(['4', '5']);
    expect(store.count('leaves')).toBe(3);
    get('leaves').clear();
    expect([store.count('leaves'), get('leaves').count()]).toEqual([0, 0]);
  });

  it('of nothing is the library’s to answer', () => {
    expect(get('trees').delete((query) => query.where({ name: 'u' }))).toBeUndefined();
    expect(() => get('trees').delete((query) => query.where({ name: 'u' }), { strict: true })).toThrow(
      'no record found',
    );
    expect(get('trees').deleteMany((query) => query.where({ name: 'u' }))).toEqual([]);
  });
});

it('a collection of the user’s own can be related to it, and follows it', async () => {
  grow('1');
  const schema: RecordSchema<{ text: string; about: unknown }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => ({ value: value as { text: string; about: unknown } }),
    },
  };
  const notes = new Collection({ schema });
  notes.defineRelations(({ one }) => ({ about: one(get('leaves') as never) }));
  const note = await notes.create({ text: 'a note', about: get('leaves').findFirst() });
  expect(note.about).toMatchObject({ leaf: '1', color: 'red' });
  store.update('leaves', ['t', 'b', '1'], { color: 'blue' });
  expect(note.about).toMatchObject({ color: 'blue' });
  store.remove('trees', ['t']);
  expect(note.about).toBeUndefined();
});

describe('the hooks of a collection', () => {
  const listen = (): unknown[] => {
    const heard: unknown[] = [];
    const { hooks } = get('leaves');
    hooks.on('create', ({ data }) => heard.push(['create', data.record['leaf']]));
    hooks.on('update', ({ data }) => heard.push(['update', data.path, data.prevValue, data.nextValue]));
    hooks.on('delete', ({ data }) => heard.push(['delete', data.deletedRecord['leaf']]));
    return heard;
  };

  it('hear of every change, whoever made it', async () => {
    const heard = listen();
    grow('1');
    await get('leaves').create(leaf('2'));
    store.update('leaves', ['t', 'b', '1'], { color: 'blue' });
    await get('leaves').update((query) => query.where({ leaf: '2' }), {
      data: (draft) => void Object.assign(draft, { color: 'red' }),
    });
    get('leaves').delete((query) => query.where({ leaf: '1' }));
    store.remove('trees', ['t']);
    expect(heard).toEqual([
      ['create', '1'],
      ['create', '2'],
      ['update', ['color'], 'red', 'blue'],
      ['update', ['color'], undefined, 'red'],
      ['delete', '1'],
      ['delete', '2'],
    ]);
  });

  it('hear of a restore by what it changed', async () => {
    grow('1', '2', '3');
    const snapshot = structuredClone(store.snapshot());
    store.update('leaves', ['t', 'b', '1'], { color: 'blue' });
    store.remove('leaves', ['t', 'b', '2']);
    store.insert('leaves', leaf('4'));
    const heard = listen();
    await store.restore(snapshot);
    expect(heard).toEqual([
      ['delete', '4'],
      ['update', ['color'], 'blue', 'red'],
      ['create', '2'],
    ]);
  });

  it('that throw are reported, and the change is made', () => {
    const reported: (() => void)[] = [];
    const report = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((act) => void reported.push(act));
    get('trees').hooks.on('create', () => {
      throw new Error('not as expected');
    });
    expect(store.insert('trees', { name: 't' })).toBe(true);
    report.mockRestore();
    expect(reported).toHaveLength(1);
    expect(reported[0]).toThrow('not as expected');
    expect(get('trees').all()).toEqual(store.list('trees').records);
  });

  it('may change more, and all agree in the end', async () => {
    grow();
    const other = (await openCollections(store, LEVELS)).get('leaves')?.();
    other?.count();
    get('leaves').hooks.on('create', ({ data }) => {
      if (data.record['leaf'] === '1') void get('leaves').create(leaf('2'));
      if (data.record['leaf'] === '3') get('leaves').delete(data.record);
    });
    await get('leaves').create(leaf('1'));
    await get('leaves').create(leaf('3'));
    expect(names()).toEqual(['1', '2']);
    expect(other?.all()).toEqual(store.list('leaves').records);
  });
});
