import type { Document } from '../openapi/document.ts';
import { checkRecord, checkSnapshot } from './check-snapshot.ts';
import { type Definition, listCollections, parentOf } from './list-collections.ts';
import { type ListQuery, numberIn, openTable, type RecordList, type RecordTable } from './record-table.ts';
import type { StoredRecord } from './unique-key.ts';

export type { ListQuery, RecordList } from './record-table.ts';

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

/** Collections with unique keys. Each change happens at the call, as one step that nothing comes between. */
export interface Store {
  /**
   * Adds a record unless its key is taken. It has not been checked against its schema: that is the caller's.
   *
   * @returns whether the record was added.
   * @throws what `onChange` threw; then nothing was added.
   */
  readonly insert: (collection: string, record: StoredRecord) => boolean;
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
  /** How many those are; in constant time where the prefix lacks one value only. */
  readonly countBelow: (collection: string, prefix: readonly string[]) => number;
  readonly hasBelow: (collection: string, prefix: readonly string[]) => boolean;
  readonly count: (collection: string) => number;
  readonly collections: readonly string[];
  readonly keyOf: (collection: string) => readonly string[];
  readonly snapshot: () => Snapshot;
  /** What keeps a value from being restored: rules broken, keys taken twice. Empty if nothing does. */
  readonly check: (snapshot: unknown) => readonly string[];
  /** A copy of a new record's values with the number that it would get, unless they have one. */
  readonly number: (collection: string, values: StoredRecord) => StoredRecord;
  /** What keeps a value from being a new record, but for a taken key. Empty if nothing does. */
  readonly checkRecord: (collection: string, record: unknown) => readonly string[];
  /** Replaces everything. Returns what `check` does; unless that is empty, nothing has changed. */
  readonly restore: (snapshot: unknown) => Promise<readonly string[]>;
  /**
   * Calls back after each change, when it can be seen. Who listens must not throw: the change has happened.
   *
   * @returns what ends it.
   */
  readonly observe: (listener: (change: StoreChange) => void) => () => void;
}

export interface StoreOptions {
  /** References resolved; its `components.x-collections` name the collections, schemas and keys. */
  readonly document: Document;
  /** Called before a change is visible. If it throws, the change does not happen. */
  readonly onChange?: (change: StoreChange) => void;
  /** Gives a new record the values that nobody sent, before it is stored; `parent` is the record that holds it. */
  readonly complete?: (collection: string, record: StoredRecord, parent: StoredRecord | undefined) => StoredRecord;
}

type Tables = ReadonlyMap<string, RecordTable>;

/** Opens an empty store for the collections of a document. */
export const createStore = ({ document, onChange, complete = (_, record) => record }: StoreOptions): Store => {
  const definitions = listCollections(document);
  const listeners = new Set<(change: StoreChange) => void>();
  let tables = openTables(definitions);

  /** Makes a change last, makes it, and tells of it. Nobody describes what nobody hears of. */
  const commit = (describe: () => StoreChange, act: () => void): void => {
    const change = onChange || listeners.size > 0 ? describe() : undefined;
    if (change) onChange?.(change);
    act();
    if (change) for (const listener of listeners) listener(change);
  };

  const tableOf = (name: string): RecordTable => {
    const table = tables.get(name);
    if (!table) throw new Error(`Failed to use the collection "${name}": the document does not define it.`);
    return table;
  };

  const find = (name: string, key: readonly string[]): StoredRecord | undefined => tableOf(name).keys.find(key);

  /** A new record with all its values, not in its table yet. */
  const make = (into: Tables, table: RecordTable, values: StoredRecord): StoredRecord =>
    table.number(complete(table.definition.name, values, holderOf(into, table.definition, values)));

  /** Takes away a record and, without a word, all that it holds, level by level. */
  const drop = (table: RecordTable, record: StoredRecord): void => {
    const key = valuesOf(table.definition.key, record);
    const dropBelow = (name: string): void => {
      for (const child of tables.values()) {
        if (child.definition.parent !== name) continue;
        child.drop([...child.keys.below(key)]);
        dropBelow(child.definition.name);
      }
    };
    dropBelow(table.definition.name);
    table.drop([record]);
  };

  const store: Store = {
    insert: (name, values) => {
      const table = tableOf(name);
      const record = make(tables, table, values);
      if (find(name, valuesOf(table.definition.key, record))) return false;
      commit(
        () => ({ type: 'insert', collection: name, record: { ...record } }),
        () => table.add(record),
      );
      return true;
    },
    find,
    update: (name, key, changes) => {
      const record = find(name, key);
      if (!record) return false;
      commit(
        () => ({ type: 'update', collection: name, key, changes }),
        () => tableOf(name).change(record, changes),
      );
      return true;
    },
    remove: (name, key) => {
      const record = find(name, key);
      if (!record) return false;
      commit(
        () => ({ type: 'remove', collection: name, key }),
        () => drop(tableOf(name), record),
      );
      return true;
    },
    list: (name, query) => tableOf(name).list(query),
    below: (name, prefix) => [...tableOf(name).keys.below(prefix)],
    countBelow: (name, prefix) => tableOf(name).keys.countBelow(prefix),
    hasBelow: (name, prefix) => {
      for (const _ of tableOf(name).keys.below(prefix)) return true;
      return false;
    },
    count: (name) => tableOf(name).index.all().length,
    collections: [...definitions.keys()],
    keyOf: (name) => tableOf(name).definition.key,
    snapshot: () => snapshotOf(tables),
    check: (snapshot) => checkSnapshot(snapshot, definitions),
    number: (name, values) => tableOf(name).number(values),
    checkRecord: (name, record) => {
      const { definition, index } = tableOf(name);
      const problems = checkRecord(record, definition, '');
      if (problems.length > 0) return problems;
      const number = numberIn(definition, record as StoredRecord);
      if (index.hasNumber(number)) return [`${definition.sequence} ${number} is another record's.`];
      const parent = parentOf(definition, definitions, record as StoredRecord);
      if (!parent) return [];
      const key = valuesOf(parent.collection.key, parent.record);
      return find(parent.collection.name, key) ? [] : [`${key.join('/')} is not among the ${parent.collection.name}.`];
    },
    restore: async (snapshot) => {
      const problems = store.check(snapshot);
      if (problems.length > 0) return problems;
      const next = openTables(definitions);
      fill(next, snapshot as Snapshot);
      commit(
        () => ({ type: 'restore', snapshot: snapshotOf(next) }),
        () => {
          tables = next;
        },
      );
      return [];
    },
    observe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  const fill = (into: Tables, { collections, sequences = {} }: Snapshot): void => {
    const add = (table: RecordTable, values: StoredRecord): void => {
      const parent = parentOf(table.definition, definitions, values);
      const holder = parent && into.get(parent.collection.name);
      // A namespace, say, that nobody listed, though something lies in it.
      if (parent && holder && !holderOf(into, table.definition, values)) add(holder, parent.record);
      const record = make(into, table, values);
      table.add(record);
    };
    for (const [name, table] of into) {
      table.raise(Object.hasOwn(sequences, name) ? (sequences[name] ?? 0) : 0);
      for (const record of collections[name] ?? []) table.raise(numberIn(table.definition, record));
    }
    // What holds others comes first, or it would be made here and come again.
    const ordered = [...into.values()].sort((a, b) => a.definition.key.length - b.definition.key.length);
    for (const table of ordered) for (const record of collections[table.definition.name] ?? []) add(table, record);
  };
  return store;
};

const openTables = (definitions: ReadonlyMap<string, Definition>): Tables =>
  new Map([...definitions].map(([name, definition]) => [name, openTable(definition)]));

const valuesOf = (key: readonly string[], record: StoredRecord): string[] =>
  key.map((property) => String(record[property]));

/** The record that holds this one. */
const holderOf = (tables: Tables, { parent, key }: Definition, record: StoredRecord): StoredRecord | undefined => {
  const holder = parent === undefined ? undefined : tables.get(parent);
  return holder?.keys.find(valuesOf(key.slice(0, holder.definition.key.length), record));
};

const snapshotOf = (tables: Tables): Snapshot => ({
  collections: Object.fromEntries(
    [...tables].map(([name, { index }]) => [name, index.all().map((record) => ({ ...record }))]),
  ),
  sequences: Object.fromEntries(
    [...tables].flatMap(([name, { definition, highest }]) => (definition.sequence ? [[name, highest()]] : [])),
  ),
});
