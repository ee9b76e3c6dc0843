import { Collection } from '@msw/data';

import { compileSchema, type Validate } from '../openapi/compile-schema.ts';
import { childNode, type Document, isNode, type Node } from '../openapi/document.ts';
import type { Issue } from '../openapi/issue.ts';
import { joinPointer } from '../openapi/json-pointer.ts';
import { type KeyIndex, type StoredRecord, uniqueKey } from './unique-key.ts';

/** All records of all collections, as plain JSON. */
export interface Snapshot {
  readonly collections: Readonly<Record<string, readonly StoredRecord[]>>;
}

/** Something that happened to the store and must last. */
export type StoreChange =
  | { readonly type: 'insert'; readonly collection: string; readonly record: StoredRecord }
  | { readonly type: 'restore'; readonly snapshot: Snapshot };

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
  readonly count: (collection: string) => number;
  readonly snapshot: () => Snapshot;
  /** What keeps a value from being restored: rules broken, keys taken twice. Empty if nothing does. */
  readonly check: (snapshot: unknown) => readonly string[];
  /** Replaces everything. Returns what `check` does; unless that is empty, nothing has changed. */
  readonly restore: (snapshot: unknown) => Promise<readonly string[]>;
}

export interface StoreOptions {
  /** References resolved; its `components.x-collections` name the collections, schemas and keys. */
  readonly document: Document;
  /** Called before a change is visible. If it throws, the change does not happen. */
  readonly onChange?: (change: StoreChange) => void;
}

interface Definition {
  readonly name: string;
  readonly key: readonly string[];
  readonly validate: Validate;
}

interface Table {
  readonly collection: Collection<typeof PASS>;
  readonly index: KeyIndex;
}

/**
 * Opens an empty store for the collections of a document, each an `@msw/data` collection with a
 * unique-key index beside it.
 */
export const createStore = ({ document, onChange }: StoreOptions): Store => {
  const definitions = listCollections(document);
  let tables = openTables(definitions);

  const tableOf = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw new Error(`Failed to use the collection "${name}": the document does not define it.`);
    return table;
  };

  const store: Store = {
    insert: async (name, record) => {
      const { collection, index } = tableOf(name);
      const release = index.reserve(record);
      if (!release) return false;
      try {
        onChange?.({ type: 'insert', collection: name, record });
        await collection.create(record);
        return true;
      } catch (error) {
        release();
        throw error;
      }
    },
    find: (name, key) => tableOf(name).index.find(key),
    count: (name) => tableOf(name).collection.count(),
    snapshot: () => ({
      collections: Object.fromEntries(
        [...tables].map(([name, { collection }]) => [name, collection.all().map((record) => ({ ...record }))]),
      ),
    }),
    check: (snapshot) => checkSnapshot(snapshot, definitions),
    restore: async (snapshot) => {
      const problems = store.check(snapshot);
      if (problems.length > 0) return problems;
      const next = openTables(definitions);
      for (const [name, records] of Object.entries((snapshot as Snapshot).collections)) {
        const table = next.get(name);
        for (const record of records) await table?.collection.create({ ...record });
      }
      onChange?.({ type: 'restore', snapshot: snapshot as Snapshot });
      tables = next;
      return [];
    },
  };
  return store;
};

const listCollections = (document: Document): Definition[] => {
  const collections = childNode(childNode(document as unknown as Node, 'components'), 'x-collections');
  return Object.keys(collections).map((name) => {
    const node = childNode(collections, name);
    const pointer = joinPointer('/components/x-collections', name, 'schema');
    return { name, key: node['key'] as readonly string[], validate: compileSchema(node['schema'], pointer) };
  });
};

const openTables = (definitions: readonly Definition[]): Map<string, Table> =>
  new Map(
    definitions.map(({ name, key }) => {
      const { extension, index } = uniqueKey(key);
      return [name, { collection: new Collection({ schema: PASS, extensions: [extension] }), index }];
    }),
  );

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

const checkSnapshot = (snapshot: unknown, definitions: readonly Definition[]): string[] => {
  const collections = isNode(snapshot) ? snapshot['collections'] : undefined;
  if (!isNode(collections)) return ['must be an object with "collections".'];
  const problems: string[] = [];
  const known = new Map(definitions.map((definition) => [definition.name, definition]));
  for (const [name, records] of Object.entries(collections)) {
    const definition = known.get(name);
    if (!definition) problems.push(`unknown collection "${name}" (known: ${[...known.keys()].join(', ')}).`);
    else if (!Array.isArray(records)) problems.push(`"${name}" must be a list of records.`);
    else problems.push(...checkRecords(records, definition));
  }
  return problems;
};

const checkRecords = (records: readonly unknown[], { name, key, validate }: Definition): string[] => {
  const problems: string[] = [];
  const { index } = uniqueKey(key);
  for (const [position, record] of records.entries()) {
    const issues: Issue[] = [];
    if (isNode(record)) validate(record, `${name}[${position}]`, { location: 'body', issues });
    else problems.push(`${name}[${position}] must be an object.`);
    problems.push(...issues.map((issue) => `${issue.name} ${sayShort(issue)}.`));
    if (isNode(record) && issues.length === 0 && !index.reserve(record))
      problems.push(`${name}[${position}] has the same ${key.join(' and ')} as a record before it.`);
  }
  return problems;
};

const sayShort = ({ keyword, clause }: Issue): string => {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a property of a record';
  return clause ? `${clause.title} (${clause.id})` : `is not valid (${keyword})`;
};
