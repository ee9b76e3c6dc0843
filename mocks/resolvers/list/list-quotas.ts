import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/** How many namespaces the later pages allow, where the document in use gives no number (A11). */
const DOCUMENTED = 5;

/** How many namespaces the account may have, and how many it has (QL2). */
export const listQuotas =
  ({ store, accountOf, quotaOf }: Fake): Resolver =>
  (call) => {
    const used = store.list('namespaces', { where: { owner: accountOf(call) }, limit: 0 }).total;
    const quota_limit = quotaOf('namespaces') ?? DOCUMENTED;
    return { body: { quotas: [{ quota_key: 'namespace', quota_limit, used, unit: '' }] } };
  };
