import { copyOf } from '../openapi/document/document.ts';
import type { Definition } from './list-collections.ts';
import { type RecordIndex, recordIndex, type Where } from './record-index.ts';
import { type KeyIndex, type StoredRecord, uniqueKey } from './unique-key.ts';

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

/** The records of one collection, with all that finds them. */
export interface RecordTable {
  readonly definition: Definition;
  readonly keys: Pick<KeyIndex, 'find' | 'below' | 'countBelow'>;
  readonly index: Pick<RecordIndex, 'all' | 'hasNumber'>;
  /** The highest number that a record ever had. */
  readonly highest: () => number;
  /** Counts on from this number, unless it has come further. */
  readonly raise: (number: number) => void;
  /**
   * A copy of the values with the next number, unless they have one. Nothing is taken yet.
   *
   * @param sent what the values were made of; itself, where it is whole and can't change any more.
   */
  readonly number: (values: StoredRecord, sent?: StoredRecord) => StoredRecord;
  /** Takes a record in, at once, and freezes it. False, and nothing has changed, where its key is taken. */
  readonly add: (record: StoredRecord) => boolean;
  /** Puts a record with new values in the place of one: who holds the one before goes on reading that. */
  readonly change: (record: StoredRecord, changes: StoredRecord) => void;
  /** Takes records away, however many, in one pass. */
  readonly drop: (records: readonly StoredRecord[]) => void;
  readonly list: (query?: ListQuery) => RecordList;
}

/** Opens an empty table: an index by key, and secondary indexes. Each change is one step. */
export const openTable = (definition: Definition): RecordTable => {
  const { key, sequence } = definition;
  const keys = uniqueKey(key);
  const index = recordIndex(definition.indexes, sequence);
  let highest = 0;

  return {
    definition,
    keys,
    index,
    highest: () => highest,
    raise: (number) => {
      highest = Math.max(highest, number);
    },
    number: (values, sent = values) => {
      const own = hasObjects(values) ? copyOf(values) : values;
      if (sequence !== undefined && numberIn(definition, values) === 0) return { [sequence]: highest + 1, ...own };
      const isWhole = own === values && Object.isFrozen(sent) && countOf(sent) === countOf(values);
      return isWhole ? sent : { ...own };
    },
    add: (record) => {
      if (!keys.add(Object.freeze(record))) return false;
      highest = Math.max(highest, numberIn(definition, record));
      index.add(record);
      return true;
    },
    change: (record, changes) => {
      if (isFixed(definition, changes))
        throw new Error(`Failed to update a record of "${definition.name}": its key and number can't change.`);
      const next = Object.freeze({ ...record, ...changes });
      keys.replace(next);
      index.change(record, next);
    },
    drop: (records) => {
      for (const record of records) keys.remove(record);
      index.remove(records);
    },
    list: ({ where = {}, matches, offset = 0, limit = Number.POSITIVE_INFINITY } = {}) => {
      const { candidates, rest } = index.narrow(where);
      const isPlain = rest.length === 0 && matches === undefined;
      const fitting = isPlain
        ? candidates
        : candidates.filter(
            (record) =>
              rest.every(([name, value]) => valueIn(record, name) === value) &&
              (matches === undefined || matches(record)),
          );
      return { records: fitting.slice(offset, offset + limit), total: fitting.length };
    },
  };
};

/** The number that a record has; 0 where it has none. */
export const numberIn = ({ sequence }: Definition, record: StoredRecord): number => {
  const number = sequence === undefined ? undefined : record[sequence];
  return typeof number === 'number' ? number : 0;
};

/** Whether changes touch what a record is known by. */
export const isFixed = ({ key, sequence }: Definition, changes: StoredRecord): boolean =>
  Object.keys(changes).some((property) => property === sequence || key.includes(property));

const countOf = (record: StoredRecord): number => Object.keys(record).length;

const valueIn = (record: StoredRecord, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const hasObjects = (record: StoredRecord): boolean => {
  for (const name in record) if (typeof record[name] === 'object' && record[name] !== null) return true;
  return false;
};
