import type { Resolver } from '../../src/engine/create-engine.ts';
import type { Fake } from '../fake.ts';
import { showAccessDomain } from '../representations.ts';

/** The accounts that a repository is shared with (AL1). */
export const listAccessDomains =
  ({ store, timestamp }: Fake): Resolver =>
  ({ path }) => {
    const now = timestamp();
    const records = store.below('access_domains', [path['namespace'] ?? '', path['repository'] ?? '']);
    return { body: records.map((record) => showAccessDomain(record, now)) };
  };
