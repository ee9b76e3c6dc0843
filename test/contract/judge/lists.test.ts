import { expect, test } from 'vitest';

import { listCases } from '../../../src/contract/laws/list-cases.ts';
import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { ReceivedResponse } from '../../../src/http/received-response.ts';
import { loadEdition, resolveEdition } from '../../load-edition.ts';
import { openFake, verify } from '../send-to-fake.ts';

const document = loadEdition('2025-10');

/** A fake of 2025-10 with many repositories of others; its requests and answers are changed. */
const fakeOf = (
  count: number,
  change: (request: WireRequest) => WireRequest,
  tamper: (response: ReceivedResponse, request: WireRequest) => ReceivedResponse = (response) => response,
) => {
  const repositories = Array.from({ length: count }, (_, index) => ({
    ...{ namespace: 'older', name: `older-${index}`, is_public: false },
  }));
  const snapshot = { collections: { namespaces: [{ name: 'older', owner: 'demo' }], repositories } };
  const fake = openFake(() => undefined, { document: resolveEdition('2025-10'), snapshot });
  return async (request: WireRequest) => tamper(await fake.send(change(request)), request);
};

const isList = ({ path }: WireRequest): boolean => /^\/v2\/manage\/repos\?/.test(path);

/** Takes parameters of a list away, plain or in its filter. */
const without =
  (...names: readonly string[]) =>
  (request: WireRequest): WireRequest => {
    if (!isList(request)) return request;
    const [path, query = ''] = request.path.split('?');
    const kept = [...new URLSearchParams(query)].flatMap(([name, value]) => {
      if (name !== 'filter') return names.includes(name) ? [] : [[name, value]];
      const pairs = value.split('|').filter((pair) => !names.includes(pair.split('::')[0] ?? ''));
      return pairs.length > 0 ? [[name, pairs.join('|')]] : [];
    });
    return { ...request, path: `${path}?${new URLSearchParams(kept)}` };
  };

/** Asks for the other way round. */
const turned = (request: WireRequest): WireRequest => {
  const other: Record<string, string> = { asc: 'desc', desc: 'asc' };
  return {
    ...request,
    path: request.path.replace(/(order_type(?:=|%3A%3A))(asc|desc)/g, (_, name, way) => name + other[way]),
  };
};

const run = (send: ReturnType<typeof fakeOf>) =>
  verify(send, { document, depth: 'standard', operations: ['listRepositories', 'createRepository', 'getRepository'] });

test('[RL5] a filter that is ignored is found, however many older records there are', async () => {
  const { findings, outcome } = await run(fakeOf(105, without('name')));
  expect(findings.map(({ title }) => title)).toEqual([expect.stringMatching(/does not obey the filter name/)]);
  expect(outcome).toBe('deviates');
});

test('[RL5] a filter by listed values that is ignored is found', async () => {
  const { findings } = await run(fakeOf(0, without('category')));
  const titles = findings.map(({ title }) => title).filter((title) => !/"nonsense"/.test(title));
  expect(titles).toEqual([expect.stringMatching(/does not obey the filter category/)]);
});

test.each([
  ['ignored', without('order_column', 'order_type')],
  ['taken the other way round', (request: WireRequest) => (isList(request) ? turned(request) : request)],
])('[RL9@2025-10] [RL15@2025-10] an order that is %s is found', async (_, change) => {
  const { findings } = await run(fakeOf(0, change));
  const disorders = findings.filter(({ title }) => title.includes('does not keep the order'));
  // In the filter or beside it: whichever shows it first.
  const clause = expect.stringMatching(/^RL(?:9|15)@2025-10$/);
  expect(disorders).toMatchObject([{ level: 'must', operation: 'listRepositories', clause }]);
  // What is ignored is not checked either: those are findings of their own.
  expect(findings.filter(({ titleZh, title }) => !/^accepts/.test(title) && !titleZh.includes('顺序'))).toEqual([]);
});

test('[A18] another reading of a filter by name than the one taken is told as that point', async () => {
  const other = openFake(undefined, { document: resolveEdition('2022-10'), readings: { A18: 'exact' } });
  const { findings } = await verify(other.send, {
    document: loadEdition('2022-10'),
    depth: 'standard',
    operations: ['listRepositories', 'createRepository'],
  });
  expect(findings.map(({ level, operation, clause }) => `${level} ${operation} ${clause}`)).toEqual([
    'should listRepositories A18',
  ]);
});

test('each filter by what repositories are created with is tried', () => {
  const told = listCases(document, { depth: 'standard' }).map(({ title }) => title);
  const tried = told.filter((title) => title.startsWith('listRepositories obeys the filter'));
  const names = tried.map((title) => title.split('.').at(-1)?.split(' ').at(-1));
  expect(new Set(names)).toEqual(new Set(['namespace', 'category', 'is_public']));
});

test('[RG1] what the document does not name may change', async () => {
  let count = 0;
  const isShown = ({ method, path }: WireRequest): boolean => method === 'GET' && /\/repos\/[^/?]+$/.test(path);
  const tamper = (response: ReceivedResponse, request: WireRequest): ReceivedResponse => {
    if (response.status !== 200 || !isShown(request)) return response;
    count += 1;
    return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), served: count }) };
  };
  const { findings, outcome } = await run(fakeOf(0, (request) => request, tamper));
  expect([findings, outcome]).toEqual([[], 'conforms']);
  expect(count).toBeGreaterThan(10);
});

test('[S1] an answer of 201 is of the clause about success, though 200 may come, too', async () => {
  const isCreation = ({ method, path }: WireRequest): boolean => method === 'POST' && /\/repos$/.test(path);
  const tamper = (response: ReceivedResponse, request: WireRequest): ReceivedResponse =>
    isCreation(request) && response.status === 201 ? { ...response, status: 202 } : response;
  const { findings } = await run(fakeOf(0, (request) => request, tamper));
  expect(findings.map(({ clause }) => clause)).toEqual(['S1']);
});

test('[LP4@2025-10] the most records of a page are asked for, and one more', () => {
  const told = listCases(document, { depth: 'smoke' }).filter(({ operation }) => operation === 'listRepositories');
  const titles = told.map(({ title }) => title);
  expect(titles).toEqual(
    expect.arrayContaining([
      'filter.offset 0, filter.limit 1000 is accepted',
      'filter.offset 0, filter.limit 1001 is refused',
    ]),
  );
  expect(told.some(({ clauses }) => clauses.includes('LP4@2025-10'))).toBe(true);
});

test('[RG1] a name with a slash is asked for as a path writes it, and is missed where it is not read so', async () => {
  const asked: string[] = [];
  const isWritten = (path: string): boolean => /\/repos\/[^/]*\$/.test(path);
  const send = fakeOf(0, (request) => {
    if (isWritten(request.path)) asked.push(request.path);
    return request;
  });
  expect((await run(send)).findings).toEqual([]);
  expect(asked).not.toEqual([]);
  const deaf = fakeOf(0, (request) => ({ ...request, path: request.path.replace(/(\/repos\/[^/]*)\$/, '$1%25') }));
  const { findings } = await run(deaf);
  expect(findings.map(({ operation, title }) => [operation, title])).toEqual([
    ['getRepository', expect.stringMatching(/^refuses repository ".*\/a" \(400\)$/)],
  ]);
});
