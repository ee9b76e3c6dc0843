import type { StoredRecord } from '../../src/store/unique-key.ts';
import type { Fake } from '../fake.ts';
import type { Filter } from './answer-page.ts';
import { isValidAt } from './representations.ts';

/** The order of lists of repositories. */
export const byCreation = (left: StoredRecord, right: StoredRecord): number => Number(left['id']) - Number(right['id']);

/** The repositories that others share with an account, and whether any sharing is valid still. */
export const listSharedWith = (fake: Fake, account: string): Map<StoredRecord, boolean> =>
  gather(fake, { access_domain: account });

/** The repositories that an account shares with others, and whether any sharing is valid still. */
export const listSharedBy = (fake: Fake, account: string): Map<StoredRecord, boolean> =>
  gather(fake, { owner: account });

/** Whether a repository is one that is asked for, by its owner and by whether a sharing of it is valid still. */
export const createSharingFit =
  ({ domain_name, status }: Filter, shared: ReadonlyMap<StoredRecord, boolean> | undefined) =>
  (record: StoredRecord): boolean =>
    (domain_name === undefined || record['owner'] === domain_name) &&
    (status === undefined || String(shared?.get(record)) === String(status));

const gather = ({ store, timestamp }: Fake, where: Readonly<Record<string, string>>): Map<StoredRecord, boolean> => {
  const now = timestamp();
  const found = new Map<StoredRecord, boolean>();
  for (const sharing of store.list('access_domains', { where }).records) {
    const repository = store.find('repositories', [String(sharing['namespace']), String(sharing['repository'])]);
    if (repository) found.set(repository, (found.get(repository) ?? false) || isValidAt(sharing, now));
  }
  return new Map([...found].sort(([left], [right]) => byCreation(left, right)));
};
