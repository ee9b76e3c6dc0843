import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { document } from '../../mocks/document.ts';
import { createSendHttp, type SendOptions } from '../../src/cli/target/send-http.ts';
import type { Report } from '../../src/contract/report/report.ts';
import type { WireRequest } from '../../src/contract/run/encode-request.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { type VerifyOptions, verifyTarget } from '../../src/contract/verify-target.ts';
import type { ReceivedResponse } from '../../src/http/received-response.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';

/** What stands before the fake: it answers itself, or leaves it to the fake by returning undefined. */
export type Front = (
  request: WireRequest,
  pass: () => Promise<ReceivedResponse>,
) => Promise<ReceivedResponse> | ReceivedResponse | undefined;

export interface Fake {
  readonly send: Send;
  readonly backend: Backend;
  /** What was sent, in its order. */
  readonly requests: readonly WireRequest[];
}

/** An answer without a body, or with one. */
export const answer = (status: number, body = '', headers: Record<string, string> = {}): ReceivedResponse => ({
  status,
  headers: { ...(body.startsWith('{') ? { 'content-type': 'application/json' } : {}), ...headers },
  body,
  duration: 0,
});

/** What every edition takes. */
export const CREDENTIALS = { 'x-auth-token': 'test' };

/** Sends to a fake in this process. */
export const sendTo =
  (backend: Backend): Send =>
  async ({ method, path, headers, body, credentials }) => {
    const request = new Request(`http://fake${path}`, {
      method,
      headers: { ...(credentials ? CREDENTIALS : {}), ...headers },
      ...(body.length > 0 ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
    const response = await backend.fetch(request);
    return answer(response.status, await response.text(), Object.fromEntries(response.headers));
  };

/** The fake in this process, behind something that may answer in its place. */
export const openFake = (front: Front = () => undefined, options: BackendOptions = {}): Fake => {
  const backend = createBackend(options);
  const requests: WireRequest[] = [];
  const pass = sendTo(backend);
  return {
    backend,
    requests,
    send: async (request) => {
      requests.push(request);
      return (await front(request, () => pass(request))) ?? pass(request);
    },
  };
};

/** What the fake holds: `namespace`, `namespace/repository`, `namespace/repository/domain`. */
export const recordsOf = ({ store }: Backend): string[] => {
  const { collections } = store.snapshot();
  return Object.entries(collections)
    .flatMap(([name, records]) =>
      records.map((record) =>
        store
          .keyOf(name)
          .map((property) => String(record[property]))
          .join('/'),
      ),
    )
    .toSorted();
};

/** A clock of its own: where all wait, its hand moves to the end of the first wait. */
export const createClock = () => {
  let time = 0;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const slept: number[] = [];
  const move = (): void => {
    sleepers.sort((left, right) => left.until - right.until);
    const first = sleepers.shift();
    if (!first) return;
    time = Math.max(time, first.until);
    first.wake();
  };
  return {
    slept,
    now: () => time,
    passTime: (milliseconds: number) => {
      time += milliseconds;
    },
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      setImmediate(move);
      return new Promise<void>((wake) => sleepers.push({ until: time + milliseconds, wake }));
    },
  };
};

/** Runs the suite at its smallest, without waiting: to sleep is to move the hand of its clock. */
export const verify = async (send: Send, options: Partial<VerifyOptions> = {}): Promise<Report> => {
  const { now, sleep } = createClock();
  return verifyTarget({
    document,
    tool: 'test',
    target: 'http://fake',
    credentials: CREDENTIALS,
    depth: 'smoke',
    now,
    sleep,
    send,
    ...options,
  });
};

export interface RunningServer {
  readonly url: string;
  /** Method and path of what came in. */
  readonly requests: readonly string[];
  readonly backend: Backend;
  readonly close: () => Promise<void>;
}

/** The fake as a server; `front` may answer in its place and say so. */
export const serveFake = async (
  front: (request: IncomingMessage, response: ServerResponse) => boolean | undefined = () => false,
  options: BackendOptions = {},
): Promise<RunningServer> => {
  const backend = createBackend(options);
  const requests: string[] = [];
  const server = createHttpServer({ engine: backend.engine });
  const [pass] = server.listeners('request') as [(request: IncomingMessage, response: ServerResponse) => void];
  server.removeAllListeners('request').on('request', (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    if (front(request, response) !== true) pass(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    backend,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Runs the suite over HTTP at its smallest. */
export const verifyUrl = async (
  url: string,
  options: Partial<VerifyOptions> = {},
  sending: Partial<SendOptions> = {},
): Promise<Report> => {
  const credentials = options.credentials ?? CREDENTIALS;
  const http = createSendHttp({ target: new URL(url), credentials: () => credentials, ...sending });
  const report = await verifyTarget({
    document,
    tool: 'test',
    target: url,
    depth: 'smoke',
    send: http.send,
    ...options,
    credentials,
  });
  http.close();
  return report;
};
