import { closeSync, fstatSync, ftruncateSync, readSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';

import { openLocked } from './open-locked.ts';
import { StateFileError } from './state-file-error.ts';
import { HEADER_SIZE, headerOf, readHeader } from './state-format.ts';

/** The bytes of a state file that this process owns. They are only ever changed in place: names, links, mode, owner and mounts of the file stay. */
export interface StateBytes {
  /** The offsets at which the state begins and ends. */
  from: number;
  end: number;
  /** Nothing was kept in it yet. */
  readonly isNew: boolean;
  /** Its header can be written over. */
  isWide: boolean;
  /** Nobody can be kept from using the file, too. */
  readonly isShared: boolean;
  readonly readAt: (into: Uint8Array, offset: number) => number;
  readonly writeAt: (bytes: Uint8Array, offset: number) => void;
  /** Takes away all that stands from an offset on. */
  readonly cutAt: (offset: number) => void;
  /** Says in the header where the state begins, in one write that is whole or none. */
  readonly point: (from: number) => void;
  /** Takes all away, as if it were new. */
  readonly empty: () => void;
  readonly size: () => number;
  /** What others did to the file. */
  readonly whatHappened: () => 'deleted' | 'replaced' | 'changed' | undefined;
  readonly close: (isAtRest: boolean) => void;
}

/** Longer is no header of ours. */
const LONGEST_HEADER = 4096;

/**
 * Opens a state file, or makes it, for this process alone.
 *
 * @param shown its path as the user wrote it.
 * @throws StateFileError if it is none, or in use; what the system says if it can't be opened.
 */
export const openBytes = (path: string, shown: string): StateBytes => {
  const { descriptor, lock } = openLocked(path);
  try {
    if (descriptor !== undefined && lock !== 'taken') return holdBytes(path, shown, descriptor, lock === undefined);
    // Whoever has it may be writing, but a header is whole at any time.
    const header = descriptor === undefined ? undefined : headerIn(descriptor);
    const usedBy = (typeof header === 'object' && header.usedBy) || 'another process';
    throw new StateFileError(
      `Failed to open the state file ${shown}: ${usedBy} uses it. Stop that one, or give another file.`,
    );
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw error;
  }
};

/** The first line of a file, read as a header. */
const headerIn = (descriptor: number): ReturnType<typeof readHeader> => {
  const start = Buffer.alloc(LONGEST_HEADER);
  const text = start.toString('latin1', 0, readSync(descriptor, start, 0, LONGEST_HEADER, 0));
  // A file whose writer was killed while it wrote its first state begins with nothing.
  if (/^\0*$/.test(text.slice(0, HEADER_SIZE))) return undefined;
  return readHeader(text.slice(0, text.indexOf('\n') + 1 || undefined));
};

const holdBytes = (path: string, shown: string, descriptor: number, isShared: boolean): StateBytes => {
  const stats = fstatSync(descriptor);
  const { dev, ino, size: found } = stats;
  if (!stats.isFile()) throw new StateFileError(`Failed to open the state file ${shown}: it is no regular file.`);
  let size = found;
  const readAt = (into: Uint8Array, offset: number): number => readSync(descriptor, into, 0, into.length, offset);

  const header = headerIn(descriptor);
  if (typeof header === 'string')
    throw new StateFileError(`Failed to read the state file ${shown}: line 1: ${header}. Mend or move the file.`);

  const { from = HEADER_SIZE, isWide = true } = header ?? {};
  const usedBy = `process ${process.pid} on ${hostname()}`;
  const writeAt = (bytes: Uint8Array, offset: number): void => {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, offset + written);
      size = Math.max(size, offset + written);
    }
  };
  const cutAt = (offset: number): void => {
    if (size <= offset) return;
    ftruncateSync(descriptor, offset);
    size = offset;
  };
  const bytes: StateBytes = {
    from,
    end: found,
    isNew: header === undefined,
    isWide,
    isShared,
    readAt,
    writeAt,
    cutAt,
    empty: () => {
      cutAt(0);
      bytes.from = HEADER_SIZE;
      bytes.end = HEADER_SIZE;
    },
    point: (next: number) => {
      writeAt(Buffer.from(headerOf(next, usedBy)), 0);
      bytes.from = next;
      bytes.isWide = true;
    },
    size: () => size,
    whatHappened: () => {
      const now = statSync(path, { throwIfNoEntry: false });
      if (!now) return 'deleted';
      const isSame = now.size === size;
      if (now.dev === dev && now.ino === ino) return isSame ? undefined : 'changed';
      // Some network file systems number their files anew now and then.
      return isSame && fstatSync(descriptor).nlink > 0 ? undefined : 'replaced';
    },
    close: (isAtRest: boolean) => {
      try {
        if (isAtRest && bytes.isWide) writeAt(Buffer.from(headerOf(bytes.from)), 0);
      } finally {
        closeSync(descriptor);
      }
    },
  };
  if (bytes.isNew) bytes.empty();
  return bytes;
};
