import type { Client } from './client.ts';
import type { Items, Law } from './law.ts';
import { bad, createNamespace, createRepository, equal, itemsOf, listRepositories, namesIn, share } from './law.ts';
import type { OperationId } from './operations.ts';

const badFilters = async (client: Client, operation: OperationId, good: string): Promise<void> => {
  for (const sent of [
    {},
    { query: 'filter=' },
    { filter: 'x' },
    { filter: 'center:self' },
    { filter: `${good}|x` },
    { filter: `${good}|` },
    { filter: 'center::other' },
    { filter: 'center::SELF' },
    { filter: 'center::' },
    { filter: `${good}|offset::0` },
    { filter: `${good}|limit::10` },
    { filter: `${good}|offset::x|limit::10` },
    { filter: `${good}|offset::0|limit::ten` },
    { filter: `${good}|offset::-1|limit::10` },
  ])
    await bad(client, operation, sent);
};

const joinPages = async (
  client: Client,
  operation: OperationId,
  filter: string,
  size: number,
  total: number,
): Promise<Items> => {
  const joined: Items[number][] = [];
  for (let offset = 0; offset < total + size; offset += size) {
    const reply = await client.call(operation, { filter: `${filter}|offset::${offset}|limit::${size}` }, 200);
    const items = itemsOf(reply);
    equal(items.length, Math.max(0, Math.min(size, total - offset)), `records from ${offset}`);
    equal(reply.headers.get('content-range'), `${offset}-${items.length}/${total}`, 'Content-Range');
    joined.push(...items);
  }
  return joined;
};

export const listLaws: readonly Law[] = [
  {
    id: 'l-filters',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const near = await createNamespace(client, `${namespace}x`);
      const name = await createRepository(client, namespace, undefined, { category: 'linux' });
      const other = await createRepository(client, namespace, undefined, { category: 'database' });
      const bare = await createRepository(client, namespace);
      await createRepository(client, near, name, { category: 'linux' });
      const expectNames = async (filter: string, names: readonly string[]): Promise<void> =>
        equal(namesIn(await listRepositories(client, filter)).toSorted(), names.toSorted(), filter);
      await expectNames(`namespace::${namespace}`, [name, other, bare]);
      await expectNames(`namespace::${namespace}|category::linux`, [name]);
      await expectNames(`namespace::${namespace}|category::database`, [other]);
      await expectNames(`namespace::${namespace}|category::arms`, []);
      await expectNames(`namespace::${near}`, [name]);
      await expectNames(`namespace::${namespace.slice(0, -1)}`, []);
      await expectNames(`namespace::${namespace.toUpperCase()}`, []);
      await expectNames(`namespace::${namespace}|name::${name}`, [name]);
      await expectNames(`namespace::${namespace}|name::${other}|category::linux`, []);
      await expectNames(`name::${name}`, [name, name]);
      await expectNames(`name::${bare}|center::self`, [bare]);
      await expectNames(`name::${client.name('r')}`, []);
      await expectNames(`namespace%3A%3A${namespace}%7Ccategory%3A%3Alinux`, [name]);
      for (const { namespace: shown } of await listRepositories(client, `namespace::${namespace}`))
        equal(shown, namespace, 'namespace');
    },
  },
  {
    id: 'l-thirdparty',
    reading: 'A16',
    run: async (client) => {
      const namespace = await createNamespace(client);
      await createRepository(client, namespace);
      equal(await listRepositories(client, `center::thirdparty|namespace::${namespace}`), [], 'of others');
    },
  },
  {
    id: 'l-all',
    reading: 'A19',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const name = await createRepository(client, namespace);
      const mine = (await listRepositories(client, 'center::self')).filter((item) => item['namespace'] === namespace);
      equal(namesIn(mine), [name], 'in the whole list');
    },
  },
  {
    id: 'l-pages',
    run: async (client) => {
      const namespace = await createNamespace(client);
      for (let count = 0; count < 7; count += 1)
        await createRepository(client, namespace, undefined, count % 2 === 0 ? { category: 'linux' } : {});
      const filter = `namespace::${namespace}`;
      const all = await listRepositories(client, filter);
      equal(all.length, 7, 'records');
      equal(await listRepositories(client, filter), all, 'the same list again');
      for (const size of [1, 2, 3, 7, 10])
        equal(await joinPages(client, 'listRepositories', filter, size, 7), all, `pages of ${size}`);
      const linux = await listRepositories(client, `${filter}|category::linux`);
      equal(
        await joinPages(client, 'listRepositories', `${filter}|category::linux`, 2, 4),
        linux,
        'pages of a category',
      );
      const reply = await client.call('listRepositories', { filter }, 200);
      equal(reply.headers.get('content-range'), null, 'Content-Range of a whole list');
    },
  },
  { id: 'l-rules', run: (client) => badFilters(client, 'listRepositories', 'center::self') },
  {
    id: 'l-shared-pages',
    run: async (client) => {
      const namespace = await createNamespace(client);
      const names: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const name = await createRepository(client, namespace);
        await share(client, namespace, name, 'partner');
        names.push(name);
      }
      const everything = itemsOf(await client.call('listSharedRepositories', { filter: 'center::self' }, 200));
      equal(everything.filter((item) => item['namespace'] === namespace).length, 5, 'shared repositories');
      for (const size of [2, everything.length + 3])
        equal(
          await joinPages(client, 'listSharedRepositories', 'center::self', size, everything.length),
          everything,
          `pages of ${size}`,
        );
      const [first = ''] = names;
      equal(
        await joinPages(client, 'listSharedRepositories', `center::self|name::${first}`, 1, 1),
        [everything.find(({ name }) => name === first)],
        'pages of one name',
      );
    },
  },
  {
    id: 'l-shared-rules',
    run: async (client) => {
      await badFilters(client, 'listSharedRepositories', 'center::self');
      await bad(client, 'listSharedRepositories', { filter: 'name::x' });
    },
  },
];
