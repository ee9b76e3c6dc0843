import { OperationError, Query } from '@msw/data';

import { checkRecord } from '../store/check-record.ts';
import type { Store } from '../store/create-store.ts';
import type { Definition } from '../store/list-collections.ts';
import type { StoredRecord } from '../store/unique-key.ts';
import { isSame } from './is-same.ts';
import type { AnyCollection, LibraryRecord } from './library.ts';

type Wanted = Parameters<AnyCollection['update']>[0];
type ManyWanted = Exclude<Wanted, LibraryRecord>;
type UpdateOptions = Parameters<AnyCollection['updateMany']>[1];
type DeleteOptions = NonNullable<Parameters<AnyCollection['deleteMany']>[1]>;

/** The library's word for values that its schema refuses; it does not export the list of them. */
const INVALID = 'INVALID_INITIAL_VALUES' as ConstructorParameters<typeof OperationError>[1];

/**
 * From now on what changes a collection changes the store, in one step that nothing comes between. The
 * collection must follow the store. What is not found stays the library's to answer: that depends on `strict`.
 *
 * @param find the record with a key, in the collection.
 */
export const writeThrough = (
  collection: AnyCollection,
  store: Store,
  definition: Definition,
  find: (key: readonly string[]) => LibraryRecord | undefined,
): void => {
  const { name } = definition;
  const library = {
    update: collection.update.bind(collection),
    updateMany: collection.updateMany.bind(collection),
    delete: collection.delete.bind(collection),
    deleteMany: collection.deleteMany.bind(collection),
  };
  const keyOf = (record: StoredRecord): string[] => definition.key.map((property) => String(record[property]));
  /** A record that is given stands for its key. */
  const findFirst = (wanted: Wanted): LibraryRecord | undefined =>
    isRecord(wanted) ? find(keyOf(wanted)) : collection.findFirst(wanted);
  const inOrder = (records: readonly LibraryRecord[], options: DeleteOptions): LibraryRecord[] => {
    const wanted = new Set(records);
    return collection.findMany(new Query((record) => wanted.has(record)), options);
  };

  const create = async (values: StoredRecord): Promise<LibraryRecord> => {
    const doing = `create a record of ${name}`;
    // Its number may be of its key.
    const numbered = store.number(name, values);
    const problems = store.checkRecord(name, numbered);
    if (problems.length > 0) throw refusal(doing, problems);
    const key = keyOf(numbered);
    if (!store.insert(name, numbered)) throw refusal(doing, [`${key.join('/')} is there already.`]);
    return find(key) as LibraryRecord;
  };

  const change = async (record: LibraryRecord, edit: UpdateOptions['data']): Promise<LibraryRecord> => {
    const key = keyOf(record);
    const doing = `update ${key.join('/')} of ${name}`;
    const draft: Record<string, unknown> = structuredClone(record);
    await edit(draft);
    const changes = changesOf(record, draft);
    const problems = Object.entries(changes).flatMap(([property, value]) => {
      if (property === definition.sequence || definition.key.includes(property)) return [`${property} can't change.`];
      return value === undefined ? [`${property} can't be taken away.`] : [];
    });
    if (problems.length > 0) throw refusal(doing, problems);
    // Others may have changed it while it was edited.
    const current = store.find(name, key);
    if (!current) throw refusal(doing, ['it is gone.']);
    const broken = checkRecord({ ...current, ...changes }, definition, '');
    if (broken.length > 0) throw refusal(doing, broken);
    if (Object.keys(changes).length > 0) store.update(name, key, changes);
    return find(key) as LibraryRecord;
  };

  Object.assign(collection, {
    create,
    update: async (wanted: Wanted, options: UpdateOptions) => {
      const record = findFirst(wanted);
      return record ? change(record, options.data) : library.update(wanted, options);
    },
    updateMany: async (wanted: ManyWanted, options: UpdateOptions) => {
      const found = collection.findMany(wanted);
      if (found.length === 0) return library.updateMany(wanted, options);
      const next: LibraryRecord[] = [];
      for (const record of found) next.push(await change(record, options.data));
      return inOrder(next, options);
    },
    delete: (wanted: Wanted, options?: DeleteOptions) => {
      const record = findFirst(wanted);
      if (!record) return library.delete(wanted, options);
      store.remove(name, keyOf(record));
      return record;
    },
    deleteMany: (wanted: ManyWanted, options: DeleteOptions = {}) => {
      const found = collection.findMany(wanted);
      if (found.length === 0) return library.deleteMany(wanted, options);
      const records = inOrder(found, options);
      for (const record of found) store.remove(name, keyOf(record));
      return records;
    },
    clear: () => {
      for (const record of collection.all().toReversed()) store.remove(name, keyOf(record));
    },
  });
};

const isRecord = (wanted: Wanted): wanted is LibraryRecord => typeof wanted === 'object' && !(wanted instanceof Query);

/** The properties that differ, with their new values; undefined for those that are no longer there. */
const changesOf = (before: StoredRecord, draft: StoredRecord): StoredRecord => {
  const properties = new Set([...Object.keys(before), ...Object.keys(draft)]);
  const changed = [...properties].filter((property) => !isSame(before[property], draft[property]));
  return Object.fromEntries(changed.map((property) => [property, draft[property]]));
};

const refusal = (doing: string, problems: readonly string[]): OperationError =>
  new OperationError(`Failed to ${doing}: ${problems.join(' ')}`, INVALID);
