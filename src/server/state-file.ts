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

import type { Snapshot, StoreChange } from '../store/create-store.ts';

/** A state file that is open for appending. */
export interface StateFile {
  /** What the file held when it was opened; undefined if it was new. */
  readonly snapshot: Snapshot | undefined;
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
 * Opens or makes a state file: JSON Lines, a header and then one line an insert. Lines are written
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

    const write = (text: string): void => {
      const bytes = Buffer.from(text);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
      } catch (error) {
        // Half a line would spoil the one behind it.
        ftruncateSync(fd, size);
        throw error;
      }
      size += bytes.length;
    };
    if (size === 0) write(HEADER);
    else if (loaded?.unfinished) write('\n');

    return {
      snapshot: loaded?.snapshot,
      warning: loaded?.warning,
      append: (change) => {
        if (change.type === 'insert') {
          write(insertLine(change.collection, change.record));
          return;
        }
        const text = snapshotText(change.snapshot);
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
        closeSync(fd);
        fd = openSync(path, 'a');
        size = Buffer.byteLength(text);
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

const sayCause = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its folder does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EROFS' ? 'its folder is not writable' : message;
};

const insertLine = (collection: string, record: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ insert: collection, record })}\n`;

const snapshotText = ({ collections }: Snapshot): string =>
  HEADER +
  Object.entries(collections)
    .map(([name, records]) => records.map((record) => insertLine(name, record)).join(''))
    .join('');

interface Loaded {
  readonly snapshot: Snapshot | undefined;
  /** Bytes that hold. */
  readonly size: number;
  /** The last line is whole but for its line feed. */
  readonly unfinished: boolean;
  readonly warning: string | undefined;
}

const load = (path: string): Loaded => {
  const bytes = readFileSync(path);
  const collections: Record<string, Record<string, unknown>[]> = {};
  // Killed while it was made: nothing had been promised yet.
  if (bytes.length < HEADER.length && HEADER.startsWith(bytes.toString()))
    return { snapshot: undefined, size: 0, unfinished: false, warning: undefined };
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
      const warning = `${path}: its last line (${number}) is torn and was skipped; the ${number - 2} before it are kept.`;
      return { snapshot: { collections }, size: start, unfinished: false, warning };
    }
    if (line) {
      const records = collections[line.insert] ?? [];
      records.push(line.record);
      collections[line.insert] = records;
    }
    start = end + 1;
  }
  const unfinished = bytes.length > 0 && bytes.at(-1) !== 10;
  return { snapshot: { collections }, size: bytes.length, unfinished, warning: undefined };
};

type Line = { readonly insert: string; readonly record: Record<string, unknown> };

/** A line's content, undefined for the header, or what is wrong with it. */
const parseLine = (text: string, number: number): Line | undefined | string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return number === 1 ? 'this is no state file' : 'not readable as JSON';
  }
  const line = value as { format?: unknown; version?: unknown; insert?: unknown; record?: unknown } | null;
  if (number === 1) {
    if (line?.format !== 'contract-state') return 'this is no state file';
    return line.version === 1 ? undefined : `version ${String(line.version)} of the format is unknown (known: 1)`;
  }
  if (typeof line?.insert !== 'string' || typeof line.record !== 'object' || line.record === null)
    return 'neither an insert nor a record';
  return line as Line;
};

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
