import { pickKey } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, refuseMissing } from '../../fake.ts';
import { permissionsFor, showAccess } from '../../shown/permissions.ts';

/** Says who may do what in a namespace or repository (PG1, QG1). */
export const getAccess =
  ({ store, accountOf }: Fake, collection: 'namespace_permissions' | 'repository_permissions'): Resolver =>
  (call) => {
    const holder = call.operation.requires.at(-1);
    const key = pickKey(holder?.key ?? {}, call);
    const record = store.find(holder?.collection ?? '', key);
    if (!record) return refuseMissing(call);
    const { id, name, owner } = record;
    const isNamespace = collection === 'namespace_permissions';
    const access = showAccess(owner, permissionsFor(store, collection, key), accountOf(call), isNamespace);
    return { body: { id, name, creator_name: owner, ...access } };
  };
