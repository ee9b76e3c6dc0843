import type { StoredRecord } from './unique-key.ts';

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
