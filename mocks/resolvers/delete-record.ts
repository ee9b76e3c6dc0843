import type { Resolver } from '../../src/engine/create-engine.ts';
import { type Fake, keyOf, refuseMissing } from '../fake.ts';

/**
 * Deletes the record that the path names, and all that it holds: `deleteNamespace` (ND1, A12),
 * `deleteRepository` (RD1), `deleteTag` (TD1), `deleteAccessDomain` (AD1). What must exist, and what
 * must not hang on it any more (RD4), the engine has looked at.
 */
export const deleteRecord =
  ({ store }: Fake): Resolver =>
  (call) =>
    store.remove(call.operation.effect?.collection ?? '', keyOf(call)) ? {} : refuseMissing(call);
