import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

import { readJson } from '../http/bodies/read-json.ts';
import type { Snapshot, StoreChange } from '../store/create-store.ts';

/** A state file that is open for appending. */
export interface StateFile {
  /** The changes that the file held when it was opened, in order; undefined if it was new. */
  readonly changes: readonly StoreChange[] | undefined;
  /** What was wrong with it and could be mended. */
  readonly warning: string | undefined;
  /** Writes a change. When it returns, the change survives the end of this process. */
  readonly append: (change: StoreChange) => void;
  readonly close: () => void;
}

/** The state file can't be used; the message is for the user. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

const HEADER = '{"format":"contract-state","version":1}\n';

/**
 * Opens or makes a state file: JSON Lines, a header and then one line a change. Lines are written
 * by one `write` each before the change is acknowledged, so that a killed process loses at most a
 * line nobody was promised; such a torn last line is cut off and reported.
 *
 * @throws StateFileError if the file is no state file, is damaged elsewhere, or in use.
 */
export const openStateFile = (path: string): StateFile => {
  const unlock = lock(path);
  try {
    const loaded = existsSync(path) ? load(path) : undefined;
    let fd = openSync(path, 'a');
    let size = loaded?.size ?? 0;
    if (loaded) ftruncateSync(fd, size);

    let torn = false;
    const mend = (): void => {
      ftruncateSync(fd, size);
      torn = false;
    };
    const write = (text: string): void => {
      const bytes = Buffer.from(text);
      if (torn) mend();
      try {
        writeAll(fd, bytes);
      } catch (error) {
        // Half a line would spoil the one behind it.
        torn = true;
        mend();
        throw error;
      }
      size += bytes.length;
    };
    if (size === 0) write(HEADER);
    else if (loaded?.unfinished) write('\n');

    return {
      changes: loaded?.changes,
      warning: loaded?.warning,
      append: (change) => {
        if (change.type !== 'restore') {
          write(changeLine(change));
          return;
        }
        const before = fd;
        const bytes = Buffer.from(snapshotText(change.snapshot));
        fd = replaceFile(path, bytes);
        size = bytes.length;
        torn = false;
        closeSync(before);
      },
      close: () => {
        closeSync(fd);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    if (error instanceof StateFileError) throw error;
    throw new StateFileError(`Failed to open the state file ${path}: ${sayCause(error)}.`);
  }
};

const writeAll = (fd: number, bytes: Uint8Array): void => {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
};

/** Puts a new file in the place of one, whole or not at all. Returns its descriptor, for appending. */
const replaceFile = (path: string, bytes: Uint8Array): number => {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  // Opened before it takes the other's place: nothing can fail any more after that.
  const fd = openSync(draft, 'a');
  try {
    writeAll(fd, bytes);
    renameSync(draft, path);
    return fd;
  } catch (error) {
    closeSync(fd);
    rmSync(draft, { force: true });
    throw error;
  }
};

const sayCause = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its folder does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EROFS' ? 'its folder is not writable' : message;
};

type Step = Exclude<StoreChange, { readonly type: 'restore' }>;

const changeLine = (change: Step): string => {
  const { type, collection } = change;
  if (type === 'insert') return `${JSON.stringify({ insert: collection, record: change.record })}\n`;
  if (type === 'update') return `${JSON.stringify({ update: collection, key: change.key, changes: change.changes })}\n`;
  return `${JSON.stringify({ remove: collection, key: change.key })}\n`;
};

const snapshotText = ({ collections, sequences = {} }: Snapshot): string =>
  HEADER +
  `${JSON.stringify({ sequences })}\n` +
  Object.entries(collections)
    .map(([collection, records]) =>
      records.map((record) => changeLine({ type: 'insert', collection, record })).join(''),
    )
    .join('');

interface Loaded {
  readonly changes: readonly StoreChange[] | undefined;
  /** Bytes that hold. */
  readonly size: number;
  /** The last line is whole but for its line feed. */
  readonly unfinished: boolean;
  readonly warning: string | undefined;
}

const load = (path: string): Loaded => {
  const bytes = readFileSync(path);
  const changes: StoreChange[] = [];
  // Killed while it was made: nothing had been promised yet.
  if (bytes.length < HEADER.length && HEADER.startsWith(bytes.toString()))
    return { changes: undefined, size: 0, unfinished: false, warning: undefined };
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    number += 1;
    const line = parseLine(bytes.toString('utf8', start, end), number);
    if (typeof line === 'string') {
      const isLast = feed < 0 || feed === bytes.length - 1;
      if (!isLast || number === 1)
        throw new StateFileError(
          `Failed to read the state file ${path}: line ${number}: ${line}. Mend or move the file.`,
        );
      const kept = changes.filter(({ type }) => type !== 'restore').length;
      const warning = `${path}: its last line (${number}) is torn and was skipped; the ${kept} before it are kept.`;
      return { changes, size: start, unfinished: false, warning };
    }
    if (line) changes.push(line);
    start = end + 1;
  }
  const unfinished = bytes.length > 0 && bytes.at(-1) !== 10;
  return { changes, size: bytes.length, unfinished, warning: undefined };
};

/** The change that a line holds, undefined for the header, or what is wrong with it. */
const parseLine = (text: string, number: number): StoreChange | undefined | string => {
  const read = readJson(text);
  if ('problem' in read) return number === 1 ? 'this is no state file' : `not readable as JSON (${read.problem})`;
  const line = (read.value ?? {}) as Readonly<Record<string, unknown>>;
  if (number === 1) {
    if (line['format'] !== 'contract-state') return 'this is no state file';
    return line['version'] === 1 ? undefined : `version ${String(line['version'])} of the format is unknown (known: 1)`;
  }
  // What a snapshot begins with; its records follow as inserts.
  if (number === 2 && isObject(line['sequences']))
    return { type: 'restore', snapshot: { collections: {}, sequences: line['sequences'] as Record<string, number> } };
  return readChange(line) ?? 'it holds no change';
};

const readChange = ({
  insert,
  update,
  remove,
  record,
  key,
  changes,
}: Readonly<Record<string, unknown>>): StoreChange | undefined => {
  if (typeof insert === 'string' && isObject(record)) return { type: 'insert', collection: insert, record };
  if (typeof update === 'string' && isKey(key) && isObject(changes))
    return { type: 'update', collection: update, key, changes };
  if (typeof remove === 'string' && isKey(key)) return { type: 'remove', collection: remove, key };
  return undefined;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKey = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Two servers on one file would write into each other's lines. */
const lock = (path: string): (() => void) => {
  const file = `${path}.lock`;
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new StateFileError(`Failed to open the state file ${path}: ${sayCause(error)}.`);
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner !== process.pid && isRunning(owner))
      throw new StateFileError(
        `Failed to open the state file ${path}: process ${owner} uses it. Stop that one, or give another file.`,
      );
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
};

const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A killed process that nobody has waited for, as in a container whose first process does not. */
const isZombie = (pid: number): boolean => {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};
