import { pickKeys } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/** Notes that images were to be copied, one job each (YI2). */
export const syncImages =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const { remoteRegionId, remoteNamespace, override = false } = call.body;
    const keys = pickKeys(call.operation.requires.at(-1)?.key ?? {}, call);
    const creator = accountOf(call);
    for (const [namespace, repository, tag] of keys)
      store.insert('sync_jobs', { namespace, repository, tag, remoteRegionId, remoteNamespace, override, creator });
    return { body: [] };
  };
