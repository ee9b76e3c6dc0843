import type { Engine } from '../../src/engine/create-engine.ts';
import { createFetch } from '../../src/engine/create-fetch.ts';
import type { StoreChange } from '../../src/store/create-store.ts';
import type { Backend } from '../create-backend.ts';
import { type ChangeLog, type Entry, openLog } from './change-log.ts';

/** Remembers what happened, over reloads and for every tab of an origin. */
export interface KeptState {
  /** Give this to `createBackend`: hears of every change. */
  readonly onChange: (change: StoreChange) => void;
  /** The same backend; each of its answers knows what other tabs did, and is kept before it is given. */
  readonly attach: (backend: Backend) => Backend;
}

/** Above this many changes the log is replaced by the state that they lead to. */
const MOST_CHANGES = 2000;

/**
 * Keeps the state of a backend in the browser: a log of changes in IndexedDB, read on and added to
 * under a Web Lock for each request. So of two tabs that create one name at once, one is refused, and
 * a reloaded page goes on where it was. What is kept and can't be read (bad, or of another version)
 * is reported and dropped. Where the browser can't keep anything (no IndexedDB or locks, no room) that
 * is reported too, and requests are answered from memory.
 *
 * @param name tells the states of one origin apart.
 */
export const keepState = (name: string): KeptState => {
  const lockName = `swr-contract ${name}`;
  let log: ChangeLog | undefined;
  /** The number of the last change in the log that this page knows. */
  let seen = 0;
  let unsaved: StoreChange[] = [];
  /** Nothing was read yet: the state of this page, its first records, gives way to what is kept. */
  let isNew = true;
  /** The log lacks more than `unsaved` has: the next thing to keep is the whole state. */
  let isBehind = false;
  /** While the store takes over what others did: how much was unsaved before. */
  let replayedOver: number | undefined;
  let isReported = false;

  const whole = (backend: Backend): StoreChange => ({ type: 'restore', snapshot: backend.store.snapshot() });

  /** Gives the store the state that these changes lead to. */
  const replay = async (backend: Backend, changes: readonly StoreChange[]): Promise<void> => {
    replayedOver = unsaved.length;
    const problems = await backend.store.replay(changes).finally(() => {
      replayedOver = undefined;
    });
    if (problems.length > 0) throw new Error(problems.slice(0, 5).join(' '));
  };

  const takeOver = async (backend: Backend, from: ChangeLog, entries: readonly Entry[]): Promise<void> => {
    const failure = isNew ? undefined : await failureOf(replay(backend, [whole(backend), ...changesOf(entries)]));
    if (!isNew && !failure) return;
    // The log alone is a whole state. What can't be joined with it gives way: it is not this page's only.
    const all = isNew ? entries : await from.after(0);
    const isBad = await failureOf(replay(backend, changesOf(all)));
    unsaved = [];
    isBehind = isBad !== undefined;
    if (isBad) {
      console.warn(`The kept state "${name}" can't be used and is dropped: ${isBad.message}`);
      await from.clear();
    } else if (failure)
      console.warn(`What this page could not keep in "${name}" gives way to what others did: ${failure.message}`);
  };

  /** Takes over what other tabs, or an earlier page, did. */
  const catchUp = async (backend: Backend, from: ChangeLog): Promise<void> => {
    const entries = await from.after(seen);
    if (entries.length > 0) await takeOver(backend, from, entries);
    isNew = false;
    seen = entries.at(-1)?.number ?? seen;
  };

  const save = async (backend: Backend, into: ChangeLog): Promise<void> => {
    if (isBehind) seen = await into.replace(whole(backend));
    else if (unsaved.length > 0) seen = await into.add(unsaved);
    isBehind = false;
    unsaved = [];
    if ((await into.count()) > MOST_CHANGES) seen = await into.replace(whole(backend));
  };

  /** The database is gone. Unless another tab begins it anew, it gets the state of this one. */
  const forget = (): void => {
    log = undefined;
    seen = 0;
    isNew = true;
    isBehind = true;
  };

  /** Uses the log, and says whether that went well. If not, it is no reason to answer no request. */
  const attempt = async (use: (log: ChangeLog) => Promise<void>): Promise<boolean> => {
    try {
      log ??= await openLog(lockName, forget);
      await use(log);
      return true;
    } catch (error) {
      isBehind = true;
      unsaved = [];
      if (!isReported) console.warn(`The state "${name}" is not kept at present: ${(error as Error).message}`);
      isReported = true;
      return false;
    }
  };

  const within = async <Result>(backend: Backend, act: () => Promise<Result>): Promise<Result> => {
    await backend.ready;
    if (!canKeep()) {
      if (!isReported)
        console.warn('This browser keeps no state here (it needs IndexedDB and Web Locks, on https or localhost).');
      isReported = true;
      return act();
    }
    return navigator.locks.request(lockName, async () => {
      const isCurrent = await attempt((from) => catchUp(backend, from));
      const result = await act();
      // Who could not read what others did must not write over it.
      if (isCurrent && (await attempt((into) => save(backend, into)))) isReported = false;
      return result;
    });
  };

  return {
    onChange: (change) => {
      // What came while a long replay was under way went with the state before.
      if (replayedOver !== undefined && change.type === 'restore') unsaved.length = replayedOver;
      else if (canKeep()) unsaved.push(change);
    },
    attach: (backend) => {
      const engine = (): Engine => {
        const plain = backend.engine();
        return { ...plain, handle: (request) => within(backend, () => plain.handle(request)) };
      };
      // A delay that was asked for comes after the lock: requests wait side by side.
      return { ...backend, engine, fetch: createFetch(engine), reset: () => within(backend, backend.reset) };
    },
  };
};

const changesOf = (entries: readonly Entry[]): StoreChange[] => entries.map(({ change }) => change);

const failureOf = (act: Promise<void>): Promise<Error | undefined> =>
  act.then(
    () => undefined,
    (error: unknown) => error as Error,
  );

const canKeep = (): boolean =>
  typeof indexedDB !== 'undefined' && typeof navigator !== 'undefined' && navigator.locks !== undefined;
