import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, keysOf, refuseMissing } from '../../fake.ts';
import { sentValues } from '../../shown/sent-values.ts';

/**
 * Changes what is sent of the record that a request is about and nothing else, or of one for each item of its list:
 * `updateRepository` (RU5), `updateAccessDomain` (AU4). `updated` moves.
 */
export const updateRecords =
  ({ store, timestamp }: Fake): Resolver =>
  (call) => {
    const collection = call.operation.effect?.collection ?? '';
    const fixed = new Set(store.keyOf(collection));
    const sent = sentValues(call);
    const isChanged = keysOf(call).map((key, index) => {
      const changes = Object.entries(sent[index] ?? {}).filter(([name]) => !fixed.has(name));
      const updated_at = timestamp(store.find(collection, key)?.['updated_at']);
      return store.update(collection, key, { ...Object.fromEntries(changes), updated_at });
    });
    return isChanged.includes(false) ? refuseMissing(call) : {};
  };
