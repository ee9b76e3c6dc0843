import type { Resolver } from '../../../src/engine/resolver.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';
import { type Fake, keyOf, refuseMissing } from '../../fake.ts';

/** Reads the record that a request names: `getRepository` (RG1), `getTag` (TG1). */
export const readRecord =
  ({ store }: Fake, show: (record: StoredRecord) => unknown): Resolver =>
  (call) => {
    const record = store.find(call.operation.effect?.collection ?? '', keyOf(call));
    return record ? { body: show(record) } : refuseMissing(call);
  };
