import { readFileSync } from 'node:fs';
import { type Backend, type BackendOptions, createBackend } from '../../../mocks/create-backend.ts';
import { addMadeUp } from '../../../mocks/records/add-made-up.ts';
import { listAmbiguities, type Readings } from '../../openapi/overlays/apply-readings.ts';
import { plainDocument } from '../../openapi/plain-document.ts';
import { type ControlApi, type Controlled, createControlApi } from '../../server/control/control-api.ts';
import { createJournal, type Journal } from '../../server/journal/journal.ts';
import { version } from '../version.ts';
import { tellChanges } from './tell-changes.ts';

/** One fake with all that is its own: records, faults and readings, what it was asked, and how it is steered. */
export interface World {
  readonly backend: Backend;
  readonly journal: Journal;
  readonly control: ControlApi;
  /** Those that were asked for; the others are the document's own. */
  readonly readings: Readings;
}

/** What does not belong to a world, but to its server; the worlds are steered by one of them. */
export interface Surroundings extends Pick<Controlled, 'pages' | 'hosts' | 'worlds'> {
  /** The file that the document is; undefined where it is made of several. */
  readonly documentFile: () => string | undefined;
}

/**
 * Opens a world; its first records are in when `backend.ready` settles.
 *
 * @throws DocumentError or ReadingError as `createBackend`.
 */
export const openWorld = (options: BackendOptions, { documentFile, ...around }: Surroundings): World => {
  const backend = createBackend(options);
  const { readings = {} } = options;
  const { store } = backend;
  // There may be a thousand worlds beside the one that steers them.
  const journal = around.worlds ? createJournal() : createJournal(200, 1024 * 1024);
  const started = Date.now();
  const control = createControlApi({
    engine: backend.engine,
    journal,
    health: () => ({
      version,
      uptime: (Date.now() - started) / 1000,
      operations: backend.engine().operations.map(({ id }) => id),
      records: countRecords(backend),
      readings: Object.fromEntries(listAmbiguities(backend.document()).map(({ id, chosen }) => [id, chosen])),
    }),
    reset: backend.reset,
    snapshot: store.snapshot,
    restore: store.restore,
    records: { ...store, check: store.checkRecord },
    seed: (records, seed) => addMadeUp(store, backend.document(), records, seed),
    openapi: {
      yaml: () => documentText(backend, readings, documentFile()),
      json: backend.document,
      plain: (server) => plainDocument(backend.document(), server),
    },
    changes: () => tellChanges(backend.document()),
    ...around,
  });
  return { backend, journal, control, readings };
};

/** How many records there are, by collection. */
export const countRecords = ({ store }: Backend): Record<string, number> =>
  Object.fromEntries(store.collections.map((name) => [name, store.count(name)]));

const documentText = async (backend: Backend, readings: Readings, file: string | undefined): Promise<string> => {
  if (file !== undefined && Object.keys(readings).length === 0) return readFileSync(file, 'utf8');
  const { stringify } = await import('yaml');
  return stringify(backend.document());
};
