import { join } from 'node:path';

import type { Backend, BackendOptions } from '../../../mocks/create-backend.ts';
import { SnapshotError } from '../../../mocks/records/snapshot-error.ts';
import { type Document, DocumentError } from '../../openapi/document/document.ts';
import { ReadingError } from '../../openapi/overlays/apply-readings.ts';
import type { HttpServer } from '../../server/connections/guard-server.ts';
import { CONTROL_PREFIX } from '../../server/control/control-api.ts';
import { createPageAnswers } from '../../server/control/page-answers.ts';
import { createHttpServer, type Served } from '../../server/create-http-server.ts';
import { frontPage } from '../../server/front-page.ts';
import { openStateFile } from '../../server/state/state-file.ts';
import { StateFileError } from '../../server/state/state-file-error.ts';
import { createWorldEndpoints } from '../../server/worlds/world-endpoints.ts';
import type { WorldWish } from '../../server/worlds/world-wish.ts';
import { createWorlds, locateWorld } from '../../server/worlds/worlds.ts';
import { type ChosenDocument, chooseDocument, chosenFile } from '../document/choose-document.ts';
import { packageFolder, shippedFile } from '../document/load-document.ts';
import { sayFailure, UserError } from '../fail.ts';
import { version } from '../version.ts';
import { acceptCallers } from './access/accept-callers.ts';
import type { MockCredentials } from './access/mock-credentials.ts';
import type { Tls } from './access/read-tls.ts';
import type { MockLog } from './mock-log.ts';
import { chosenReadings, type MockOptions } from './mock-options.ts';
import { countRecords, openWorld, type Surroundings, type World } from './open-world.ts';
import { readSeedFile } from './seed-file.ts';

/** The fake as a server that does not listen yet, and what is told of it. */
export interface Mock {
  readonly server: HttpServer;
  /** The fake of the default world. */
  readonly backend: Backend;
  readonly credentials: MockCredentials;
  readonly chosen: ChosenDocument | undefined;
  readonly tls: Tls | undefined;
  /** What is not as it should be, and keeps nothing from being used. */
  readonly warnings: readonly string[];
  /**
   * Loads the document again, for all worlds. Tells of each that keeps the document before.
   *
   * @throws UserError where it can't be used; then nothing has changed.
   */
  readonly reload: () => Promise<readonly string[]>;
  readonly close: () => void;
}

/**
 * Opens all that the options describe: the default world, which the state file belongs to, the worlds that come into
 * being when they are used, and the server in front of them.
 *
 * @param log told of each answer of the API, whatever the world.
 * @throws UserError for options that can't be used.
 */
export const openMock = async (options: MockOptions, log: Pick<MockLog, 'add' | 'warn'>): Promise<Mock> => {
  const hasTls = options.tlsCert !== undefined || options.tlsKey !== undefined;
  // It brings OpenSSL along.
  const tls = hasTls ? (await import('./access/read-tls.ts')).readTls(options) : undefined;
  const { credentials, iam, accepted } = acceptCallers(
    options,
    () => first.backend.engine().operations.find(({ security }) => security.length > 0)?.security ?? [],
  );
  const chosen = chooseDocument(options, options.watch) ?? (options.watch ? chosenFile(shippedFile()) : undefined);
  const seeds = options.seedFile === undefined ? undefined : await readSeedFile(options.seedFile);
  const readings = chosenReadings(options);
  /** What every world begins with. */
  const plain: BackendOptions = {
    readings,
    records: options.records,
    seed: options.seed,
    ...(seeds ? { snapshot: seeds.snapshot } : {}),
    ...accepted,
    maxBody: options.maxBody,
    ...(options.cors ? { cors: options.cors } : {}),
    ...(options.latency ? { latency: options.latency } : {}),
    onError: (error) => log.warn('error', sayFailure(error)),
  };
  const surroundings: Surroundings = {
    documentFile: () => (chosen ? chosen.file() : shippedFile()),
    pages: createPageAnswers(join(packageFolder(), 'dist', 'pages')),
    hosts: [options.host, ...options.allowHost],
  };

  let inForce: { readonly document?: Document } = {};
  const makeWorld = async ({ state: own, readings: others, ...wish }: WorldWish): Promise<World> => {
    const world = openWorld(
      { ...plain, ...wish, ...(own ? { snapshot: own } : {}), readings: { ...readings, ...others }, ...inForce },
      surroundings,
    );
    await world.backend.ready;
    return world;
  };
  const worlds = createWorlds({ make: () => makeWorld({}) });
  const endpoints = createWorldEndpoints({
    worlds,
    make: (wish) =>
      makeWorld(wish).catch((error: unknown) => {
        const problems = sayProblems(error);
        // By itself, so that places are those of the state and not behind made-up records.
        const own = wish.state ? first.backend.store.check(wish.state) : [];
        return own.length > 0 ? own : problems;
      }),
    describe: ({ backend, readings: own }) => ({ records: countRecords(backend), readings: own }),
  });

  const state =
    options.state === undefined ? undefined : openStateFile(options.state, (text) => log.warn('warning', text));
  // What a state file holds is the state; seeds are for a new one.
  const kept: BackendOptions = state ? { ...state, ...(state.changes ? { records: 0 } : {}) } : {};
  const openFirst = (document?: Document): World => {
    if (document) inForce = { document };
    return openWorld({ ...plain, ...kept, ...inForce }, { ...surroundings, worlds: endpoints });
  };
  const note = (text: string): void => log.warn('warning', text);
  const first = chosen ? await chosen.load(openFirst, note) : openFirst();
  try {
    await first.backend.ready;
  } catch (error) {
    state?.close();
    if (error instanceof StateFileError) throw error;
    const problems = (error as Error).message.split('\n');
    if (state?.changes) throw new UserError(`Failed to load the state file ${options.state}: ${firstOf(problems)}`);
    // By themselves, so that places are those of the file and not behind made-up records.
    const own = seeds ? first.backend.store.check(seeds.snapshot) : [];
    if (own.length === 0) throw new UserError(firstOf(problems));
    throw new UserError(`Failed to load the seed file ${firstOf(own.map(seeds?.explain ?? String))}`);
  }
  state?.follow(first.backend.store);

  const serve = ({ backend, control, journal }: World): Served => ({
    engine: backend.engine,
    ...(options.control ? { control: { prefix: CONTROL_PREFIX, ...control } } : {}),
    onExchange: (exchange) => {
      if (options.control) journal.add(exchange);
      log.add(exchange);
    },
  });
  const sweeping = setInterval(worlds.sweep, 60_000).unref();
  return {
    server: createHttpServer({
      ...serve(first),
      ...(iam ? { neighbour: iam } : {}),
      ...(tls ? { tls } : {}),
      front: (request) =>
        frontPage(request, {
          name: 'swr-contract',
          version,
          operations: first.backend.engine().operations.length,
          links: options.control ? PAGES : [],
        }),
      ...(options.control
        ? {
            locate: (path) => {
              const place = locateWorld(path);
              return place && { base: place.base, open: async () => serve(await worlds.use(place.name)) };
            },
          }
        : {}),
    }),
    backend: first.backend,
    credentials,
    chosen,
    tls,
    warnings: tls?.warning === undefined ? [] : [tls.warning],
    reload: async () => {
      await chosen?.load((document) => {
        first.backend.reload(document);
        inForce = { document };
      }, note);
      return (await worlds.list()).flatMap(({ name, world }) => {
        try {
          if (inForce.document) world.backend.reload(inForce.document);
          return [];
        } catch (error) {
          return [`The world ${name} keeps the document before: ${sayProblems(error).join(' ')}`];
        }
      });
    },
    close: () => {
      clearInterval(sweeping);
      state?.close();
    },
  };
};

/** What a browser finds from the top of the server. */
const PAGES = [
  { path: CONTROL_PREFIX, title: { en: 'Console', zh: '控制台' } },
  { path: `${CONTROL_PREFIX}docs`, title: { en: 'Reference', zh: 'API 参考' } },
];

/** What keeps a world from being made; anything else is a fault of ours. */
const sayProblems = (error: unknown): readonly string[] => {
  if (error instanceof ReadingError || error instanceof DocumentError || error instanceof SnapshotError)
    return error.message.split('\n');
  throw error;
};

const firstOf = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} (${others.length} more problems)`;
