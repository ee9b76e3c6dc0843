import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, keyOf, refuseMissing } from '../../fake.ts';
import { permissionsFor, showAccess } from '../../shown/permissions.ts';

/** Says who may do what in a namespace or repository (PG1, QG1). */
export const getAccess =
  ({ store, accountOf }: Fake, collection: 'namespace_permissions' | 'repository_permissions'): Resolver =>
  (call) => {
    const key = keyOf(call);
    const record = store.find(call.operation.effect?.collection ?? '', key);
    if (!record) return refuseMissing(call);
    const { id, name, owner } = record;
    const isNamespace = collection === 'namespace_permissions';
    const access = showAccess(owner, permissionsFor(store, collection, key), accountOf(call), isNamespace);
    return { body: { id, name, creator_name: owner, ...access } };
  };
