import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { BackendOptions } from '../../../mocks/create-backend.ts';
import { DEFAULT_ACCOUNT } from '../../../mocks/fake.ts';
import { SERVICE_CATALOGUE } from '../../../mocks/service-catalogue.ts';
import { checkSignatures } from '../../engine/check-signature.ts';
import { trackSilent } from '../../server/close-silent.ts';
import { CONTROL_PREFIX } from '../../server/control-api.ts';
import { createHttpServer } from '../../server/create-http-server.ts';
import { createIam } from '../../server/iam.ts';
import { createPageAnswers } from '../../server/page-answers.ts';
import { openStateFile, type StateFile } from '../../server/state-file.ts';
import type { StoreChange } from '../../store/create-store.ts';
import { type ChosenDocument, chooseDocument, chosenFile } from '../choose-document.ts';
import { fail, UserError } from '../fail.ts';
import { packageFolder, shippedFile } from '../load-document.ts';
import { type MockCredentials, readMockCredentials } from './mock-credentials.ts';
import { chosenReadings, type MockOptions } from './mock-options.ts';
import { openWorld, type World } from './open-world.ts';
import { createRequestLog } from './request-log.ts';
import { sayListenError, sayStart } from './say-start.ts';
import { readSeedFile } from './seed-file.ts';
import { watchDocument } from './watch-document.ts';

/**
 * Runs the fake as an HTTP server until the process is asked to end.
 *
 * @throws UserError for options that can't be used.
 */
export const runMock = async (options: MockOptions): Promise<void> => {
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
  const { backend, journal, control } = await openFirst(
    options,
    {
      readings,
      tokens: credentials.tokens,
      accounts: credentials.accounts,
      accessKeys: Object.fromEntries([...credentials.accessKeys].map(([key, { account }]) => [key, account])),
      ...checking,
      ...(iam ? { accountOfToken: iam.accountOfToken } : {}),
    },
    state,
    chosen,
  );

  const log = createRequestLog(options.log);
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

const openFirst = async (
  options: MockOptions,
  accepted: BackendOptions,
  state: StateFile | undefined,
  chosen: ChosenDocument | undefined,
): Promise<World> => {
  // A state file that holds something is the state; seeds are for an empty one.
  const seeded = state?.changes === undefined;
  const snapshot = seeded ? await readSeedFile(options.seedFile) : undefined;
  let recording = seeded;
  const backendOptions: BackendOptions = {
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
  const surroundings = {
    documentFile: chosen ? chosen.file : shippedFile(),
    pages: createPageAnswers(join(packageFolder(), 'dist', 'pages')),
    hosts: [options.host],
  };
  const world = chosen
    ? await chosen.load((document) => openWorld({ ...backendOptions, document }, surroundings))
    : openWorld(backendOptions, surroundings);
  try {
    await world.backend.ready;
  } catch (error) {
    const source = seeded ? `the seed file ${options.seedFile}` : `the state file ${options.state}`;
    throw new UserError(`Failed to load ${source}: ${firstOf((error as Error).message.split('\n'))}`);
  }
  recording = true;
  return world;
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
