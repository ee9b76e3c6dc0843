import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { Engine } from '../../engine/create-engine.ts';
import type { NeutralAnswer } from '../../http/message.ts';
import { checkHead } from './check-head.ts';
import { closeGently } from './close-gently.ts';
import { createTurns } from './create-turns.ts';
import { DirectRequest } from './direct-request.ts';
import { keepConnections } from './keep-connections.ts';
import { discardBody } from './read-body.ts';
import { refuseSocket } from './refuse-socket.ts';
import { createSending, type Sending, type Write } from './send-answer.ts';
import { mayHaveLost } from './upgrade-wish.ts';

/** An HTTP server that can be stopped. */
export interface HttpServer extends Server {
  /**
   * Stops it: answers that wait for their time come at once, and what is half-sent or half-read after a second
   * is cut off. Settles when the last connection is closed.
   */
  readonly stop: () => Promise<void>;
}

/** Who answers. */
export interface Answering {
  /** Answers a request whose head is right, and at its turn. */
  readonly answer: (incoming: DirectRequest, response: ServerResponse) => void;
  /** The answer to what is no request, or where the server fails. */
  readonly refuse: Engine['refuse'];
  readonly onStop: () => void;
  /** PEM, seen to belong together. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A server, and how its requests are answered. */
export interface Guarded extends Pick<Sending, 'admit' | 'made'> {
  readonly server: HttpServer;
  readonly send: Write;
  /** Answers a request whose body nobody reads. */
  readonly refuse: (incoming: IncomingMessage, response: ServerResponse, answer: NeutralAnswer) => void;
  /** Answers a request that an error of the server keeps from its answer. */
  readonly fail: (response: ServerResponse, method: string, error: unknown) => void;
}

/** Milliseconds. */
const SETTINGS = {
  IncomingMessage: DirectRequest,
  // Checked here, so that its answer is one of the document's.
  requireHostHeader: false,
  keepAliveTimeout: 65_000,
  /** Until the head of a request is whole, and until its body is. */
  headersTimeout: 20_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5000,
};
const MOST_CONNECTIONS = 4096;

/**
 * Makes a `node:http` server that whatever comes over a socket can't end, stop or fill: what is no HTTP gets a
 * well-formed answer.
 */
export const guardServer = ({ answer, refuse, onStop, tls }: Answering): Guarded => {
  const turns = createTurns();
  const { write, admit, made } = createSending();

  const send: Guarded['send'] = (response, method, answered) => {
    if (response.destroyed) return;
    // Asked to stop: a connection kept alive would keep the process alive.
    if (!server.listening) response.setHeader('connection', 'close');
    const { req } = response;
    if (req.headers.upgrade !== undefined && mayHaveLost(req)) response.setHeader('connection', 'close');
    try {
      write(response, method, answered);
    } catch (error) {
      fail(response, method, error);
    }
  };
  const fail: Guarded['fail'] = (response, method, error) => {
    if (response.headersSent) response.destroy();
    else write(response, method, refuse(500, String(error), 'internal'));
  };
  const refuseRequest: Guarded['refuse'] = (incoming, response, answered) => {
    // Its sender may go on with the next request, or with the body all the same.
    if (incoming.headers.expect !== undefined) response.setHeader('connection', 'close');
    send(response, incoming.method ?? 'GET', answered);
    discardBody(incoming);
  };

  const takeTurn = (incoming: DirectRequest, response: ServerResponse): void =>
    turns.take(incoming, response, () => {
      const problem = checkHead(incoming);
      if (problem) response.setHeader('connection', 'close');
      if (!problem) return answer(incoming, response);
      refuseRequest(incoming, response, refuse(problem.status, problem.reason));
    });
  const server: Server = tls
    ? // Few need it, and it brings OpenSSL along: 10 ms of a start.
      process
        .getBuiltinModule('node:https')
        .createServer({ ...SETTINGS, allowHalfOpen: true, handshakeTimeout: SETTINGS.headersTimeout, ...tls }, takeTurn)
    : createServer(SETTINGS, takeTurn);
  server.on('checkContinue', takeTurn);
  server.on('checkExpectation', takeTurn);
  server.maxHeadersCount = 0;
  server.maxConnections = MOST_CONNECTIONS;
  // A client that ends its side when it has asked still reads.
  Object.assign(server, { httpAllowHalfOpen: true });

  const spoilt = new WeakSet<Socket>();
  const spoil = (socket: Socket, status: number, reason: string): void => {
    // Node tells of each piece that comes behind it, too.
    if (spoilt.has(socket)) return;
    spoilt.add(socket);
    turns.spoil(socket, () => refuseSocket(socket, refuse(status, reason)));
  };
  server.on('clientError', ({ code = '', message }: NodeJS.ErrnoException, socket: Socket) => {
    // What comes behind the last request of a connection is nobody's.
    if (code === 'HPE_CLOSED_CONNECTION') return;
    if (code === 'ECONNRESET') socket.destroy();
    else if (socket.writable)
      spoil(socket, STATUSES[code] ?? 400, REASONS[code] ?? message.replace(/^Parse Error: /, ''));
  });
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    // What Node does where an answer is the last.
    socket.destroySoon = () => closeGently(socket);
    // Of a request that wishes for another protocol Node does not see that it is not whole.
    socket.once('end', () => {
      if (turns.isHalf(socket)) spoil(socket, 400, HALF);
    });
  });
  // A tunnel is no request to this server, but its sender gets an answer too.
  server.on('connect', (_request: IncomingMessage, socket: Socket) => spoil(socket, 405, 'CONNECT is not supported'));

  const close = keepConnections(server, turns.isIdle);
  const stop = (): Promise<void> => {
    const closed = close();
    onStop();
    return closed;
  };
  return { server: Object.assign(server, { stop }), send, refuse: refuseRequest, fail, admit, made };
};

const HALF = 'it ends before it is whole';

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_PAUSED_H2_UPGRADE: 505,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const REASONS: Readonly<Record<string, string>> = {
  HPE_INVALID_EOF_STATE: HALF,
  HPE_PAUSED_H2_UPGRADE: 'HTTP/2 is not supported',
};
