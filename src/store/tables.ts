import type { Definition } from './list-collections.ts';
import { openTable, type RecordTable } from './record-table.ts';
import type { Snapshot } from './store-change.ts';
import type { StoredRecord } from './unique-key.ts';

/** The tables of all collections: what a store holds at one time. */
export interface Tables {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly byName: ReadonlyMap<string, RecordTable>;
  /** @throws for a collection that the document does not define. */
  readonly of: (name: string) => RecordTable;
  /** A new record with all its values, not in its table yet. Values that nobody can change any more are taken as they are. */
  readonly make: (table: RecordTable, values: StoredRecord) => StoredRecord;
  /** The record that holds one of these values. */
  readonly holderOf: (definition: Definition, values: StoredRecord) => StoredRecord | undefined;
  /** Takes away a record and, without a word, all that it holds, level by level. */
  readonly drop: (table: RecordTable, record: StoredRecord) => void;
  /** The records themselves: none of them ever changes, so this stays true however long somebody reads it. */
  readonly snapshot: () => Snapshot;
}

/** Gives a new record the values that nobody sent, before it is stored; `parent` is the record that holds it. */
export type Complete = (collection: string, record: StoredRecord, parent: StoredRecord | undefined) => StoredRecord;

/** Opens empty tables. */
export const openTables = (definitions: ReadonlyMap<string, Definition>, complete: Complete): Tables => {
  const byName = new Map([...definitions].map(([name, definition]) => [name, openTable(definition)]));

  const holderOf = ({ parent, key }: Definition, values: StoredRecord): StoredRecord | undefined => {
    const holder = parent === undefined ? undefined : byName.get(parent);
    return holder?.keys.find(valuesOf(key.slice(0, holder.definition.key.length), values));
  };

  return {
    definitions,
    byName,
    of: (name) => {
      const table = byName.get(name);
      if (!table) throw new Error(`Failed to use the collection "${name}": the document does not define it.`);
      return table;
    },
    make: (table, values) =>
      table.number(complete(table.definition.name, values, holderOf(table.definition, values)), values),
    holderOf,
    drop: (table, record) => {
      const key = valuesOf(table.definition.key, record);
      const dropBelow = (name: string): void => {
        for (const child of byName.values()) {
          if (child.definition.parent !== name) continue;
          child.drop([...child.keys.below(key)]);
          dropBelow(child.definition.name);
        }
      };
      dropBelow(table.definition.name);
      table.drop([record]);
    },
    snapshot: () => ({
      collections: Object.fromEntries([...byName].map(([name, { index }]) => [name, [...index.all()]])),
      sequences: Object.fromEntries(
        [...byName].flatMap(([name, { definition, highest }]) => (definition.sequence ? [[name, highest()]] : [])),
      ),
    }),
  };
};

/** The values of a record's key, as texts. */
export const valuesOf = (key: readonly string[], record: StoredRecord): string[] =>
  key.map((property) => String(record[property]));
