import type { Resolver } from '../../src/engine/create-engine.ts';
import { answerPage, createNameMatch, cutPage, filterOf } from '../answer-page.ts';
import type { Fake } from '../fake.ts';
import { showRepositoryItem } from '../representations.ts';
import { listSharedBy, listSharedWith } from '../shared-with.ts';

/** The repositories that the account shares, or that others share with it (SL2, SL5). */
export const listSharedRepositories =
  (fake: Fake): Resolver =>
  (call) => {
    const filter = filterOf(call);
    const account = fake.accountOf(call);
    const shared = filter.center === 'self' ? listSharedBy(fake, account) : listSharedWith(fake, account);
    const matchesName = createNameMatch(call, filter);
    const fitting = [...shared.keys()].filter((record) => matchesName?.(record['name']) ?? true);
    return answerPage(filter, cutPage(call, filter, fitting), (record) => ({
      ...showRepositoryItem(fake.store, record, shared.get(record)),
      logo: '',
    }));
  };
