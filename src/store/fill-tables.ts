import { isNode } from '../openapi/document/document.ts';
import { checkPlaced, checkRecord, checkSequences, sayTwin, sayUnknown } from './check-record.ts';
import { type Definition, parentOf } from './list-collections.ts';
import { isFixed, numberIn, type RecordTable } from './record-table.ts';
import { shareTexts } from './share-texts.ts';
import type { Snapshot, StoreChange } from './store-change.ts';
import { type Tables, valuesOf } from './tables.ts';
import type { StoredRecord } from './unique-key.ts';

/**
 * A long work in short turns: between two of them others may run. Tables that are filled are nobody's until
 * they are full, so nobody sees half of them.
 */
export type Turns<Result> = Generator<undefined, Result>;

/** Records that are looked at in one turn: some 10 ms. */
const A_TURN = 2000;

/** More of them help nobody, and millions fill the memory. */
const MOST_PROBLEMS = 1000;

/** Tells, after each record, whether a turn is over. */
const countTurns = (): (() => boolean) => {
  let looked = 0;
  return () => {
    looked += 1;
    return looked % A_TURN === 0;
  };
};

/** The state that somebody asked for, and what keeps it from being one. Without problems it is whole. */
export interface Filled {
  readonly tables: Tables;
  readonly problems: readonly string[];
}

/** Fills empty tables with the records of a snapshot, every one checked. */
export function* fillTables(tables: Tables, snapshot: unknown): Turns<Filled> {
  const collections = isNode(snapshot) ? snapshot['collections'] : undefined;
  if (!isNode(collections)) return { tables, problems: ['must be an object with "collections".'] };
  const { sequences } = snapshot as Partial<Snapshot>;
  const { definitions } = tables;
  // Told in the order of the snapshot, whatever the order of looking.
  const problems = new Map<string, string[]>(Object.keys(collections).map((name) => [name, []]));
  const orphans: string[] = [];
  const unknown = Object.keys(collections).filter((name) => !tables.byName.has(name));
  if (unknown.length > MOST_PROBLEMS)
    return { tables, problems: unknown.slice(0, MOST_PROBLEMS).map((name) => sayUnknown(name, definitions)) };
  const numbers = checkSequences(sequences, definitions);
  let count = 0;
  const lists = new Map<RecordTable, readonly unknown[]>();
  for (const [name, records] of Object.entries(collections)) {
    const table = tables.byName.get(name);
    if (!table) problems.get(name)?.push(sayUnknown(name, definitions));
    else if (!Array.isArray(records)) problems.get(name)?.push(`"${name}" must be a list of records.`);
    else lists.set(table, records);
  }
  if (numbers.length === 0) raise(tables, sequences);
  // Those that get a number here get one behind all that are given.
  for (const [table, records] of lists)
    for (const record of records) if (isNode(record)) table.raise(numberIn(table.definition, record));
  const isOver = countTurns();
  for (const table of holdersFirst(tables))
    for (const [position, record] of (lists.get(table) ?? []).entries()) {
      if (isOver()) yield;
      if (count > MOST_PROBLEMS) break;
      const found = checkPlaced(record, table.definition, position);
      if (found.length === 0) {
        const missing = hold(tables, table.definition, record as StoredRecord);
        if (missing !== undefined) orphans.push(`${table.definition.name}[${position}] belongs to ${missing}.`);
        found.push(...take(tables, table, record as StoredRecord, position));
      }
      count += found.length;
      problems.get(table.definition.name)?.push(...found);
    }
  const all = [...[...problems.values()].flat(), ...numbers];
  return { tables, problems: all.length > 0 ? all : orphans };
}

/**
 * Lives through the changes of a state that was kept, then checks every record that is left. Changes that make
 * no sense (an update of what is not there) are passed over.
 *
 * @param changes their records become the store's.
 */
export function* replayChanges(open: () => Tables, changes: Iterable<StoreChange>): Turns<Filled> {
  let tables = open();
  let problems: string[] = [];
  const share = shareTexts();
  const { definitions } = tables;
  const positions = new Map<string, number>();
  const insert = (name: string, record: StoredRecord): void => {
    const position = positions.get(name) ?? 0;
    positions.set(name, position + 1);
    const table = tables.byName.get(name);
    if (table) problems.push(...take(tables, table, share(record), position));
    else if (position === 0) problems.push(sayUnknown(name, definitions));
  };

  const isOver = countTurns();
  for (const change of changes) {
    if (isOver()) yield;
    if (change.type === 'insert') insert(change.collection, change.record);
    else if (change.type === 'restore') {
      tables = open();
      positions.clear();
      problems = checkSequences(change.snapshot.sequences, definitions);
      if (problems.length === 0) raise(tables, change.snapshot.sequences);
      for (const [name, records] of Object.entries(change.snapshot.collections))
        for (const record of records) {
          if (isOver()) yield;
          insert(name, record);
        }
    } else if (change.type !== 'update' && change.type !== 'remove') {
      // What a later version kept, say.
      problems.push(`unknown change ${JSON.stringify(change).slice(0, 100)}.`);
    } else {
      const table = tables.byName.get(change.collection);
      const record = table?.keys.find(change.key);
      if (!table || !record) continue;
      if (change.type === 'remove') tables.drop(table, record);
      else if (!isFixed(table.definition, change.changes)) table.change(record, change.changes);
      else problems.push(`${change.collection}: an update of ${change.key.join('/')} changes its key or number.`);
    }
  }
  const orphans: string[] = [];
  // What is made for those that come here is checked already.
  for (const table of holdersFirst(tables))
    for (const [position, record] of [...table.index.all()].entries()) {
      if (isOver()) yield;
      const missing = hold(tables, table.definition, record);
      if (missing !== undefined) orphans.push(`${table.definition.name}[${position}] belongs to ${missing}.`);
      problems.push(...checkPlaced(record, table.definition, position));
    }
  return { tables, problems: problems.length > 0 ? problems : orphans };
}

/** Counts on from these numbers. */
const raise = (tables: Tables, sequences: Snapshot['sequences'] = {}): void => {
  for (const [name, number] of Object.entries(sequences)) tables.of(name).raise(number);
};

/** What holds others comes first, or it would be made for them and come again. */
const holdersFirst = (tables: Tables): RecordTable[] =>
  [...tables.byName.values()].sort((a, b) => a.definition.key.length - b.definition.key.length);

/** Puts a record into its table, or says which record is in its way. */
const take = (tables: Tables, table: RecordTable, values: StoredRecord, position: number): string[] => {
  const { definition, index } = table;
  const number = numberIn(definition, values);
  if (number > 0 && index.hasNumber(number)) return [sayTwin(definition, position, [definition.sequence ?? ''])];
  return table.add(tables.make(table, values)) ? [] : [sayTwin(definition, position, definition.key)];
};

/**
 * Makes what must hold a record, where its key is all that it needs: a namespace, say, that nobody listed,
 * though something lies in it. Says which one can't be made.
 */
const hold = (tables: Tables, definition: Definition, values: StoredRecord): string | undefined => {
  if (definition.parent === undefined || tables.holderOf(definition, values)) return undefined;
  const parent = parentOf(definition, tables.definitions, values);
  if (!parent) return undefined;
  const { collection, record } = parent;
  if (checkRecord(record, collection).length > 0)
    return `${valuesOf(collection.key, record).join('/')}, which is not among the ${collection.name}`;
  const missing = hold(tables, collection, record);
  const holder = tables.of(collection.name);
  if (missing === undefined) holder.add(tables.make(holder, record));
  return missing;
};
