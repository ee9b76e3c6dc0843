import { Collection } from '@msw/data';

import type { StoredRecord } from '../store/unique-key.ts';
import type { LibraryRecord, RecordSchema } from './library.ts';

/** Makes a frozen record of the library of these values, known by what its version before was known by. */
export type MakeRecord = (values: StoredRecord, before?: LibraryRecord) => LibraryRecord;

const ANY: RecordSchema<StoredRecord> = {
  '~standard': { version: 1, vendor: 'openapi', validate: (value) => ({ value: value as StoredRecord }) },
};

/**
 * The library knows a record by an id and a map of its relations, which it puts on it under symbols of its
 * own, at the end of a `create` that is asynchronous. Who follows a store can't wait for that. So one record
 * is created, and the others are marked as it is.
 */
export const learnMarks = async (): Promise<MakeRecord> => {
  const sample = await new Collection({ schema: ANY }).create({});
  const marks = Object.getOwnPropertySymbols(sample) as (keyof LibraryRecord)[];
  return (values, before) => {
    const record = structuredClone(values);
    for (const mark of marks)
      Object.defineProperty(record, mark, { value: before ? before[mark] : anotherOf(sample[mark]) });
    freeze(record);
    return record as LibraryRecord;
  };
};

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const part of Object.values(value)) freeze(part);
  Object.freeze(value);
};

const anotherOf = (mark: unknown): unknown => (mark instanceof Map ? new Map() : crypto.randomUUID());
