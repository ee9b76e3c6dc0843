/** A record of a collection. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** Finds records by key in constant time, and says at once whether a key is free. */
export interface KeyIndex {
  /** Takes the key of a record. False if it is taken. */
  readonly add: (record: StoredRecord) => boolean;
  readonly find: (key: readonly string[]) => StoredRecord | undefined;
  /** Puts a record in the place of the one that has its key. */
  readonly replace: (record: StoredRecord) => void;
  /** Frees the key of a record, unless it is another's. */
  readonly remove: (record: StoredRecord) => void;
  /** The records whose key begins so, in the order of their coming; the one record where it is whole. */
  readonly below: (prefix: readonly string[]) => Iterable<StoredRecord>;
  /** How many those are; in constant time where the prefix lacks one value only. */
  readonly countBelow: (prefix: readonly string[]) => number;
}

type Level = Map<string, Level | StoredRecord>;

/**
 * A unique key. The index nests one map per property, so the key texts are shared with the records, and
 * the records of one first value (all of one namespace) are found without looking at any other.
 */
export const uniqueKey = (properties: readonly string[]): KeyIndex => {
  const root: Level = new Map();
  const last = properties.length - 1;

  const levelOf = (key: readonly string[], grow: boolean): Level | undefined => {
    let level = root;
    for (let depth = 0; depth < last; depth += 1) {
      const step = key[depth] ?? '';
      let next = level.get(step) as Level | undefined;
      if (!next) {
        if (!grow) return undefined;
        next = new Map();
        level.set(step, next);
      }
      level = next;
    }
    return level;
  };
  const keyOf = (record: StoredRecord): string[] => properties.map((property) => String(record[property]));

  const levelBelow = (prefix: readonly string[]): Level | undefined => {
    let level: Level | undefined = root;
    for (const step of prefix) level = level?.get(step) as Level | undefined;
    return level;
  };
  function* walk(level: Level, depth: number): Generator<StoredRecord> {
    for (const next of level.values())
      if (depth === last) yield next as StoredRecord;
      else yield* walk(next as Level, depth + 1);
  }
  /** Takes the key away, and the maps that hold nothing more. */
  const forget = (key: readonly string[], depth = 0, level = root): void => {
    const step = key[depth] ?? '';
    if (depth < last) {
      const next = level.get(step) as Level | undefined;
      if (!next) return;
      forget(key, depth + 1, next);
      if (next.size > 0) return;
    }
    level.delete(step);
  };

  const find = (key: readonly string[]): StoredRecord | undefined =>
    key.length > last + 1 ? undefined : (levelOf(key, false)?.get(key[last] ?? '') as StoredRecord | undefined);

  const index: KeyIndex = {
    add: (record) => {
      const key = keyOf(record);
      const level = levelOf(key, true) as Level;
      const leaf = key[last] ?? '';
      if (level.has(leaf)) return false;
      level.set(leaf, record);
      return true;
    },
    find,
    replace: (record) => {
      const key = keyOf(record);
      levelOf(key, false)?.set(key[last] ?? '', record);
    },
    remove: (record) => {
      const key = keyOf(record);
      if (find(key) === record) forget(key);
    },
    below: (prefix) => {
      if (prefix.length > last) {
        const record = find(prefix);
        return record ? [record] : [];
      }
      const level = levelBelow(prefix);
      return level ? walk(level, prefix.length) : [];
    },
    countBelow: (prefix) => {
      if (prefix.length === last) return levelBelow(prefix)?.size ?? 0;
      let count = 0;
      for (const _ of index.below(prefix)) count += 1;
      return count;
    },
  };

  return index;
};
