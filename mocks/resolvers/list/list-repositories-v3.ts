import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { createFit } from '../../shown/answer-page.ts';
import { pageAfter } from '../../shown/marked-page.ts';
import { showRepositoryV3 } from '../../shown/representations.ts';
import { createSharingFit, listSharedBy, listSharedWith } from '../../shown/shared-with.ts';

/** The repositories of the account, or shared ones, from a marker on (VR4, VS5). */
export const listRepositoriesV3 =
  (fake: Fake): Resolver =>
  (call) => {
    const { store } = fake;
    const { shared_by, marker, ...rest } = call.query;
    const owner = fake.accountOf(call);
    const listShared = shared_by === 'self' ? listSharedBy : shared_by === 'thirdparty' ? listSharedWith : undefined;
    const shared = listShared?.(fake, owner);
    const all = shared ? [...shared.keys()] : store.list('repositories', { where: { owner } }).records;
    const fitting = all.filter(createFit(call, rest)).filter(createSharingFit(rest, shared));
    const { records, last } = pageAfter(call, marker as number | undefined, fitting);
    const repos = records.map((record) => showRepositoryV3(store, record, shared?.get(record)));
    return { body: { repos, nextMarker: last } };
  };
