import { createEngine, type Engine, type EngineOptions } from '../src/engine/create-engine.ts';
import { createFetch, type FetchFake } from '../src/engine/create-fetch.ts';
import { dereference } from '../src/openapi/document/dereference.ts';
import { type Document, DocumentError } from '../src/openapi/document/document.ts';
import { perDocument } from '../src/openapi/document/per-document.ts';
import { applyReadings, type Readings } from '../src/openapi/overlays/apply-readings.ts';
import {
  createStore,
  type Snapshot,
  type Store,
  type StoreChange,
  type StoreOptions,
} from '../src/store/create-store.ts';
import { listCollections } from '../src/store/list-collections.ts';
import { createResolvers } from './create-resolvers.ts';
import { document as shipped } from './document.ts';
import { createTimestamp, DEFAULT_ACCOUNT } from './fake.ts';
import { completeRecord } from './records/complete-record.ts';
import { SnapshotError } from './records/snapshot-error.ts';

/** How the fake behaves. Everything is optional. */
export interface BackendOptions
  extends Pick<EngineOptions, 'tokens' | 'checkSignature' | 'maxBody' | 'cors' | 'latency' | 'random' | 'onError'>,
    Pick<StoreOptions, 'onChange' | 'beforeRestore'> {
  /** The contract. Default: the one this project ships. */
  readonly document?: Document;
  /** Other readings of points in the ambiguity register, e.g. `{ A7: 'last' }`. */
  readonly readings?: Readings;
  /** Start with this many made-up repositories. */
  readonly records?: number;
  /** Decides which ones. Default 1. */
  readonly seed?: number;
  /** Start with these records, beside the made-up ones. */
  readonly snapshot?: Snapshot;
  /** Or with what these changes lead to, as a state file keeps them; their records become the fake's. */
  readonly changes?: Iterable<StoreChange>;
  /** Accounts beside `demo`, each with the token that speaks for it. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Access keys, each with the account that it speaks for: only their signatures are accepted. */
  readonly accessKeys?: Readonly<Record<string, string>>;
  /** The account of a token that was given out since the start; such a token is always accepted. */
  readonly accountOfToken?: (token: string) => string | undefined;
  /** Default: the clock. */
  readonly now?: () => Date;
}

/** The whole fake: contract, state, and the engine over them. */
export interface Backend {
  /** The engine in use; `reload` replaces it. */
  readonly engine: () => Engine;
  readonly store: Store;
  /** The contract in use, with the chosen readings. */
  readonly document: () => Document;
  /** Answers a Fetch API request; `base` is what its path has before the paths of the API. */
  readonly fetch: FetchFake;
  /** Settles when the first records are in. Rejects if they break the contract's rules. */
  readonly ready: Promise<void>;
  /** Puts the first records back and clears the faults. */
  readonly reset: () => Promise<void>;
  /** Takes another contract and keeps state and faults. Throws a DocumentError and changes nothing if it can't be used. */
  readonly reload: (document: Document) => void;
}

/**
 * Builds the fake.
 *
 * @throws DocumentError or ReadingError if the contract or the readings can't be used, TypeError for an option that is
 *   none.
 */
export const createBackend = (options: BackendOptions = {}): Backend => {
  checkOptions(options);
  const { readings = {}, now = () => new Date(), records = 0, seed = 1, changes, accountOfToken } = options;
  const timestamp = createTimestamp(now);
  let document = readDocument(options.document ?? shipped, readings);
  const resolved = dereference(document);
  const shape = shapeOf(resolved);
  const store = createStore({
    ...options,
    document: resolved,
    complete: completeRecord(timestamp),
  });
  const accounts = new Map(Object.entries(options.accounts ?? {}).map(([account, token]) => [token, account]));
  const accessKeys = new Map(Object.entries(options.accessKeys ?? {}));
  const hasAccounts = accounts.size + accessKeys.size > 0 || accountOfToken !== undefined;
  const resolvers = createResolvers({
    store,
    timestamp,
    quotaOf: (collection) => engine.operations.find(({ quota }) => quota?.collection === collection)?.quota?.most,
    offers: (operation) => engine.operations.some(({ id }) => id === operation),
    accountOf: (call) => {
      if (!hasAccounts) return DEFAULT_ACCOUNT;
      const names = call
        .credentials()
        .map(({ value, signature }) =>
          signature ? accessKeys.get(value) : (accounts.get(value) ?? accountOfToken?.(value)),
        );
      return names.find((name) => name !== undefined) ?? DEFAULT_ACCOUNT;
    },
  });
  const engineOptions = {
    ...options,
    // Where only some credentials are accepted, those of the accounts are among them.
    ...(options.tokens && options.tokens.length > 0 ? { tokens: [...options.tokens, ...accounts.keys()] } : {}),
    accessKeys: [...accessKeys.keys()],
    isIssued: (token: string) => accountOfToken?.(token) !== undefined,
    // Another service's operation may have a name of ours.
    resolvers: store.collections.includes('repositories') ? resolvers : {},
    lookup: {
      has: (collection: string, key: readonly string[]) => store.find(collection, key) !== undefined,
      hasBelow: store.hasBelow,
    },
  };
  let engine = createEngine({ ...engineOptions, document });

  const restoreFirst = async (): Promise<readonly string[]> => {
    const given = options.snapshot ?? { collections: {} };
    if (records === 0) return store.restore(given);
    // A page that makes nothing up loads nothing for it.
    const { restoreMadeUp } = await import('./records/restore-made-up.ts');
    return restoreMadeUp(store, resolved, records, seed, given);
  };
  let first: Snapshot = { collections: {} };
  const isKept = options.onChange !== undefined || options.beforeRestore !== undefined;
  const fill = async (): Promise<void> => {
    const problems = changes ? await store.replay(changes) : await restoreFirst();
    if (problems.length > 0) throw new SnapshotError(problems.join('\n'));
    // The records are those of the store, which never change, so this costs a list of them.
    first = store.snapshot();
  };
  const ready = records > 0 || options.snapshot || changes ? fill() : Promise.resolve();
  // Whoever waits for it sees the rejection; nobody has to.
  ready.catch(() => undefined);

  return {
    engine: () => engine,
    store,
    document: () => document,
    fetch: createFetch(() => engine),
    ready,
    reset: async () => {
      engine.faults.clear();
      await ready;
      // Where records are kept elsewhere, too, they are written anew: what is there may have changed.
      if (isKept || !store.standsAt(first)) await store.restore(first);
    },
    reload: (next) => {
      const changed = readDocument(next, readings);
      if (shapeOf(dereference(changed)) !== shape)
        throw new DocumentError(
          '/components/x-collections',
          'the collections, with their keys and indexes, are those of the start. Start the fake again to change them.',
        );
      const rules = engine.faults.list();
      const reloaded = createEngine({ ...engineOptions, document: changed });
      reloaded.faults.set(rules);
      document = changed;
      engine = reloaded;
    },
  };
};

/** In JavaScript nobody else says it: of a text as `tokens` each letter would be a token. */
const checkOptions = ({ tokens = [], records = 0, seed = 1 }: BackendOptions): void => {
  const refuse = (name: string, wanted: string, given: unknown): never => {
    throw new TypeError(`Failed to make a fake: ${name} must be ${wanted} (received ${JSON.stringify(given)}).`);
  };
  if (!Array.isArray(tokens)) refuse('tokens', 'a list of texts', tokens);
  if (!Number.isSafeInteger(records) || records < 0) refuse('records', 'a whole number', records);
  if (!Number.isSafeInteger(seed)) refuse('seed', 'a whole number', seed);
};

/** A document by its readings, shared by all backends that have the same ones, and gone with the last of them. */
const readDocument = (document: Document, readings: Readings): Document => {
  const known = documentsByReadings(document);
  const key = JSON.stringify(Object.entries(readings).sort());
  const made = known.get(key)?.deref() ?? applyReadings(document, readings);
  known.set(key, refer(made));
  return made;
};
const documentsByReadings = perDocument(() => new Map<string, Pick<WeakRef<Document>, 'deref'>>());
// Not every engine of React Native has them.
const refer = (made: Document): Pick<WeakRef<Document>, 'deref'> =>
  typeof WeakRef === 'undefined' ? { deref: () => made } : new WeakRef(made);

/** What a store is built by; the schemas of its records are no part of it. */
const shapeOf = (document: Document): string =>
  JSON.stringify([...listCollections(document).values()].map(({ validate: _, ...definition }) => definition));
