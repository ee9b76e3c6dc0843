import type { Resolver } from '../../src/engine/create-engine.ts';
import { type Fake, keyOf } from '../fake.ts';

/** Says whether a repository is shared with an account (AG1). */
export const getAccessDomain =
  ({ store }: Fake): Resolver =>
  (call) => ({ status: 200, body: { exist: store.find('access_domains', keyOf(call)) !== undefined } });
