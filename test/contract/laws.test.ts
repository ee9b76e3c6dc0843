import { describe, expect, test } from 'vitest';

import { document } from '../../mocks/document.ts';
import type { Case } from '../../src/contract/case.ts';
import { listCases } from '../../src/contract/list-cases.ts';
import type { Report } from '../../src/contract/report.ts';
import type { Send } from '../../src/contract/transport.ts';
import { verifyTarget } from '../../src/contract/verify-target.ts';
import { sendToFake, type Tamper } from './send-to-fake.ts';

const isLaw = ({ family }: Case): boolean => family.startsWith('law/');

const checkBy = (send: Send, choose = isLaw): Promise<Report> =>
  verifyTarget({
    document,
    tool: 'test',
    target: 'http://fake',
    send,
    credentials: { authorization: 'Bearer test' },
    depth: 0,
    choose,
  });

const check = (tamper: Tamper, choose = isLaw): Promise<Report> => checkBy(sendToFake(tamper), choose);

/** Answers some requests as if they were done, without doing them. */
const pretend = (method: string, path: RegExp, status: number): Send => {
  const send = sendToFake();
  return (request) =>
    request.method === method && path.test(request.path)
      ? Promise.resolve({ status, headers: {}, body: '', duration: 0 })
      : send(request);
};

/** Changes the body of one operation's successes. */
const reword =
  (method: string, path: RegExp, change: (body: never) => unknown): Tamper =>
  (request, { status, body }) =>
    request.method === method && path.test(request.path) && status === 200
      ? { body: JSON.stringify(change(JSON.parse(body) as never)) }
      : undefined;

const REPOSITORY = /\/repos\/[^/]+$/;
const LIST = /\/manage\/repos\?/;

describe('the state laws', () => {
  test('hold for the fake', async () => {
    expect(await check(() => undefined)).toMatchObject({ outcome: 'conforms', findings: [] });
  });

  test('they look at every operation that shows something, and at every one that changes something', () => {
    const { cases, model } = listCases(document);
    const asked = new Set(
      cases
        .filter(isLaw)
        .flatMap(({ steps }) => steps.flatMap(({ requests }) => requests.map(({ operation }) => operation))),
    );
    const tags = ['listTags', 'deleteTag'];
    expect([...new Set(model.operations.map(({ operation }) => operation.id))].filter((id) => !asked.has(id))).toEqual(
      tags,
    );
  });

  test.each<[string, Tamper, string]>([
    [
      '[RG1] a read that shows another description',
      reword('GET', REPOSITORY, (body: object) => ({ ...body, description: 'x' })),
      'getRepository/RG1/state',
    ],
    [
      '[RG1] a read that shows whether it is public the other way round',
      reword('GET', REPOSITORY, (body: { is_public: boolean }) => ({ ...body, is_public: !body.is_public })),
      'getRepository/RG1/state',
    ],
    [
      '[RL5] a list that loses its last record',
      reword('GET', LIST, (body: unknown[]) => body.slice(0, -1)),
      'listRepositories/RL5/state',
    ],
    [
      '[RL5] a list that shows each record twice',
      reword('GET', LIST, (body: unknown[]) => [...body, ...body]),
      'listRepositories/RL5/state',
    ],
    [
      '[RL3] a list whose Content-Range has another total',
      ({ method, path }, { headers }) =>
        method === 'GET' && LIST.test(path) && headers['content-range']
          ? { headers: { ...headers, 'content-range': headers['content-range'].replace(/\d+$/, '0') } }
          : undefined,
      'listRepositories/RL3/state',
    ],
    [
      '[NL2] a list that is empty',
      reword('GET', /\/namespaces\?/, () => ({ namespaces: [] })),
      'listNamespaces/NL2/state',
    ],
    [
      '[AG1] a sharing that never exists',
      reword('GET', /\/access-domains\/[^/]+$/, () => ({ exist: false })),
      'getAccessDomain/AG1/state',
    ],
  ])('%s is one finding of the operation that shows it', async (_, tamper, id) => {
    const { findings } = await check(tamper);
    expect(findings.map((finding) => finding.id)).toEqual([id]);
    expect(findings[0]).toMatchObject({ level: 'must', reproduced: 'yes' });
    expect(findings[0]?.example.request.curl).toContain('$TOKEN');
  });

  test('[RU5] a change that does not happen is one finding of the operation that changes', async () => {
    const { findings } = await checkBy(
      pretend('PATCH', REPOSITORY, 201),
      (tested) => isLaw(tested) && !tested.family.includes('refused'),
    );
    expect(findings.map(({ id }) => id)).toEqual(['updateRepository/RU5/state']);
  });

  test('[RD1] a deletion that does not happen is one finding of the operation that deletes', async () => {
    const { findings } = await checkBy(pretend('DELETE', REPOSITORY, 204));
    expect(findings.map(({ id }) => id)).toEqual(['deleteRepository/RD1/state']);
  });
});

describe('operations that are not offered', () => {
  const only =
    (keep: (method: string, path: string) => boolean): Tamper =>
    ({ method, path }) =>
      keep(method, path) ? undefined : { status: 404, body: '{"error":"no such path"}', headers: {} };
  const isCreation = (method: string, path: string): boolean => method === 'POST' && /\/repos(\?|$)/.test(path);
  const choose = ({ steps }: Case): boolean => steps.length < 4;

  test('are named, and their cases skipped', async () => {
    const report = await check(only(isCreation), choose);
    expect(report).toMatchObject({ outcome: 'conforms', findings: [] });
    expect(report.notChecked.some(({ why }) => why.includes('does not offer listRepositories'))).toBe(true);
    expect(
      new Set(report.results.filter(({ verdict }) => verdict === 'pass').map(({ operation }) => operation)),
    ).toEqual(new Set(['createRepository']));
  });

  test('a deletion that nothing shows is left alone, too', async () => {
    const report = await check(
      only((method, path) => isCreation(method, path) || (method === 'DELETE' && REPOSITORY.test(path))),
      choose,
    );
    expect(report).toMatchObject({ outcome: 'conforms', findings: [] });
    expect(report.notChecked.some(({ why }) => why.includes('shows what deleteRepository does'))).toBe(true);
  });

  test('a record that is never found is a deviation, not an absence', async () => {
    const report = await check(
      ({ method, path }) =>
        method === 'GET' && REPOSITORY.test(path)
          ? { status: 404, body: '{"error_code":"SVCSTG.SWR.4040010","error_msg":"x"}', headers: {} }
          : undefined,
      (tested) => tested.operation === 'getRepository',
    );
    expect(report.outcome).toBe('deviates');
    expect(report.findings.map(({ operation }) => operation)).toContain('getRepository');
  });

  test('what they prepare for is not checked, and the run says why', async () => {
    const report = await verifyTarget({
      document,
      tool: 'test',
      target: 'http://fake',
      send: sendToFake(only(isCreation)),
      credentials: { authorization: 'Bearer test' },
      depth: 0,
      operations: ['getNamespace'],
    });
    expect(report.outcome).toBe('unchecked');
    expect(report.summary).toContain('does not offer createNamespace');
  });
});

describe('cleaning up', () => {
  test('takes the containers with all that lies in them', async () => {
    const deletions: string[] = [];
    const send = sendToFake();
    const report = await verifyTarget({
      document,
      tool: 'test',
      target: 'http://fake',
      send: (request) => {
        if (request.method === 'DELETE') deletions.push(request.path);
        return send(request);
      },
      credentials: { authorization: 'Bearer test' },
      depth: 0,
      operations: ['createRepository'],
      choose: ({ family }) => family.startsWith('category'),
    });
    expect(report.leftBehind).toEqual([]);
    expect(report.deleted).toBeGreaterThan(9);
    expect(deletions.length).toBeLessThan(20);
  });

  test('[A12] deletes one thing after the other where a container must be empty', async () => {
    const report = await verifyTarget({
      document,
      tool: 'test',
      target: 'http://fake',
      send: sendToFake(() => undefined, { readings: { A12: 'refuse' } }),
      credentials: { authorization: 'Bearer test' },
      depth: 0,
      operations: ['createRepository'],
      choose: ({ family }) => family.startsWith('category'),
    });
    expect(report).toMatchObject({ outcome: 'conforms', leftBehind: [] });
    expect(report.deleted).toBeGreaterThan(9);
  });

  test('never touches a container that was given', async () => {
    const deletions: string[] = [];
    const send = sendToFake();
    const report = await verifyTarget({
      document,
      tool: 'test',
      target: 'http://fake',
      send: (request) => {
        if (request.method === 'DELETE') deletions.push(request.path);
        return send(request);
      },
      credentials: { authorization: 'Bearer test' },
      container: 'given',
      depth: 0,
      choose: (tested) => isLaw(tested) || tested.operation === 'deleteNamespace',
    });
    expect(report).toMatchObject({ outcome: 'conforms', findings: [] });
    expect(deletions).not.toContain('/v2/manage/namespaces/given');
    expect(report.notChecked.some(({ why }) => why.includes('a namespace was given'))).toBe(true);
  });
});

describe('a server whose namespaces must exist first', () => {
  test('[A2] gets one from the run, and one for each case that needs its own', async () => {
    const send = sendToFake(() => undefined, { readings: { A2: 'strict' } });
    const report = await verifyTarget({
      document,
      tool: 'test',
      target: 'http://fake',
      send,
      credentials: { authorization: 'Bearer test' },
      depth: 0,
      choose: isLaw,
    });
    expect(report).toMatchObject({ outcome: 'conforms', findings: [], leftBehind: [] });
    const others = report.results.filter(({ verdict }) => verdict !== 'pass');
    expect(new Set(others.map(({ reason }) => reason))).toEqual(
      new Set(['the containers of this server must exist first, and it was given one only']),
    );
    expect(others.length).toBeLessThan(report.results.length / 4);
  });
});
