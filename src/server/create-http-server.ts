import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';

import type { Engine, Handled } from '../engine/create-engine.ts';
import { type NeutralAnswer, type NeutralRequest, pathOf } from '../http/message.ts';
import { wait } from '../http/wait.ts';
import type { Exchange } from './journal/keep-exchange.ts';

/** One fake, as a server asks it. */
export interface Served {
  /** Looked up for every request, so that it may be replaced. */
  readonly engine: () => Engine;
  /** Answers the requests below a path prefix instead of the engine. */
  readonly control?: {
    readonly prefix: string;
    readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
  };
  /** Called after each answer of the engine, or of its neighbour, whose requests are shown without their body. */
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface HttpServerOptions extends Served {
  /** Another service beside the engine: it answers the paths that are its own. */
  readonly neighbour?: {
    readonly owns: (path: string) => boolean;
    readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
  };
  /** What `/` answers where it is nobody's. */
  readonly front?: (request: NeutralRequest) => NeutralAnswer;
  /** PEM, seen to belong together: the server speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Further fakes, each below a path of its own: what a path leads into. */
  readonly locate?: (path: string) => { readonly base: string; readonly open: () => Promise<Served> } | undefined;
}

/** Bytes of a snapshot that the control API takes. */
const MAX_CONTROL_BODY = 256 * 1024 * 1024;
/** A body beyond its limit is read on and thrown away, up to this many bytes, so that its sender
 * gets to read the answer instead of a reset connection. */
const MAX_DISCARDED = 64 * 1024 * 1024;

/**
 * A `node:http` server that feeds the engine its bytes directly. Bytes that are no HTTP get a
 * well-formed error answer; a listening error is emitted as usual.
 */
export const createHttpServer = (options: HttpServerOptions): Server => {
  const { engine, control, neighbour, front, tls, locate } = options;
  const scheme = tls ? 'https' : 'http';

  const send = (response: ServerResponse, method: string, answer: NeutralAnswer): void => {
    // Asked to stop: a connection kept alive would keep the process alive.
    if (!server.listening) response.setHeader('connection', 'close');
    writeAnswer(response, method, answer);
  };

  const answerControl = async (served: Served, request: NeutralRequest, response: ServerResponse): Promise<void> => {
    if (served.control) send(response, request.method, await served.control.answer(request));
  };

  const handle = async (served: Served, request: NeutralRequest): Promise<Handled> => {
    const path = pathOf(request.target);
    if (neighbour?.owns(path))
      return {
        answer: await neighbour.answer(request),
        operation: undefined,
        issues: [],
        delay: 0,
        drop: false,
        subject: '',
      };
    const handled = await served.engine().handle(request);
    const isFront = path === '/' && (request.method === 'GET' || request.method === 'HEAD');
    if (!front || !isFront || handled.answer.status !== 404 || handled.operation) return handled;
    const answer = front(request);
    return { ...handled, answer: { ...answer, headers: { ...handled.answer.headers, ...answer.headers } }, issues: [] };
  };

  const answerEngine = async (
    served: Served,
    sent: NeutralRequest,
    response: ServerResponse,
    start: number,
  ): Promise<void> => {
    const handled = await handle(served, sent);
    // A log-in has secrets at any place of its body.
    const request = neighbour?.owns(pathOf(sent.target)) ? { ...sent, body: new Uint8Array() } : sent;
    if (handled.delay > 0) await wait(handled.delay);
    if (handled.drop) response.socket?.destroy();
    else sendSoon(() => send(response, request.method, handled.answer));
    if (served.onExchange) {
      const now = performance.now();
      served.onExchange({ request, handled, at: new Date(Date.now() - (now - start)), duration: now - start });
    }
  };

  const listener: RequestListener = (incoming, response) => {
    const start = performance.now();
    const sent = targetOf(incoming.url ?? '/');
    const world = locate?.(pathOf(sent));
    const target = world ? sent.slice(world.base.length) : sent;
    const isControl = control !== undefined && `${pathOf(target)}/`.startsWith(control.prefix);
    const limit = isControl ? MAX_CONTROL_BODY : engine().maxBody;
    readBody(incoming, response, limit, (body) => {
      // Only Set-Cookie is ever a list, and only in answers.
      const headers = incoming.headers as Record<string, string | undefined>;
      const request: NeutralRequest = {
        method: incoming.method ?? 'GET',
        target,
        scheme,
        headers,
        body,
        ...(world ? { base: world.base } : {}),
      };
      const answer = (served: Served): Promise<void> =>
        isControl ? answerControl(served, request, response) : answerEngine(served, request, response, start);
      const answered = world ? world.open().then(answer) : answer(options);
      answered.catch((error: unknown) => {
        if (!response.headersSent) send(response, request.method, engine().refuse(500, String(error)));
      });
    });
  };
  const settings = { requireHostHeader: false, keepAliveTimeout: 65_000 };
  const server: Server = tls ? createSecureServer({ ...settings, ...tls }, listener) : createServer(settings, listener);

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, phrase] = CLIENT_ERRORS[error.code ?? ''] ?? [400, 'Bad Request'];
    const reason =
      error.code === 'HPE_INVALID_EOF_STATE'
        ? 'it ends before it is whole'
        : error.message.replace(/^Parse Error: /, '');
    refuseSocket(socket, `${status} ${phrase}`, engine().refuse(status, reason));
  });
  server.on('checkExpectation', (incoming: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
    const reason = `Expect: ${incoming.headers.expect ?? ''} is not supported`;
    send(response, incoming.method ?? 'GET', engine().refuse(417, reason));
  });
  // A tunnel is no request to this server, but its sender gets an answer too.
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    refuseSocket(socket, '405 Method Not Allowed', engine().refuse(405, 'CONNECT is not supported'));
  });
  return server;
};

const CLIENT_ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** The path and query of a request line, which may hold a whole URL (RFC 9112 section 3.2.2). */
const targetOf = (url: string): string => {
  const absolute = /^[a-z][\w+.-]*:\/\/[^/?]*/i.exec(url);
  if (!absolute) return url;
  const rest = url.slice(absolute[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
};

/** Collects a body; of one beyond the limit, just enough to show that it is. */
const readBody = (
  incoming: IncomingMessage,
  response: ServerResponse,
  limit: number,
  done: (body: Uint8Array) => void,
): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  let finished = false;
  const finish = (): void => {
    if (finished) return;
    finished = true;
    const [only] = chunks;
    done(only && chunks.length === 1 ? only : Buffer.concat(chunks));
  };
  incoming.on('data', (chunk: Buffer) => {
    if (size <= limit) chunks.push(size + chunk.byteLength > limit ? chunk.subarray(0, limit + 1 - size) : chunk);
    size += chunk.byteLength;
    if (size > limit + MAX_DISCARDED && !finished) {
      response.setHeader('connection', 'close').once('finish', () => incoming.destroy());
      finish();
    }
  });
  incoming.on('end', finish);
  // The sender is gone: nobody is left to answer.
  incoming.on('error', () => incoming.destroy());
};

// The answers of one turn of the event loop are written together: a write that wakes a waiting
// client costs three times one to a client that is awake, and so only the first one does.
let unsent: (() => void)[] = [];
const sendSoon = (write: () => void): void => {
  if (unsent.push(write) > 1) return;
  setImmediate(() => {
    const writes = unsent;
    unsent = [];
    for (const each of writes) each();
  });
};

const writeAnswer = (response: ServerResponse, method: string, answer: NeutralAnswer): void => {
  const { status, headers, body } = answer;
  if (body === '') {
    response.writeHead(status, headers as Record<string, string>).end();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(method === 'HEAD' ? undefined : body);
};

const refuseSocket = (socket: Socket, status: string, answer: NeutralAnswer): void => {
  const headers = Object.entries({
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
    connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${answer.body}`,
  );
};
