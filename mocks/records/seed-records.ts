import type { Faker } from '@faker-js/faker';

import type { Snapshot } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';
import { DEFAULT_ACCOUNT, nanoseconds } from '../fake.ts';

/** Those that every edition knows. */
const CATEGORIES = ['app_server', 'linux', 'framework_app', 'database', 'lang', 'other'];
const PER_NAMESPACE = 20;
/** The other account: its repositories show what others share, and ours are shared with it. */
const PARTNER = 'partner';

/** So many repositories at most are kept for the next who asks; more would be in memory twice. */
const MOST_KEPT = 10_000;
let last: { readonly key: string; readonly made: Snapshot } | undefined;

/**
 * Made-up repositories in as many namespaces as they need, with tags and sharing. The same seed gives
 * the same records, and every name keeps the contract's rules. Every third namespace belongs to the
 * account `partner`. A reset, or one more fake, gets those that were made before.
 *
 * @param count how many repositories.
 * @param until the newest creation time; fixed, so that a seed gives the same times too.
 */
export const seedRecords = async (
  count: number,
  seed: number,
  until = new Date('2019-02-26T00:00:00Z'),
): Promise<Snapshot> => {
  const key = `${count} ${seed} ${until.getTime()}`;
  const made = last?.key === key ? last.made : await makeUp(count, seed, until);
  if (count <= MOST_KEPT) last = { key, made };
  return made;
};

const makeUp = async (count: number, seed: number, until: Date): Promise<Snapshot> => {
  // Loaded here, so that a browser that seeds nothing never fetches it.
  const { faker } = await import('@faker-js/faker/locale/en');
  faker.seed(seed);
  faker.setDefaultRefDate(until);

  const namespaces = unique(Math.ceil(count / PER_NAMESPACE), () => slug(faker.word.adjective(), faker.word.noun()));
  const names = unique(count, () => slug(faker.word.adjective(), faker.commerce.product(), faker.word.noun()));
  const ownerOf = (index: number): string => ((index % namespaces.length) % 3 === 2 ? PARTNER : DEFAULT_ACCOUNT);
  const repositories = names.map((name, index): StoredRecord => {
    const created_at = nanoseconds(faker.date.recent({ days: 400 }));
    return {
      namespace: namespaces[index % namespaces.length],
      name,
      category: faker.helpers.arrayElement(CATEGORIES),
      description: `${faker.company.catchPhrase()}.`,
      is_public: faker.datatype.boolean({ probability: 0.3 }),
      owner: ownerOf(index),
      created_at,
      updated_at: created_at,
    };
  });
  return {
    collections: {
      namespaces: namespaces.map((name, index) => ({ name, owner: ownerOf(index) })),
      repositories,
      tags: repositories.flatMap((repository) => makeTags(faker, repository)),
      access_domains: repositories.flatMap((repository) => makeSharing(faker, repository)),
    },
  };
};

const MEBIBYTE = 1024 * 1024;

/** No tag to three, as releases have them. */
const makeTags = (faker: Faker, { namespace, name, created_at }: StoredRecord): StoredRecord[] => {
  const [major, minor] = [faker.number.int({ min: 0, max: 9 }), faker.number.int({ min: 0, max: 30 })];
  const tags = ['latest', `${major}.${minor}`, `${major}.${minor}.1-alpine`];
  const size = faker.number.int({ min: MEBIBYTE, max: 400 * MEBIBYTE });
  return tags.slice(0, faker.number.int({ min: 0, max: tags.length })).map((tag, index) => ({
    namespace,
    repository: name,
    tag,
    digest: `sha256:${faker.string.hexadecimal({ length: 64, prefix: '', casing: 'lower' })}`,
    image_id: faker.string.hexadecimal({ length: 64, prefix: '', casing: 'lower' }),
    size: Math.ceil(size / (index + 1)),
    created_at,
    updated_at: created_at,
  }));
};

/** A third of what the partner has is shared with us, a fifth of what we have with the partner. */
const makeSharing = (faker: Faker, { namespace, name, owner, created_at }: StoredRecord): StoredRecord[] => {
  const isTheirs = owner === PARTNER;
  if (!faker.datatype.boolean({ probability: isTheirs ? 0.35 : 0.2 })) return [];
  const year = faker.number.int({ min: 2030, max: 2040 });
  return [
    {
      namespace,
      repository: name,
      access_domain: isTheirs ? DEFAULT_ACCOUNT : PARTNER,
      permit: 'read',
      deadline: faker.helpers.arrayElement(['forever', `${year}-01-01T00:00:00Z`]),
      description: faker.company.buzzPhrase(),
      owner,
      created_at,
      updated_at: created_at,
    },
  ];
};

/** Lowercase words joined by hyphens: starts with a letter, ends with a letter or digit. */
const slug = (...words: readonly string[]): string =>
  words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/** `count` different texts; one drawn before gets a number behind it. */
const unique = (count: number, draw: () => string): string[] => {
  const seen = new Set<string>();
  for (let number = 2; seen.size < count; ) {
    const text = draw();
    if (!seen.has(text)) seen.add(text);
    else seen.add(`${text}-${number++}`);
  }
  return [...seen];
};
