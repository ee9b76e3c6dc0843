import { describe, expect, it } from 'vitest';

import { createWorlds, locateWorld } from '../../../src/server/worlds/worlds.ts';

const MINUTE = 60_000;

/** Worlds that are numbers, in the order that they were made. */
const setUp = (most?: number) => {
  let time = 0;
  let made = 0;
  const worlds = createWorlds({
    make: async (name) => {
      if (name === 'broken') throw new Error('no such document');
      return ++made;
    },
    now: () => new Date(time),
    ...(most === undefined ? {} : { most }),
  });
  const names = async (): Promise<string[]> => (await worlds.list()).map(({ name }) => name);
  return { worlds, names, pass: (minutes: number) => (time += minutes * MINUTE) };
};

describe('C2: worlds', () => {
  it('are made on first use, once', async () => {
    const { worlds } = setUp();
    expect(await Promise.all([worlds.use('a'), worlds.use('a'), worlds.use('b')])).toEqual([1, 1, 2]);
    expect(await worlds.use('a')).toBe(1);
  });

  it('are listed, the one last used at the end, with the time of that', async () => {
    const { worlds, pass } = setUp();
    await worlds.use('a');
    pass(1);
    await worlds.use('b');
    pass(1);
    await worlds.use('a');
    expect(await worlds.list()).toEqual([
      { name: 'b', usedAt: new Date(MINUTE), world: 2 },
      { name: 'a', usedAt: new Date(2 * MINUTE), world: 1 },
    ]);
  });

  it('go after an hour without use, and only then', async () => {
    const { worlds, names, pass } = setUp();
    await worlds.use('idle');
    await worlds.use('busy');
    pass(59);
    await worlds.use('busy');
    expect(await names()).toEqual(['idle', 'busy']);
    pass(1);
    worlds.sweep();
    expect(await names()).toEqual(['busy']);
    expect(await worlds.use('idle'), 'made anew').toBe(3);
  });

  it('go beyond a number, the least recently used first', async () => {
    const { worlds, names } = setUp(3);
    for (const name of ['a', 'b', 'c', 'a', 'd']) await worlds.use(name);
    expect(await names()).toEqual(['c', 'a', 'd']);
  });

  it('a thousand of them stay, and no more', async () => {
    const { worlds, names } = setUp();
    for (let number = 0; number < 1001; number += 1) await worlds.use(`w${number}`);
    expect(await names()).toHaveLength(1000);
    expect(await names()).not.toContain('w0');
  });

  it('are replaced and removed', async () => {
    const { worlds, names } = setUp();
    await worlds.use('a');
    worlds.set('a', 7);
    worlds.set('b', 8);
    expect(await worlds.use('a')).toBe(7);
    expect([worlds.remove('b'), worlds.remove('b')]).toEqual([true, false]);
    worlds.clear();
    expect(await names()).toEqual([]);
  });

  it('that can not be made are not there', async () => {
    const { worlds, names } = setUp();
    await expect(worlds.use('broken')).rejects.toThrow('no such document');
    expect(await names()).toEqual([]);
  });
});

describe('C2: the path of a world', () => {
  it.each([
    ['/__mock/worlds/w1/v2/a', 'w1', '/__mock/worlds/w1'],
    ['/__mock/worlds/A.b_c-9/', 'A.b_c-9', '/__mock/worlds/A.b_c-9'],
    ['/__mock/worlds/w%31/v2', 'w1', '/__mock/worlds/w%31'],
    [`/__mock/worlds/${'a'.repeat(64)}/`, 'a'.repeat(64), `/__mock/worlds/${'a'.repeat(64)}`],
  ])('%s', (path, name, base) => {
    expect(locateWorld(path)).toEqual({ name, base });
  });

  it.each(['/__mock/worlds/w1', '/__mock/worlds/', '/__mock/worlds', '/v2/__mock/worlds/w1/', '/__mock/worlds//v2'])(
    '%s leads into none',
    (path) => expect(locateWorld(path)).toBeUndefined(),
  );

  it.each(['.', '..', '-a', '_a', 'a b', 'a%20b', 'é', 'a%2Fb', '%', 'a'.repeat(65)])('"%s" is no name', (name) =>
    expect(locateWorld(`/__mock/worlds/${name}/v2`)).toBeUndefined(),
  );
});
