import { Collection } from '@msw/data';

import type { Document } from '../openapi/document.ts';
import { checkRecord, checkSnapshot } from './check-snapshot.ts';
import { type Definition, listCollections, parentOf } from './list-collections.ts';
import { type RecordIndex, recordIndex, type Where } from './record-index.ts';
import { type KeyIndex, type StoredRecord, uniqueKey } from './unique-key.ts';

/** All records of all collections, as plain JSON. */
export interface Snapshot {
  readonly collections: Readonly<Record<string, readonly StoredRecord[]>>;
  /** The highest number that each collection ever gave to a record. */
  readonly sequences?: Readonly<Record<string, number>>;
}

/** Something that happened to the store and must last. */
export type StoreChange =
  | { readonly type: 'insert'; readonly collection: string; readonly record: StoredRecord }
  | {
      readonly type: 'update';
      readonly collection: string;
      readonly key: readonly string[];
      readonly changes: StoredRecord;
    }
  | { readonly type: 'remove'; readonly collection: string; readonly key: readonly string[] }
  | { readonly type: 'restore'; readonly snapshot: Snapshot };

/** Which records of a collection, and which part of their list. */
export interface ListQuery {
  readonly where?: Where;
  /** For what no value of a property says; every record of the list is looked at then. */
  readonly matches?: (record: StoredRecord) => boolean;
  readonly offset?: number;
  readonly limit?: number;
}

/** A part of a list, and how many records there are in all. */
export interface RecordList {
  readonly records: readonly StoredRecord[];
  readonly total: number;
}

/** Collections with unique keys. */
export interface Store {
  /**
   * Adds a record unless its key is taken. The test and the taking are one synchronous step, so of
   * simultaneous inserts of one key exactly one gets true. The record has not been checked against
   * its schema: that is the caller's.
   *
   * @returns whether the record was added, once it can be read.
   * @throws what `onChange` threw; then nothing was added.
   */
  readonly insert: (collection: string, record: StoredRecord) => Promise<boolean>;
  /** The record with this key (values in the order of the collection's key). */
  readonly find: (collection: string, key: readonly string[]) => StoredRecord | undefined;
  /** Gives properties of a record new values (none of its key). False where there is no such record. */
  readonly update: (collection: string, key: readonly string[], changes: StoredRecord) => boolean;
  /** Takes a record away, and all that it holds. False where there is no such record. */
  readonly remove: (collection: string, key: readonly string[]) => boolean;
  /** Records in the order of their sequence numbers. */
  readonly list: (collection: string, query?: ListQuery) => RecordList;
  /** The records whose key begins so, in the order of their coming. */
  readonly below: (collection: string, prefix: readonly string[]) => readonly StoredRecord[];
  /** How many records a prefix of the key leads to that lacks one value only; in constant time. */
  readonly countBelow: (collection: string, prefix: readonly string[]) => number;
  readonly hasBelow: (collection: string, prefix: readonly string[]) => boolean;
  readonly count: (collection: string) => number;
  readonly collections: readonly string[];
  readonly keyOf: (collection: string) => readonly string[];
  readonly snapshot: () => Snapshot;
  /** What keeps a value from being restored: rules broken, keys taken twice. Empty if nothing does. */
  readonly check: (snapshot: unknown) => readonly string[];
  /** What keeps a value from being a new record: rules broken, no such parent. Empty if nothing does. */
  readonly checkRecord: (collection: string, record: unknown) => readonly string[];
  /** Replaces everything. Returns what `check` does; unless that is empty, nothing has changed. */
  readonly restore: (snapshot: unknown) => Promise<readonly string[]>;
}

export interface StoreOptions {
  /** References resolved; its `components.x-collections` name the collections, schemas and keys. */
  readonly document: Document;
  /** Called before a change is visible. If it throws, the change does not happen. */
  readonly onChange?: (change: StoreChange) => void;
  /** Gives a new record the values that nobody sent, before it is stored; `parent` is the record that holds it. */
  readonly complete?: (collection: string, record: StoredRecord, parent: StoredRecord | undefined) => StoredRecord;
}

interface Table {
  readonly definition: Definition;
  readonly collection: Collection<typeof PASS>;
  readonly keys: KeyIndex;
  readonly index: RecordIndex;
  /** The highest sequence number so far. */
  highest: number;
  /** Records whose key is taken and that can't be read yet. */
  readonly pending: Set<StoredRecord>;
}

/**
 * Opens an empty store for the collections of a document, each an `@msw/data` collection with a
 * unique-key index and secondary indexes beside it.
 */
export const createStore = ({ document, onChange, complete = (_, record) => record }: StoreOptions): Store => {
  const definitions = listCollections(document);
  let tables = openTables(definitions);

  const tableOf = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw new Error(`Failed to use the collection "${name}": the document does not define it.`);
    return table;
  };

  const find = (name: string, key: readonly string[]): StoredRecord | undefined => {
    const { keys, pending } = tableOf(name);
    const record = keys.find(key);
    return record && pending.size > 0 && pending.has(record) ? undefined : record;
  };

  /** Takes away a record and, without a word, all that it holds. */
  const drop = (table: Table, record: StoredRecord): void => {
    const { name, key } = table.definition;
    const values = key.map((property) => String(record[property]));
    table.index.remove(record);
    table.collection.delete(record as never);
    for (const child of tables.values())
      if (child.definition.parent === name) for (const each of [...child.keys.below(values)]) drop(child, each);
  };

  const store: Store = {
    insert: async (name, values) => {
      const table = tableOf(name);
      const record = number(table, complete(name, values, holderOf(tables, table, values)));
      const release = table.keys.reserve(record);
      if (!release) return false;
      table.pending.add(record);
      try {
        onChange?.({ type: 'insert', collection: name, record });
        table.index.add((await table.collection.create(record)) as StoredRecord);
        return true;
      } catch (error) {
        release();
        throw error;
      } finally {
        table.pending.delete(record);
      }
    },
    find,
    update: (name, key, changes) => {
      const { index } = tableOf(name);
      const record = find(name, key);
      if (!record) return false;
      onChange?.({ type: 'update', collection: name, key, changes });
      // In place: the library's own update looks for the record among all others.
      index.remove(record);
      Object.assign(record, changes);
      index.add(record);
      return true;
    },
    remove: (name, key) => {
      const record = find(name, key);
      if (!record) return false;
      onChange?.({ type: 'remove', collection: name, key });
      drop(tableOf(name), record);
      return true;
    },
    list: (name, query) => listRecords(tableOf(name), query),
    below: (name, prefix) => [...tableOf(name).keys.below(prefix)],
    countBelow: (name, prefix) => tableOf(name).keys.countBelow(prefix),
    hasBelow: (name, prefix) => {
      for (const _ of tableOf(name).keys.below(prefix)) return true;
      return false;
    },
    count: (name) => tableOf(name).collection.count(),
    collections: [...definitions.keys()],
    keyOf: (name) => tableOf(name).definition.key,
    snapshot: () => snapshotOf(tables),
    check: (snapshot) => checkSnapshot(snapshot, definitions),
    checkRecord: (name, record) => {
      const { definition } = tableOf(name);
      const problems = checkRecord(record, definition, '');
      const parent = problems.length > 0 ? undefined : parentOf(definition, definitions, record as StoredRecord);
      if (!parent) return problems;
      const key = parent.collection.key.map((property) => String(parent.record[property]));
      return find(parent.collection.name, key) ? [] : [`${key.join('/')} is not among the ${parent.collection.name}.`];
    },
    restore: async (snapshot) => {
      const problems = store.check(snapshot);
      if (problems.length > 0) return problems;
      const { collections, sequences = {} } = snapshot as Snapshot;
      const next = openTables(definitions);
      for (const [name, table] of next) {
        const records = collections[name] ?? [];
        table.highest = records.reduce(
          (highest, record) => Math.max(highest, numberIn(table, record)),
          Number(sequences[name] ?? 0),
        );
        for (const record of records) await fill(next, table, record);
      }
      onChange?.({ type: 'restore', snapshot: snapshotOf(next) });
      tables = next;
      return [];
    },
  };

  const fill = async (into: ReadonlyMap<string, Table>, table: Table, values: StoredRecord): Promise<void> => {
    const parent = parentOf(table.definition, definitions, values);
    const holder = parent && into.get(parent.collection.name);
    // A namespace, say, that nobody listed, though something lies in it.
    if (parent && holder && !holderOf(into, table, values)) await fill(into, holder, parent.record);
    const record = number(table, complete(table.definition.name, values, holderOf(into, table, values)));
    table.index.add((await table.collection.create(record)) as StoredRecord);
  };
  return store;
};

const openTables = (definitions: ReadonlyMap<string, Definition>): Map<string, Table> =>
  new Map(
    [...definitions].map(([name, definition]) => {
      const { extension, index: keys } = uniqueKey(definition.key);
      return [
        name,
        {
          definition,
          collection: new Collection({ schema: PASS, extensions: [extension] }),
          keys,
          index: recordIndex(definition.indexes, definition.sequence),
          highest: 0,
          pending: new Set(),
        },
      ];
    }),
  );

/** The record that holds this one. */
const holderOf = (
  tables: ReadonlyMap<string, Table>,
  { definition: { parent, key } }: Table,
  record: StoredRecord,
): StoredRecord | undefined => {
  const holder = parent === undefined ? undefined : tables.get(parent);
  return holder?.keys.find(holder.definition.key.map((_, index) => String(record[key[index] ?? ''])));
};

const numberIn = ({ definition }: Table, record: StoredRecord): number => {
  const number = definition.sequence === undefined ? undefined : record[definition.sequence];
  return typeof number === 'number' ? number : 0;
};

/** The record with its sequence number. */
const number = (table: Table, record: StoredRecord): StoredRecord => {
  const { sequence } = table.definition;
  if (sequence === undefined) return record;
  const given = numberIn(table, record);
  if (given > 0) {
    table.highest = Math.max(table.highest, given);
    return record;
  }
  table.highest += 1;
  return { [sequence]: table.highest, ...record };
};

const listRecords = (table: Table, query: ListQuery = {}): RecordList => {
  const { where = {}, matches, offset = 0, limit = Number.POSITIVE_INFINITY } = query;
  const found = table.index.narrow(where);
  const candidates = found?.candidates ?? (table.collection.all() as readonly StoredRecord[]);
  const rest = found?.rest ?? Object.entries(where);
  const isPlain = rest.length === 0 && matches === undefined;
  const fitting = isPlain
    ? candidates
    : candidates.filter(
        (record) => rest.every(([name, value]) => record[name] === value) && (matches === undefined || matches(record)),
      );
  return { records: fitting.slice(offset, offset + limit), total: fitting.length };
};

const snapshotOf = (tables: ReadonlyMap<string, Table>): Snapshot => ({
  collections: Object.fromEntries(
    [...tables].map(([name, { collection }]) => [name, collection.all().map((record) => ({ ...record }))]),
  ),
  sequences: Object.fromEntries(
    [...tables].flatMap(([name, { definition, highest }]) => (definition.sequence ? [[name, highest]] : [])),
  ),
});

// A Standard Schema that takes every record: requests and snapshots were checked against the
// document before. The library has copied the record already.
const PASS = {
  '~standard': {
    version: 1 as const,
    vendor: 'openapi',
    validate: (value: unknown) => ({ value: value as StoredRecord }),
    types: undefined as { readonly input: StoredRecord; readonly output: StoredRecord } | undefined,
  },
};
