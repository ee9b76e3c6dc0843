import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, keyOf, refuseMissing } from '../../fake.ts';
import { showNamespace } from '../../shown/representations.ts';

/** Reads a namespace (NG1). */
export const getNamespace =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const record = store.find('namespaces', keyOf(call));
    return record ? { body: showNamespace(store, record, accountOf(call)) } : refuseMissing(call);
  };
