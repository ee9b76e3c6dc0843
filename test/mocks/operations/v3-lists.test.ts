import { describe, expect, it } from 'vitest';

import type { Snapshot } from '../../../src/store/create-store.ts';
import { openEdition } from './open-edition.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const RECORDS: Snapshot = {
  collections: {
    namespaces: [{ name: 'group' }, { name: 'theirs', owner: 'partner' }],
    repositories: [
      ...NAMES.map((name, index) => ({ namespace: 'group', name, is_public: index > 2, category: 'linux' })),
      { namespace: 'theirs', name: 'x', is_public: false },
    ],
    tags: NAMES.map((tag) => ({ namespace: 'group', repository: 'a', tag })),
    access_domains: [
      ...['a', 'c', 'd'].map((repository) => ({ repository, access_domain: 'partner', deadline: 'forever' })),
      { repository: 'b', access_domain: 'partner', deadline: '2020-01-01T00:00:00Z' },
    ].map((sharing) => ({ namespace: 'group', permit: 'read', ...sharing })),
  },
};
const call = await openEdition('2025-10', RECORDS);
const REPOS = '/v3/manage/repos';
const SHARED = '/v3/manage/shared-repositories';
const TAGS = '/v3/manage/namespaces/group/repos/a/tags';

interface Page {
  readonly repos: { readonly name: string }[];
  readonly tags: { readonly tag: string }[];
  readonly nextMarker?: number | string;
  readonly has_more?: boolean;
}

const read = async (path: string, token?: string): Promise<Page> => {
  const { status, body } = await call('GET', path, undefined, token);
  expect(status).toBe(200);
  return body as Page;
};
const namesOf = async (path: string, token?: string): Promise<string> =>
  (await read(path, token)).repos.map(({ name }) => name).join('');

describe('listRepositoriesV3', () => {
  it('[VR4] shows the repositories of the account, each with its number', async () => {
    const { repos, ...rest } = await read(REPOS);
    expect(repos.map(({ name }) => name)).toEqual(NAMES);
    expect(rest).toEqual({});
    expect(repos[0]).toMatchObject({ id: 1, namespace: 'group', namespace_name: 'group', domain_name: 'demo' });
    expect(repos[0]).not.toHaveProperty('tags');
  });

  it('[VR1] [VR2] [VR4] is read from marker to marker', async () => {
    const first = await read(`${REPOS}?limit=2`);
    expect([first.repos.map(({ name }) => name).join(''), first.nextMarker]).toEqual(['ab', 2]);
    const second = await read(`${REPOS}?limit=2&marker=${first.nextMarker}`);
    expect([second.repos.map(({ name }) => name).join(''), second.nextMarker]).toEqual(['cd', 4]);
    expect(await read(`${REPOS}?limit=2&marker=${second.nextMarker}`)).toEqual({ repos: [expect.anything()] });
  });

  it.each([
    ['namespace=group', 'abcde'],
    ['namespace=grou', ''],
    ['name=b', 'b'],
    ['category=linux&is_public=true', 'de'],
    ['category=other', ''],
    ['is_public=false&limit=1', 'a'],
  ])('[VR4] takes only what fits: %s', async (query, names) => {
    expect(await namesOf(`${REPOS}?${query}`)).toBe(names);
  });

  it.each([
    ['limit=0', 'VR1', '4000056'],
    ['limit=1001', 'VR1', '4000056'],
    ['limit=x', 'VR1', '4000056'],
    ['marker=x', 'VR2', '4000056'],
    ['is_public=yes', 'VR3', '4000014'],
  ])('[VR5] refuses %s', async (query, clause, code) => {
    expect(await call('GET', `${REPOS}?${query}`)).toMatchObject({ status: 400, clause, code });
  });
});

describe('listSharedRepositoriesV3', () => {
  it('[VS3] [VS5] shows what the account shares, and what others share with it', async () => {
    expect(await namesOf(`${SHARED}?shared_by=self`)).toBe('abcd');
    expect(await namesOf(`${SHARED}?shared_by=thirdparty`)).toBe('');
    expect(await namesOf(`${SHARED}?shared_by=thirdparty`, 'partner-token')).toBe('abcd');
    expect(await namesOf(`${SHARED}?shared_by=self`, 'partner-token')).toBe('');
  });

  it('[VS1] [VS2] [VS5] is read from marker to marker', async () => {
    expect(await read(`${SHARED}?shared_by=self&limit=3`)).toMatchObject({ nextMarker: 3 });
    expect(await namesOf(`${SHARED}?shared_by=self&limit=3&marker=3`)).toBe('d');
  });

  it.each([
    ['status=true', 'acd'],
    ['status=false', 'b'],
    ['name=c', 'c'],
    ['domain_name=demo', 'abcd'],
    ['domain_name=partner', ''],
  ])('[VS5] takes only what fits: %s', async (query, names) => {
    expect(await namesOf(`${SHARED}?shared_by=thirdparty&${query}`, 'partner-token')).toBe(names);
  });

  it.each([
    ['', 'VS3', '4001014'],
    ['shared_by=all', 'VS3', '4000014'],
    ['shared_by=self&limit=0', 'VS1', '4000056'],
    ['shared_by=self&marker=-', 'VS2', '4000056'],
    ['shared_by=self&status=1', 'VS4', '4000014'],
  ])('[VS6] refuses %s', async (query, clause, code) => {
    expect(await call('GET', `${SHARED}?${query}`)).toMatchObject({ status: 400, clause, code });
  });
});

describe('listTagsV3', () => {
  it('[VT3] shows the images, and their manifests where they are wanted', async () => {
    const { tags, ...rest } = await read(TAGS);
    expect(tags.map(({ tag }) => tag)).toEqual(NAMES);
    expect(rest).toEqual({ has_more: false });
    expect(tags[0]).toMatchObject({ manifest: '', tag_type: 0 });
    expect(tags[0]).not.toHaveProperty('Tag');
    const [first] = (await read(`${TAGS}?with_manifest=true&tag=a`)).tags;
    expect(first).toMatchObject({ tag: 'a', manifest: expect.stringMatching(/schemaVersion/) });
  });

  it('[VT1] [VT3] is read from marker to marker', async () => {
    const seen: string[] = [];
    for (let marker: Page['nextMarker'] = '0'; marker !== undefined; ) {
      const page: Page = await read(`${TAGS}?limit=2&marker=${marker}`);
      seen.push(page.tags.map(({ tag }) => tag).join(''));
      expect(page.has_more).toBe(page.nextMarker !== undefined);
      marker = page.nextMarker;
    }
    expect(seen).toEqual(['ab', 'cd', 'e']);
  });

  it('[VT6] wants a repository that exists', async () => {
    const answer = await call('GET', TAGS.replace('/a/', '/none/'));
    expect(answer).toMatchObject({ status: 404, code: '4040010', clause: 'VT6' });
  });

  it.each([
    ['limit=0', 'VT1'],
    ['with_manifest=1', 'VT2'],
  ])('[VT4] refuses %s', async (query, clause) => {
    expect(await call('GET', `${TAGS}?${query}`)).toMatchObject({ status: 400, clause });
  });
});

it.each([
  ['VR6', REPOS],
  ['VS7', `${SHARED}?shared_by=self`],
  ['VT5', TAGS],
])('[%s] %s wants credentials', async (_clause, path) => {
  expect(await call('GET', path, undefined, '')).toMatchObject({ status: 401 });
});
