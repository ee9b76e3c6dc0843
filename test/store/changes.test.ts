import { describe, expect, it } from 'vitest';

import { createStore, type StoreChange } from '../../src/store/create-store.ts';
import { resolved } from '../openapi/shipped.ts';
import { LEVELS } from './numbered-document.ts';
import { replayed } from './replayed.ts';

/** A store, and what it said must last. */
const open = () => {
  const changes: StoreChange[] = [];
  const store = createStore({ document: LEVELS, onChange: (change) => changes.push(structuredClone(change)) });
  const grow = (...paths: readonly string[]): void => {
    for (const path of paths) {
      const [tree, branch, leaf, color] = path.split('/');
      if (leaf !== undefined) store.insert('leaves', { tree, branch, leaf, ...(color ? { color } : {}) });
      else if (branch !== undefined) store.insert('branches', { tree, name: branch });
      else store.insert('trees', { name: tree });
    }
  };
  const leaves = (query?: Parameters<typeof store.list>[1]): unknown[] =>
    store.list('leaves', query).records.map(({ leaf }) => leaf);
  return { store, changes, grow, leaves };
};

describe('update', () => {
  it('gives new values, keeps the others and the order of the properties', () => {
    const { store, changes, grow } = open();
    grow('t/b/l/red');
    expect(store.update('leaves', ['t', 'b', 'l'], { color: 'green', size: 3 })).toBe(true);
    const record = store.find('leaves', ['t', 'b', 'l']);
    expect(JSON.stringify(record)).toBe('{"id":1,"tree":"t","branch":"b","leaf":"l","color":"green","size":3}');
    expect(changes.at(-1)).toEqual({
      type: 'update',
      collection: 'leaves',
      key: ['t', 'b', 'l'],
      changes: { color: 'green', size: 3 },
    });
  });

  it('is followed by the indexes', () => {
    const { store, grow, leaves } = open();
    grow('t/b/1/red', 't/b/2/red', 't/b/3/blue');
    store.update('leaves', ['t', 'b', '1'], { color: 'blue' });
    expect(leaves({ where: { color: 'red' } })).toEqual(['2']);
    // In the order of their numbers, not of the changes.
    expect(leaves({ where: { color: 'blue' } })).toEqual(['1', '3']);
    expect(store.list('leaves', { where: { color: 'none' } })).toEqual({ records: [], total: 0 });
  });

  it('of what is not there is false, and nothing is told', () => {
    const { store, changes, grow } = open();
    grow('t/b/l');
    for (const key of [['t', 'b', 'm'], ['t', 'b'], ['t', 'b', 'l', 'x'], []])
      expect(store.update('leaves', key, { color: 'red' }), key.join('/')).toBe(false);
    expect(changes).toHaveLength(1);
    expect(store.find('leaves', ['t', 'b', 'l'])).not.toHaveProperty('color');
  });

  it.each(['tree', 'branch', 'leaf', 'id'])(
    'of %s is a mistake of the caller: it throws, and changes nothing',
    (property) => {
      const { store, grow } = open();
      grow('t/b/l');
      const before = store.snapshot();
      expect(() => store.update('leaves', ['t', 'b', 'l'], { [property]: 'x' })).toThrow(
        "its key and number can't change",
      );
      expect(store.snapshot()).toEqual(before);
    },
  );

  it('that can not be made to last does not happen', () => {
    let broken = false;
    const store = createStore({
      document: LEVELS,
      onChange: () => {
        if (broken) throw new Error('disk full');
      },
    });
    store.insert('trees', { name: 't', color: 'red' });
    broken = true;
    expect(() => store.update('trees', ['t'], { color: 'blue' })).toThrow('disk full');
    expect(() => store.remove('trees', ['t'])).toThrow('disk full');
    expect(store.find('trees', ['t'])).toMatchObject({ color: 'red' });
  });

  it('takes values under the names of prototypes as values', () => {
    const { store, grow } = open();
    grow('t');
    store.update('trees', ['t'], JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'));
    const record = store.find('trees', ['t']) ?? {};
    expect(Object.keys(record)).toEqual(['id', 'name', '__proto__', 'constructor']);
    expect(record['polluted']).toBeUndefined();
  });
});

describe('remove', () => {
  it('takes a record away with all that it holds, over every level, and tells of one removal', () => {
    const { store, changes, grow, leaves } = open();
    grow('t', 't/b', 't/b/1/red', 't/b/2', 't/c', 't/c/3', 'u', 'u/b', 'u/b/4/red');
    changes.length = 0;
    expect(store.remove('trees', ['t'])).toBe(true);
    expect(changes).toEqual([{ type: 'remove', collection: 'trees', key: ['t'] }]);
    expect(leaves()).toEqual(['4']);
    expect(leaves({ where: { color: 'red' } })).toEqual(['4']);
    expect([store.count('trees'), store.count('branches'), store.count('leaves')]).toEqual([1, 1, 1]);
    expect(store.hasBelow('leaves', ['t'])).toBe(false);
    expect(store.hasBelow('branches', ['t'])).toBe(false);
  });

  it('leaves what only looks alike', () => {
    const { store, grow } = open();
    grow('t', 'tb', 't/b', 't/b/1', 'tb/c', 'tb/c/2');
    expect(store.remove('branches', ['t', 'b'])).toBe(true);
    expect(store.snapshot().collections).toMatchObject({
      trees: [{ name: 't' }, { name: 'tb' }],
      branches: [{ name: 'c' }],
      leaves: [{ leaf: '2' }],
    });
  });

  it('frees the key', () => {
    const { store, grow } = open();
    grow('t/b/l');
    expect(store.remove('leaves', ['t', 'b', 'l'])).toBe(true);
    expect(store.remove('leaves', ['t', 'b', 'l'])).toBe(false);
    expect(store.insert('leaves', { tree: 't', branch: 'b', leaf: 'l' })).toBe(true);
    expect(store.count('leaves')).toBe(1);
  });

  it('of a key that is too short or too long takes nothing away', () => {
    const { store, grow } = open();
    grow('t', 't/b', 't/b/l');
    for (const key of [['t', 'b'], ['t', 'b', 'l', 'x'], ['t'], []])
      expect(store.remove('leaves', key), key.join('/')).toBe(false);
    expect(store.count('leaves')).toBe(1);
  });

  it('works down thirty levels', () => {
    const names = Array.from({ length: 30 }, (_, level) => `p${level}`);
    const collections = Object.fromEntries(
      names.map((_, level) => [
        `c${level}`,
        { key: names.slice(0, level + 1), schema: true, ...(level === 0 ? {} : { parent: `c${level - 1}` }) },
      ]),
    );
    const store = createStore({ document: { components: { 'x-collections': collections } } as never });
    const record = Object.fromEntries(names.map((name) => [name, 'x']));
    for (const name of store.collections) store.insert(name, record);
    store.remove('c0', ['x']);
    expect(store.collections.map((name) => store.count(name))).toEqual(names.map(() => 0));
  });

  it('takes 100,000 records that one holds', async () => {
    const { store } = open();
    await store.restore({
      collections: {
        leaves: Array.from({ length: 100_000 }, (_, index) => ({
          tree: 't',
          branch: `b${index % 9}`,
          leaf: `${index}`,
        })),
      },
    });
    store.remove('trees', ['t']);
    expect([store.count('trees'), store.count('branches'), store.count('leaves')]).toEqual([0, 0, 0]);
  });
});

describe('numbers', () => {
  it('are given in the order of coming, and none for an insert that is refused or fails', () => {
    let broken = false;
    const store = createStore({
      document: LEVELS,
      onChange: () => {
        if (broken) throw new Error('disk full');
      },
    });
    store.insert('trees', { name: 'a' });
    store.insert('trees', { name: 'a' });
    broken = true;
    expect(() => store.insert('trees', { name: 'b' })).toThrow('disk full');
    broken = false;
    for (const name of ['c', 'd', 'c', 'e']) store.insert('trees', { name });
    expect(store.list('trees').records.map(({ id, name }) => `${id} ${name}`)).toEqual(['1 a', '2 c', '3 d', '4 e']);
    expect(store.snapshot().sequences).toMatchObject({ trees: 4 });
  });

  it('are never given twice: not after a removal, a snapshot and a restore, nor from the changes', async () => {
    const { store, changes, grow } = open();
    grow('a', 'b', 'c');
    store.remove('trees', ['c']);
    store.remove('trees', ['b']);
    const ids = (other = createStore({ document: LEVELS })): unknown => {
      other.insert('trees', { name: 'new' });
      return other.find('trees', ['new'])?.['id'];
    };
    const restored = createStore({ document: LEVELS });
    await restored.restore(JSON.parse(JSON.stringify(store.snapshot())));
    const folded = createStore({ document: LEVELS });
    await folded.replay(changes);
    expect([ids(restored), ids(folded), ids(store)]).toEqual([4, 4, 4]);
  });

  it('go on behind one that was given', () => {
    const { store } = open();
    store.insert('trees', { id: 7, name: 'a' });
    store.insert('trees', { name: 'b' });
    expect(store.find('trees', ['b'])).toMatchObject({ id: 8 });
  });
});

describe('list', () => {
  it('is in the order of the numbers, whatever the order of coming', async () => {
    const { store, grow, leaves } = open();
    for (const [id, leaf] of [
      [5, 'e'],
      [2, 'b'],
      [9, 'i'],
      [1, 'a'],
    ] as const)
      store.insert('leaves', { id, tree: 't', branch: 'b', leaf, color: leaf < 'c' ? 'red' : 'blue' });
    grow('t/b/j/red');
    expect(leaves()).toEqual(['a', 'b', 'e', 'i', 'j']);
    expect(leaves({ where: { color: 'red' } })).toEqual(['a', 'b', 'j']);
    store.update('leaves', ['t', 'b', 'i'], { color: 'red' });
    store.remove('leaves', ['t', 'b', 'b']);
    expect(leaves({ where: { color: 'red' } })).toEqual(['a', 'i', 'j']);
    await store.restore(store.snapshot());
    expect(leaves({ where: { color: 'red' } })).toEqual(['a', 'i', 'j']);
    expect(leaves()).toEqual(['a', 'e', 'i', 'j']);
    await store.restore({ collections: { leaves: [...store.list('leaves').records].reverse() } });
    expect(leaves()).toEqual(['a', 'e', 'i', 'j']);
  });

  it('is in the order of coming where records have no numbers', () => {
    const { store } = open();
    for (const title of ['b', 'a', 'c']) store.insert('notes', { title, color: 'red' });
    store.update('notes', ['b'], { color: 'blue' });
    expect(store.list('notes').records.map(({ title }) => title)).toEqual(['b', 'a', 'c']);
    expect(store.list('notes', { where: { color: 'red' } }).records).toMatchObject([{ title: 'a' }, { title: 'c' }]);
  });

  it.each<[query: object, names: string, total: number]>([
    [{}, '1 2 3 4 5 6', 6],
    [{ offset: 2 }, '3 4 5 6', 6],
    [{ limit: 2 }, '1 2', 6],
    [{ offset: 4, limit: 10 }, '5 6', 6],
    [{ limit: 0 }, '', 6],
    [{ offset: 6, limit: 1 }, '', 6],
    [{ offset: 1e21, limit: 1e21 }, '', 6],
    [{ offset: Number.MAX_SAFE_INTEGER, limit: Number.MAX_SAFE_INTEGER }, '', 6],
    [{ where: { color: 'red' } }, '1 3 5', 3],
    [{ where: { color: 'red' }, offset: 1, limit: 1 }, '3', 3],
    [{ where: { color: 'red', tree: 'u' } }, '5', 1],
    [{ where: { tree: 'u', color: 'red' } }, '5', 1],
    [{ where: { color: 'red', leaf: '3' } }, '3', 1],
    [{ where: { leaf: '4' } }, '4', 1],
    [{ where: { color: undefined } }, '6', 1],
    [{ where: { color: 'green' } }, '', 0],
    [{ where: { constructor: Object } }, '', 0],
    [{ where: { toString: undefined } }, '1 2 3 4 5 6', 6],
    [{ where: { color: 'red' }, matches: ({ leaf }: { leaf: string }) => leaf > '1' }, '3 5', 2],
    [{ matches: ({ leaf }: { leaf: string }) => leaf > '3', offset: 1, limit: 1 }, '5', 3],
  ])('%j is %s of %i', (query, names, total) => {
    const { store, grow } = open();
    grow('t/b/1/red', 't/b/2/blue', 't/c/3/red', 'u/b/4/blue', 'u/b/5/red', 'u/c/6');
    const list = store.list('leaves', query as never);
    expect([list.records.map(({ leaf }) => leaf).join(' '), list.total]).toEqual([names, total]);
  });

  it('is the caller’s to keep: later changes of the store do not move it', () => {
    const { store, grow } = open();
    grow('t/b/1/red', 't/b/2/red');
    const lists = [store.list('leaves').records, store.list('leaves', { where: { color: 'red' } }).records];
    grow('t/b/3/red');
    store.remove('leaves', ['t', 'b', '1']);
    for (const records of lists) expect(records.map(({ leaf }) => leaf)).toEqual(['1', '2']);
  });

  it('reads no record that an index rules out', () => {
    const read: unknown[] = [];
    const { store, grow } = open();
    grow(...Array.from({ length: 100 }, (_, index) => `t${index % 10}/b/${index}/red`));
    store.list('leaves', {
      where: { tree: 't3' },
      matches: ({ leaf }) => {
        read.push(leaf);
        return true;
      },
    });
    expect(read).toHaveLength(10);
  });
});

describe('below', () => {
  it.each<[prefix: readonly string[], names: string]>([
    [[], '1 2 3 4'],
    [['t'], '1 2 3'],
    [['t', 'b'], '1 2'],
    [['t', 'b', '1'], '1'],
    [['t', 'b', '1', 'x'], ''],
    [['t', 'd'], ''],
    [['x', 'b'], ''],
    [['x', 'b', '1'], ''],
    [['__proto__'], ''],
    [['constructor', 'name', 'length'], ''],
  ])('%j holds %s', (prefix, names) => {
    const { store, grow } = open();
    grow('t/b/1', 't/b/2', 't/c/3', 'u/b/4');
    const expected = names.split(' ').filter(Boolean);
    expect(store.below('leaves', prefix).map(({ leaf }) => leaf)).toEqual(expected);
    expect(store.countBelow('leaves', prefix)).toBe(expected.length);
    expect(store.hasBelow('leaves', prefix)).toBe(expected.length > 0);
  });
});

describe('changes that overlap', () => {
  const repository = { namespace: 'group', name: 'busybox', is_public: true };

  it('nobody sees half of an insert: every way to look has it, or none', () => {
    const store = createStore({ document: resolved });
    const look = (): unknown[] => [
      store.find('repositories', ['group', 'busybox']) !== undefined,
      store.hasBelow('repositories', ['group']),
      store.countBelow('repositories', ['group']) === 1,
      store.count('repositories') === 1,
      store.list('repositories').total === 1,
      store.list('repositories', { where: { namespace: 'group' } }).total === 1,
      store.snapshot().collections['repositories']?.length === 1,
    ];
    expect(new Set(look())).toEqual(new Set([false]));
    store.insert('repositories', repository);
    expect(new Set(look())).toEqual(new Set([true]));
    expect(store.update('repositories', ['group', 'busybox'], { description: 'new' })).toBe(true);
    expect(store.find('repositories', ['group', 'busybox'])).toMatchObject({ description: 'new' });
  });

  it('a restore happens at the call: what is inserted before it settles stays', async () => {
    const changes: StoreChange[] = [];
    const store = createStore({ document: resolved, onChange: (change) => changes.push(structuredClone(change)) });
    const insert = (name: string): boolean => store.insert('repositories', { ...repository, name });
    insert('before');
    const restored = store.restore({ collections: { repositories: [{ ...repository, name: 'restored' }] } });
    expect([insert('after'), insert('restored'), await restored]).toEqual([true, false, []]);
    const names = store.list('repositories').records.map(({ name }) => name);
    expect(names).toEqual(['restored', 'after']);
    expect(replayed(resolved, changes).collections['repositories']?.map(({ name }) => name)).toEqual(names);
  });

  it('of two restores the last one holds', async () => {
    const store = createStore({ document: resolved });
    const holding = (name: string) => ({ collections: { namespaces: [{ name }] } });
    await Promise.all([store.restore(holding('a')), store.restore(holding('b'))]);
    expect(store.list('namespaces').records).toMatchObject([{ name: 'b' }]);
  });
});

describe('observe', () => {
  const look = async (act: (store: ReturnType<typeof open>['store']) => unknown) => {
    const { store, grow } = open();
    grow('t', 't/b', 't/b/l/red');
    const heard: [type: string, leaves: number, color: unknown][] = [];
    store.observe(({ type }) => {
      heard.push([type, store.count('leaves'), store.find('leaves', ['t', 'b', 'l'])?.['color']]);
    });
    await act(store);
    return heard;
  };

  it.each<[type: string, act: Parameters<typeof look>[0], heard: unknown[]]>([
    ['an insert', (store) => store.insert('leaves', { tree: 't', branch: 'b', leaf: 'm' }), [['insert', 2, 'red']]],
    ['an update', (store) => store.update('leaves', ['t', 'b', 'l'], { color: 'blue' }), [['update', 1, 'blue']]],
    ['a removal', (store) => store.remove('trees', ['t']), [['remove', 0, undefined]]],
    ['a restore', (store) => store.restore({ collections: {} }), [['restore', 0, undefined]]],
    ['an insert of a taken key', (store) => store.insert('trees', { name: 't' }), []],
    ['an update of what is not there', (store) => store.update('trees', ['u'], { color: 'blue' }), []],
    ['a removal of what is not there', (store) => store.remove('trees', ['u']), []],
    ['a restore that is refused', (store) => store.restore({ collections: { bushes: [] } }), []],
  ])('tells of %s once, when it can be seen, or not at all', async (_type, act, expected) => {
    expect(await look(act)).toEqual(expected);
  });

  it('tells all who ask, until they end it', () => {
    const { store, grow } = open();
    const heard: string[] = [];
    const [stop] = ['a', 'b'].map((name) => store.observe(({ type }) => heard.push(`${name} ${type}`)));
    grow('t');
    stop?.();
    grow('u');
    expect(heard).toEqual(['a insert', 'b insert', 'b insert']);
  });

  it('does not tell of what could not be made to last', () => {
    const store = createStore({
      document: LEVELS,
      onChange: () => {
        throw new Error('disk full');
      },
    });
    const heard: string[] = [];
    store.observe(({ type }) => heard.push(type));
    expect(() => store.insert('trees', { name: 't' })).toThrow('disk full');
    expect(heard).toEqual([]);
  });
});
