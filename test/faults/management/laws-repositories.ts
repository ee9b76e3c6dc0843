import type { Client } from './client.ts';
import type { Law } from './law.ts';
import {
  bad,
  createNamespace,
  createRepository,
  equal,
  listRepositories,
  namesIn,
  readRepository,
  textOf,
} from './law.ts';
import { BAD_NAMES } from './laws-namespaces.ts';

const TEXTS = [
  'plain',
  ' blanks at both ends ',
  '<b>"1" & \'2\'</b>',
  'déjà vu 镜像 🐳',
  'two\nlines',
  'x'.repeat(300),
  'null',
  '%41 ::|',
];

const update = (client: Client, namespace: string, repository: string, json: unknown) =>
  client.call('updateRepository', { path: { namespace, repository }, json }, 201);

const FULL = { category: 'linux', description: 'as it was', is_public: 'true' };

// Everything of a repository that a change must not touch, beside the field that it is about.
const without = (record: Readonly<Record<string, unknown>>, ...fields: readonly string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name)));

const item = async (client: Client, namespace: string, name: string) => {
  const found = await listRepositories(client, `namespace::${namespace}|name::${name}`);
  // Names may be found by a part (A18).
  const [only, ...more] = found.filter((each) => each['name'] === name);
  if (!only || more.length > 0) throw new Error(`${name} is not in the list once`);
  return only;
};

const changes: readonly (readonly [string, unknown])[] = [
  ['category', 'database'],
  ['category', 'arms'],
  ['description', 'déjà vu 镜像'],
  ['description', ''],
  ['is_public', false],
  ['is_public', true],
];

const updateLaw = (format: 'json' | 'form'): Law => ({
  id: `r-update-${format}`,
  run: async (client) => {
    const namespace = await createNamespace(client);
    const repository = await createRepository(client, namespace, undefined, FULL);
    const neighbour = await createRepository(client, namespace, `${repository}x`, FULL);
    const other = await readRepository(client, namespace, neighbour);
    for (const [field, value] of changes) {
      const before = await readRepository(client, namespace, repository);
      const path = { namespace, repository };
      const sent = format === 'json' ? { json: { [field]: value } } : { form: { [field]: String(value) } };
      await client.call('updateRepository', { path, ...sent }, 201);
      const after = await readRepository(client, namespace, repository);
      equal(field === 'description' ? textOf(after[field]) : after[field], value, field);
      equal(without(after, field, 'updated'), without(before, field, 'updated'), `beside ${field}`);
      const listed = await item(client, namespace, repository);
      equal(field === 'description' ? textOf(listed[field]) : listed[field], value, `${field} in the list`);
      equal(listed['created_at'], after['created'], 'created in the list');
    }
    equal(await readRepository(client, namespace, neighbour), other, 'the neighbour');
  },
});

export const repositoryLaws: readonly Law[] = [
  {
    id: 'r-create',
    run: async (client) => {
      const namespace = await createNamespace(client);
      for (const [index, category] of ['app_server', 'windows', 'arms', 'other'].entries()) {
        const is_public = index % 2 === 0 ? 'true' : 'false';
        const name = await createRepository(client, namespace, undefined, { category, description: 'd', is_public });
        const shown = await readRepository(client, namespace, name);
        const { description } = shown;
        equal([shown['name'], shown['category'], description], [name, category, 'd'], 'values');
        equal(shown['is_public'], index % 2 === 0, 'is_public');
        const listed = await item(client, namespace, name);
        equal([listed['namespace'], listed['category'], listed['description']], [namespace, category, 'd'], 'listed');
        equal(listed['is_public'], index % 2 === 0, 'is_public in the list');
        equal(await readRepository(client, namespace, name), shown, 'a second read');
      }
    },
  },
  {
    id: 'r-texts',
    run: async (client) => {
      const namespace = await createNamespace(client);
      for (const description of TEXTS) {
        const name = await createRepository(client, namespace, undefined, { description });
        equal((await readRepository(client, namespace, name))['description'], description, 'description');
        equal((await item(client, namespace, name))['description'], description, 'description in the list');
        await update(client, namespace, name, { description: `${description}!` });
        equal((await readRepository(client, namespace, name))['description'], `${description}!`, 'changed description');
      }
      const bare = await createRepository(client, namespace);
      equal(textOf((await readRepository(client, namespace, bare))['description']), '', 'no description');
      equal(textOf((await readRepository(client, namespace, bare))['category']), '', 'no category');
    },
  },
  updateLaw('json'),
  updateLaw('form'),
  {
    id: 'r-updated',
    reading: 'times',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace);
      const before = await readRepository(client, namespace, repository);
      await update(client, namespace, repository, { description: 'now' });
      const after = await readRepository(client, namespace, repository);
      equal(after['created'], before['created'], 'created');
      if (!(String(after['updated']) > String(before['updated']))) throw new Error('updated does not move');
      equal((await item(client, namespace, repository))['updated_at'], after['updated'], 'updated in the list');
    },
  },
  {
    id: 'r-update-several',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace, undefined, FULL);
      const values = { category: 'lang', description: 'new', is_public: false };
      await update(client, namespace, repository, values);
      const after = await readRepository(client, namespace, repository);
      equal([after['category'], after['description'], after['is_public']], Object.values(values), 'values');
    },
  },
  {
    id: 'r-update-refused',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace, undefined, FULL);
      const before = await readRepository(client, namespace, repository);
      const path = { namespace, repository };
      for (const json of [
        { category: 'none', description: 'x' },
        { description: 'x', is_public: 'maybe' },
        { is_public: 'true' },
        { is_public: 1 },
        { is_public: null },
        { category: 1 },
        { category: '' },
        { description: 1 },
        [],
        'x',
      ])
        await bad(client, 'updateRepository', { path, json });
      await bad(client, 'updateRepository', { path, text: '{"description":' });
      await bad(client, 'updateRepository', { path, text: '{"description":"x"}', contentType: 'text/plain' });
      await bad(client, 'updateRepository', { path, form: { is_public: 'maybe', description: 'x' } });
      equal(await readRepository(client, namespace, repository), before, 'after refused changes');
    },
  },
  {
    id: 'r-update-nothing',
    reading: 'A15',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace);
      await bad(client, 'updateRepository', { path: { namespace, repository }, json: {} });
    },
  },
  {
    id: 'r-unknown',
    run: async (client) => {
      await createRepository(client, await createNamespace(client));
      const namespace = await createNamespace(client);
      const path = { namespace, repository: client.name('r') };
      await client.call('getRepository', { path }, 404);
      await client.call('updateRepository', { path, json: { description: 'x' } }, 404);
      await client.call('deleteRepository', { path }, 404);
      await client.call('getRepository', { path }, 404);
      equal(await listRepositories(client, `namespace::${namespace}`), [], 'nothing was created');
      await createRepository(client, namespace, path.repository);
      equal((await readRepository(client, namespace, path.repository))['name'], path.repository, 'name');
    },
  },
  {
    id: 'r-delete',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const elsewhere = await createNamespace(client);
      const name = await createRepository(client, namespace, undefined, FULL);
      await createRepository(client, elsewhere, name);
      await createRepository(client, namespace, `${name}x`);
      const path = { namespace, repository: name };
      await client.call('deleteRepository', { path }, 204);
      await client.call('getRepository', { path }, 404);
      equal(namesIn(await listRepositories(client, `namespace::${namespace}`)), [`${name}x`], 'what is left');
      await client.call('deleteRepository', { path }, 404);
      equal((await readRepository(client, elsewhere, name))['name'], name, 'in another namespace');
      equal((await readRepository(client, namespace, `${name}x`))['name'], `${name}x`, 'the neighbour');
      equal(namesIn(await listRepositories(client, `namespace::${elsewhere}`)), [name], 'listed in another namespace');
      await createRepository(client, namespace, name);
      const again = await readRepository(client, namespace, name);
      equal([textOf(again['category']), textOf(again['description']), again['is_public']], ['', '', false], 'again');
      equal((await item(client, namespace, name))['name'], name, 'listed again');
    },
  },
  {
    id: 'r-names',
    run: async (client) => {
      const namespace = await createNamespace(client);
      for (const repository of [...BAD_NAMES, 'a'.repeat(129)]) {
        await bad(client, 'getRepository', { path: { namespace, repository } });
        await bad(client, 'updateRepository', { path: { namespace, repository }, json: { description: 'x' } });
        await bad(client, 'deleteRepository', { path: { namespace, repository } });
      }
      for (const repository of ['a--b', 'a__b', 'a-b_c', 'a1', 'a'.repeat(128)])
        await client.call('getRepository', { path: { namespace, repository } }, 404);
    },
  },
  {
    id: 'r-many',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const names: string[] = [];
      for (let count = 0; count < 12; count += 1) {
        const name = await createRepository(client, namespace);
        names.push(name);
        equal(namesIn(await listRepositories(client, `namespace::${namespace}`)), names, `after ${count}`);
        equal((await readRepository(client, namespace, name))['name'], name, 'name');
      }
      const [first = ''] = names;
      await update(client, namespace, first, { description: 'x' });
      equal((await readRepository(client, namespace, first))['description'], 'x', 'changed late');
      equal((await item(client, namespace, first))['description'], 'x', 'changed late, in the list');
      await client.call('deleteRepository', { path: { namespace, repository: first } }, 204);
      equal(namesIn(await listRepositories(client, `namespace::${namespace}`)), names.slice(1), 'after a deletion');
    },
  },
  {
    id: 'r-list-read',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const repository = await createRepository(client, namespace);
      const filter = `namespace::${namespace}`;
      equal(textOf((await listRepositories(client, filter))[0]?.['description']), '', 'before');
      await update(client, namespace, repository, { description: 'x' });
      equal((await listRepositories(client, filter))[0]?.['description'], 'x', 'after a change');
      await client.call('deleteRepository', { path: { namespace, repository } }, 204);
      equal(await listRepositories(client, filter), [], 'after a deletion');
    },
  },
  {
    id: 'r-credentials',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const path = { namespace, repository: await createRepository(client, namespace) };
      await client.call('getRepository', { path, anonymous: true }, 401);
      await client.call('listRepositories', { filter: 'center::self', anonymous: true }, 401);
    },
  },
  {
    id: 't-tags',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const path = { namespace, repository: await createRepository(client, namespace) };
      const unknown = { namespace, repository: client.name('r') };
      equal((await client.call('listTags', { path }, 200)).value, [], 'tags of a new repository');
      await client.call('listTags', { path: unknown }, 404);
      await client.call('deleteTag', { path: { ...unknown, tag: 'latest' } }, 404);
      for (const tag of ['latest', '1.29', '_a', 'A-b.c', 'a'.repeat(128)])
        await client.call('deleteTag', { path: { ...path, tag } }, 404);
      for (const tag of ['-a', '.a', 'a b', 'a+b', 'é', 'aé', 'a'.repeat(129)])
        await bad(client, 'deleteTag', { path: { ...path, tag } });
      for (const repository of ['A', 'a_']) {
        await bad(client, 'listTags', { path: { namespace, repository } });
        await bad(client, 'deleteTag', { path: { namespace, repository, tag: 'a' } });
      }
    },
  },
];
