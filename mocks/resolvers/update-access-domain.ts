import type { Resolver } from '../../src/engine/create-engine.ts';
import { type Fake, keyOf, refuseMissing } from '../fake.ts';

/** Changes a sharing: permission, deadline, and the description where one is given (AU4). */
export const updateAccessDomain =
  ({ store, timestamp }: Fake): Resolver =>
  (call) => {
    const { permit, deadline, description } = call.body;
    const key = keyOf(call);
    const updated_at = timestamp(store.find('access_domains', key)?.['updated_at']);
    const changes = { permit, deadline, ...(description === undefined ? {} : { description }), updated_at };
    return store.update('access_domains', key, changes) ? {} : refuseMissing(call);
  };
