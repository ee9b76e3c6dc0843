import { expect, test } from 'vitest';

import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { loadEdition, resolveEdition } from '../../load-edition.ts';
import { answer, type Front, openFake, verify } from '../send-to-fake.ts';

/** What the points are about. */
const choose = ({ id }: { id: string }): boolean => /^law\/|AccessDomain|listNamespaces/.test(id);

/** The levels and titles of what is found on a fake with something before it. */
const check = async (front: Front, document?: Document): Promise<string[]> => {
  const own = document ? { document } : {};
  const { outcome, findings } = await verify(openFake(front, own).send, { depth: 'standard', choose, ...own });
  return [outcome, ...findings.map(({ level, title }) => `${level} ${title}`)];
};

const refusal = answer(
  400,
  '{"errors":[{"errorCode":"X","errorMessage":"no","detail":""}],"error_code":"X","error_msg":"no"}',
);
const textOf = ({ body }: WireRequest): string => new TextDecoder().decode(body);
const isSharing = ({ path }: WireRequest): boolean => path.includes('/access-domains/');

// What the pages leave open is no deviation, whichever way a server has it.
test('[AC4] a time may be shown in another way', async () => {
  const front: Front = async (_, pass) => {
    const response = await pass();
    return { ...response, body: response.body.replace(/("deadline":"[^"]*\d)Z"/g, '$1.000000000+00:00"') };
  };
  expect(await check(front)).toEqual(['conforms']);
});

test('[AC10] an update that must name some values again may be of all values', async () => {
  const front: Front = (request, pass) => {
    const text = textOf(request);
    const isBare = request.method === 'PATCH' && isSharing(request) && !text.includes('"description"');
    if (!isBare || !text.startsWith('{"') || !text.endsWith('"}')) return pass();
    return fake.send({ ...request, body: new TextEncoder().encode(text.replace(/\}$/, ',"description":""}')) });
  };
  const fake = openFake();
  const { outcome, findings } = await verify(
    async (request) => (await front(request, () => fake.send(request))) as Awaited<ReturnType<typeof fake.send>>,
    { depth: 'standard', choose },
  );
  expect([outcome, findings.map(({ title }) => title)]).toEqual(['conforms', []]);
});

test('[NL2] a list that finds nothing may be 404, where the page has that', async () => {
  const front: Front = async ({ method, path }, pass) => {
    const response = await pass();
    const isEmpty = method === 'GET' && path.includes('/namespaces?') && response.body === '{"namespaces":[]}';
    return isEmpty ? answer(404, refusal.body) : response;
  };
  const [outcome, ...found] = await check(front);
  expect(outcome).toBe('conforms');
  expect(found).toEqual([expect.stringMatching(/^should .*listNamespaces \(404\)/)]);
});

test('[NL2] another list in a body is not the list', async () => {
  const front: Front = async (_, pass) => {
    const response = await pass();
    return { ...response, body: response.body.replace(/^\{"namespaces"/, '{"links":[{"href":"/"}],"namespaces"') };
  };
  expect(await check(front)).toEqual(['conforms']);
});

test('[AC5] a time that has passed need not be taken', async () => {
  const front: Front = (request) => (textOf(request).includes('"2001-') ? refusal : undefined);
  expect(await check(front)).toEqual(['conforms']);
});

test.each([400, 500])('[RL5] [SL5] a page of two thousand million, answered %i', async (status) => {
  const { outcome, findings } = await verify(
    openFake(({ path }) => (path.includes('2147483647') ? { ...refusal, status } : undefined)).send,
    { depth: 'standard', choose: ({ id }) => id.endsWith('/largest') },
  );
  expect([outcome, findings.length > 0]).toEqual(status === 400 ? ['conforms', false] : ['deviates', true]);
});

test('[GL1] what says nothing may be null in one answer and empty in another', async () => {
  const edition = loadEdition('2022-10');
  const front: Front = async (request, pass) => {
    const response = await pass();
    const isList = request.method === 'GET' && request.path.endsWith('/triggers');
    return isList
      ? { ...response, body: response.body.replaceAll('"trigger_history":null', '"trigger_history":[]') }
      : response;
  };
  const ofLaws = ({ id }: { id: string }): boolean => /^law\/(create|update)Trigger/.test(id);
  const { outcome, results } = await verify(openFake(front, { document: resolveEdition('2022-10') }).send, {
    ...{ document: edition, depth: 'standard', choose: ofLaws },
  });
  expect([outcome, results.length > 5]).toEqual(['conforms', true]);
});

test('[RL5] [A19] a list without a limit may end where a page does', async () => {
  const others = Array.from({ length: 40 }, (_, index) => ({
    namespace: 'others',
    name: `other-${index}`,
    is_public: false,
  }));
  const snapshot = { collections: { namespaces: [{ name: 'others', owner: 'demo' }], repositories: others } };
  const front: Front = async ({ path }, pass) => {
    const response = await pass();
    const isWhole = path.endsWith('/repos') && Array.isArray(JSON.parse(response.body || '{}'));
    return isWhole ? { ...response, body: JSON.stringify(JSON.parse(response.body).slice(0, 25)) } : response;
  };
  const ofLists = ({ id }: { id: string }): boolean => id.endsWith('by-listRepositories/no%20filter');
  const fake = openFake(front, { snapshot, document: resolveEdition('2022-10') });
  const options = { document: loadEdition('2022-10'), depth: 'standard', choose: ofLists } as const;
  const { outcome, findings } = await verify(fake.send, options);
  expect([outcome, findings.map(({ level, clause }) => [level, clause])]).toEqual(['conforms', [['should', 'A19']]]);
});

test('[AG1] what is told beside whether a sharing is there is what was sent', async () => {
  const check = async (shown: string): Promise<string[]> => {
    const front: Front = async (request, pass) => {
      const response = await pass();
      const isOne = request.method === 'GET' && /\/access-domains\/[^/]+$/.test(request.path);
      return isOne ? { ...response, body: response.body.replace(/"deadline":"[^"]*"/, shown) } : response;
    };
    const ofSharing = ({ id }: { id: string }): boolean => id.startsWith('law/') && id.includes('getAccessDomain');
    const options = { document: loadEdition('2022-10'), depth: 'standard', choose: ofSharing } as const;
    const { findings } = await verify(openFake(front, { document: resolveEdition('2022-10') }).send, options);
    return findings.filter(({ level }) => level === 'must').map(({ title }) => title);
  };
  expect(await check('"deadline":"2001-01-01T00:00:00Z"')).toEqual([expect.stringContaining('deadline')]);
});

test('[AG1] [A13] a sharing that is none may be refused', async () => {
  const front: Front = async (request, pass) => {
    const response = await pass();
    return request.method === 'GET' && response.body === '{"exist":false}' ? refusal : response;
  };
  const [outcome, ...found] = await check(front);
  expect(outcome).toBe('conforms');
  expect(found).toEqual([expect.stringMatching(/^should .*getAccessDomain/)]);
});

test('[S1] a body that says nothing may be left out', async () => {
  const front: Front = async (_, pass) => {
    const response = await pass();
    return response.status === 201 && response.body === '{}' ? { ...response, body: '' } : response;
  };
  expect(await check(front, loadEdition('2020-07'))).toEqual(['conforms']);
});

test('[RU4] what one reading requires may be missed', async () => {
  const front: Front = (request) =>
    request.method === 'PATCH' && /\/repos\/[^/]+$/.test(request.path) && !textOf(request).includes('is_public')
      ? refusal
      : undefined;
  const document = loadEdition('otc-2024-10');
  const ofLaws = ({ id }: { id: string }): boolean => id.startsWith('law/updateRepository/changed-');
  const options = { document, depth: 'standard', choose: ofLaws } as const;
  const { outcome, findings } = await verify(openFake(front, { document }).send, options);
  expect(outcome).toBe('conforms');
  expect(findings.map(({ level }) => level)).toEqual(['should']);
});

test('[A25] a word that another reading has not may be refused, wherever it is sent', async () => {
  const front: Front = (request) => (textOf(request).includes('"category":"arms"') ? refusal : undefined);
  const document = loadEdition('2022-10');
  const ofCategory = ({ id }: { id: string }): boolean =>
    /category|together|^law\/(create|update)Repository\//.test(id);
  const options = { document, depth: 'standard', choose: ofCategory } as const;
  const { outcome, findings } = await verify(openFake(front, { document }).send, options);
  expect(outcome).toBe('conforms');
  expect(findings.map(({ level, title }) => `${level} ${title}`)).toEqual(['should refuses category "arms" (400)']);
});
