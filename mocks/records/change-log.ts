import type { StoreChange } from '../../src/store/create-store.ts';

/** A kept change with its number; numbers grow. */
export interface Entry {
  readonly number: number;
  readonly change: StoreChange;
}

/** Changes in the order in which they happened, in the storage of the browser. */
export interface ChangeLog {
  /** Those behind this number, in their order. */
  readonly after: (number: number) => Promise<readonly Entry[]>;
  /** Adds changes, all or none, and gives the number of the last. */
  readonly add: (changes: readonly StoreChange[]) => Promise<number>;
  readonly count: () => Promise<number>;
  readonly clear: () => Promise<void>;
  /** One change in the place of all, and its number. */
  readonly replace: (change: StoreChange) => Promise<number>;
}

const VERSION = 1;
const STORE = 'changes';

/**
 * Opens a log in IndexedDB. A database that is none of ours, or of another version, is reported and
 * dropped. Not for two callers at once: hold a lock.
 *
 * @param onClose called when the log can't be used any more, since its database was deleted.
 * @throws DOMException if the browser has no room, or no IndexedDB for this page.
 */
export const openLog = async (name: string, onClose: () => void): Promise<ChangeLog> => {
  const database = await openDatabase(name);
  // Who deletes it (a user in the browser's tools, another version of this package) must not wait for us.
  database.onversionchange = () => {
    database.close();
    onClose();
  };
  database.onclose = onClose;

  const run = async <Result>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    // Who fails to ask hears why from `act`; that the transaction is given up then is no second error.
    done.catch(() => undefined);
    try {
      const request = act(transaction.objectStore(STORE));
      await done;
      return request.result;
    } catch (error) {
      abort(transaction);
      throw error;
    }
  };
  const add = (store: IDBObjectStore, changes: readonly StoreChange[]): IDBRequest => {
    const [last] = changes.map((change) => store.add({ change })).slice(-1);
    if (!last) throw new TypeError('Failed to add to the log: there is no change.');
    return last;
  };
  return {
    after: (number) => run('readonly', (store) => store.getAll(IDBKeyRange.lowerBound(number, true))),
    add: async (changes) => Number(await run('readwrite', (store) => add(store, changes))),
    count: () => run('readonly', (store) => store.count()),
    clear: () => run('readwrite', (store) => store.clear()),
    replace: async (change) =>
      Number(
        await run('readwrite', (store) => {
          store.clear();
          return add(store, [change]);
        }),
      ),
  };
};

const openDatabase = async (name: string): Promise<IDBDatabase> => {
  const found = await open(name).catch((error: unknown) => {
    if ((error as DOMException).name === 'VersionError') return undefined;
    throw error;
  });
  if (found && isOurs(found)) return found;
  found?.close();
  console.warn(`What is kept under "${name}" is of another version, and is dropped.`);
  await settle(indexedDB.deleteDatabase(name));
  return open(name);
};

const open = (name: string): Promise<IDBDatabase> => {
  const opening = indexedDB.open(name, VERSION);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: 'number', autoIncrement: true });
  };
  return settle(opening);
};

const isOurs = (database: IDBDatabase): boolean => {
  if (!database.objectStoreNames.contains(STORE)) return false;
  const store = database.transaction(STORE).objectStore(STORE);
  return store.keyPath === 'number' && store.autoIncrement;
};

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
};

const settle = <Result>(request: IDBRequest<Result> | IDBOpenDBRequest): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Result);
    request.onerror = () => reject(request.error);
    // Nobody who waits for a lock may wait for a page that does not let go.
    if ('onblocked' in request) request.onblocked = () => reject(new Error('another page holds what is kept'));
  });
