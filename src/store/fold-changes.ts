import type { Document } from '../openapi/document.ts';
import type { Snapshot, StoreChange } from './create-store.ts';
import { listCollections } from './list-collections.ts';
import type { StoredRecord } from './unique-key.ts';

/**
 * The state that a list of changes leads to from nothing. Changes that make no sense (an update of
 * what is not there) are passed over; records are not checked.
 *
 * @param document with its references resolved.
 */
export const foldChanges = (document: Document, changes: Iterable<StoreChange>): Snapshot => {
  const definitions = listCollections(document);
  let tables = new Map<string, Map<string, StoredRecord>>();
  let highest = new Map<string, number>();
  let twins = 0;
  const raise = (name: string, number: unknown): void => {
    if (typeof number === 'number') highest.set(name, Math.max(highest.get(name) ?? 0, number));
  };
  const tableOf = (name: string): Map<string, StoredRecord> => {
    const table = tables.get(name) ?? new Map<string, StoredRecord>();
    tables.set(name, table);
    return table;
  };
  const textOf = (key: readonly unknown[]): string => JSON.stringify(key.map(String));
  const insert = (name: string, record: StoredRecord): void => {
    const { key = Object.keys(record), sequence } = definitions.get(name) ?? {};
    // Records of unknown collections and twins are kept apart, for `restore` to complain about.
    const text = textOf(key.map((property) => record[property]));
    const table = tableOf(name);
    if (table.has(text)) twins += 1;
    table.set(table.has(text) ? `${text} ${twins}` : text, record);
    if (sequence !== undefined) raise(name, record[sequence]);
  };
  const removeBelow = (name: string, key: readonly string[]): void => {
    for (const child of definitions.values()) {
      if (child.parent !== name) continue;
      const table = tableOf(child.name);
      for (const [text, record] of table)
        if (key.every((value, index) => String(record[child.key[index] ?? '']) === value)) table.delete(text);
      removeBelow(child.name, key);
    }
  };
  const remove = (name: string, key: readonly string[]): void => {
    if (tableOf(name).delete(textOf(key))) removeBelow(name, key);
  };

  for (const change of changes)
    if (change.type === 'insert') insert(change.collection, change.record);
    else if (change.type === 'remove') remove(change.collection, change.key);
    else if (change.type === 'update') {
      const table = tableOf(change.collection);
      const text = textOf(change.key);
      const record = table.get(text);
      if (record) table.set(text, { ...record, ...change.changes });
    } else {
      tables = new Map();
      highest = new Map();
      for (const [name, records] of Object.entries(change.snapshot.collections))
        for (const record of records) insert(name, record);
      for (const [name, number] of Object.entries(change.snapshot.sequences ?? {})) raise(name, number);
    }
  return {
    collections: Object.fromEntries([...tables].map(([name, table]) => [name, [...table.values()]])),
    sequences: Object.fromEntries(highest),
  };
};
