import type { Resolver } from '../../../src/engine/resolver.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';
import type { Fake } from '../../fake.ts';
import { filterOf } from '../../shown/answer-page.ts';
import { permissionsOf } from '../../shown/permissions.ts';
import { showNamespace } from '../../shown/representations.ts';
import { byCreation } from '../../shown/shared-with.ts';

/**
 * The namespaces of the account and those it has a permission for, or the one that the filter names (NL1, NL2); of the
 * mode "visible" also those in which it has one for a repository only.
 */
export const listNamespaces =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const account = accountOf(call);
    const { namespace, mode } = filterOf(call);
    const permissions = [
      ...permissionsOf(store, 'namespace_permissions', account),
      ...(mode === 'visible' ? permissionsOf(store, 'repository_permissions', account) : []),
    ];
    const permitted = [...new Set(permissions.map((permission) => String(permission['namespace'])))];
    const isVisible = ({ name, owner }: StoredRecord): boolean => owner === account || permitted.includes(String(name));
    const find = (name: string): StoredRecord[] => {
      const record = store.find('namespaces', [name]);
      return record ? [record] : [];
    };
    const listAll = (): readonly StoredRecord[] => {
      const own = store.list('namespaces', { where: { owner: account } }).records;
      const others = permitted.flatMap(find).filter(({ owner }) => owner !== account);
      return others.length === 0 ? own : [...own, ...others].sort(byCreation);
    };
    const records = namespace === undefined ? listAll() : find(namespace).filter(isVisible);
    return { body: { namespaces: records.map((record) => showNamespace(store, record, account)) } };
  };
