import type { Client } from './client.ts';
import type { Items, Law } from './law.ts';
import { bad, createNamespace, createRepository, equal, fieldsOf, listRepositories, namesIn } from './law.ts';

const list = async (client: Client, filter?: string): Promise<Items> => {
  const reply = await client.call('listNamespaces', filter === undefined ? {} : { filter }, 200);
  return fieldsOf(reply)['namespaces'] as Items;
};

const read = async (client: Client, namespace: string) =>
  fieldsOf(await client.call('getNamespace', { path: { namespace } }, 200));

const times = (items: Items, name: string): number => namesIn(items).filter((each) => each === name).length;

/** A text that breaks one rule of a namespace's name, for each of them, and texts that break none. */
export const BAD_NAMES = [
  '1a',
  '-a',
  '_a',
  'Aa',
  'aB',
  'a.b',
  'aé',
  'aBa',
  'aéa',
  'a b',
  'a___b',
  'a_-b',
  'a-_b',
  'a_',
  'a-',
];
const GOOD_NAMES = ['a--b', 'a__b', 'a-b_c', 'a1'];

export const namespaceLaws: readonly Law[] = [
  {
    id: 'n-create',
    run: async (client) => {
      const first = await createNamespace(client);
      const second = await createNamespace(client);
      const shown = await read(client, first);
      equal(shown['name'], first, 'name');
      equal(times(await list(client), first), 1, 'in the list');
      equal(times(await list(client), second), 1, 'the second in the list');
      equal(await list(client, `namespace::${first}`), [shown], 'the list of one');
      equal((await read(client, first))['id'], shown['id'], 'id of a second read');
      if ((await read(client, second))['id'] === shown['id']) throw new Error('two namespaces of one id');
      equal(await list(client, `namespace%3A%3A${second}`), [await read(client, second)], 'an encoded filter');
    },
  },
  {
    id: 'n-filter',
    run: async (client) => {
      const name = await createNamespace(client);
      await createNamespace(client, `${name}x`);
      equal(namesIn(await list(client, `namespace::${name}`)), [name], 'the list of one');
      equal(await list(client, `namespace::${name.slice(0, -1)}`), [], 'the list of a part');
      equal(await list(client, `namespace::${name.toUpperCase()}`), [], 'the list in upper case');
      for (const filter of ['x', 'namespace', 'namespace:a', '::a']) await bad(client, 'listNamespaces', { filter });
    },
  },
  {
    id: 'n-duplicate',
    run: async (client) => {
      const name = await createNamespace(client);
      const before = await read(client, name);
      for (let count = 0; count < 2; count += 1)
        await client.call('createNamespace', { json: { namespace: name } }, 409);
      equal(times(await list(client), name), 1, 'in the list');
      equal(await read(client, name), before, 'after a refused one');
    },
  },
  {
    id: 'n-unknown',
    run: async (client) => {
      const namespace = client.name();
      await client.call('getNamespace', { path: { namespace } }, 404);
      await client.call('deleteNamespace', { path: { namespace } }, 404);
      equal(await list(client, `namespace::${namespace}`), [], 'the list of none');
      await createNamespace(client, namespace);
      equal((await read(client, namespace))['name'], namespace, 'name');
    },
  },
  {
    id: 'n-delete',
    run: async (client) => {
      const name = await createNamespace(client);
      const neighbour = await createNamespace(client, `${name}x`);
      await list(client);
      await client.call('deleteNamespace', { path: { namespace: name } }, 204);
      await client.call('getNamespace', { path: { namespace: name } }, 404);
      equal(times(await list(client), name), 0, 'in the list');
      equal(await list(client, `namespace::${name}`), [], 'in the list of one');
      await client.call('deleteNamespace', { path: { namespace: name } }, 404);
      equal((await read(client, neighbour))['name'], neighbour, 'the neighbour');
      equal(times(await list(client), neighbour), 1, 'the neighbour in the list');
      await createNamespace(client, name);
      equal((await read(client, name))['name'], name, 'created again');
    },
  },
  {
    id: 'n-delete-read',
    run: async (client) => {
      const namespace = await createNamespace(client);
      await read(client, namespace);
      await client.call('deleteNamespace', { path: { namespace } }, 204);
      await client.call('getNamespace', { path: { namespace } }, 404);
    },
  },
  {
    id: 'n-cascade',
    reading: 'A12',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace);
      await client.call('deleteNamespace', { path: { namespace } }, 204);
      await client.call('getRepository', { path: { namespace, repository } }, 404);
      equal(await listRepositories(client, `namespace::${namespace}`), [], 'what it held');
      await createNamespace(client, namespace);
      await client.call('getRepository', { path: { namespace, repository } }, 404);
    },
  },
  {
    id: 'n-names',
    run: async (client) => {
      for (const name of [...BAD_NAMES, 'a'.repeat(65)]) {
        await bad(client, 'createNamespace', { json: { namespace: name } });
        await bad(client, 'getNamespace', { path: { namespace: name } });
        await bad(client, 'deleteNamespace', { path: { namespace: name } });
      }
      await bad(client, 'createNamespace', { json: { namespace: '' } });
      const token = client.name();
      for (const good of [...GOOD_NAMES.map((name) => `${name}${token}`), token.padEnd(64, 'a')]) {
        await client.call('getNamespace', { path: { namespace: good } }, 404);
        await createNamespace(client, good);
        equal((await read(client, good))['name'], good, 'name');
      }
    },
  },
  {
    id: 'n-body',
    run: async (client) => {
      const namespace = client.name();
      const json = { namespace };
      const text = JSON.stringify(json);
      for (const contentType of ['text/plain', 'application/x-www-form-urlencoded'])
        await bad(client, 'createNamespace', { text, contentType });
      for (const body of ['{}', '[]', '""', 'null', text.slice(0, -1), `[${text}]`, ''])
        await bad(client, 'createNamespace', { text: body });
      for (const value of [1, true, null, [namespace], { name: namespace }])
        await bad(client, 'createNamespace', { json: { namespace: value } });
      await client.call('getNamespace', { path: { namespace } }, 404);
      await client.call('createNamespace', { text, contentType: 'application/json;charset=UTF-8' }, 201);
    },
  },
  {
    id: 'n-credentials',
    run: async (client) => {
      const namespace = client.name();
      await client.call('createNamespace', { json: { namespace }, anonymous: true }, 401);
      await client.call('getNamespace', { path: { namespace } }, 404);
      await createNamespace(client, namespace);
      await client.call('listNamespaces', { anonymous: true }, 401);
      await client.call('getNamespace', { path: { namespace }, anonymous: true }, 401);
      await client.call('deleteNamespace', { path: { namespace }, anonymous: true }, 401);
      equal((await read(client, namespace))['name'], namespace, 'after a refused deletion');
    },
  },
  {
    id: 'n-many',
    run: async (client) => {
      const names: string[] = [];
      for (let count = 0; count < 12; count += 1) {
        const name = await createNamespace(client);
        names.push(name);
        equal(times(await list(client), name), 1, `number ${count} in the list`);
        equal((await read(client, name))['name'], name, 'name');
      }
      const all = await list(client);
      for (const name of names) equal(times(all, name), 1, `${name} in the list`);
      equal(new Set(all.map(({ id }) => id)).size, all.length, 'different ids');
    },
  },
];
