import type { StoredRecord } from './unique-key.ts';

/** Values that properties of a record must have. */
export type Where = Readonly<Record<string, unknown>>;

/** Finds records by the values of some of their properties, in the order of their sequence numbers. */
export interface RecordIndex {
  readonly add: (record: StoredRecord) => void;
  readonly remove: (record: StoredRecord) => void;
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

  const takeFrom = (list: StoredRecord[], record: StoredRecord): void => {
    let at = sequence === undefined ? list.indexOf(record) : placeIn(list, record) - 1;
    // Only where two have one number; then it is near.
    if (list[at] !== record) at = list.indexOf(record);
    if (at >= 0) list.splice(at, 1);
  };

  return {
    all: () => all,
    hasNumber: (number) => {
      const before = sequence === undefined ? undefined : all[placeIn(all, { [sequence]: number }) - 1];
      return before !== undefined && numberOf(before) === number;
    },
    add: (record) => {
      putInto(all, record);
      for (const [property, lists] of indexes) {
        const list = lists.get(record[property]);
        if (list) putInto(list, record);
        else lists.set(record[property], [record]);
      }
    },
    remove: (record) => {
      takeFrom(all, record);
      for (const [property, lists] of indexes) {
        const list = lists.get(record[property]);
        if (!list) continue;
        takeFrom(list, record);
        if (list.length === 0) lists.delete(record[property]);
      }
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
