import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';

import { createEngine, type EngineOptions } from '../../../src/engine/create-engine.ts';
import type { HttpServer } from '../../../src/server/connections/guard-server.ts';
import { createHttpServer, type HttpServerOptions } from '../../../src/server/create-http-server.ts';
import { things } from '../../engine/thing-document.ts';

/** A server over the small contract, and raw connections to it. */
export interface OpenServer {
  readonly server: HttpServer;
  /** Bodies that the control API has got. */
  readonly steered: number[];
  readonly connect: (text?: string) => Promise<Connection>;
  /** Sends, ends its side, and gives what comes until the server ends. */
  readonly talk: (...pieces: readonly (string | Buffer)[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A client's end of a connection. */
export interface Connection {
  readonly socket: Socket;
  /** The server's end. */
  readonly far: Socket;
  readonly received: () => string;
  /** Settles when what has come matches. */
  readonly gets: (pattern: RegExp) => Promise<void>;
  readonly closed: Promise<unknown>;
}

/** Opens a server whose control API lets in who says `x-trusted`. */
export const openServer = async (
  options: Partial<EngineOptions> = {},
  more: Partial<HttpServerOptions> = {},
): Promise<OpenServer> => {
  const engine = createEngine({ document: things, resolvers: { readOpen: () => ({}) }, ...options });
  const steered: number[] = [];
  const server = createHttpServer({
    engine: () => engine,
    control: {
      prefix: '/__mock/',
      judge: ({ headers }) => (headers['x-trusted'] ? undefined : { status: 403, headers: {}, body: 'no' }),
      answer: async ({ body }) => {
        steered.push(body.byteLength);
        return { status: 200, headers: {}, body: 'yes' };
      },
    },
    ...more,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const open = async (text = ''): Promise<Connection> => {
    const arrives = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    const [far] = (await arrives) as [Socket];
    let received = '';
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    socket.write(text);
    const gets = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(received))
        await Promise.race([once(socket, 'data'), closed.then(() => Promise.reject(new Error(received)))]);
    };
    return { socket, far, received: () => received, gets, closed };
  };

  return {
    server,
    steered,
    connect: open,
    talk: async (...pieces) => {
      const { socket, received, closed } = await open();
      for (const piece of pieces) socket.write(piece);
      socket.end();
      await closed;
      return received();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** A request, or as much of it as is said. */
export const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  `${[`${line} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n${body}`;

/** Those of all answers in a text, in their order. */
export const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
