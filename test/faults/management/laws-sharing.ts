import type { Client, Sent } from './client.ts';
import type { Items, Law } from './law.ts';
import {
  bad,
  createNamespace,
  createRepository,
  equal,
  isShared,
  itemsOf,
  listSharing,
  namesIn,
  readRepository,
  share,
  textOf,
} from './law.ts';

const prepare = async (client: Client) => {
  const namespace = await createNamespace(client);
  return { namespace, repository: await createRepository(client, namespace, undefined, { category: 'lang' }) };
};

const sharedBy = async (client: Client, name: string): Promise<Items> =>
  itemsOf(await client.call('listSharedRepositories', { filter: `center::self|name::${name}` }, 200));

const LATER = '2093-05-06T07:08:09Z';
const BAD_DEADLINES = ['', 'Forever', 'never', '2093-05-06', '2093-13-06T07:08:09Z', '2093-02-30T07:08:09Z'];
const NO_UTC = ['2093-05-06T07:08:09', '2093-05-06T07:08:09+08:00', '2093-05-06 07:08:09Z', '1750000000'];
const BAD_PERMITS = ['write', 'Read', 'read ', 'reads', 'read,write', ''];

const wrongTypes = ['permit', 'deadline', 'description'].flatMap((field) =>
  [1, true, null, ['read'], {}].map((value) => ({ [field]: value })),
);

const badFields = async (client: Client, send: (changes: object) => Sent, isCreate: boolean): Promise<void> => {
  const operation = isCreate ? 'createAccessDomain' : 'updateAccessDomain';
  for (const permit of BAD_PERMITS) await bad(client, operation, send({ permit }));
  for (const deadline of [...BAD_DEADLINES, ...NO_UTC]) await bad(client, operation, send({ deadline }));
  for (const changes of wrongTypes) await bad(client, operation, send(changes));
  for (const field of ['permit', 'deadline']) await bad(client, operation, send({ [field]: undefined }));
  await bad(client, operation, { ...send({}), contentType: 'text/plain' });
  await bad(client, operation, { ...send({}), text: '[]' });
  await bad(client, operation, { ...send({}), text: '{' });
};

export const sharingLaws: readonly Law[] = [
  {
    id: 's-create',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      const other = await createRepository(client, namespace);
      await share(client, namespace, await createRepository(client, namespace), 'second');
      equal(await isShared(client, namespace, repository, 'partner'), false, 'before');
      equal(await listSharing(client, namespace, repository), [], 'before');
      equal(await sharedBy(client, repository), [], 'shared before');
      await share(client, namespace, repository, 'partner', { description: 'für 你', deadline: LATER });
      equal(await isShared(client, namespace, repository, 'partner'), true, 'after');
      equal(await isShared(client, namespace, repository, 'partner2'), false, 'another account');
      equal(await isShared(client, namespace, other, 'partner'), false, 'another repository');
      equal(await listSharing(client, namespace, other), [], 'another repository');
      const [only, ...more] = await listSharing(client, namespace, repository);
      equal(more, [], 'others in the list');
      const { access_domain, permit, deadline, description } = only ?? {};
      equal([only?.['namespace'], only?.['repository'], access_domain], [namespace, repository, 'partner'], 'key');
      equal([permit, deadline, description, only?.['status']], ['read', LATER, 'für 你', true], 'values');
      const [shared, ...others] = await sharedBy(client, repository);
      equal([shared?.['name'], shared?.['namespace'], shared?.['category']], [repository, namespace, 'lang'], 'shared');
      equal(others, [], 'other shared ones');
      await share(client, namespace, repository, 'second');
      const domains = (await listSharing(client, namespace, repository)).map((each) => each['access_domain']);
      equal(domains.toSorted(), ['partner', 'second'], 'both');
      equal(namesIn(await sharedBy(client, repository)), [repository], 'once, however many accounts');
    },
  },
  {
    id: 's-duplicate',
    reading: 'A14',
    run: async (client) => {
      const path = await prepare(client);
      await share(client, path.namespace, path.repository, 'partner', { description: 'first' });
      const before = await listSharing(client, path.namespace, path.repository);
      const json = { access_domain: 'partner', permit: 'read', deadline: LATER, description: 'second' };
      await client.call('createAccessDomain', { path, json }, 409);
      await client.call('createAccessDomain', { path, json }, 409);
      equal(await listSharing(client, path.namespace, path.repository), before, 'after a refused one');
    },
  },
  {
    id: 's-update',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      for (const account of ['partner', 'second'])
        await share(client, namespace, repository, account, { description: 'kept' });
      const before = await listSharing(client, namespace, repository);
      const path = { namespace, repository, access_domain: 'partner' };
      await client.call('updateAccessDomain', { path, json: { permit: 'read', deadline: LATER } }, 201);
      const [changed, neighbour] = await listSharing(client, namespace, repository);
      equal([changed?.['deadline'], changed?.['description']], [LATER, 'kept'], 'values');
      equal([changed?.['created'], changed?.['access_domain']], [before[0]?.['created'], 'partner'], 'others');
      equal(neighbour, before[1], 'the neighbour');
      const json = { permit: 'read', deadline: 'forever', description: 'new' };
      await client.call('updateAccessDomain', { path, json }, 201);
      const [again] = await listSharing(client, namespace, repository);
      equal([again?.['deadline'], again?.['description']], ['forever', 'new'], 'values of the second change');
      equal(await isShared(client, namespace, repository, 'partner'), true, 'still shared');
    },
  },
  {
    id: 's-updated',
    reading: 'times',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      await share(client, namespace, repository, 'partner');
      const [before] = await listSharing(client, namespace, repository);
      const path = { namespace, repository, access_domain: 'partner' };
      await client.call('updateAccessDomain', { path, json: { permit: 'read', deadline: LATER } }, 201);
      const [after] = await listSharing(client, namespace, repository);
      if (!(String(after?.['updated']) > String(before?.['updated']))) throw new Error('updated does not move');
      equal(after?.['created'], before?.['created'], 'created');
    },
  },
  {
    id: 's-delete',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      const other = await createRepository(client, namespace);
      for (const account of ['partner', 'partner2'])
        await share(client, namespace, repository, account, { description: 'old' });
      await share(client, namespace, other, 'partner');
      const path = { namespace, repository, access_domain: 'partner' };
      await client.call('deleteAccessDomain', { path }, 204);
      equal(await isShared(client, namespace, repository, 'partner'), false, 'after');
      const rest = await listSharing(client, namespace, repository);
      equal(
        rest.map((each) => each['access_domain']),
        ['partner2'],
        'what is left',
      );
      equal(await isShared(client, namespace, other, 'partner'), true, 'of another repository');
      equal(namesIn(await sharedBy(client, repository)), [repository], 'shared still');
      await client.call('deleteAccessDomain', { path: { ...path, access_domain: 'partner2' } }, 204);
      equal(await sharedBy(client, repository), [], 'shared no more');
      equal((await readRepository(client, namespace, repository))['name'], repository, 'the repository');
      await share(client, namespace, repository, 'partner');
      equal(await isShared(client, namespace, repository, 'partner'), true, 'again');
      const [again] = await listSharing(client, namespace, repository);
      equal(textOf(again?.['description']), '', 'description of the new one');
    },
  },
  {
    id: 's-unknown',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      const path = { namespace, repository, access_domain: 'partner' };
      const json = { permit: 'read', deadline: 'forever' };
      await client.call('updateAccessDomain', { path, json }, 404, 400);
      await client.call('deleteAccessDomain', { path }, 404, 400);
      equal(await isShared(client, namespace, repository, 'partner'), false, 'not created');
      await share(client, namespace, repository, 'partner');
      equal(await isShared(client, namespace, repository, 'partner'), true, 'created');
    },
  },
  {
    id: 's-goes',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      await share(client, namespace, repository, 'partner');
      await client.call('deleteRepository', { path: { namespace, repository } }, 204);
      equal(await sharedBy(client, repository), [], 'shared after the deletion');
      await createRepository(client, namespace, repository);
      equal(await isShared(client, namespace, repository, 'partner'), false, 'after the deletion');
      equal(await listSharing(client, namespace, repository), [], 'after the deletion');
    },
  },
  {
    id: 's-fields',
    run: async (client) => {
      const path = await prepare(client);
      const plain = { permit: 'read', deadline: 'forever' };
      const create = { access_domain: 'partner', ...plain };
      await badFields(client, (changes) => ({ path, json: { ...create, ...changes } }), true);
      for (const access_domain of ['', 1, null, undefined])
        await bad(client, 'createAccessDomain', { path, json: { ...create, access_domain } });
      equal(await listSharing(client, path.namespace, path.repository), [], 'after refused ones');
      await share(client, path.namespace, path.repository, 'partner', { deadline: '2093-05-06T07:08:09.123456789Z' });
      const before = await listSharing(client, path.namespace, path.repository);
      const full = { ...path, access_domain: 'partner' };
      await badFields(client, (changes) => ({ path: full, json: { ...plain, ...changes } }), false);
      equal(await listSharing(client, path.namespace, path.repository), before, 'after refused changes');
    },
  },
  {
    id: 's-credentials',
    run: async (client) => {
      const path = await prepare(client);
      const plain = { permit: 'read', deadline: 'forever' };
      const json = { access_domain: 'partner', ...plain };
      await client.call('createAccessDomain', { path, json, anonymous: true }, 401);
      equal(await isShared(client, path.namespace, path.repository, 'partner'), false, 'after a refused one');
      await share(client, path.namespace, path.repository, 'partner');
      const full = { ...path, access_domain: 'partner' };
      await client.call('listAccessDomains', { path, anonymous: true }, 401);
      await client.call('getAccessDomain', { path: full, anonymous: true }, 401);
      await client.call('updateAccessDomain', { path: full, json: plain, anonymous: true }, 401);
      await client.call('deleteAccessDomain', { path: full, anonymous: true }, 401);
      await client.call('listSharedRepositories', { filter: 'center::self', anonymous: true }, 401);
      equal(await isShared(client, path.namespace, path.repository, 'partner'), true, 'after refused ones');
    },
  },
  {
    id: 's-names',
    run: async (client) => {
      const { namespace } = await prepare(client);
      const json = { access_domain: 'partner', permit: 'read', deadline: 'forever' };
      for (const repository of ['A', 'a_', '1a', 'a.b']) {
        await bad(client, 'createAccessDomain', { path: { namespace, repository }, json });
        await bad(client, 'listAccessDomains', { path: { namespace, repository } });
        const path = { namespace, repository, access_domain: 'partner' };
        await bad(client, 'getAccessDomain', { path });
        await bad(client, 'deleteAccessDomain', { path });
        await bad(client, 'updateAccessDomain', { path, json: { permit: 'read', deadline: 'forever' } });
      }
    },
  },
  {
    id: 's-many',
    run: async (client) => {
      const { namespace, repository } = await prepare(client);
      for (let count = 1; count <= 12; count += 1) {
        await share(client, namespace, repository, `partner${count}`);
        equal((await listSharing(client, namespace, repository)).length, count, 'accounts');
        equal(await isShared(client, namespace, repository, `partner${count}`), true, 'the latest');
      }
      const path = { namespace, repository, access_domain: 'partner1' };
      await client.call('deleteAccessDomain', { path }, 204);
      equal(await isShared(client, namespace, repository, 'partner1'), false, 'after a deletion');
      equal((await listSharing(client, namespace, repository)).length, 11, 'accounts after a deletion');
    },
  },
];
