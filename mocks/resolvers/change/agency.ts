import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { domainId } from '../../shown/accounts.ts';

/** Whether the account lets the service act for it (YG1). */
export const getAgency =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const owner = accountOf(call);
    return { body: { domain_id: domainId(owner), is_agency: store.find('agencies', [owner]) !== undefined } };
  };

/** Lets the service act for the account: 409 where it does already (YN3), else 204 (YN1). */
export const createAgency =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const { quota } = call.operation;
    const isNew = store.insert('agencies', { owner: accountOf(call) });
    return isNew || !quota ? {} : { refuse: 'quota', rule: quota, values: [String(quota.most)] };
  };
