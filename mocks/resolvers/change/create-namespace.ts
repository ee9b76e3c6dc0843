import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/** Creates a namespace: 409 where it exists in any account (NC5), 400 above the quota (A11), else 201 (NC2). */
export const createNamespace =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const { uniqueKey, quota } = call.operation;
    const name = String(call.body['namespace']);
    const owner = accountOf(call);
    const count = quota && store.list('namespaces', { where: { owner }, limit: 0 }).total;
    if (quota && count !== undefined && count >= quota.most && !store.find('namespaces', [name]))
      return { refuse: 'quota', rule: quota, values: [String(count)] };
    const added = store.insert('namespaces', { name, owner });
    return added || !uniqueKey ? {} : { refuse: 'unique', rule: uniqueKey, values: [name] };
  };
