import type { Engine } from '../src/engine/create-engine.ts';
import { createFetch } from '../src/engine/create-fetch.ts';
import { dereference } from '../src/openapi/dereference.ts';
import type { StoreChange } from '../src/store/create-store.ts';
import { foldChanges } from '../src/store/fold-changes.ts';
import type { Backend } from './create-backend.ts';

/** Remembers what happened, over reloads and for every tab of an origin. */
export interface KeptState {
  /** Give this to `createBackend`: hears of every change. */
  readonly onChange: (change: StoreChange) => void;
  /** The same backend; each of its answers knows what other tabs did, and is kept before it is given. */
  readonly attach: (backend: Backend) => Backend;
}

/** A kept change with its number; numbers grow. */
interface Entry {
  readonly number: number;
  readonly change: StoreChange;
}

/** Above this many changes the log is replaced by the state that they lead to. */
const MOST_CHANGES = 2000;

/**
 * Keeps the state of a backend in the browser: a log of changes in IndexedDB, read on and added to
 * under a Web Lock for each request. So of two tabs that create one name at once, one is refused, and
 * a reloaded page goes on where it was. What is kept and can't be read (bad, or of another version)
 * is reported and dropped. Without IndexedDB or locks the state stays in memory.
 *
 * @param name tells the states of one origin apart.
 */
export const keepState = (name: string): KeptState => {
  const lockName = `swr-contract ${name}`;
  let unsaved: StoreChange[] = [];
  let seen = 0;
  let isReplaying = false;
  let opened: Promise<Log | undefined> | undefined;

  const replay = async (backend: Backend, entries: readonly Entry[]): Promise<void> => {
    isReplaying = true;
    try {
      const before = seen === 0 ? [] : [{ type: 'restore' as const, snapshot: backend.store.snapshot() }];
      const changes = [...before, ...entries.map(({ change }) => change)];
      const problems = await backend.store.restore(foldChanges(dereference(backend.document()), changes));
      if (problems.length > 0) throw new Error(problems.slice(0, 5).join(' '));
    } finally {
      isReplaying = false;
    }
  };

  /** Takes over what other tabs, or an earlier page, did. */
  const catchUp = async (backend: Backend, log: Log): Promise<void> => {
    const entries = await log.after(seen);
    const last = entries.at(-1)?.number ?? seen;
    if (entries.length > 0)
      try {
        await replay(backend, entries);
        // The first records are for a state that nobody kept.
        if (seen === 0) unsaved = [];
      } catch (error) {
        console.warn(`The kept state "${name}" can't be used and is dropped: ${(error as Error).message}`);
        await log.clear();
        unsaved = [{ type: 'restore', snapshot: backend.store.snapshot() }];
      }
    seen = last;
  };

  const save = async (backend: Backend, log: Log): Promise<void> => {
    const changes = unsaved;
    unsaved = [];
    if (changes.length > 0) seen = await log.add(changes);
    if ((await log.count()) > MOST_CHANGES)
      seen = await log.replace({ type: 'restore', snapshot: backend.store.snapshot() });
  };

  const within = async <Result>(backend: Backend, act: () => Promise<Result>): Promise<Result> => {
    await backend.ready;
    opened ??= openLog(lockName);
    const log = await opened;
    if (!log) return act();
    return navigator.locks.request(lockName, async () => {
      await catchUp(backend, log);
      const result = await act();
      await save(backend, log);
      return result;
    });
  };

  return {
    onChange: (change) => {
      if (!isReplaying) unsaved.push(change);
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

interface Log {
  readonly after: (number: number) => Promise<Entry[]>;
  /** Adds changes and gives the number of the last. */
  readonly add: (changes: readonly StoreChange[]) => Promise<number>;
  readonly count: () => Promise<number>;
  readonly clear: () => Promise<void>;
  /** One change in the place of all. */
  readonly replace: (change: StoreChange) => Promise<number>;
}

const STORE = 'changes';

const openLog = async (name: string): Promise<Log | undefined> => {
  if (typeof indexedDB === 'undefined' || typeof navigator === 'undefined' || !navigator.locks) {
    console.warn('This browser keeps no state here (it needs IndexedDB and Web Locks, on https or localhost).');
    return undefined;
  }
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: 'number', autoIncrement: true });
  };
  const database = await settle(opening).catch((error: unknown) => {
    console.warn(`The state is not kept: ${(error as Error).message}`);
    return undefined;
  });
  if (!database) return undefined;
  const run = async <Result>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    return request.result;
  };
  const add = (store: IDBObjectStore, changes: readonly StoreChange[]): IDBRequest<IDBValidKey> => {
    const [request] = changes.map((change) => store.add({ change })).slice(-1);
    return request ?? (store.count() as IDBRequest<IDBValidKey>);
  };
  return {
    after: (number) => run('readonly', (store) => store.getAll(IDBKeyRange.lowerBound(number, true))),
    add: async (changes) => Number(await run('readwrite', (store) => add(store, changes))),
    count: () => run('readonly', (store) => store.count()),
    clear: async () => void (await run('readwrite', (store) => store.clear())),
    replace: async (change) =>
      Number(
        await run('readwrite', (store) => {
          store.clear();
          return add(store, [change]);
        }),
      ),
  };
};

const settle = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
