import type { Store } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';
import { userId } from './accounts.ts';

/** What an account may do with what is its own: manage it. */
const MANAGE = 7;

/** A collection of permissions; the document in use may know none. */
type Permissions = 'namespace_permissions' | 'repository_permissions';

/** The permissions for what has this key, in the order of their coming. */
export const permissionsFor = (
  store: Store,
  collection: Permissions,
  key: readonly string[],
): readonly StoredRecord[] => (store.collections.includes(collection) ? store.below(collection, key) : []);

/** The permissions of an account. */
export const permissionsOf = (store: Store, collection: Permissions, account: string): readonly StoredRecord[] =>
  store.collections.includes(collection) ? store.list(collection, { where: { user_name: account } }).records : [];

/**
 * What an account may do: manage its own, else what its permission says. Nobody is kept from anything, so an
 * account without a permission is shown as one that manages, too.
 */
export const authOf = (owner: unknown, permissions: readonly StoredRecord[], account: string): unknown =>
  (owner === account ? undefined : permissions.find(({ user_name }) => user_name === account)?.['auth']) ?? MANAGE;

/**
 * Who may do what, as `…/access` shows it.
 *
 * @param withOwner whether the owner is among the others, as the service has it for namespaces.
 */
export const showAccess = (
  owner: unknown,
  permissions: readonly StoredRecord[],
  account: string,
  withOwner: boolean,
) => {
  const own = withOwner ? [{ user_id: userId(owner), user_name: owner, auth: MANAGE }] : [];
  return {
    self_auth: { user_id: userId(account), user_name: account, auth: authOf(owner, permissions, account) },
    others_auths: [...own, ...permissions.map(({ user_id, user_name, auth }) => ({ user_id, user_name, auth }))],
  };
};
