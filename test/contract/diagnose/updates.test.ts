import { expect, test } from 'vitest';

import { type Fake, type Front, openFake, verify } from '../send-to-fake.ts';

const REPOSITORY = /\/namespaces\/[^/]+\/repos\/[^/?]+$/;

/** What is told of the updates of a fake behind something. */
const check = async (front: (fake: Fake) => Front): Promise<string[]> => {
  const fake: Fake = openFake((...args) => own(...args));
  const own = front(fake);
  const choose = ({ id }: { id: string }): boolean => id.startsWith('law/updateRepository/');
  const { findings } = await verify(fake.send, { depth: 'standard', choose });
  return findings.map(({ level, operation, title }) => `${level} ${operation}: ${title}`);
};

test('one that is refused and changes something is told as that', async () => {
  const titles = await check((fake) => {
    let isOwn = false;
    return async (request, pass) => {
      const response = await pass();
      if (isOwn || request.method !== 'PATCH') return response;
      const description = /"description"(?::"|\r\n\r\n)([^"\r]*)/.exec(new TextDecoder().decode(request.body))?.[1];
      if (response.status !== 400 || description === undefined) return response;
      isOwn = true;
      const body = new TextEncoder().encode(JSON.stringify({ is_public: true, description }));
      await fake.send({ ...request, headers: { 'content-type': 'application/json' }, body });
      isOwn = false;
      return response;
    };
  });
  expect(titles).toEqual([
    expect.stringMatching(
      /^must updateRepository: updateRepository refuses a request and changes something all the same/,
    ),
  ]);
});

test('one that gives the record another number is at fault, and not the creation', async () => {
  const titles = await check(() => {
    const numbers = new Map<string, number>();
    return async ({ method, path }, pass) => {
      const response = await pass();
      const key = REPOSITORY.exec(path)?.[0];
      if (key === undefined) return response;
      if (method === 'PATCH' && response.status < 300) numbers.set(key, 100_000 + numbers.size);
      const id = numbers.get(key);
      if (method !== 'GET' || id === undefined || response.status !== 200) return response;
      return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), id }) };
    };
  });
  expect(titles).toEqual([
    expect.stringMatching(/^must updateRepository: .*getRepository answers id 1\d{5} \(expected id \d+ as before\)/),
  ]);
});

test('one that changes the records beside it as well is one finding, however many cases meet it', async () => {
  const titles = await check((fake) => async (request, pass) => {
    const response = await pass();
    const [, namespace = ''] = /\/namespaces\/([^/]+)\/repos\/[^/?]+$/.exec(request.path) ?? [];
    const shown = /"is_public"\D*(true|false)/.exec(new TextDecoder().decode(request.body))?.[1];
    if (request.method !== 'PATCH' || response.status >= 300 || shown === undefined) return response;
    const { store } = fake.backend;
    for (const { name } of store.below('repositories', [namespace]))
      store.update('repositories', [namespace, String(name)], { is_public: shown === 'true' });
    return response;
  });
  expect(titles).toEqual([expect.stringMatching(/^must updateRepository: .*is_public/)]);
});
