import type { Document } from '../openapi/document/document.ts';
import { checkRecord } from './check-record.ts';
import { type Filled, fillTables, replayChanges, type Turns } from './fill-tables.ts';
import { listCollections, parentOf } from './list-collections.ts';
import { type ListQuery, numberIn, type RecordList, type RecordTable } from './record-table.ts';
import type { Snapshot, StoreChange } from './store-change.ts';
import { type Complete, openTables, type Tables, valuesOf } from './tables.ts';
import type { StoredRecord } from './unique-key.ts';

export type { ListQuery, RecordList } from './record-table.ts';
export type { Snapshot, StoreChange } from './store-change.ts';

/**
 * Collections with unique keys. Each change happens as one step that nothing comes between: at the call, but for a
 * `restore` or `replay` of many records. Those are looked at in turns, between which others find the state before
 * and may change it; what they change goes with it. Records never change: an update puts another in the place of one.
 */
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
  /** The state of now; it stays true while the store goes on, and its records must not be changed (they are frozen). */
  readonly snapshot: () => Snapshot;
  /** Whether nothing has changed since this was taken, or restored, as the last one. */
  readonly standsAt: (snapshot: Snapshot) => boolean;
  /** What keeps a value from being restored: rules broken, keys taken twice. Empty if nothing does. */
  readonly check: (snapshot: unknown) => readonly string[];
  /** A copy of a new record's values with the number that it would get, unless they have one. */
  readonly number: (collection: string, values: StoredRecord) => StoredRecord;
  /** What keeps a value from being a new record, but for a taken key. Empty if nothing does. */
  readonly checkRecord: (collection: string, record: unknown) => readonly string[];
  /** Replaces everything. Returns what `check` does; unless that is empty, nothing has changed. */
  readonly restore: (snapshot: unknown) => Promise<readonly string[]>;
  /**
   * Replaces everything by the state that kept changes lead to from nothing; their records become the store's.
   *
   * @returns what keeps that from being a state; unless it is empty, nothing has changed.
   * @throws what the iteration over the changes throws.
   */
  readonly replay: (changes: Iterable<StoreChange>) => Promise<readonly string[]>;
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
  /** Called before everything is replaced, with the state to come, and waited for. If it rejects, nothing changes. */
  readonly beforeRestore?: (snapshot: Snapshot) => Promise<void>;
  readonly complete?: Complete;
}

/** Opens an empty store for the collections of a document. */
export const createStore = (options: StoreOptions): Store => {
  const { document, onChange, beforeRestore, complete = (_, record) => record } = options;
  const definitions = listCollections(document);
  const listeners = new Set<(change: StoreChange) => void>();
  const open = (): Tables => openTables(definitions, complete);
  let tables = open();
  let replacing: Promise<void> | undefined;
  /** What was taken or restored last, while nothing has changed since. */
  let standing: unknown;

  /** Makes a change last, makes it, and tells of it. Nobody describes what nobody hears of. */
  const commit = (describe: () => StoreChange, act: () => void): void => {
    const change = onChange || listeners.size > 0 ? describe() : undefined;
    if (change) onChange?.(change);
    act();
    standing = undefined;
    if (change) for (const listener of listeners) listener(change);
  };

  const tableOf = (name: string): RecordTable => tables.of(name);
  const find = (name: string, key: readonly string[]): StoredRecord | undefined => tableOf(name).keys.find(key);

  /** Replaces everything, one who asks for it after the other. */
  const replace = async (fill: () => Turns<Filled>, given?: unknown): Promise<readonly string[]> => {
    while (replacing) await replacing;
    let done = (): void => undefined;
    replacing = new Promise((resolve) => {
      done = resolve;
    });
    try {
      const work = inTurns(fill());
      const { tables: next, problems } = 'then' in work ? await work : work;
      if (problems.length > 0) return problems;
      const snapshot = next.snapshot();
      if (beforeRestore) await beforeRestore(snapshot);
      commit(
        () => ({ type: 'restore', snapshot }),
        () => {
          tables = next;
        },
      );
      standing = given;
      return [];
    } finally {
      replacing = undefined;
      done();
    }
  };

  return {
    insert: (name, values) => {
      const table = tableOf(name);
      const record = tables.make(table, values);
      if (find(name, valuesOf(table.definition.key, record))) return false;
      commit(
        () => ({ type: 'insert', collection: name, record }),
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
        () => tables.drop(tableOf(name), record),
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
    snapshot: () => {
      const taken = tables.snapshot();
      standing = taken;
      return taken;
    },
    standsAt: (snapshot) => standing === snapshot,
    check: (snapshot) => atOnce(fillTables(open(), snapshot)).problems,
    number: (name, values) => tableOf(name).number(values),
    checkRecord: (name, record) => {
      const { definition, index } = tableOf(name);
      const problems = checkRecord(record, definition);
      if (problems.length > 0) return problems;
      const number = numberIn(definition, record as StoredRecord);
      if (index.hasNumber(number)) return [`${definition.sequence} ${number} is another record's.`];
      const parent = parentOf(definition, definitions, record as StoredRecord);
      if (!parent) return [];
      const key = valuesOf(parent.collection.key, parent.record);
      return find(parent.collection.name, key) ? [] : [`${key.join('/')} is not among the ${parent.collection.name}.`];
    },
    restore: (snapshot) => replace(() => fillTables(open(), snapshot), snapshot),
    replay: (changes) => replace(() => replayChanges(open, changes)),
    observe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

const atOnce = <Result>(work: Turns<Result>): Result => {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
};

// Taken at the start: tests may stop the clock.
const { setTimeout: later } = globalThis;

/** Does a work that is done in one turn at the call; a longer one lets others run between its turns. */
const inTurns = <Result extends object>(work: Turns<Result>): Result | Promise<Result> => {
  const first = work.next();
  if (first.done) return first.value;
  const others = async (): Promise<Result> => {
    for (;;) {
      await new Promise((resolve) => later(resolve));
      const turn = work.next();
      if (turn.done) return turn.value;
    }
  };
  return others();
};
