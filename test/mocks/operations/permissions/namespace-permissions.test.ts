import { beforeEach, describe, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from '../open-edition.ts';

const NAMESPACE = '/v2/manage/namespaces/group';
const ACCESS = `${NAMESPACE}/access`;
const partner = { user_id: 'p1', user_name: 'partner', auth: 1 };
const other = { user_id: 'o1', user_name: 'other', auth: 3 };

let call: Call;
beforeEach(async () => {
  call = await openEdition('2019-12', GROUP);
});

const listOthers = async (): Promise<unknown> => {
  const { body } = await call('GET', ACCESS);
  return (body as { others_auths: unknown[] }).others_auths.slice(1);
};

describe('createNamespacePermissions', () => {
  it('[PC4] gives users permissions, and [PG1] shows them beside the owner', async () => {
    expect(await call('POST', ACCESS, [partner, other])).toMatchObject({ status: 201, body: {} });
    const { status, body } = await call('GET', ACCESS);
    const self = { user_id: expect.stringMatching(/^[0-9a-f]{32}$/), user_name: 'demo', auth: 7 };
    expect(status).toBe(200);
    expect(body).toEqual({
      id: 1,
      name: 'group',
      creator_name: 'demo',
      self_auth: self,
      others_auths: [self, partner, other],
    });
  });

  it('[PC8] refuses a user who has one already, and gives none to the others', async () => {
    await call('POST', ACCESS, [partner]);
    expect(await call('POST', ACCESS, [other, partner])).toMatchObject({ status: 409, code: '4090076', clause: 'PC8' });
    expect(await listOthers()).toEqual([partner]);
  });

  it('[PC8] refuses one user twice in a list', async () => {
    expect(await call('POST', ACCESS, [partner, { ...partner, auth: 3 }])).toMatchObject({ status: 409 });
    expect(await listOthers()).toEqual([]);
  });

  it('[PC7] wants a namespace that exists', async () => {
    const answer = await call('POST', '/v2/manage/namespaces/none/access', [partner]);
    expect(answer).toMatchObject({ status: 404, code: '4040058', clause: 'PC7' });
  });

  it.each<[title: string, body: unknown, clause: string, code: string]>([
    ['[PC1] a user without id', [{ user_name: 'a', auth: 1 }], 'PC1', '4001014'],
    ['[PC1] an empty name', [{ ...partner, user_name: '' }], 'PC1', '4001014'],
    ['[PC1] an id that is no text', [{ ...partner, user_id: 7 }], 'PC1', '4000014'],
    ['[PC2] no permission', [{ user_id: 'a', user_name: 'a' }], 'PC2', '4001014'],
    ['[PC2] another permission', [{ ...partner, auth: 2 }], 'PC2', '4001065'],
    ['[PC2] a permission as a text', [{ ...partner, auth: '7' }], 'PC2', '4001065'],
    ['[PC3] no list', partner, 'PC3', '4001018'],
  ])('[PC5] %s is refused', async (_title, body, clause, code) => {
    expect(await call('POST', ACCESS, body)).toMatchObject({ status: 400, clause, code });
    expect(await listOthers()).toEqual([]);
  });
});

describe('updateNamespacePermissions', () => {
  it('[PU1] changes what users may do', async () => {
    await call('POST', ACCESS, [partner, other]);
    expect(await call('PATCH', ACCESS, [{ ...partner, auth: 7 }])).toMatchObject({ status: 201, body: {} });
    expect(await listOthers()).toEqual([{ ...partner, auth: 7 }, other]);
  });

  it('[PU4] refuses users without a permission, and changes none', async () => {
    await call('POST', ACCESS, [partner]);
    const answer = await call('PATCH', ACCESS, [{ ...partner, auth: 7 }, other]);
    expect(answer).toMatchObject({ status: 404, code: '4040078', clause: 'PU4' });
    expect(await listOthers()).toEqual([partner]);
  });

  it('[PU2] looks at the list as the creation does', async () => {
    expect(await call('PATCH', ACCESS, [{ ...partner, auth: 0 }])).toMatchObject({ status: 400, clause: 'PC2' });
  });
});

describe('deleteNamespacePermissions', () => {
  it('[PD2] takes the permissions of those whose ids are the body', async () => {
    await call('POST', ACCESS, [partner, other]);
    expect(await call('DELETE', ACCESS, ['p1', 'p1'])).toMatchObject({ status: 204, body: undefined });
    expect(await listOthers()).toEqual([other]);
  });

  it('[PD5] refuses users without a permission, and takes none', async () => {
    await call('POST', ACCESS, [partner]);
    expect(await call('DELETE', ACCESS, ['p1', 'o1'])).toMatchObject({ status: 404, code: '4040078', clause: 'PD5' });
    expect(await listOthers()).toEqual([partner]);
  });

  it('[PD1] [PD3] wants a list of ids', async () => {
    expect(await call('DELETE', ACCESS, { user_id: 'p1' })).toMatchObject({ status: 400, clause: 'PD1' });
    expect(await call('DELETE', ACCESS, [7])).toMatchObject({ status: 400 });
  });
});

it('[PG4] a namespace that does not exist has no permissions to read', async () => {
  const answer = await call('GET', '/v2/manage/namespaces/none/access');
  expect(answer).toMatchObject({ status: 404, code: '4040058', clause: 'PG4' });
});

it.each([
  ['PC6', 'POST', [partner]],
  ['PU3', 'PATCH', [partner]],
  ['PD4', 'DELETE', ['p1']],
  ['PG3', 'GET', undefined],
])('[%s] %s wants credentials', async (_clause, method, body) => {
  expect(await call(method, ACCESS, body, '')).toMatchObject({ status: 401 });
});

describe('what an account may do', () => {
  it('is what its permission says, in the namespace and its lists', async () => {
    await call('POST', ACCESS, [partner]);
    const { body } = await call('GET', NAMESPACE, undefined, 'partner-token');
    expect(body).toMatchObject({ creator_name: 'demo', auth: 1 });
    const list = await call('GET', '/v2/manage/namespaces', undefined, 'partner-token');
    expect(list.body).toEqual({ namespaces: [body] });
    const named = await call('GET', '/v2/manage/namespaces?filter=namespace::group', undefined, 'partner-token');
    expect(named.body).toEqual({ namespaces: [body] });
    expect((await call('GET', ACCESS, undefined, 'partner-token')).body).toMatchObject({
      self_auth: { user_name: 'partner', auth: 1 },
    });
  });

  it('is to manage its own', async () => {
    await call('POST', ACCESS, [{ ...partner, user_name: 'demo' }]);
    expect((await call('GET', NAMESPACE)).body).toMatchObject({ auth: 7 });
    expect((await call('GET', '/v2/manage/namespaces')).body).toMatchObject({ namespaces: [{ name: 'group' }] });
  });

  it('is shown as to manage where it has no permission, and such namespaces are in no list of its', async () => {
    expect((await call('GET', NAMESPACE, undefined, 'other-token')).body).toMatchObject({ auth: 7 });
    expect((await call('GET', '/v2/manage/namespaces', undefined, 'other-token')).body).toEqual({ namespaces: [] });
  });

  it('goes with the namespace', async () => {
    await call('POST', ACCESS, [partner]);
    await call('DELETE', NAMESPACE);
    await call('POST', '/v2/manage/namespaces', { namespace: 'group' });
    expect(await listOthers()).toEqual([]);
  });
});
