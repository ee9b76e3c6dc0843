import type { Call, Resolver } from '../../src/engine/create-engine.ts';
import type { RecordList } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';
import { answerPage, createNameMatch, cutPage, type Filter, filterOf, pageOf } from '../answer-page.ts';
import type { Fake } from '../fake.ts';
import { showRepositoryItem } from '../representations.ts';
import { byCreation, listSharedWith } from '../shared-with.ts';

/** The repositories of the account, or those that others share with it (RL2), that fit the filter (RL5). */
export const listRepositories =
  (fake: Fake): Resolver =>
  (call) => {
    const filter = filterOf(call);
    if (filter.center !== 'thirdparty')
      return answerPage(filter, listOwn(fake, call, filter), (record) => showRepositoryItem(fake.store, record));
    const shared = listSharedWith(fake, fake.accountOf(call));
    const fitting = [...shared.keys()].filter(createFilter(call, filter));
    return answerPage(filter, cutPage(call, filter, fitting), (record) =>
      showRepositoryItem(fake.store, record, shared.get(record)),
    );
  };

/** No list is read that an index or a key can shorten. */
const listOwn = ({ store, accountOf }: Fake, call: Call, filter: Filter): RecordList => {
  const { namespace, name, category } = filter;
  const owner = accountOf(call);
  const matchesName = createNameMatch(call, filter);
  if (name !== undefined && matchesName?.(`${name}x`) === false) {
    const places =
      namespace === undefined
        ? store.list('namespaces', { where: { owner } }).records.map((each) => each['name'])
        : [namespace];
    const found = places.flatMap((place): StoredRecord[] => {
      const record = store.find('repositories', [String(place), name]);
      return record && record['owner'] === owner && fits(record, category) ? [record] : [];
    });
    return cutPage(call, filter, found.sort(byCreation));
  }
  const isOthers = namespace !== undefined && store.find('namespaces', [namespace])?.['owner'] !== owner;
  if (isOthers) return { records: [], total: 0 };
  return store.list('repositories', {
    where: {
      ...(namespace === undefined ? { owner } : { namespace }),
      ...(category === undefined ? {} : { category }),
    },
    ...(matchesName ? { matches: (record: StoredRecord) => matchesName(record['name']) } : {}),
    ...pageOf(call, filter),
  });
};

const fits = (record: StoredRecord, category: string | undefined): boolean =>
  category === undefined || record['category'] === category;

const createFilter = (call: Call, filter: Filter): ((record: StoredRecord) => boolean) => {
  const matchesName = createNameMatch(call, filter);
  return (record) =>
    (filter.namespace === undefined || record['namespace'] === filter.namespace) &&
    fits(record, filter.category) &&
    (matchesName?.(record['name']) ?? true);
};
