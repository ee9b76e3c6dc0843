import type { Engine } from '../../engine/create-engine.ts';
import { isObject } from '../../http/bodies/read-json.ts';
import {
  baseUrlOf,
  decodePercent,
  type NeutralAnswer,
  type NeutralRequest,
  pathOf,
  type RequestHead,
} from '../../http/message.ts';
import type { Snapshot } from '../../store/create-store.ts';
import type { Journal } from '../journal/journal.ts';
import { readInTurns } from '../state/read-in-turns.ts';
import { snapshotPieces } from '../state/snapshot-pieces.ts';
import { countRecords } from '../state/state-format.ts';
import {
  checkFields,
  type Endpoint,
  empty,
  json,
  MOST_SEEDED,
  refuse,
  refuseBody,
  wholeNumber,
  withBody,
} from './control-answers.ts';
import { type ControlledRecords, createRecordEndpoints } from './control-records.ts';
import { createWatchEndpoints, type Facts } from './control-watch.ts';
import { type PageAnswers, wantsPage } from './page-answers.ts';
import { isVisit, refuseCaller } from './refuse-caller.ts';

/** What the control API steers. */
export interface Controlled {
  readonly engine: () => Engine;
  readonly journal: Journal;
  /** Facts about the running server, beside the status. */
  readonly health: () => Facts;
  readonly reset: () => Promise<void>;
  readonly snapshot: () => Snapshot;
  /** Returns what is wrong with the snapshot; unless that is empty, nothing has changed. */
  readonly restore: (snapshot: unknown) => Promise<readonly string[]>;
  /** The records of the running server, one at a time. */
  readonly records: ControlledRecords;
  /** Adds made-up records to those that are there; tells how many, by collection. */
  readonly seed?: (records: number, seed: number) => Promise<Readonly<Record<string, number>>>;
  /** The pages for people. Without them there is only the API. */
  readonly pages?: PageAnswers;
  readonly openapi: {
    readonly yaml: () => string | Promise<string>;
    readonly json: () => unknown;
    /** For tools of others, with the address of the server. */
    readonly plain: (server: string) => unknown;
  };
  /** What the edition in force changed in the one before it; the page of the reference marks it. */
  readonly changes?: () => Promise<unknown>;
  /** Steers the worlds of the server, where it has any. */
  readonly worlds?: Readonly<Record<string, Endpoint>>;
  /** Host names that this server is reached by, and its pages come from, beside the loopback ones. */
  readonly hosts: readonly string[];
}

/** A control API, in two steps: whom it answers is told before a body is read. */
export interface ControlApi {
  /** The answer to a caller that may not steer. */
  readonly judge: (head: RequestHead) => NeutralAnswer | undefined;
  /** Answers a caller that may. */
  readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
}

/** Records that are shown at once, in the form of all that this API answers. */
const FEW = 1000;

/** Where the control API lives. */
export const CONTROL_PREFIX = '/__mock/';

/**
 * The control API: `health`, `reset`, `state`, `seed`, `records`, `requests`, `events`, `faults`,
 * `openapi.yaml`, `openapi.json`, `openapi.plain.json`, `changes`, `worlds` below `/__mock/`, and its pages there and
 * at `docs`. It answers programs and pages of this machine only; a page of another site is refused.
 */
export const createControlApi = (controlled: Controlled): ControlApi => {
  const { engine, journal } = controlled;

  const endpoints: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
    '': {
      GET: (request) => {
        const page = wantsPage(request) ? controlled.pages?.answer(request, 'console.html') : undefined;
        if (page) return page;
        const list = json(200, { endpoints: listEndpoints(request) });
        return { ...list, headers: { ...list.headers, vary: 'accept' } };
      },
    },
    health: { GET: () => json(200, { status: 'ok', ...controlled.health() }) },
    reset: {
      POST: async () => {
        await controlled.reset();
        return json(200, { status: 'reset', ...controlled.health() });
      },
    },
    state: {
      GET: () => {
        const snapshot = controlled.snapshot();
        const records = countRecords(snapshot);
        if (records < FEW) return json(200, snapshot);
        // The list of them, and a piece.
        const more = { pieces: snapshotPieces(snapshot), weight: 8 * records + 1_000_000 };
        return { ...json(200, ''), body: '', more };
      },
      PUT: async ({ body }) => {
        const read = await readInTurns(body);
        if ('problem' in read) return refuseBody(read.problem);
        const problems = await controlled.restore(read.value);
        if (problems.length > 0) return refuse(400, 'Failed to restore the state: nothing was changed.', problems);
        return json(200, { status: 'restored', ...controlled.health() });
      },
    },
    records: createRecordEndpoints(controlled.records),
    ...(controlled.seed ? { seed: createSeedEndpoint(controlled.seed) } : {}),
    ...createWatchEndpoints({ journal, health: controlled.health, faults: () => engine().faults.list() }),
    faults: {
      GET: () => json(200, engine().faults.list()),
      PUT: withBody((rules) => {
        const problems = engine().faults.set(rules);
        if (problems.length > 0) return refuse(400, 'Failed to set faults: nothing was changed.', problems);
        return json(200, engine().faults.list());
      }),
      DELETE: () => {
        engine().faults.clear();
        return empty();
      },
    },
    'openapi.yaml': {
      GET: async () => ({
        status: 200,
        headers: { 'content-type': 'application/yaml' },
        body: await controlled.openapi.yaml(),
      }),
    },
    'openapi.json': { GET: () => json(200, controlled.openapi.json()) },
    'openapi.plain.json': { GET: (request) => json(200, controlled.openapi.plain(baseUrlOf(request))) },
    ...createChangesEndpoint(controlled.changes),
    ...(controlled.worlds ? { worlds: controlled.worlds } : {}),
    ...(controlled.pages ? createPageEndpoints(controlled.pages) : {}),
  };

  const listEndpoints = ({ base = '' }: NeutralRequest): string[] =>
    Object.entries(endpoints).flatMap(([name, methods]) =>
      Object.keys(methods).map((method) => `${method} ${base}${CONTROL_PREFIX}${name}`),
    );

  const answer = async (request: NeutralRequest): Promise<NeutralAnswer> => {
    const [name = '', ...rest] = pathOf(request.target).slice(CONTROL_PREFIX.length).split('/').map(decodePercent);
    const isKnown = Object.hasOwn(endpoints, name) && (rest.length === 0 || DEEP.has(name));
    const methods = isKnown ? endpoints[name] : undefined;
    if (!methods) return refuse(404, `No such endpoint: ${[name, ...rest].join('/')}.`, listEndpoints(request));
    const allowed = [...Object.keys(methods), ...('GET' in methods ? ['HEAD'] : []), 'OPTIONS'];
    if (request.method === 'OPTIONS')
      return empty({ allow: allowed.join(', '), 'access-control-allow-methods': allowed.join(', ') });
    const endpoint = methods[request.method === 'HEAD' ? 'GET' : request.method];
    if (endpoint) return endpoint(request, rest);
    const refused = refuse(405, `${name} takes ${allowed.join(', ')}, not ${request.method}.`);
    return { ...refused, headers: { ...refused.headers, allow: allowed.join(', ') } };
  };

  return {
    judge: ({ method, target, headers: sent }) => {
      const path = pathOf(target).slice(CONTROL_PREFIX.length);
      // Whoever waits for the server may call it by any name: health steers nothing and tells no secret.
      const headers = path === 'health' ? { ...sent, host: undefined } : sent;
      const refusal = refuseCaller(headers, controlled.hosts);
      const isPage = path === '' || path === 'docs';
      return refusal === undefined || (isPage && isVisit(method, headers, controlled.hosts))
        ? undefined
        : refuse(403, `Refused by the control API: ${refusal}`);
    },
    answer: async (request) => {
      const answered = await answer(request).catch((error: unknown) =>
        refuse(500, `Failed: ${(error as Error).message}`),
      );
      const origin = request.headers['origin'];
      if (origin === undefined) return answered;
      const cors = {
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'content-type',
        vary: 'origin',
      };
      return { ...answered, headers: { ...answered.headers, ...cors } };
    },
  };
};

/** Endpoints whose path goes on behind their name. */
const DEEP: ReadonlySet<string> = new Set(['records', 'requests', 'assets', 'worlds']);

const SEED_FIELDS = { records: wholeNumber(1, MOST_SEEDED), seed: wholeNumber(0, 2 ** 31) };

const createSeedEndpoint = (seed: NonNullable<Controlled['seed']>): Readonly<Record<string, Endpoint>> => ({
  POST: withBody(async (body) => {
    // What was not sent is no number of records.
    const wish = isObject(body) ? { records: undefined, ...body } : body;
    const problems = checkFields(wish, SEED_FIELDS);
    if (problems.length > 0) return refuse(400, 'Failed to seed: nothing was changed.', problems);
    const { records, seed: number = 1 } = wish as { readonly records: number; readonly seed?: number };
    try {
      return json(200, { status: 'seeded', added: await seed(records, number) });
    } catch (error) {
      // The document may have rules that no made-up record keeps.
      if (!(error instanceof Error) || error.name !== 'SnapshotError') throw error;
      return refuse(400, 'Failed to seed: nothing was changed.', [error.message]);
    }
  }),
});

const createChangesEndpoint = (
  changes: Controlled['changes'],
): Readonly<Record<string, Readonly<Record<string, Endpoint>>>> =>
  changes ? { changes: { GET: async () => json(200, await changes()) } } : {};

const createPageEndpoints = (pages: PageAnswers): Readonly<Record<string, Readonly<Record<string, Endpoint>>>> => ({
  docs: { GET: (request) => pages.answer(request, 'docs.html') ?? refuse(404, 'There is no such page.') },
  assets: {
    GET: (request, rest) => pages.answer(request, rest.join('/')) ?? refuse(404, 'There is no such file.'),
  },
});
