import type { Resolver } from '../../src/engine/create-engine.ts';
import { answerPage, createMatch, cutPage, filterOf, inOrder } from '../answer-page.ts';
import type { Fake } from '../fake.ts';
import { ordersOfRepositories, showRepositoryItem } from '../representations.ts';
import { listSharedBy, listSharedWith } from '../shared-with.ts';

/** The repositories that the account shares, or that others share with it (SL2, SL5). */
export const listSharedRepositories =
  (fake: Fake): Resolver =>
  (call) => {
    const { store } = fake;
    const filter = filterOf(call);
    const { center, domain_name, status } = filter;
    const account = fake.accountOf(call);
    const shared = center === 'thirdparty' ? listSharedWith(fake, account) : listSharedBy(fake, account);
    const [isName, isPlace] = [createMatch(call, 'name'), createMatch(call, 'namespace')];
    const fitting = [...shared.keys()].filter(
      (record) =>
        (isName?.(record['name']) ?? true) &&
        (isPlace?.(record['namespace']) ?? true) &&
        (domain_name === undefined || record['owner'] === domain_name) &&
        (status === undefined || String(shared.get(record)) === String(status)),
    );
    const ordered = inOrder(filter, ordersOfRepositories(store), fitting);
    return answerPage(call, filter, cutPage(call, filter, ordered), (record, total) =>
      showRepositoryItem(store, record, { total, isUsable: shared.get(record) }),
    );
  };
