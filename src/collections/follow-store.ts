import type { Store } from '../store/create-store.ts';
import type { Definition } from '../store/list-collections.ts';
import { type StoredRecord, uniqueKey } from '../store/unique-key.ts';
import { isSame } from './is-same.ts';
import type { MakeRecord } from './learn-marks.ts';
import type { AnyCollection, LibraryRecord } from './library.ts';
import { tellHooks } from './tell-hooks.ts';

/** Takes over what became of the records of a store. It may look as often as it likes. */
export interface Follower {
  /** The collection's record with this key. */
  readonly find: (key: readonly string[]) => LibraryRecord | undefined;
  readonly look: (key: readonly string[]) => void;
  readonly lookAtAll: () => void;
}

/** Keeps in a collection of the library copies of what a store has in its own, in the store's order. */
export const followStore = (
  store: Store,
  { name, key: properties }: Definition,
  collection: AnyCollection,
  make: MakeRecord,
): Follower => {
  // The library's own list, not a copy of it: to its `create` and `update` one would have to wait.
  const list = collection.all();
  let keys = uniqueKey(properties);
  const keyOf = (record: StoredRecord): string[] => properties.map((property) => String(record[property]));
  const find = (key: readonly string[]): LibraryRecord | undefined => keys.find(key) as LibraryRecord | undefined;

  /** A record that is the same stays the same object. */
  const copyOf = (record: StoredRecord, before: LibraryRecord | undefined): LibraryRecord =>
    before && isSame(record, before) ? before : make(record, before);

  /** Where a record that has come stands in the store. */
  const placeOf = (record: StoredRecord): number => {
    const [last] = store.list(name, { offset: store.count(name) - 1, limit: 1 }).records;
    return last === record ? list.length : store.list(name).records.indexOf(record);
  };

  return {
    find,
    look: (key) => {
      const before = find(key);
      const record = store.find(name, key);
      const next = record && copyOf(record, before);
      if (before === next) return;
      if (before) keys.remove(before);
      if (next) keys.add(next);
      const place = before ? list.indexOf(before) : placeOf(record as StoredRecord);
      list.splice(place, before ? 1 : 0, ...(next ? [next] : []));
      tellHooks(collection, before, next);
    },
    lookAtAll: () => {
      const before = [...list];
      const known = keys;
      const next = store.list(name).records.map((record) => copyOf(record, find(keyOf(record))));
      keys = uniqueKey(properties);
      list.length = 0;
      for (const record of next) {
        keys.add(record);
        list.push(record);
      }
      for (const record of before) if (!find(keyOf(record))) tellHooks(collection, record, undefined);
      for (const record of next) {
        const was = known.find(keyOf(record)) as LibraryRecord | undefined;
        if (was !== record) tellHooks(collection, was, record);
      }
    },
  };
};
