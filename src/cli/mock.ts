import { readFileSync, watch } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { styleText } from 'node:util';
import { Command, Option } from 'commander';

import { addMadeUp } from '../../mocks/add-made-up.ts';
import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { DEFAULT_ACCOUNT } from '../../mocks/fake.ts';
import { SERVICE_CATALOGUE } from '../../mocks/service-catalogue.ts';
import { checkSignatures } from '../engine/check-signature.ts';
import { listAmbiguities, type Readings } from '../openapi/apply-readings.ts';
import { trackSilent } from '../server/close-silent.ts';
import { CONTROL_PREFIX, createControlApi } from '../server/control-api.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { createIam } from '../server/iam.ts';
import { createJournal } from '../server/journal.ts';
import { createPageAnswers } from '../server/page-answers.ts';
import { openStateFile, type StateFile } from '../server/state-file.ts';
import type { Snapshot, StoreChange } from '../store/create-store.ts';
import { type ChosenDocument, chooseDocument, chosenFile } from './choose-document.ts';
import { editionOption } from './edition-option.ts';
import { exampleLine } from './example-line.ts';
import { fail, UserError } from './fail.ts';
import { packageFolder, sayCause, shippedFile } from './load-document.ts';
import { type MockCredentialOptions, type MockCredentials, readMockCredentials } from './mock-credentials.ts';
import { collect, collectReading, corsOrigin, milliseconds, whole } from './option-values.ts';
import { createRequestLog, type LogFormat } from './request-log.ts';
import { tellChanges } from './tell-changes.ts';
import { version } from './version.ts';

interface MockOptions extends MockCredentialOptions {
  port: number;
  host: string;
  spec?: string;
  edition?: string;
  overlay: string[];
  namespaces?: 'open' | 'strict';
  auth?: 'required' | 'off';
  records: number;
  seed: number;
  seedFile?: string;
  state?: string;
  latency?: { min: number; max: number };
  descriptionLimit?: number;
  reading: Readings;
  maxBody: number;
  cors: string;
  log: LogFormat;
  control: boolean;
  iam?: boolean;
  watch?: boolean;
}

const EXAMPLES = `
Examples:
  swr-contract mock                         every namespace exists and is empty
  swr-contract mock --port 0 --log off      a free port, printed at the start
  swr-contract mock --records 100 --seed 7  made-up repositories, the same ones
  swr-contract mock --namespaces strict --seed-file seed.yaml
  swr-contract mock --state fake.jsonl      what was created survives a restart
  swr-contract mock --token secret --latency 50-300
  swr-contract mock --account partner=secret         one more account, its token
  swr-contract mock --access-key KEY:SECRET=partner  checks signatures
  swr-contract mock --token-file tokens.txt          one secret a line
  swr-contract mock --reading A7=last --reading A4=object
  swr-contract mock --edition 2019-02       another edition of the API
  swr-contract mock --overlay own.yaml      with changes of yours

MOCK_TOKEN, MOCK_ACCOUNT and MOCK_ACCESS_KEY hold as many as they have lines.

README.md and spec/openapi.yaml (x-ambiguities) list the points for --reading.`;

/** The command `swr-contract mock`: the fake as an HTTP server. */
export const mockCommand = (): Command =>
  new Command('mock')
    .description('run the fake as an HTTP server')
    .addOption(
      new Option('--port <number>', 'port; 0 picks a free one').env('PORT').default(30303).argParser(whole(0, 65_535)),
    )
    .addOption(new Option('--host <address>', 'address to listen on').env('HOST').default('127.0.0.1'))
    .addOption(editionOption())
    .option('--spec <file>', 'another OpenAPI document (YAML or JSON)')
    .option('--overlay <file>', 'changes to it, as an OpenAPI Overlay (repeatable)', collect, [])
    .addOption(
      new Option('--namespaces <mode>', 'open: every namespace exists; strict: only known ones (A2)').choices([
        'open',
        'strict',
      ]),
    )
    .addOption(new Option('--auth <mode>', 'off: do not look at credentials (A1)').choices(['required', 'off']))
    .addOption(
      new Option('--token <token>', 'accept only this credential (repeatable; basic: user:password)')
        .env('MOCK_TOKEN')
        .default([], 'any')
        .argParser(collect),
    )
    .option('--token-file <file>', 'such credentials, one a line (repeatable)', collect, [])
    .addOption(
      new Option('--account <name=token>', 'another account, and the token that speaks for it (repeatable)')
        .env('MOCK_ACCOUNT')
        .default([], 'demo alone')
        .argParser(collect),
    )
    .option('--account-file <file>', 'such accounts, one a line (repeatable)', collect, [])
    .addOption(
      new Option(
        '--access-key <key>',
        'of signatures take only those by KEY[:SECRET][=ACCOUNT], checked if SECRET is given; tokens still pass',
      )
        .env('MOCK_ACCESS_KEY')
        .default([], 'any')
        .argParser(collect),
    )
    .option('--access-key-file <file>', 'such access keys, one a line (repeatable)', collect, [])
    .addOption(
      new Option('--records <n>', 'start with n made-up repositories').default(0).argParser(whole(0, 10_000_000)),
    )
    .addOption(new Option('--seed <n>', 'decides which ones').default(1).argParser(whole(0, 2 ** 31)))
    .option('--seed-file <file>', 'start with these records (JSON or YAML)')
    .option('--state <file>', 'keep what is created in this file')
    .addOption(new Option('--latency <ms>', 'delay every answer: MS or MIN-MAX').argParser(milliseconds))
    .addOption(
      new Option('--description-limit <n>', 'longest description, else 413 (A5)').argParser(whole(1, 1_000_000)),
    )
    .addOption(
      new Option('--reading <id=value>', 'another reading of an ambiguous point (repeatable)')
        .default({}, 'the first of each')
        .argParser(collectReading),
    )
    .addOption(
      new Option('--max-body <bytes>', 'largest request body, else 413')
        .default(1_048_576)
        .argParser(whole(1, 2 ** 30)),
    )
    .option('--cors <origin>', 'pages that may read the answers: *, one origin, or off', corsOrigin, '*')
    .addOption(new Option('--log <format>', 'a line a request').choices(['pretty', 'json', 'off']).default('pretty'))
    .option('--no-control', `switch the control API off (${CONTROL_PREFIX})`)
    .option('--iam', 'give out tokens, too, as IAM does (/v3/auth/tokens)')
    .option('--watch', 'load the document again when it changes')
    .addHelpText('after', EXAMPLES)
    .action((options: MockOptions) => runMock(options).catch(fail));

const runMock = async (options: MockOptions): Promise<void> => {
  const readings = chosenReadings(options);
  const credentials = readMockCredentials(options, DEFAULT_ACCOUNT);
  const state = options.state === undefined ? undefined : openStateFile(options.state);
  if (state?.warning) console.error(`warning: ${state.warning}`);
  const watched = options.watch ? chosenFile(shippedFile()) : undefined;
  const chosen = chooseDocument(options, options.watch) ?? watched;
  const checking = checkSecrets(credentials);
  const iam = options.iam
    ? createIam({
        ...credentials,
        ...checking,
        defaultAccount: DEFAULT_ACCOUNT,
        services: SERVICE_CATALOGUE,
        security: () => backend.engine().operations.find(({ security }) => security.length > 0)?.security ?? [],
      })
    : undefined;
  const accepted: BackendOptions = {
    tokens: credentials.tokens,
    accounts: credentials.accounts,
    accessKeys: Object.fromEntries([...credentials.accessKeys].map(([key, { account }]) => [key, account])),
    ...checking,
    ...(iam ? { accountOfToken: iam.accountOfToken } : {}),
  };
  const backend = await openBackend(options, accepted, readings, state, chosen);

  const journal = createJournal();
  const log = createRequestLog(options.log);
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
    snapshot: backend.store.snapshot,
    restore: backend.store.restore,
    records: {
      collections: backend.store.collections,
      keyOf: backend.store.keyOf,
      list: backend.store.list,
      check: backend.store.checkRecord,
      insert: backend.store.insert,
      find: backend.store.find,
      remove: backend.store.remove,
    },
    seed: (records, seed) => addMadeUp(backend.store, records, seed),
    pages: createPageAnswers(join(packageFolder(), 'dist', 'pages')),
    openapi: { yaml: () => documentText(backend, readings, chosen), json: backend.document },
    changes: tellChanges(backend.document),
    hosts: [options.host],
  });
  const server = createHttpServer({
    engine: backend.engine,
    ...(options.control ? { control: { prefix: CONTROL_PREFIX, answer: control } } : {}),
    ...(iam ? { neighbour: iam } : {}),
    onExchange: (exchange) => {
      if (options.control) journal.add(exchange);
      log.add(exchange);
    },
  });

  if (options.watch && chosen) watchDocument(chosen, await chosen.files(), backend);
  server.on('error', (error: NodeJS.ErrnoException) => fail(new UserError(sayListenError(error, options))));
  server.listen(options.port, options.host, () => {
    const { port } = server.address() as AddressInfo;
    console.log(sayStart(options, credentials, port, backend, chosen));
  });

  const closeSilent = trackSilent(server);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(0);
    stopping = true;
    server.close(() => {
      log.flush();
      state?.close();
      process.exit(0);
    });
    closeSilent();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

const openBackend = async (
  options: MockOptions,
  accepted: BackendOptions,
  readings: Readings,
  state: StateFile | undefined,
  chosen: ChosenDocument | undefined,
): Promise<Backend> => {
  // A state file that holds something is the state; seeds are for an empty one.
  const seeded = state?.changes === undefined;
  const snapshot = seeded ? await readSeedFile(options.seedFile) : undefined;
  let recording = seeded;
  const backendOptions: BackendOptions = {
    readings,
    ...accepted,
    records: seeded ? options.records : 0,
    seed: options.seed,
    maxBody: options.maxBody,
    cors: options.cors,
    ...(options.latency ? { latency: options.latency } : {}),
    ...(snapshot ? { snapshot } : {}),
    ...(seeded ? {} : { changes: state.changes }),
    onError: (error) => console.error(error),
    ...(state ? { onChange: (change: StoreChange) => recording && state.append(change) } : {}),
  };
  const backend = chosen
    ? await chosen.load((document) => createBackend({ ...backendOptions, document }))
    : createBackend(backendOptions);
  try {
    await backend.ready;
  } catch (error) {
    const source = seeded ? `the seed file ${options.seedFile}` : `the state file ${options.state}`;
    throw new UserError(`Failed to load ${source}: ${firstOf((error as Error).message.split('\n'))}`);
  }
  recording = true;
  return backend;
};

/** Checks the signatures of the access keys whose secret is known, if there are any. */
const checkSecrets = ({ accessKeys }: MockCredentials): Pick<BackendOptions, 'checkSignature'> => {
  const secrets = [...accessKeys].flatMap(([key, { secret }]) =>
    secret === undefined ? [] : [[key, secret] as const],
  );
  return secrets.length === 0 ? {} : { checkSignature: checkSignatures(Object.fromEntries(secrets)) };
};

const firstOf = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} (${others.length} more problems)`;

const readSeedFile = async (file: string | undefined): Promise<Snapshot | undefined> => {
  if (file === undefined) return undefined;
  try {
    const { parse } = await import('yaml');
    const content: unknown = parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new UserError(`Failed to load the seed file ${file}: it must list records by collection. See README.md.`);
    const isSnapshot = typeof content === 'object' && content !== null && 'collections' in content;
    return (isSnapshot ? content : { collections: content }) as Snapshot;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Failed to read the seed file ${file}: ${(sayCause(error).split('\n')[0] ?? '').replace(/[.:]*$/, '')}.`,
    );
  }
};

/** The short options are other names of readings. */
const chosenReadings = ({ reading, namespaces, auth, descriptionLimit }: MockOptions): Readings => {
  const short: Readings = {
    ...(auth === undefined ? {} : { A1: auth }),
    ...(namespaces === undefined ? {} : { A2: namespaces }),
    ...(descriptionLimit === undefined ? {} : { A5: String(descriptionLimit) }),
  };
  for (const [id, value] of Object.entries(reading))
    if (short[id] !== undefined && short[id] !== value)
      throw new UserError(
        `Failed to use --reading ${id}=${value}: another option chose ${short[id]}. Give one of them.`,
      );
  return { ...short, ...reading };
};

const documentText = async (
  backend: Backend,
  readings: Readings,
  chosen: ChosenDocument | undefined,
): Promise<string> => {
  const file = chosen ? chosen.file : shippedFile();
  if (file !== undefined && Object.keys(readings).length === 0) return readFileSync(file, 'utf8');
  const { stringify } = await import('yaml');
  return stringify(backend.document());
};

const countRecords = (backend: Backend): Record<string, number> =>
  Object.fromEntries(backend.store.collections.map((name) => [name, backend.store.count(name)]));

const watchDocument = (chosen: ChosenDocument, files: readonly string[], backend: Backend): void => {
  const shown = chosen.rows.map(([, value]) => value).join(', ');
  let timer: NodeJS.Timeout | undefined;
  const reload = async (): Promise<void> => {
    try {
      await chosen.load(backend.reload);
      console.log(paint('green', `${shown} was loaded again.`));
    } catch (error) {
      console.error(paint('red', `${(error as Error).message}\nThe document before stays in use.`));
    }
  };
  // Editors replace a file instead of writing into it, so its folder is watched.
  for (const folder of new Set(files.map((file) => dirname(file))))
    watch(folder, (_event, name) => {
      if (name !== null && !files.some((file) => dirname(file) === folder && basename(file) === name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), 50);
    });
};

const sayStart = (
  options: MockOptions,
  credentials: MockCredentials,
  port: number,
  backend: Backend,
  document: ChosenDocument | undefined,
): string => {
  const address = options.host.includes(':') ? `[${options.host}]` : options.host;
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '[::]' ? '[::1]' : address;
  const origin = `http://${reachable}:${port}`;
  const chosen = listAmbiguities(backend.document()).filter((each) => each.chosen !== each.default);
  const records = Object.entries(countRecords(backend)).filter(([, count]) => count > 0);
  const token = credentials.tokens[0] === undefined ? 'demo' : '$TOKEN';
  const rows: [string, string][] = [
    ['listening', paint('bold', origin)],
    ...(options.control ? [['console', `${origin}${CONTROL_PREFIX}`] as [string, string]] : []),
    ...(options.iam ? [['IAM', `${origin}/v3`] as [string, string]] : []),
    ...(document?.rows ?? []).map(([name, value]): [string, string] => [
      name,
      `${value}${options.watch ? ' (watched)' : ''}`,
    ]),
    ...(records.length > 0
      ? [['records', records.map(([name, count]) => `${count} ${name}`).join(', ')] as [string, string]]
      : []),
    ...(options.state === undefined ? [] : [['state', options.state] as [string, string]]),
    ...(chosen.length > 0
      ? [['readings', chosen.map((each) => `${each.id}=${each.chosen}`).join(' ')] as [string, string]]
      : []),
  ];
  const line = exampleLine(backend.document(), origin, token);
  return [
    `${paint('bold', 'swr-contract')} ${version}  a fake of ${backend.engine().operations.length} operations`,
    '',
    ...rows.map(([name, value]) => `  ${paint('dim', name.padEnd(10))} ${value}`),
    '',
    ...(line === undefined ? [] : [`  ${line}`, '']),
  ].join('\n');
};

const sayListenError = (error: NodeJS.ErrnoException, { host, port }: MockOptions): string => {
  const known: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken. Stop what uses it, or choose another with --port (0 picks a free one).`,
    EACCES: `port ${port} needs more rights. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine.`,
    ENOTFOUND: `${host} is no address of this machine.`,
  };
  return `Failed to listen on ${host}:${port}: ${known[error.code ?? ''] ?? error.message}`;
};

const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
