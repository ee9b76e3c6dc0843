import type { Api } from '../api.ts';
import type { TestAnswer } from '../surface.ts';
import { listAll, type Model, type Repository } from './model.ts';

/** The values that steps choose from: few, so that they meet. */
export const NAMESPACES = ['red', 'green'];
export const REPOSITORIES = ['a', 'b__c', 'd--e'];
export const CATEGORIES = ['linux', 'arms'];
/** `demo` is who asks: what is shared with it is what it gets by `thirdparty`. */
export const ACCOUNTS = ['partner', 'demo'];

interface Filter {
  readonly center?: 'self' | 'thirdparty';
  readonly namespace?: string;
  readonly name?: string;
  readonly category?: string;
}

const LISTS: readonly Filter[] = [
  { center: 'self' },
  ...NAMESPACES.map((namespace) => ({ namespace })),
  ...REPOSITORIES.map((name) => ({ name })),
  ...CATEGORIES.map((category) => ({ category })),
  { namespace: 'red', category: 'arms' },
  { name: 'a', category: 'linux' },
  { center: 'thirdparty' },
  { center: 'thirdparty', namespace: 'green', category: 'linux' },
];
const SHARED_LISTS: readonly Filter[] = [{ center: 'self' }, { center: 'thirdparty' }, { center: 'self', name: 'a' }];

const say = (filter: Filter): string =>
  Object.entries(filter)
    .map(([name, value]) => `${name}::${value}`)
    .join('|');

interface Item {
  readonly namespace: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly num_images: number;
}

const json = async <Body>(answer: Promise<TestAnswer>): Promise<Body> => JSON.parse((await answer).text) as Body;
const placesOf = (items: readonly Item[]): string[] => items.map(({ namespace, name }) => `${namespace}/${name}`);

/** A list by pages of two; each must say its place in the same whole. */
const readPages = async (list: (filter: string) => Promise<TestAnswer>): Promise<string[]> => {
  const places: string[] = [];
  for (;;) {
    const answer = await list(`center::self|offset::${places.length}|limit::2`);
    const page = placesOf(JSON.parse(answer.text) as Item[]);
    const range = answer.headers.get('content-range');
    const total = Number(range?.split('/')[1]);
    if (range !== `${places.length}-${page.length}/${total}`) throw new Error(`Content-Range ${range}`);
    places.push(...page);
    if (page.length === 0 || places.length >= total) return places;
  }
};

/** One repository, by every operation that shows something of it. */
const readRepository = async (api: Api, { namespace, name, tags, num_images }: Item): Promise<unknown> => {
  const [detail, images, accounts, exist] = await Promise.all([
    json<Repository & { num_images: number }>(api.getRepository(namespace, name)),
    json<{ Tag: string }[]>(api.listTags(namespace, name)),
    json<{ access_domain: string; deadline: string }[]>(api.listAccessDomains(namespace, name)),
    Promise.all(ACCOUNTS.map((account) => json<{ exist: boolean }>(api.getAccessDomain(namespace, name, account)))),
  ]);
  const { category, description, is_public } = detail;
  return {
    at: `${namespace}/${name}`,
    category,
    description,
    is_public,
    tags: images.map(({ Tag }) => Tag),
    listedTags: tags,
    counts: [detail.num_images, num_images],
    sharing: accounts.map(({ access_domain, deadline }) => [access_domain, deadline]),
    exist: exist.map((each) => each.exist),
  };
};

/** Everything that the operations show, in their order, in the words of the model. */
export const readAll = async (api: Api): Promise<unknown> => {
  const items = await json<Item[]>(api.listRepositories('center::self'));
  const read = (list: (filter: string) => Promise<TestAnswer>, filters: readonly Filter[]) =>
    Promise.all(filters.map(async (filter) => [say(filter), placesOf(await json<Item[]>(list(say(filter))))]));
  return {
    namespaces: (await json<{ namespaces: { name: string }[] }>(api.listNamespaces())).namespaces.map(
      ({ name }) => name,
    ),
    known: await Promise.all(NAMESPACES.map(async (name) => (await api.getNamespace(name)).status)),
    repositories: await Promise.all(items.map((item) => readRepository(api, item))),
    lists: await read(api.listRepositories, LISTS),
    pages: await readPages(api.listRepositories),
    sharedLists: await read(api.listSharedRepositories, SHARED_LISTS),
    sharedPages: await readPages(api.listSharedRepositories),
  };
};

/** What `readAll` should give. */
export const describeModel = (model: Model): unknown => {
  const all = listAll(model);
  const select = (filter: Filter, isShared: (record: Repository) => boolean): string[] =>
    all
      .filter(({ namespace, name, record }) =>
        Object.entries({ namespace, name, category: record.category }).every(
          ([property, value]) => (filter[property as keyof Filter] ?? value) === value,
        ),
      )
      .filter(({ record }) => (filter.center === 'thirdparty' ? record.sharing.has('demo') : isShared(record)))
      .map(({ namespace, name }) => `${namespace}/${name}`);
  const any = (): boolean => true;
  const shared = ({ sharing }: Repository): boolean => sharing.size > 0;
  return {
    namespaces: [...model.keys()],
    known: NAMESPACES.map((name) => (model.has(name) ? 200 : 404)),
    repositories: all.map(({ namespace, name, record }) => ({
      at: `${namespace}/${name}`,
      category: record.category,
      description: record.description,
      is_public: record.is_public,
      tags: [...record.tags],
      listedTags: [...record.tags],
      counts: [record.tags.size, record.tags.size],
      sharing: [...record.sharing],
      exist: ACCOUNTS.map((account) => record.sharing.has(account)),
    })),
    lists: LISTS.map((filter) => [say(filter), select(filter, any)]),
    pages: select({}, any),
    sharedLists: SHARED_LISTS.map((filter) => [say(filter), select(filter, shared)]),
    sharedPages: select({}, shared),
  };
};
