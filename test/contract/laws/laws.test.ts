import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import type { Case } from '../../../src/contract/cases/case.ts';
import { listCases } from '../../../src/contract/laws/list-cases.ts';
import { act, predict, type World } from '../../../src/contract/laws/world.ts';
import { CONTAINER, HOLDER, OTHER, OTHER_CONTAINER, TOKEN } from '../../../src/contract/model/placeholders.ts';
import { readModel } from '../../../src/contract/model/read-model.ts';
import type { Changes, RequestPlan } from '../../../src/contract/model/request.ts';
import type { Send } from '../../../src/contract/run/transport.ts';
import { openFake, verify } from '../send-to-fake.ts';
import { named, type Tamper, verifyFake } from '../verify-fake.ts';

const contract = readModel(document);
const isLaw = ({ family }: Case): boolean => family.startsWith('law/');
const laws = { depth: 'standard', choose: isLaw } as const;

describe('what an answer must be, by the document and by what was done', () => {
  const create = (changes: Changes = {}): RequestPlan => ({ model: 'createRepository', changes });
  const about = (model: string, repository: string, namespace = CONTAINER): RequestPlan => ({
    model,
    changes: { set: { 'path.namespace': namespace, 'path.repository': repository } },
  });
  const worldAfter = (...plans: readonly RequestPlan[]): World =>
    plans.reduce(
      (world: World, plan) => act(contract, world, plan, predict(contract, world, plan).outcome === 'success'),
      [],
    );
  const outcome = (world: World, plan: RequestPlan): string => {
    const { outcome: what, statuses } = predict(contract, world, plan);
    return `${what} ${statuses.join()}`;
  };

  test.each<[string, World, RequestPlan, string]>([
    ['[S1] a new name is created', [], create(), 'success 201'],
    ['[S3] a taken name conflicts', worldAfter(create()), create(), 'conflict 409'],
    ['[S3] whatever else is sent', worldAfter(create()), create({ set: { 'body.category': 'linux' } }), 'conflict 409'],
    [
      '[S3] in its own namespace only',
      worldAfter(create()),
      create({ set: { 'path.namespace': OTHER_CONTAINER } }),
      'success 201',
    ],
    ['[S3] another name is free', worldAfter(create()), create({ set: { 'body.repository': OTHER } }), 'success 201'],
    [
      '[P2] a bad value is refused, taken or not',
      worldAfter(create()),
      create({ set: { 'body.is_public': 'x' } }),
      'refusal 400,409',
    ],
    ['[RG1] what was created is there', worldAfter(create()), about('getRepository', TOKEN), 'success 200'],
    ['[RG4] what was not is missing', worldAfter(create()), about('getRepository', OTHER), 'refusal 404'],
    [
      '[RD1] what was deleted is missing',
      worldAfter(create(), about('deleteRepository', TOKEN)),
      about('getRepository', TOKEN),
      'refusal 404',
    ],
    ['[S3] and its name free again', worldAfter(create(), about('deleteRepository', TOKEN)), create(), 'success 201'],
    [
      '[A2] a refused creation creates nothing',
      worldAfter(create({ set: { 'body.is_public': 'x' } })),
      about('getRepository', TOKEN),
      'refusal 404',
    ],
    ['[NG4] a name that breaks its rules may be looked up in vain', [], about('getRepository', '0'), 'refusal 400,404'],
  ])('%s', (_, world, plan, expected) => {
    expect(outcome(world, plan)).toBe(expected);
  });

  test('[A12] what lay in what was deleted is gone with it', () => {
    const namespace: RequestPlan = { model: 'createNamespace', changes: { set: { 'body.namespace': HOLDER } } };
    const world = worldAfter(namespace, create({ set: { 'path.namespace': HOLDER } }), {
      model: 'deleteNamespace',
      changes: { set: { 'path.namespace': HOLDER } },
    });
    expect(outcome(world, about('getRepository', TOKEN, HOLDER))).toBe('refusal 404');
  });
});

/** Answers as it must, and then undoes what was done: a transaction that is rolled back. */
const rollBack = (method: string, path: RegExp): Send => {
  const { backend, send } = openFake(async (request, pass) => {
    if (request.method !== method || !path.test(request.path)) return pass();
    const before = backend.store.snapshot();
    const answer = await pass();
    await backend.store.restore(before);
    return answer;
  });
  return send;
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
  test('look at every operation that shows something, and at every one that changes something', () => {
    const asked = new Set(
      listCases(document)
        .filter(isLaw)
        .flatMap(({ steps }) => steps.flatMap(({ requests }) => requests.map(({ model }) => model.split(' ')[0]))),
    );
    // Tags come by a push only.
    expect(
      [...new Set(contract.operations.map(({ operation }) => operation.id))].filter((id) => !asked.has(id)),
    ).toEqual(['listTags', 'deleteTag']);
  });

  test.each<[string, Tamper, string]>([
    [
      '[RG1] a read that shows another description',
      reword('GET', REPOSITORY, (body: object) => ({ ...body, description: 'x' })),
      'getRepository RG1',
    ],
    [
      '[RG1] a read that inverts is_public',
      reword('GET', REPOSITORY, (body: { is_public: boolean }) => ({ ...body, is_public: !body.is_public })),
      'getRepository RG1',
    ],
    [
      '[RL5] a list that loses its last record',
      reword('GET', LIST, (body: unknown[]) => body.slice(0, -1)),
      'listRepositories RL5',
    ],
    [
      '[RL5] a list that shows each record twice',
      reword('GET', LIST, (body: unknown[]) => [...body, ...body]),
      'listRepositories RL5',
    ],
    ['[NL2] a list that is empty', reword('GET', /\/namespaces\?/, () => ({ namespaces: [] })), 'listNamespaces NL2'],
    [
      '[AG1] a sharing that never exists',
      reword('GET', /\/access-domains\/[^/]+$/, () => ({ exist: false })),
      'getAccessDomain AG1',
    ],
    [
      '[RL3] a Content-Range with another total',
      ({ method, path }, { headers }) =>
        method === 'GET' && LIST.test(path) && headers['content-range']
          ? { headers: { ...headers, 'content-range': headers['content-range'].replace(/\d+$/, '77') } }
          : undefined,
      'listRepositories RL3',
    ],
  ])('%s is one finding of the operation that shows it', async (_, tamper, expected) => {
    const report = await verifyFake(tamper, laws);
    expect(named(report)).toEqual([expected]);
    expect(report.findings[0]).toMatchObject({ level: 'must', reproduced: 'yes' });
  });

  test.each<[string, RegExp, string, string]>([
    ['PATCH', REPOSITORY, 'changes', 'updateRepository RU5'],
    ['DELETE', REPOSITORY, 'deletes', 'deleteRepository RD1'],
    ['POST', /\/repos$/, 'creates', 'createRepository S1'],
  ])('%s %s that is not done is one finding of the operation that %s', async (method, path, _, expected) => {
    expect(named(await verify(rollBack(method, path), { ...laws, concurrency: 1 }))).toEqual([expected]);
  });
});

test('each law is told in both languages', () => {
  const told = listCases(document, { depth: 'exhaustive' }).filter(isLaw);
  expect(told.length).toBeGreaterThan(100);
  expect(told.filter(({ title, what }) => what.en !== title || !/\p{Script=Han}/u.test(what.zh))).toEqual([]);
});
