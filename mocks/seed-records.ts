import type { Snapshot } from '../src/store/create-store.ts';
import type { StoredRecord } from '../src/store/unique-key.ts';

const CATEGORIES = ['app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arms'];
const PER_NAMESPACE = 20;

/**
 * Made-up repositories in as many namespaces as they need. The same seed gives the same records, and
 * every name keeps the contract's rules.
 *
 * @param count how many repositories.
 * @param until the newest creation time; fixed, so that a seed gives the same times too.
 */
export const seedRecords = async (
  count: number,
  seed: number,
  until = new Date('2019-02-26T00:00:00Z'),
): Promise<Snapshot> => {
  // Loaded here, so that a browser that seeds nothing never fetches it.
  const { faker } = await import('@faker-js/faker/locale/en');
  faker.seed(seed);
  faker.setDefaultRefDate(until);

  const namespaces = unique(Math.ceil(count / PER_NAMESPACE), () => slug(faker.word.adjective(), faker.word.noun()));
  const names = unique(count, () => slug(faker.word.adjective(), faker.commerce.product(), faker.word.noun()));
  const repositories = names.map(
    (name, index): StoredRecord => ({
      namespace: namespaces[index % namespaces.length],
      name,
      category: faker.helpers.arrayElement(CATEGORIES),
      description: `${faker.company.catchPhrase()}.`,
      is_public: faker.datatype.boolean({ probability: 0.3 }),
      created_at: faker.date.recent({ days: 400 }).toISOString(),
    }),
  );
  return { collections: { namespaces: namespaces.map((name) => ({ name })), repositories } };
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
