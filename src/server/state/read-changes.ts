import type { StoreChange } from '../../store/create-store.ts';
import type { StateBytes } from './state-bytes.ts';
import { StateFileError } from './state-file-error.ts';
import { readLine } from './state-format.ts';

/** How a state ends. */
export interface End {
  /** Bytes up to here hold. */
  readonly offset: number;
  /** Lines that hold. */
  readonly lines: number;
  /** The last line is whole but for its line feed. */
  readonly isUnfinished: boolean;
  /** What was wrong with it and can be mended. */
  readonly warning: string | undefined;
}

const CHUNK = 1 << 20;
const [LINE_FEED, NOTHING] = [10, 0];

/**
 * The changes of a state file in their order, read a piece at a time. Returns where they end.
 *
 * @throws StateFileError for a whole line that can't be read: nothing but a torn last one may be missing.
 */
export function* readChanges(path: string, bytes: StateBytes): Generator<StoreChange, End> {
  let buffer = Buffer.alloc(CHUNK);
  /** What the buffer holds, and the offset in the file at which it begins. */
  let [filled, offset] = [0, bytes.from];
  /** Where nothing begins: a file has a hole before a state that is being written. */
  let hole: number | undefined;
  let changes = 0;
  let isFirst = true;
  const fail = (at: number, problem: string): StateFileError =>
    new StateFileError(
      `Failed to read the state file ${path}: line ${numberOf(bytes, at)}: ${problem}. Mend or move the file.`,
    );
  const endAt = (at: number, isTorn: boolean, isUnfinished = false): End => ({
    offset: at,
    lines: changes,
    isUnfinished,
    warning: isTorn
      ? `${path}: its last line (${numberOf(bytes, at)}) is torn and was skipped; the ${changes} before it are kept.`
      : undefined,
  });

  for (;;) {
    const read = bytes.readAt(buffer.subarray(filled), offset + filled);
    filled += read;
    let start = 0;
    for (;;) {
      if (start < filled && buffer[start] === NOTHING) hole ??= offset + start;
      while (start < filled && buffer[start] === NOTHING) start += 1;
      const feed = buffer.indexOf(LINE_FEED, start);
      if (feed < 0 || feed >= filled) break;
      const text = buffer.toString('utf8', start, feed);
      const change = hole === undefined ? readLine(text, isFirst) : 'it begins with zeros';
      if (typeof change === 'string') {
        const at = hole ?? offset + start;
        const draft = draftAtEnd(text, offset + feed);
        if (draft !== undefined) return endAt(at, draft > 0);
        throw fail(at, change);
      }
      isFirst = false;
      if (change.type !== 'restore') changes += 1;
      yield change;
      start = feed + 1;
    }
    buffer.copyWithin(0, start, filled);
    offset += start;
    filled -= start;
    if (read === 0) break;
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
  }
  // Where a whole state should be, zeros are no torn line.
  if (hole !== undefined && isFirst) throw fail(hole, 'it begins with zeros');
  if (hole !== undefined) return endAt(hole, true);
  if (filled === 0) return endAt(offset, false);
  const last = readLine(buffer.toString('utf8', 0, filled), isFirst);
  if (typeof last === 'string') return endAt(offset, true);
  changes += 1;
  yield last;
  return endAt(offset + filled, false, true);
}

/** How many characters a line has before the mark of a state that is being written; undefined where there is none. */
const draftAtEnd = (text: string, end: number): number | undefined => {
  const [mark = '', offset] = /\{"draft":(\d+)\}$/.exec(text) ?? [];
  return mark !== '' && Number(offset) === end - mark.length ? text.length - mark.length : undefined;
};

/** The number of the line at an offset, as an editor counts. */
const numberOf = (bytes: StateBytes, offset: number): number => {
  const buffer = Buffer.alloc(CHUNK);
  let number = 1;
  for (let at = 0; at < offset; ) {
    const read = bytes.readAt(buffer.subarray(0, Math.min(CHUNK, offset - at)), at);
    if (read === 0) break;
    for (let feed = buffer.indexOf(LINE_FEED); feed >= 0 && feed < read; feed = buffer.indexOf(LINE_FEED, feed + 1))
      number += 1;
    at += read;
  }
  return number;
};
