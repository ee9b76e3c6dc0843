import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, keysOf, refuseMissing } from '../../fake.ts';

/**
 * Deletes the record that a request names, or each that its list names, and all that they hold:
 * `deleteNamespace` (ND1, A12), `deleteRepository` (RD1), `deleteTag` (TD1), `deleteAccessDomain` (AD1). What
 * must exist, and what must not hang on it any more (RD4), the engine has looked at.
 */
export const deleteRecord =
  ({ store }: Fake): Resolver =>
  (call) => {
    const keys = keysOf(call);
    const removed = keys.filter((key) => store.remove(call.operation.effect?.collection ?? '', key));
    return removed.length > 0 || keys.length === 0 ? {} : refuseMissing(call);
  };
