import { pickKeys, type Resolver } from '../../../src/engine/create-engine.ts';
import type { Fake } from '../../fake.ts';

/** Notes that images were to be copied, one job each (YI2). */
export const syncImages =
  ({ store, accountOf }: Fake): Resolver =>
  async (call) => {
    const { remoteRegionId, remoteNamespace, override = false } = call.body;
    const keys = pickKeys(call.operation.requires.at(-1)?.key ?? {}, call);
    const creator = accountOf(call);
    const jobs = keys.map(([namespace, repository, tag]) =>
      store.insert('sync_jobs', { namespace, repository, tag, remoteRegionId, remoteNamespace, override, creator }),
    );
    await Promise.all(jobs);
    return { body: [] };
  };
