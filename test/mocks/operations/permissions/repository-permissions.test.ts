import { beforeEach, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from '../open-edition.ts';

const ACCESS = '/v2/manage/namespaces/group/repos/busybox/access';
const NONE = ACCESS.replace('busybox', 'none');
const partner = { user_id: 'p1', user_name: 'partner', auth: 1 };
const other = { user_id: 'o1', user_name: 'other', auth: 3 };

let call: Call;
beforeEach(async () => {
  call = await openEdition('2020-10', GROUP);
});

const listOthers = async (path = ACCESS): Promise<unknown> => {
  const { body } = await call('GET', path);
  return (body as { others_auths: unknown[] }).others_auths;
};

it('[QC4] gives users permissions, and [QG1] shows them beside the owner, to each its own', async () => {
  expect(await call('POST', ACCESS, [partner, other])).toMatchObject({ status: 201, body: {} });
  const { status, body } = await call('GET', ACCESS, undefined, 'other-token');
  expect(status).toBe(200);
  expect(body).toEqual({
    id: 1,
    name: 'busybox',
    self_auth: { user_id: expect.any(String), user_name: 'other', auth: 3 },
    others_auths: [partner, other],
  });
});

it('[QC8] refuses a user who has one already, and gives none to the others', async () => {
  await call('POST', ACCESS, [partner]);
  expect(await call('POST', ACCESS, [other, partner])).toMatchObject({ status: 409, code: '4090089', clause: 'QC8' });
  expect(await listOthers()).toEqual([partner]);
});

it('[QU1] changes what users may do, and [QU4] refuses those without a permission', async () => {
  await call('POST', ACCESS, [partner]);
  expect((await call('PATCH', ACCESS, [{ ...partner, auth: 3 }])).status).toBe(201);
  expect(await listOthers()).toEqual([{ ...partner, auth: 3 }]);
  expect(await call('PATCH', ACCESS, [other])).toMatchObject({ status: 404, code: '4040091', clause: 'QU4' });
});

it('[QD2] takes permissions, and [QD5] refuses users without one', async () => {
  await call('POST', ACCESS, [partner, other]);
  expect((await call('DELETE', ACCESS, ['p1'])).status).toBe(204);
  expect(await listOthers()).toEqual([other]);
  expect(await call('DELETE', ACCESS, ['p1'])).toMatchObject({ status: 404, code: '4040091', clause: 'QD5' });
});

it.each<[title: string, method: string, body: unknown, clause: string, code: string]>([
  ['[QC1] a user without id', 'POST', [{ user_name: 'a', auth: 1 }], 'QC1', '4001014'],
  ['[QC2] another permission', 'POST', [{ ...partner, auth: 2 }], 'QC2', '4001066'],
  ['[QC3] no list', 'POST', partner, 'QC3', '4001018'],
  ['[QU2] another permission', 'PATCH', [{ ...partner, auth: 2 }], 'QC2', '4001066'],
  ['[QD1] no list', 'DELETE', 'p1', 'QD1', '4001018'],
])('[QC5] [QD3] refuses %s', async (_title, method, body, clause, code) => {
  expect(await call(method, ACCESS, body)).toMatchObject({ status: 400, clause, code });
});

it.each([
  ['QC7', 'POST', [partner]],
  ['QU4', 'PATCH', [partner]],
  ['QD5', 'DELETE', ['p1']],
  ['QG4', 'GET', undefined],
])('[%s] %s wants a repository that exists', async (clause, method, body) => {
  expect(await call(method, NONE, body)).toMatchObject({ status: 404, code: '4040010', clause });
});

it.each([
  ['QC6', 'POST', [partner]],
  ['QU3', 'PATCH', [partner]],
  ['QD4', 'DELETE', ['p1']],
  ['QG3', 'GET', undefined],
])('[%s] %s wants credentials', async (_clause, method, body) => {
  expect(await call(method, ACCESS, body, '')).toMatchObject({ status: 401 });
});

it('permissions of a namespace and of its repositories are two things', async () => {
  await call('POST', ACCESS, [partner]);
  const owner = { user_id: expect.stringMatching(/^[0-9a-f]{32}$/), user_name: 'demo', auth: 7 };
  expect(await listOthers('/v2/manage/namespaces/group/access')).toEqual([owner]);
  expect((await call('POST', '/v2/manage/namespaces/group/access', [{ ...partner, auth: 3 }])).status).toBe(201);
  expect(await listOthers()).toEqual([partner]);
});

it('[NL2] a namespace is visible to who may do something with a repository of it', async () => {
  // The mode came with the edition of the quotas.
  const later = await openEdition('2022-10', GROUP);
  await later('POST', ACCESS, [partner]);
  const list = async (query: string): Promise<unknown> =>
    (await later('GET', `/v2/manage/namespaces${query}`, undefined, 'partner-token')).body;
  expect(await list('')).toEqual({ namespaces: [] });
  expect(await list('?filter=mode::visible')).toMatchObject({ namespaces: [{ name: 'group', creator_name: 'demo' }] });
});

it('they go with the repository', async () => {
  await call('POST', ACCESS, [partner]);
  for (const tag of ['1.28', '1.29']) await call('DELETE', ACCESS.replace('access', `tags/${tag}`));
  expect((await call('DELETE', ACCESS.replace('/access', ''))).status).toBe(204);
  expect(await call('GET', ACCESS)).toMatchObject({ status: 404 });
});
