import { describe, expect, it } from 'vitest';

import { createBackend } from '../../mocks/create-backend.ts';
import { seedRecords } from '../../mocks/records/seed-records.ts';
import { createStore } from '../../src/store/create-store.ts';
import { nodeAt } from '../openapi/node-at.ts';
import { resolved } from '../openapi/shipped.ts';

const store = createStore({ document: resolved });

describe('seedRecords', () => {
  it.each([
    [1, 1],
    [20, 2],
    [21, 3],
    [500, 4],
    [5000, 5],
  ])(
    '[N2] [N3] [N4] [N5] [N6] [N7] [R2] [R3] [R4] [R5] [R6] [R7] [C2] [S3] %i records of seed %i keep every rule of the contract',
    async (count, seed) => {
      const snapshot = await seedRecords(count, seed);
      expect(store.check(snapshot)).toEqual([]);
      expect(snapshot.collections['repositories']).toHaveLength(count);
      expect(snapshot.collections['namespaces']).toHaveLength(Math.ceil(count / 20));
    },
  );

  it('makes none of none', async () => {
    expect(await seedRecords(0, 1)).toEqual({
      collections: { namespaces: [], repositories: [], tags: [], access_domains: [] },
    });
  });

  it('makes the same of the same seed, and something else of another', async () => {
    const first = await seedRecords(50, 7);
    await seedRecords(3, 99);
    expect(await seedRecords(50, 7)).toEqual(first);
    expect(await seedRecords(50, 8)).not.toEqual(first);
  });

  it('puts every repository into a namespace that it makes', async () => {
    const { namespaces = [], repositories = [] } = (await seedRecords(100, 1)).collections;
    const known = new Set(namespaces.map(({ name }) => name));
    expect(new Set(repositories.map(({ namespace }) => namespace))).toEqual(known);
  });

  it('[C2] uses the categories of the contract that every edition knows, and both kinds of visibility', async () => {
    const { repositories = [] } = (await seedRecords(500, 1)).collections;
    const categories = nodeAt(resolved, '/components/schemas/Category')['enum'] as string[];
    const used = new Set(repositories.map(({ category }) => category));
    expect(used).toEqual(new Set(categories.filter((each) => each !== 'windows' && each !== 'arms')));
    expect(new Set(repositories.map(({ is_public }) => is_public))).toEqual(new Set([true, false]));
  });

  it('makes no time after the one given', async () => {
    const until = new Date('2019-01-01T00:00:00Z');
    const { repositories = [] } = (await seedRecords(200, 1, until)).collections;
    for (const { created_at } of repositories)
      expect(Date.parse(String(created_at))).toBeLessThanOrEqual(until.getTime());
  });

  it('[RL2] [SL2] makes tags, and shares repositories in both directions', async () => {
    const backend = createBackend({ records: 200, accounts: { partner: 'secret' } });
    await backend.ready;
    const list = async (path: string, token: string): Promise<{ domain_name: string; num_images: number }[]> => {
      const answer = await backend.fetch(
        new Request(`http://fake/v2/manage/${path}`, { headers: { authorization: `Bearer ${token}` } }),
      );
      return (await answer.json()) as { domain_name: string; num_images: number }[];
    };
    for (const [token, own, other] of [
      ['any', 'demo', 'partner'],
      ['secret', 'partner', 'demo'],
    ] as const) {
      const mine = await list('repos?filter=center::self', token);
      expect(new Set(mine.map(({ domain_name }) => domain_name))).toEqual(new Set([own]));
      expect(mine.some(({ num_images }) => num_images > 1)).toBe(true);
      for (const path of ['repos?filter=center::thirdparty', 'shared-repositories?filter=center::thirdparty']) {
        const theirs = await list(path, token);
        expect(new Set(theirs.map(({ domain_name }) => domain_name))).toEqual(new Set([other]));
      }
      const shared = await list('shared-repositories?filter=center::self', token);
      expect(new Set(shared.map(({ domain_name }) => domain_name))).toEqual(new Set([own]));
    }
  });
});
