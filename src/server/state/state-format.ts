import { isObject, readJson } from '../../http/bodies/read-json.ts';
import type { Snapshot, StoreChange } from '../../store/create-store.ts';

/**
 * A state file is JSON Lines: a header, then one line a change. The header has a fixed width, so that it can be
 * written over: `from` is the offset at which the state begins. What stands before that is dead.
 */
export const HEADER_SIZE = 192;

/** The header of a state that begins at an offset. */
export const headerOf = (from: number, usedBy?: string): string =>
  `${JSON.stringify({ format: FORMAT, version: 2, from, usedBy: usedBy?.slice(0, 90) }).padEnd(HEADER_SIZE - 1)}\n`;

const FORMAT = 'contract-state';
const BEGINNING = `{"format":"${FORMAT}",`;

/** What the first line of a state file says. */
export interface Header {
  readonly from: number;
  /** It has a header that can be written over; the files of earlier versions have not. */
  readonly isWide: boolean;
  /** Who uses the file, or did when it was killed. */
  readonly usedBy: string | undefined;
}

/**
 * Reads the header.
 *
 * @param text the first line with its line feed, or all there is of it.
 * @returns undefined for a header that was torn when the file was made; a text says what is wrong.
 */
export const readHeader = (text: string): Header | undefined | string => {
  if (BEGINNING.startsWith(text) || (text.startsWith(BEGINNING) && !text.endsWith('\n'))) return undefined;
  const read = readJson(text);
  const header = 'value' in read ? read.value : undefined;
  if (!isObject(header) || header['format'] !== FORMAT) return 'this is no state file';
  const { version, from, usedBy } = header;
  if (version !== 1 && version !== 2) return `version ${String(version)} of the format is unknown (known: 1, 2)`;
  const size = Buffer.byteLength(text);
  const isWide = version === 2 && size === HEADER_SIZE;
  return {
    // An editor may have taken away the spaces, and with them the meaning of the offset.
    from: isWide && Number.isSafeInteger(from) ? (from as number) : size,
    isWide,
    usedBy: typeof usedBy === 'string' ? usedBy : undefined,
  };
};

/**
 * A line that says that everything from its own offset on is no part of the state: a new state is being written
 * there. It begins behind this line, once the header says so.
 */
export const draftLine = (offset: number): string => `{"draft":${offset}}\n`;

/** The line of a change; a restore has several. */
export const lineOf = (change: Exclude<StoreChange, { readonly type: 'restore' }>): string => {
  const { type, collection } = change;
  if (type === 'insert') return `${JSON.stringify({ insert: collection, record: change.record })}\n`;
  if (type === 'update') return `${JSON.stringify({ update: collection, key: change.key, changes: change.changes })}\n`;
  return `${JSON.stringify({ remove: collection, key: change.key })}\n`;
};

/** The lines of a whole state. */
export function* linesOf({ collections, sequences = {} }: Snapshot): Generator<string> {
  yield `${JSON.stringify({ sequences })}\n`;
  for (const [collection, records] of Object.entries(collections)) {
    const start = `{"insert":${JSON.stringify(collection)},"record":`;
    for (const record of records) yield `${start}${JSON.stringify(record)}}\n`;
  }
}

/** How many records a snapshot has. */
export const countRecords = ({ collections }: Snapshot): number =>
  Object.values(collections).reduce((sum, records) => sum + records.length, 0);

/** At least so many bytes as the lines of a state will have, as far as a few of its records tell. */
export const estimateSize = ({ collections }: Snapshot): number =>
  Object.entries(collections).reduce((sum, [collection, records]) => {
    const step = Math.ceil(records.length / 50);
    const sample = records.filter((_, index) => index % step === 0);
    const bytes = sample.reduce(
      (size, record) => size + Buffer.byteLength(lineOf({ type: 'insert', collection, record })),
      0,
    );
    return sum + Math.ceil(((bytes * records.length) / Math.max(sample.length, 1)) * 1.1);
  }, 4096);

/** The change that a line holds, or what is wrong with it. */
export const readLine = (text: string, isFirst: boolean): StoreChange | string => {
  const read = readJson(text);
  if ('problem' in read) return `not readable as JSON (${read.problem})`;
  return readChange(isObject(read.value) ? read.value : {}, isFirst) ?? 'it holds no change';
};

const readChange = (line: Readonly<Record<string, unknown>>, isFirst: boolean): StoreChange | undefined => {
  const { insert, update, remove, record, key, changes, sequences } = line;
  if (typeof insert === 'string' && isObject(record)) return { type: 'insert', collection: insert, record };
  if (typeof update === 'string' && isKey(key) && isObject(changes))
    return { type: 'update', collection: update, key, changes };
  if (typeof remove === 'string' && isKey(key)) return { type: 'remove', collection: remove, key };
  // What a whole state begins with; its records follow as inserts.
  if (isFirst && isObject(sequences))
    return { type: 'restore', snapshot: { collections: {}, sequences: sequences as Record<string, number> } };
  return undefined;
};

const isKey = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
