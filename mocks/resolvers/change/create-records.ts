import { pickKeys } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';
import type { Fake } from '../../fake.ts';
import { sentValues } from '../../shown/sent-values.ts';
import { updateRecords } from './update-records.ts';

/**
 * Creates the record that a request describes, or one for each item of its list: none of them where the key of
 * one is taken. A key that a request does not know wholly is completed by the record's number.
 *
 * @param show what the answer says of the new record, where it says anything.
 */
export const createRecords =
  (fake: Fake, show?: (record: StoredRecord) => unknown): Resolver =>
  (call) => {
    const { store, accountOf } = fake;
    const { uniqueKey, requires, effect } = call.operation;
    const collection = effect?.collection ?? '';
    const keys = pickKeys((uniqueKey ?? requires.at(-1))?.key ?? {}, call);
    const taken = uniqueKey && firstTaken(keys, (key) => store.find(collection, key) !== undefined);
    if (taken && uniqueKey.taken === 'replace') return updateRecords(fake)(call);
    if (taken) return { refuse: 'unique', rule: uniqueKey, values: taken };

    const properties = store.keyOf(collection);
    const creator = accountOf(call);
    for (const [index, values] of sentValues(call).entries()) {
      const key = Object.fromEntries((keys[index] ?? []).map((value, at) => [properties[at], value]));
      store.insert(collection, { ...values, ...key, creator });
    }
    const made = show && store.below(collection, keys[0] ?? []).at(-1);
    return made ? { body: show(made) } : {};
  };

/** The first key that a record has, or that comes a second time. */
const firstTaken = (
  keys: readonly (readonly string[])[],
  isThere: (key: readonly string[]) => boolean,
): readonly string[] | undefined => {
  const seen = new Set<string>();
  for (const key of keys) {
    const id = JSON.stringify(key);
    if (isThere(key) || seen.has(id)) return key;
    seen.add(id);
  }
  return undefined;
};
