import type { Call, Resolver } from '../../../src/engine/resolver.ts';
import type { RecordList } from '../../../src/store/create-store.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';
import type { Fake } from '../../fake.ts';
import {
  answerPage,
  createFit,
  createMatch,
  cutPage,
  type Filter,
  filterOf,
  inOrder,
  pageOf,
} from '../../shown/answer-page.ts';
import { ordersOfRepositories, showRepositoryItem } from '../../shown/representations.ts';
import { byCreation, listSharedWith } from '../../shown/shared-with.ts';

/** The repositories of the account, or those that others share with it (RL2), that fit the filter (RL5). */
export const listRepositories =
  (fake: Fake): Resolver =>
  (call) => {
    const { store } = fake;
    const filter = filterOf(call);
    if (filter.center !== 'thirdparty')
      return answerPage(call, filter, listOwn(fake, call, filter), (record, total) =>
        showRepositoryItem(store, record, { total }),
      );
    const shared = listSharedWith(fake, fake.accountOf(call));
    const fitting = [...shared.keys()].filter(createFit(call, filter));
    const ordered = inOrder(filter, ordersOfRepositories(store), fitting);
    return answerPage(call, filter, cutPage(call, filter, ordered), (record, total) =>
      showRepositoryItem(store, record, { total, isUsable: shared.get(record) }),
    );
  };

/** No list is read that an index or a key can shorten. */
const listOwn = ({ store, accountOf }: Fake, call: Call, filter: Filter): RecordList => {
  const { namespace, name, category } = filter;
  const owner = accountOf(call);
  const fits = createFit(call, filter);
  const isExact = (property: 'name' | 'namespace'): boolean =>
    filter[property] !== undefined && createMatch(call, property)?.(`${filter[property]}x`) === false;
  if (name !== undefined && isExact('name')) {
    const places = isExact('namespace')
      ? [namespace]
      : store.list('namespaces', { where: { owner } }).records.map((each) => each['name']);
    const found = places.flatMap((place): StoredRecord[] => {
      const record = store.find('repositories', [String(place), name]);
      return record && record['owner'] === owner && fits(record) ? [record] : [];
    });
    return cutPage(call, filter, inOrder(filter, ordersOfRepositories(store), found.sort(byCreation)));
  }
  const isOthers = isExact('namespace') && store.find('namespaces', [String(namespace)])?.['owner'] !== owner;
  if (isOthers) return { records: [], total: 0 };
  const isPlain =
    filter.name === undefined && filter.is_public === undefined && (namespace === undefined || isExact('namespace'));
  const query = {
    where: {
      ...(isExact('namespace') ? { namespace } : { owner }),
      ...(category === undefined ? {} : { category }),
    },
    ...(isPlain ? {} : { matches: fits }),
  };
  if (filter.order_column === undefined) return store.list('repositories', { ...query, ...pageOf(call, filter) });
  const all = store.list('repositories', query).records;
  return cutPage(call, filter, inOrder(filter, ordersOfRepositories(store), all));
};
