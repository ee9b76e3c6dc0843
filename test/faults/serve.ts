import { createResolvers } from '../../mocks/create-resolvers.ts';
import { createTimestamp, DEFAULT_ACCOUNT } from '../../mocks/fake.ts';
import { completeRecord } from '../../mocks/records/complete-record.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import { type ReadRequest, readRequest } from '../../src/engine/reading/read-request.ts';
import type { Call, Outcome, Resolver } from '../../src/engine/resolver.ts';
import type { NeutralAnswer, NeutralRequest } from '../../src/http/message.ts';
import { pathOf } from '../../src/http/message.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import type { Operation } from '../../src/openapi/operations/list-operations.ts';
import { compileRoutes } from '../../src/openapi/operations/match-route.ts';
import { createStore, type Store } from '../../src/store/create-store.ts';

/** What every edition takes. */
export const CREDENTIALS = { 'x-auth-token': '5f2c-faults' };

/** A request with what the document says of it. */
export interface Incoming {
  readonly request: NeutralRequest;
  readonly operation: Operation | undefined;
  /** What was read of it, and every rule it breaks. */
  readonly read: () => ReadRequest;
}

export type Next<Of, Answer> = (of: Of) => Promise<Answer>;

/** The parts of the fake that a fault may replace. */
export interface Hooks {
  /** Around everything. */
  readonly around?: (
    incoming: Incoming,
    next: Next<NeutralRequest, NeutralAnswer>,
    store: Store,
  ) => Promise<NeutralAnswer>;
  /** Around what an operation does once its request was found good. */
  readonly resolve?: (call: Call, next: Next<Call, Outcome>, store: Store) => Promise<Outcome>;
  /** Around what keeps the records. */
  readonly store?: (store: Store) => Store;
}

/** Starts the fake over a document, in process; the first hooks are the outermost. */
export const serve = (document: Document, hooks: readonly Hooks[] = []): Send => {
  const resolved = dereference(document);
  const timestamp = createTimestamp(() => new Date());
  const store = hooks.reduceRight(
    (inner, hook) => hook.store?.(inner) ?? inner,
    createStore({ document: resolved, complete: completeRecord(timestamp) }),
  );
  const own = createResolvers({
    store,
    timestamp,
    accountOf: () => DEFAULT_ACCOUNT,
    quotaOf: () => undefined,
    offers: () => true,
  });
  const resolvers = Object.fromEntries(
    Object.entries(own).map(([id, resolver]) => [
      id,
      hooks.reduceRight<Resolver>(
        (inner, { resolve }) => (resolve ? (call) => resolve(call, async (changed) => inner(changed), store) : inner),
        resolver,
      ),
    ]),
  );
  const engine = createEngine({
    document,
    resolvers,
    lookup: {
      has: (collection, key) => store.find(collection, key) !== undefined,
      hasBelow: (collection, key) => store.hasBelow(collection, key),
    },
  });
  const match = compileRoutes(engine.operations);
  const incoming = (request: NeutralRequest): Incoming => {
    const route = match(pathOf(request.target));
    const operation = route?.operations.get(request.method);
    return {
      request,
      operation,
      read: () =>
        route && operation
          ? readRequest(request, operation, route, engine.maxBody)
          : { values: { path: {}, query: {}, body: {}, items: [] }, issues: [] },
    };
  };
  const handle = hooks.reduceRight<Next<NeutralRequest, NeutralAnswer>>(
    (inner, { around }) => (around ? (request) => around(incoming(request), inner, store) : inner),
    async (request) => (await engine.handle(request)).answer,
  );
  return async ({ method, path, headers, body, credentials }) => {
    const own = credentials ? { ...CREDENTIALS, ...headers } : headers;
    const answer = await handle({ method, target: path, headers: own, body });
    return { status: answer.status, headers: answer.headers, body: answer.body, duration: 0 };
  };
};
