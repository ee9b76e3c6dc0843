import type { Snapshot } from '../../store/create-store.ts';
import type { StateBytes } from './state-bytes.ts';
import { draftLine, estimateSize, HEADER_SIZE, linesOf } from './state-format.ts';

/** A long work in turns: between two of them others may run. What it returns says whether it came to its end. */
type Turns = Generator<undefined, boolean>;

/** A whole state that is being written behind the one in force. */
interface Draft {
  readonly snapshot: Snapshot;
  isWhole: boolean;
  readonly start: number;
  /** Where its first line is, behind the line that says that it is a draft. */
  readonly from: number;
  end: number;
  /** Lines that came since and belong to it, too. */
  readonly since: string[];
}

/** Puts whole states into the place of the one that a file holds. */
export interface Rewriter {
  /**
   * Writes a state behind the one in force, which goes on growing meanwhile.
   *
   * @param reserve bytes that are left for that.
   * @returns in the end false where it was dropped.
   */
  readonly write: (snapshot: Snapshot, reserve: number) => Turns;
  /** Whether a state is being written, or is written and not in force. */
  readonly isBusy: () => boolean;
  /** Whether it is this one, and all of it. */
  readonly holds: (snapshot: Snapshot) => boolean;
  /** From now on the state that was written is in force: at once, and whole. */
  readonly commit: (isSinceToo: boolean) => void;
  /** Moves the state in force to the beginning of the file and gives back the space behind it. */
  readonly move: () => Turns;
  /** Adds a line to the state in force. If it throws, nothing was added. */
  readonly append: (line: string) => void;
  /** Forgets what is written and not in force. */
  readonly drop: () => void;
  /** The same for good: whatever is under way ends before its next turn. */
  readonly stop: () => void;
}

const PIECE = 1 << 18;

/**
 * Nothing that is in force is ever written over, so a process may be killed at any moment. A new state is
 * written behind the old one, with a hole between them into which that one grows. Then the header says, in one
 * write, where the new one begins; and then that is copied to the front, into what is dead by now.
 */
export const createRewriter = (bytes: StateBytes): Rewriter => {
  let draft: Draft | undefined;
  let isStopped = false;

  const drop = (): void => {
    if (isStopped) return;
    draft = undefined;
    bytes.cutAt(bytes.end);
  };

  return {
    drop,
    stop: () => {
      drop();
      isStopped = true;
    },
    isBusy: () => draft !== undefined,
    holds: (snapshot) => draft?.snapshot === snapshot && draft.isWhole,
    write: function* (snapshot, reserve) {
      if (isStopped) return false;
      drop();
      const start = Math.max(bytes.end + reserve, HEADER_SIZE + estimateSize(snapshot));
      const mark = Buffer.from(draftLine(start));
      const own: Draft = { snapshot, isWhole: false, start, from: start + mark.length, end: start, since: [] };
      draft = own;
      const put = (piece: Buffer): void => {
        try {
          bytes.writeAt(piece, own.end);
          own.end += piece.length;
        } catch (error) {
          drop();
          throw error;
        }
      };
      put(mark);
      let text = '';
      for (const line of linesOf(snapshot)) {
        text += line;
        if (text.length < PIECE) continue;
        put(Buffer.from(text));
        text = '';
        yield;
        if (draft !== own) return false;
      }
      put(Buffer.from(text));
      own.isWhole = true;
      return true;
    },
    commit: (isSinceToo) => {
      if (!draft) throw new Error('Failed to put a state into force: none is written.');
      const { from, end, since } = draft;
      const more = Buffer.from(isSinceToo ? since.join('') : '');
      try {
        bytes.writeAt(more, end);
        bytes.point(from);
      } catch (error) {
        drop();
        throw error;
      }
      bytes.end = end + more.length;
      draft = undefined;
    },
    move: function* () {
      const { from } = bytes;
      const buffer = Buffer.alloc(PIECE);
      for (let moved = 0; bytes.from === from && !draft && !isStopped; yield) {
        const size = bytes.end - from;
        const mark = Buffer.from(draftLine(HEADER_SIZE + size));
        // What is in force is not written over, not even by itself.
        if (HEADER_SIZE + size + mark.length > from) return false;
        const read = bytes.readAt(buffer.subarray(0, Math.min(PIECE, size - moved)), from + moved);
        bytes.writeAt(buffer.subarray(0, read), HEADER_SIZE + moved);
        moved += read;
        if (moved < size) continue;
        bytes.writeAt(mark, HEADER_SIZE + size);
        bytes.point(HEADER_SIZE);
        bytes.end = HEADER_SIZE + size;
        drop();
        return true;
      }
      return false;
    },
    append: (line) => {
      const text = Buffer.from(line);
      if (!draft || bytes.end + text.length >= draft.start) drop();
      try {
        bytes.writeAt(text, bytes.end);
      } catch (error) {
        // Half a line would spoil the one behind it.
        drop();
        throw error;
      }
      bytes.end += text.length;
      draft?.since.push(line);
    },
  };
};
