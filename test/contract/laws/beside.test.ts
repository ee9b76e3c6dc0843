import { describe, expect, test } from 'vitest';

import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import { loadEdition, resolveEdition } from '../../load-edition.ts';
import { answer, CREDENTIALS, type Fake, type Front, openFake, verify } from '../send-to-fake.ts';

const REPOSITORY = /^(\/v2\/manage\/namespaces\/([^/]+))\/repos\/([^/]+)$/;

/** The laws, and the names that a creation looks for. */
const choose = ({ id }: { id: string }): boolean => /^(law|createRepository\/namespace)\//.test(id);

/** Sends something of its own to the fake, for a fault that does more than it says. */
const also = (fake: Fake, method: string, path: string): Promise<unknown> =>
  fake.backend.fetch(new Request(`http://fake${path}`, { method, headers: CREDENTIALS }));

/** What is found, *must* alone, on a fake that reads other requests than are sent. */
const findingsOf = async (
  make: (fake: () => Fake) => { front?: Front; read?: (request: WireRequest) => WireRequest },
) => {
  const { front, read = (request) => request } = make(() => fake);
  const fake = openFake(front);
  const report = await verify((request) => fake.send(read(request)), { depth: 'standard', choose });
  return report.findings.filter(({ level }) => level === 'must').map(({ clause, title }) => `${clause} ${title}`);
};

const inPath =
  (pattern: RegExp, by: string) =>
  (request: WireRequest): WireRequest => ({ ...request, path: request.path.replace(pattern, by) });

describe('only its own name finds a record', () => {
  test.each([
    ['[R3] the ending of a file is cut off', /^(.*\/repos\/[^/?]+)\.\w+$/, '$1', /^R3 getRepository|^R3 accepts/],
    ['[RG4] a separator is taken for another', /_(?=b$)/, '-', /^RG4 answers 200 for what does not exist/],
    ['[N6] a blank behind a name is cut off', /%20$/, '', /^[NR]6 accepts/],
  ])('%s', async (_, pattern, by, expected) => {
    const found = await findingsOf(() => ({ read: inPath(pattern, by) }));
    expect(found).toContainEqual(expect.stringMatching(expected));
  });

  test('[N3] a namespace is looked for in small letters', async () => {
    const lower = ({ path, ...request }: WireRequest): WireRequest => ({
      ...request,
      path: path.replace(/(?<=\/namespaces\/)[^/?]+(?=\/repos$)/, (name) => name.toLowerCase()),
    });
    const found = await findingsOf(() => ({ read: lower }));
    expect(found).toEqual([expect.stringMatching(/^N3 accepts namespace ".*[A-Z]/)]);
  });

  test('[N7] a namespace of the longest name is not looked for', async () => {
    const front: Front = ({ method, path }) =>
      /\/namespaces\/[^/]{64}$/.test(path) && method !== 'POST' ? answer(400, '{"errors":[]}') : undefined;
    const found = await findingsOf(() => ({ front }));
    expect(found).toContainEqual(
      expect.stringMatching(/^N7 refuses a namespace of 64 characters or more; it takes 63/),
    );
  });
});

describe('what holds records is another record', () => {
  test('[NC2] it is not deleted with the last of them', async () => {
    const found = await findingsOf((fake) => ({
      front: async ({ method, path }, pass) => {
        const response = await pass();
        const [, namespace = ''] = method === 'DELETE' && response.status === 204 ? (REPOSITORY.exec(path) ?? []) : [];
        // With what it holds: none of ours holds more than one where this is looked at.
        if (namespace !== '') await also(fake(), 'DELETE', namespace);
        return response;
      },
    }));
    expect(found).toContainEqual(expect.stringContaining('getNamespace answers 404 (expected 200)'));
  });

  test('[RU5] what lies in it is there when it was updated', async () => {
    const found = await findingsOf((fake) => ({
      front: async ({ method, path }, pass) => {
        const response = await pass();
        const [, , namespace = '', name = ''] = method === 'PATCH' ? (REPOSITORY.exec(path) ?? []) : [];
        const { store } = fake().backend;
        for (const { access_domain: domain } of store.below('access_domains', [namespace, decodeURIComponent(name)]))
          store.remove('access_domains', [namespace, decodeURIComponent(name), String(domain)]);
        return response;
      },
    }));
    expect(found).toEqual([expect.stringMatching(/^RU\d updateRepository deletes what lies in what it changes: /)]);
  });

  test('[RD1] [R3@2019-12] what has a longer path is another record', async () => {
    const front: Front = async ({ method, path }, pass) => {
      const response = await pass();
      const [, , namespace = '', name = ''] = method === 'DELETE' ? (REPOSITORY.exec(path) ?? []) : [];
      const { store } = fake.backend;
      for (const { name: other } of store.below('repositories', [namespace]))
        if (String(other).startsWith(`${name}/`)) store.remove('repositories', [namespace, String(other)]);
      return response;
    };
    const fake = openFake(front, { document: resolveEdition('2019-12') });
    const ofDeletion = ({ id }: { id: string }): boolean => id.startsWith('law/deleteRepository/');
    const options = { document: loadEdition('2019-12'), depth: 'standard', choose: ofDeletion } as const;
    const { findings } = await verify(fake.send, options);
    expect(findings.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^deleteRepository deletes another record, too: /),
    ]);
  });

  test('[NC5] it is deleted, where that is said', async () => {
    const kept: Front = async ({ method, path }, pass) => {
      const [, namespace] = method === 'DELETE' ? (/\/namespaces\/([^/]+)$/.exec(path) ?? []) : [];
      if (namespace === undefined) return pass();
      const { store } = fake.backend;
      const holds = store.hasBelow('repositories', [namespace]);
      return holds ? answer(204) : pass();
    };
    const fake = openFake(kept);
    const { findings } = await verify(fake.send, { depth: 'standard', choose });
    expect(findings.map(({ title }) => title)).toContain(
      'createNamespace finds a name taken, though what had it was deleted',
    );
  });
});

test('[RU4] an update that leaves out what can be true makes it false', async () => {
  const forgetful = ({ body, ...request }: WireRequest): WireRequest => {
    const text = new TextDecoder().decode(body);
    const isUpdate = request.method === 'PATCH' && REPOSITORY.test(request.path) && text.startsWith('{');
    if (!isUpdate || text.includes('is_public')) return { ...request, body };
    return { ...request, body: new TextEncoder().encode(text.replace(/\}$/, ',"is_public":false}')) };
  };
  const found = await findingsOf(() => ({ read: forgetful }));
  expect(found).toContainEqual(expect.stringMatching(/^RU\d after updateRepository, .*is_public/));
});

test('[RL3] the end of a page is no more than a number can be', async () => {
  const overflowing = inPath(/offset%3A%3A1%7Climit%3A%3A2147483647/, 'offset%3A%3A1000%7Climit%3A%3A1');
  const found = await findingsOf(() => ({ read: overflowing }));
  expect(found).toEqual([expect.stringMatching(/^[RS]L3 .* another part of the list/)]);
});
