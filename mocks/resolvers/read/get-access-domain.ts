import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, keyOf } from '../../fake.ts';
import { showAccessDomain } from '../../shown/representations.ts';

/** Says whether a repository is shared with an account, and how (AG1). */
export const getAccessDomain =
  ({ store, timestamp }: Fake): Resolver =>
  (call) => {
    const record = store.find('access_domains', keyOf(call));
    return { body: record ? { exist: true, ...showAccessDomain(record, timestamp()) } : { exist: false } };
  };
