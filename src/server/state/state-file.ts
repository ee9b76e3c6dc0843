import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import type { Snapshot, Store, StoreChange } from '../../store/create-store.ts';
import { type End, readChanges } from './read-changes.ts';
import { createRewriter } from './rewrite.ts';
import { openBytes } from './state-bytes.ts';
import { StateFileError, sayCause } from './state-file-error.ts';
import { countRecords, lineOf } from './state-format.ts';

/** A file that keeps what happens to a store. */
export interface StateFile {
  /** The changes that it holds, in order, read while they are asked for; not there if it is new. */
  readonly changes?: Iterable<StoreChange>;
  /** For the store: writes the state to come, in turns, between which others run. */
  readonly beforeRestore: (snapshot: Snapshot) => Promise<void>;
  /** For the store: when it returns, the change survives the end of this process. Until `follow` nothing is kept that the file holds. */
  readonly onChange: (change: StoreChange) => void;
  /** The store has taken over the changes; from now on the file follows it. */
  readonly follow: (store: Pick<Store, 'snapshot' | 'collections' | 'count'>) => void;
  readonly close: () => void;
}

/** Below this size a file is not written anew, above it is where it has so many lines a record. */
const LARGE = 1 << 20;
const LINES_A_RECORD = 4;
/** Bytes by which a state may grow while another one is written. */
const RESERVE = 1 << 16;
/** Milliseconds between two looks at what others do to the file, while nothing is written. */
const LOOK = 1000;

/**
 * Opens or makes a state file for this process alone. A line is written by one `write`, before the change is
 * acknowledged, so that a killed process loses at most a line nobody was promised; such a torn last line is cut
 * off and reported. A file that others delete or change is written again, with all that is stored.
 *
 * @param tell gets what the user must know.
 * @throws StateFileError if the file is no state file, is in use, or can't be opened. The iteration over the
 *   changes throws one if it is damaged; then it stays as it is.
 */
export const openStateFile = (path: string, tell: (text: string) => void): StateFile => {
  const place = resolve(path);
  let bytes = attempt('open', path, () => openBytes(place, path));
  let rewriter = createRewriter(bytes);
  let end: End | undefined;
  let store: Parameters<StateFile['follow']>[0] | undefined;
  /** Lines of the state in force, and the size from which on they are looked at. */
  let [lines, enough] = [0, LARGE];
  let [isLookedAt, isClosed] = [false, false];
  /** What others did, until it is mended; and why it can't be. */
  let mended: string | undefined;
  let trouble = '';
  const { isNew, isShared } = bytes;
  if (isShared) tell(`${path}: a second process can't be kept from using it, too: there is no program "flock" here.`);

  function* read(): Generator<StoreChange> {
    end = yield* readChanges(path, bytes);
  }

  /** Works on, as long as nobody else touches the file. */
  const inTurns = async (work: Generator<undefined, boolean>): Promise<boolean> => {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await turn();
      lookOnce();
    }
  };

  /** Puts what is written into force. What can't be moved to the front stays where it is: nothing is lost. */
  const commit = (isSinceToo: boolean): void => {
    rewriter.commit(isSinceToo);
    inTurns(rewriter.move()).catch(() => undefined);
  };

  /** Puts a state into force at once: what was written of it may have been dropped. */
  const replace = (snapshot: Snapshot): void => {
    if (!rewriter.holds(snapshot)) for (const _ of rewriter.write(snapshot, RESERVE));
    commit(false);
    lines = countRecords(snapshot);
  };

  /** Writes the file anew while others go on. If that fails it goes on as it is, and is tried when it has doubled. */
  const compact = async (followed: NonNullable<typeof store>): Promise<void> => {
    lookOnce();
    const [own, snapshot, before] = [rewriter, followed.snapshot(), lines];
    enough = 2 * bytes.size();
    if (!(await inTurns(own.write(snapshot, LARGE + (bytes.end >> 2)))) || !own.holds(snapshot)) return;
    commit(true);
    lines += countRecords(snapshot) - before;
    enough = LARGE;
  };

  const compactIfLarge = (): void => {
    if (!store || rewriter.isBusy() || (bytes.isWide && bytes.size() < enough)) return;
    const { collections, count } = store;
    const records = collections.reduce((sum, name) => sum + count(name), 0);
    if (!bytes.isWide || lines > LINES_A_RECORD * records) compact(store).catch(() => undefined);
  };

  /** Mends what others did to the file. What fails in that is tried again. */
  const look = (): void => {
    if (!store || isClosed) return;
    const what = bytes.whatHappened();
    if (what !== undefined) {
      rewriter.stop();
      const aside = what === 'deleted' ? undefined : putAside(place, what);
      mended = `${path} was ${what} while in use.${aside === undefined ? '' : ` What was there lies at ${aside}.`}`;
      if (what !== 'changed') {
        if (!existsSync(dirname(place))) mkdirSync(dirname(place), { recursive: true });
        const next = openBytes(place, path);
        bytes.close(false);
        bytes = next;
      }
    }
    if (mended === undefined) return;
    rewriter.stop();
    bytes.empty();
    rewriter = createRewriter(bytes);
    replace(store.snapshot());
    tell(`${mended} It was written again, with all ${lines} records.`);
    mended = undefined;
  };

  /** Others can't come in between within a turn of the event loop; behind it the store has what is being kept now. */
  const lookOnce = (): void => {
    if (isLookedAt) return;
    look();
    isLookedAt = true;
    setImmediate(() => {
      isLookedAt = false;
      compactIfLarge();
    });
  };

  const timer = setInterval(() => {
    try {
      attempt('write', path, look);
      trouble = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== trouble) tell(`${message} Requests that change something are refused until it can be written.`);
      trouble = message;
    }
  }, LOOK);
  timer.unref();

  /** What the file holds need not be kept again. */
  const isKeeping = (): boolean => isNew || store !== undefined;

  return {
    ...(isNew ? {} : { changes: { [Symbol.iterator]: read } }),
    beforeRestore: async (snapshot) => {
      if (!isKeeping()) return;
      try {
        lookOnce();
        let reserve = RESERVE;
        while (!isClosed && !(await inTurns(rewriter.write(snapshot, reserve)))) reserve *= 8;
      } catch (error) {
        throw explain('write', path, error);
      }
    },
    onChange: (change) => {
      if (!isKeeping()) return;
      attempt('write', path, () => {
        lookOnce();
        if (change.type === 'restore') replace(change.snapshot);
        else {
          rewriter.append(lineOf(change));
          lines += 1;
        }
      });
    },
    follow: (followed) => {
      attempt('write', path, () => {
        if (end) {
          bytes.end = end.offset;
          rewriter.drop();
          if (end.isUnfinished) rewriter.append('\n');
          lines = end.lines;
        }
        if (bytes.isWide) bytes.point(bytes.from);
      });
      if (end?.warning !== undefined) tell(end.warning);
      store = followed;
      inTurns(rewriter.move()).catch(() => undefined);
      compactIfLarge();
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      rewriter.stop();
      bytes.close(store !== undefined);
    },
  };
};

/** What the system refused, for the user; anything else is a fault of ours. */
const explain = (doing: string, path: string, error: unknown): unknown =>
  error instanceof Error && 'syscall' in error
    ? new StateFileError(`Failed to ${doing} the state file ${path}: ${sayCause(error)}.`, { cause: error })
    : error;

const attempt = <Result>(doing: string, path: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw explain(doing, path, error);
  }
};

/** Keeps what others put into the place of the file. Returns where, unless it is nothing. */
const putAside = (place: string, what: 'replaced' | 'changed'): string | undefined => {
  if (what === 'changed' && statSync(place).size === 0) return undefined;
  let aside = `${place}.${what}`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${place}.${what}-${number}`;
  if (what === 'changed') copyFileSync(place, aside);
  else renameSync(place, aside);
  return aside;
};
