import { describe, expect, test } from 'vitest';

import type { Report } from '../../../src/contract/report/report.ts';
import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { VerifyOptions } from '../../../src/contract/verify-target.ts';
import type { ReceivedResponse } from '../../../src/http/received-response.ts';
import { loadEdition } from '../../load-edition.ts';
import { answer, type Front, openFake, verify } from '../send-to-fake.ts';

const document = await loadEdition('2025-10');

const refusal = (status: number) =>
  answer(status, '{"errors":[{"errorCode":"SVCSTG.SWR.4001014","errorMessage":"no"}]}');

const textOf = ({ body }: WireRequest): string => new TextDecoder().decode(body);
const isOf = (method: string, path: RegExp) => (request: WireRequest) =>
  request.method === method && path.test(request.path);
const isSync = isOf('POST', /\/sync_repo$/);
const isTrigger = isOf('POST', /\/triggers$/);
const isPermission = isOf('POST', /\/access$/);
const OF_NAMESPACE = /namespaces\/[^/]+\/access$/;
const isGiving = isOf('POST', OF_NAMESPACE);

/** A deployment: it knows one region and one cluster, and none of the users that a run makes up. */
const strict: Front = (request) => {
  const text = textOf(request);
  const isValid = request.credentials && /^[[{].*[\]}]$/.test(text);
  if (!isValid) return undefined;
  if (isSync(request) && text.includes('remoteRegionId') && !text.includes('"cn-north-4"')) return refusal(400);
  if (isTrigger(request) && text.includes('"cluster_ns":"text-')) return refusal(400);
  if (isPermission(request) && /"user_id":"\w/.test(text)) return refusal(404);
  return undefined;
};

/** The answer, but another status in the place of one. */
const instead = async (
  pass: () => Promise<ReceivedResponse>,
  status: number,
  by: number,
): Promise<ReceivedResponse> => {
  const given = await pass();
  return given.status === status ? answer(by, '{}') : given;
};

const check = async (front: Front, options: Partial<VerifyOptions> = {}): Promise<Report> => {
  const fake = openFake(front, { document });
  return verify(fake.send, { document, depth: 'standard', ...options });
};

const sayFindings = ({ findings }: Report): string[] =>
  findings
    .filter(({ level }) => level === 'must')
    .map(({ clause, title, operation }) => `${clause} ${operation} ${title}`);

const OPERATIONS = /Sync|Trigger|Permissions/;
const choose: VerifyOptions['choose'] = ({ operation, family }) =>
  OPERATIONS.test(operation) && !/credentials/.test(family);

describe('values of other services, which a run can only make up', () => {
  test('that a server does not know are no finding: what they are is said, and how to give them', async () => {
    const report = await check(strict, { choose });
    expect(sayFindings(report)).toEqual([]);
    const told = Object.fromEntries(report.notChecked.map(({ what, why }) => [what, why]));
    expect(told['createSyncRepository']).toBe(
      'createSyncRepository is refused (400), maybe for remoteRegionId, remoteNamespace, which the run makes up; give what the server knows: --value remoteRegionId=…',
    );
    expect(told['createTrigger']).toMatch(/--value application=… --value cluster_ns=…$/);
    // Its users are what the run names the records by.
    expect(told['createNamespacePermissions']).toBe(
      'createNamespacePermissions is refused (404), maybe for user_id, user_name, which the run makes up; give what the server knows: --value user_name=…',
    );
  });

  test.each<[what: string, front: Front, options: Partial<VerifyOptions>, expected: RegExp]>([
    [
      'that is asked for has to be offered',
      (request) => (isTrigger(request) ? answer(405, '{"error_code":"x","error_msg":"no"}') : undefined),
      { operations: ['createRepository', 'createTrigger'] },
      /createTrigger/,
    ],
    [
      'that says nothing of values is refused for another reason',
      (request) =>
        isTrigger(request) && request.credentials ? answer(401, '{"error_code":"x","error_msg":"who?"}') : undefined,
      { choose },
      /createTrigger/,
    ],
  ])('no excuse for it: an operation %s', async (_, front, options, expected) => {
    const report = await check(front, { ...options, depth: 'smoke' });
    expect(sayFindings(report)).toContainEqual(expect.stringMatching(expected));
  });

  test('that need not be sent may be refused, too', async () => {
    const picky: Front = (request) =>
      isTrigger(request) && /"(cluster_id|cluster_name|container)":"[^"]/.test(textOf(request))
        ? refusal(400)
        : undefined;
    expect(sayFindings(await check(picky, { choose }))).toEqual([]);
  });

  test('once given are sent, and what a server does with them is checked; another may be refused', async () => {
    const values = { remoteRegionId: 'cn-north-4', cluster_ns: 'default' };
    expect(sayFindings(await check(strict, { choose, values }))).toEqual([]);
    const wrong: Front = (request, pass) =>
      strict(request, pass) ??
      (isSync(request) ? instead(pass, 200, 202) : isTrigger(request) ? instead(pass, 201, 202) : undefined);
    const found = sayFindings(await check(wrong, { choose, values }));
    expect(found).toContainEqual(expect.stringMatching(/createSyncRepository/));
    expect(found).toContainEqual(expect.stringMatching(/createTrigger/));
  });

  test.each([
    [
      { region: 'a' },
      /^Failed to verify: no request has a value region that can be given\. There are: .*remoteRegionId/,
    ],
    [{ repository: 'a' }, /no request has a value repository/],
    [{ remoteRegionId: '' }, /remoteRegionId= breaks YC1 in createSyncRepository\.$/],
  ])('that can not be sent are told before anything is: %j', async (values, expected) => {
    const fake = openFake(undefined, { document });
    await expect(verify(fake.send, { document, values })).rejects.toThrow(expected);
    expect(fake.requests).toEqual([]);
  });
});

describe('permissions, whose requests are lists', () => {
  const find = async (front: Front): Promise<string[]> => sayFindings(await check(front, { choose }));

  test('are kept by the fake', async () => {
    expect(await find(() => undefined)).toEqual([]);
  });

  test.each<[fault: string, expected: RegExp, front: Front]>([
    [
      '[PC8] given twice to a user',
      /^PC8 createNamespacePermissions/,
      (request, pass) => (isGiving(request) ? instead(pass, 409, 201) : undefined),
    ],
    [
      '[PC7] for a namespace that is not there',
      /^PC7 createNamespacePermissions/,
      (request, pass) => (isGiving(request) ? instead(pass, 404, 201) : undefined),
    ],
    [
      '[PU1] that a change leaves as they were',
      /^PC2 updateNamespacePermissions after updateNamespacePermissions, getNamespacePermissions answers auth/,
      (request, pass) => {
        const text = textOf(request).replace(/"auth":[37]/, '"auth":1');
        if (isOf('PATCH', OF_NAMESPACE)(request)) Object.assign(request, { body: new TextEncoder().encode(text) });
        return pass();
      },
    ],
    [
      '[PG1] that are shown as another',
      /^PC2 createNamespacePermissions after createNamespacePermissions, getNamespacePermissions answers auth 3/,
      async (request, pass) => {
        const given = await pass();
        return isOf('GET', OF_NAMESPACE)(request)
          ? { ...given, body: given.body.replaceAll('"auth":1', '"auth":3') }
          : given;
      },
    ],
    [
      '[PC2] of another number',
      /^PC2 createNamespacePermissions/,
      (request, pass) =>
        isGiving(request) && /"auth":(?![137]\b)-?\d/.test(textOf(request)) ? instead(pass, 400, 201) : undefined,
    ],
    [
      '[PD2] that stay where they are taken away',
      /^P[CD]\d (create|delete)NamespacePermissions/,
      (request) =>
        isOf('DELETE', /triggers.t/)(request) ||
        (isOf('DELETE', OF_NAMESPACE)(request) && request.credentials && /^\["\w+"\]$/.test(textOf(request)))
          ? answer(204)
          : undefined,
    ],
    [
      '[PU4] changed for nobody',
      /^PU4 updateNamespacePermissions/,
      (request, pass) => (isOf('PATCH', OF_NAMESPACE)(request) ? instead(pass, 404, 201) : undefined),
    ],
  ])('%s: one finding', async (_, expected, front) => {
    const found = await find(front);
    expect(found.slice(1)).toEqual([]);
    expect(found[0]).toMatch(expected);
  });
});
