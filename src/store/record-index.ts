import type { StoredRecord } from './unique-key.ts';

/** Values that properties of a record must have. */
export type Where = Readonly<Record<string, unknown>>;

/** Finds records by the values of some of their properties, in the order of their sequence numbers. */
export interface RecordIndex {
  readonly add: (record: StoredRecord) => void;
  readonly remove: (records: readonly StoredRecord[]) => void;
  /** Puts a record in the place of one with the same number; it is found by its own values. */
  readonly change: (record: StoredRecord, next: StoredRecord) => void;
  readonly all: () => readonly StoredRecord[];
  /** Whether a record has this sequence number. */
  readonly hasNumber: (number: number) => boolean;
  /**
   * The shortest list that holds all records with these values, and the conditions it does not
   * answer for. All records where no index knows any of the properties.
   */
  readonly narrow: (where: Where) => {
    readonly candidates: readonly StoredRecord[];
    readonly rest: readonly (readonly [string, unknown])[];
  };
}

/** Up to so many records are taken out of a list one by one; more in one pass over it. */
export const FEW = 50;

/** Takes records out of a list in one pass. */
export const takeOut = (list: StoredRecord[], records: ReadonlySet<StoredRecord>): void => {
  let kept = 0;
  for (const record of list) {
    if (records.has(record)) continue;
    list[kept] = record;
    kept += 1;
  }
  list.length = kept;
};

const groupBy = (records: readonly StoredRecord[], property: string): Map<unknown, StoredRecord[]> => {
  const groups = new Map<unknown, StoredRecord[]>();
  for (const record of records) {
    const group = groups.get(record[property]);
    if (group) group.push(record);
    else groups.set(record[property], [record]);
  }
  return groups;
};

const NONE: readonly StoredRecord[] = Object.freeze([]);

/**
 * Secondary indexes of a collection: for each property a map from value to records.
 *
 * @param sequence the property that numbers the records; without it they are in the order of adding.
 */
export const recordIndex = (properties: readonly string[], sequence: string | undefined): RecordIndex => {
  const indexes = new Map(properties.map((property) => [property, new Map<unknown, StoredRecord[]>()]));
  const all: StoredRecord[] = [];
  const numberOf = (record: StoredRecord): number => (sequence === undefined ? 0 : (record[sequence] as number));

  /** Where a record stands or belongs in a list: before the first one with a higher number. */
  const placeIn = (list: readonly StoredRecord[], record: StoredRecord): number => {
    const number = numberOf(record);
    const last = list.at(-1);
    if (!last || numberOf(last) <= number) return list.length;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numberOf(list[middle] as StoredRecord) <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const putInto = (list: StoredRecord[], record: StoredRecord): void => {
    const place = placeIn(list, record);
    if (place === list.length) list.push(record);
    else list.splice(place, 0, record);
  };

  const placeOf = (list: readonly StoredRecord[], record: StoredRecord): number => {
    const at = sequence === undefined ? -1 : placeIn(list, record) - 1;
    // Only where two have one number, or none has.
    return list[at] === record ? at : list.indexOf(record);
  };

  const takeFrom = (list: StoredRecord[], record: StoredRecord): void => {
    const at = placeOf(list, record);
    if (at >= 0) list.splice(at, 1);
  };

  const takeAllFrom = (list: StoredRecord[], records: readonly StoredRecord[]): void => {
    if (records.length > FEW) takeOut(list, new Set(records));
    else for (const record of records) takeFrom(list, record);
  };

  const addTo = (lists: Map<unknown, StoredRecord[]>, value: unknown, record: StoredRecord): void => {
    const list = lists.get(value);
    if (list) putInto(list, record);
    else lists.set(value, [record]);
  };

  const removeFrom = (lists: Map<unknown, StoredRecord[]>, value: unknown, records: readonly StoredRecord[]): void => {
    const list = lists.get(value);
    if (!list) return;
    takeAllFrom(list, records);
    if (list.length === 0) lists.delete(value);
  };

  return {
    all: () => all,
    change: (record, next) => {
      all[placeOf(all, record)] = next;
      for (const [property, lists] of indexes) {
        const list = lists.get(record[property]);
        if (list && next[property] === record[property]) list[placeOf(list, record)] = next;
        else {
          removeFrom(lists, record[property], [record]);
          addTo(lists, next[property], next);
        }
      }
    },
    hasNumber: (number) => {
      const before = sequence === undefined ? undefined : all[placeIn(all, { [sequence]: number }) - 1];
      return before !== undefined && numberOf(before) === number;
    },
    add: (record) => {
      putInto(all, record);
      for (const [property, lists] of indexes) addTo(lists, record[property], record);
    },
    remove: (records) => {
      takeAllFrom(all, records);
      for (const [property, lists] of indexes)
        for (const [value, group] of groupBy(records, property)) removeFrom(lists, value, group);
    },
    narrow: (where) => {
      let best: { property: string; candidates: readonly StoredRecord[] } | undefined;
      for (const [property, value] of Object.entries(where)) {
        const lists = indexes.get(property);
        if (!lists) continue;
        const candidates = lists.get(value) ?? NONE;
        if (!best || candidates.length < best.candidates.length) best = { property, candidates };
      }
      if (!best) return { candidates: all, rest: Object.entries(where) };
      const { property, candidates } = best;
      return { candidates, rest: Object.entries(where).filter(([name]) => name !== property) };
    },
  };
};
