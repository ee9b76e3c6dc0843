import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import type { Report } from '../../../src/contract/report/report.ts';
import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { VerifyOptions } from '../../../src/contract/verify-target.ts';
import { readMultipart } from '../../../src/http/bodies/read-multipart.ts';
import { answer, type Front, openFake, sendTo, verify } from '../send-to-fake.ts';

/** A copy of the document with another value in one place. */
const change = (pointer: string, value: unknown): typeof document => {
  const copy = structuredClone(document);
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/'));
  const parent = steps.slice(0, -1).reduce((node: unknown, step) => (node as Record<string, unknown>)[step], copy);
  (parent as Record<string, unknown>)[steps.at(-1) ?? ''] = value;
  return copy;
};

const check = (front: Front, options: Partial<VerifyOptions> = {}) => verify(openFake(front).send, options);
const error = (status: number, code = 'x') => answer(status, `{"error_code":"${code}","error_msg":"no"}`);

const isCreation = ({ method, path }: WireRequest): boolean => method === 'POST' && path.endsWith('/repos');
const fieldsOf = ({ headers, body }: WireRequest): ReadonlyMap<string, unknown> => {
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  const form = boundary === undefined ? undefined : readMultipart(body, boundary);
  return new Map(form && 'entries' in form ? form.entries : []);
};

describe('operations that a server lacks', () => {
  const LACKING = ['getRepository', 'listRepositories', 'listSharedRepositories', 'deleteTag', 'listAccessDomains'];

  test.each<[string, (request: WireRequest) => ReturnType<typeof answer>]>([
    [
      'repeats the URL with its query',
      ({ method, path }) =>
        answer(404, JSON.stringify({ message: `Cannot ${method} ${path}`, error: 'Not Found', statusCode: 404 })),
    ],
    [
      'is a page that repeats the path',
      ({ path }) => answer(404, `<html><body>No ${decodeURIComponent(path.split('?')[0] ?? '')} here`),
    ],
    ['says nothing', () => answer(404)],
    [
      'carries a number of its own',
      () => answer(404, JSON.stringify({ code: 'NOT_FOUND', request: crypto.randomUUID(), at: Date.now() })),
    ],
    ['is 405', () => answer(405)],
    ['is 501', () => answer(501)],
  ])('are named, and nothing of them is a finding: their answer %s', async (_, refuse) => {
    const isUnknown = ({ status, body }: ReturnType<typeof answer>) => status === 404 && body.includes('4040083');
    const report = await check(async (request, pass) => {
      if (LACKING.includes(request.operation)) return refuse(request);
      const response = await pass();
      return isUnknown(response) ? refuse(request) : response;
    });
    expect(report.findings.map(({ title }) => title)).toEqual([]);
    expect(report.outcome).toBe('conforms');
    expect(report.notChecked[0]?.what.split(', ').toSorted()).toEqual(LACKING.toSorted());
  });

  test('are a deviation where they are asked for by name', async () => {
    const report = await check((request) => (request.operation === 'getRepository' ? error(404) : undefined), {
      operations: ['getRepository'],
    });
    expect(report.outcome).toBe('deviates');
  });

  test('may be the one that a run begins with', async () => {
    const report = await check((request) => (isCreation(request) ? answer(404) : undefined));
    expect(report.findings.map(({ title }) => title)).toEqual([]);
    expect(report.notChecked[0]?.what).toContain('createRepository');
    expect(report.results.some(({ operation, verdict }) => operation === 'createNamespace' && verdict === 'pass')).toBe(
      true,
    );
  });
});

const mustsOf = ({ findings }: Report) => findings.filter(({ level }) => level === 'must');

describe('a server that refuses the plainest valid request', () => {
  const expectAdapted = (report: Report, how: string): void => {
    expect(report.remarks.map(({ text }) => text)).toEqual([
      `createRepository refuses the plainest valid request; ${how} it takes it, so all further requests are sent so.`,
    ]);
    const musts = mustsOf(report).map(({ operation, direction }) => `${operation} ${direction}`);
    expect(musts).toEqual(['createRepository too strict']);
  };

  test('since it wants a field more: that is a finding and a remark, and everything else is checked with it', async () => {
    const report = await check((request) =>
      isCreation(request) && request.credentials && !fieldsOf(request).has('category') ? error(400) : undefined,
    );
    expectAdapted(report, 'with category');
    expect(mustsOf(report)[0]?.title).toMatch(/category/);
    expect(
      report.results.filter(({ operation, verdict }) => operation === 'getRepository' && verdict === 'pass').length,
    ).toBeGreaterThan(3);
  });

  test('since it wants JSON: that is a finding and a remark, and everything else is checked as JSON', async () => {
    const wantsJson = change('/paths/~1v2~1manage~1namespaces~1{namespace}~1repos/post/requestBody/content', {
      'application/json': { schema: { $ref: '#/components/schemas/CreateRepositoryForm' } },
    });
    const report = await verify(openFake(undefined, { document: wantsJson }).send);
    expectAdapted(report, 'as application/json');
  });

  test('whatever is tried: nothing is claimed about its rules', async () => {
    const report = await check((request) => (isCreation(request) && request.credentials ? error(400) : undefined), {
      depth: 'standard',
    });
    expect(mustsOf(report).map(({ operation }) => operation)).toEqual(['createRepository']);
    expect(
      report.guarantees.map(({ subject }) => subject).filter((subject) => subject.startsWith('createRepository')),
    ).toEqual([]);
  });
});

test('a namespace that was given and is not there is named', async () => {
  const fake = openFake(undefined, { readings: { A2: 'strict' } });
  const report = await verify(fake.send, { container: 'group' });
  expect(report).toMatchObject({ outcome: 'unchecked', findings: [], leftBehind: [] });
  expect(report.summary).toContain(
    'a valid request in group is answered 404. Check --target (what stands before /v2 in the URLs of the API) and --namespace.',
  );
});

test('[N3] a rule that is relaxed for several operations is one finding that names them', async () => {
  const relaxed = change('/components/schemas/NamespaceName/allOf/1/not/pattern', '^[\\s\\S]+[^a-z0-9_.-]');
  const report = await verify(openFake(undefined, { document: relaxed }).send, { depth: 'standard' });
  const musts = mustsOf(report);
  expect(musts.map(({ clause, direction }) => `${clause} ${direction}`)).toEqual(['N3 too lax']);
  expect(musts[0]?.also).not.toEqual([]);
});

test('[AC5] where only records with another value may be shared, the run makes such', async () => {
  const fake = openFake(async (request, pass) => {
    const { method, path } = request;
    const shared = /^(.*)\/repositories\/([^/]+)\/access-domains$/.exec(path);
    if (method !== 'POST' || !shared) return pass();
    const look = {
      ...request,
      method: 'GET',
      path: `${shared[1]}/repos/${shared[2]}`,
      headers: {},
      body: new Uint8Array(),
    };
    const { body } = await sendTo(fake.backend)(look);
    return body.includes('"is_public":true') ? error(400) : pass();
  });
  const choose = ({ id }: { id: string }): boolean => id.includes('AccessDomain');
  const { outcome, findings, remarks, results } = await verify(fake.send, { depth: 'standard', choose });
  expect(outcome).toBe('conforms');
  expect(findings).toEqual([]);
  expect(remarks.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^createAccessDomain refuses .*; after createRepository with is_public false it takes it/),
  ]);
  expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(100);
});
