import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { answerPage, createFit, cutPage, filterOf, inOrder } from '../../shown/answer-page.ts';
import { ordersOfRepositories, showRepositoryItem } from '../../shown/representations.ts';
import { createSharingFit, listSharedBy, listSharedWith } from '../../shown/shared-with.ts';

/** The repositories that the account shares, or that others share with it (SL2, SL5). */
export const listSharedRepositories =
  (fake: Fake): Resolver =>
  (call) => {
    const { store } = fake;
    const filter = filterOf(call);
    const account = fake.accountOf(call);
    const shared = filter.center === 'thirdparty' ? listSharedWith(fake, account) : listSharedBy(fake, account);
    // Only by name and namespace: no edition has a category or is_public here.
    const fitting = [...shared.keys()].filter(createFit(call, {})).filter(createSharingFit(filter, shared));
    const ordered = inOrder(filter, ordersOfRepositories(store), fitting);
    return answerPage(call, filter, cutPage(call, filter, ordered), (record, total) =>
      showRepositoryItem(store, record, { total, isUsable: shared.get(record) }),
    );
  };
