import type { StoredRecord } from '../../src/store/unique-key.ts';
import { domainId, userId } from './accounts.ts';

/** A retention as its operations show it. */
export const showRetention = (record: StoredRecord): unknown => ({ scope: '', ...record });

const EMPTY_TEXTS = { cluster_id: '', cluster_name: '', container: '', trigger_mode: 'cce' };

/** A trigger as its operations show it; it never set off anything. */
export const showTrigger = (record: StoredRecord): unknown => ({
  ...EMPTY_TEXTS,
  ...record,
  creator_name: record['creator'],
  trigger_history: null,
});

/** What is copied to another region, or was: the fake has no other, so all is done at once. */
export const showSync = (record: StoredRecord): unknown => {
  const { repository, owner, creator, syncAuto = false } = record;
  return {
    override: false,
    ...record,
    repoName: repository,
    syncAuto,
    synAuto: syncAuto,
    status: 'success',
    syncOperatorId: userId(creator),
    syncOperatorName: creator,
    domainID: domainId(owner),
    domainName: owner,
    createdAt: record['created_at'],
    updatedAt: record['updated_at'],
  };
};
