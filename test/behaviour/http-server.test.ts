import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';
import type { Exchange } from '../../src/server/journal/keep-exchange.ts';
import { describeBehaviour } from './behaviour.ts';
import { BEARER, create, FORM, form, reposOf, sendBy } from './surface.ts';

const listen = async (
  engine: Backend['engine'],
  onExchange?: (exchange: Exchange) => void,
): Promise<{ server: Server; port: number }> => {
  const server = createHttpServer({ engine, ...(onExchange ? { onExchange } : {}) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
};

const stop = async (server: Server): Promise<void> => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
};

describe('one server', () => {
  let shown: Backend;
  let running: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    running = await listen(() => shown.engine());
  });
  afterAll(() => stop(running.server));

  describeBehaviour('the HTTP server', (options) => {
    shown = createBackend(options);
    return {
      backend: shown,
      send: sendBy((path, init) => fetch(`http://127.0.0.1:${running.port}${path}`, init)),
      close: () => undefined,
    };
  });
});

describe('the HTTP server on a raw socket', () => {
  let server: Server;
  let backend: Backend;
  let port = 0;
  let exchanges: Exchange[] = [];
  const open = async (options: BackendOptions = {}): Promise<void> => {
    exchanges = [];
    backend = createBackend(options);
    ({ server, port } = await listen(backend.engine, (exchange) => exchanges.push(exchange)));
  };
  afterEach(() => stop(server));

  /** Sends bytes, ends its side, and collects everything until the server ends. */
  const talk = async (...pieces: readonly (string | Buffer)[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    for (const piece of pieces) socket.write(piece);
    socket.end();
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    await once(socket, 'close');
    return text;
  };
  const head = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
  const createHead = (length: number, ...more: readonly string[]): string =>
    head([
      `POST ${reposOf('group')} HTTP/1.1`,
      'Host: x',
      `Authorization: ${BEARER.authorization}`,
      `Content-Type: ${FORM['content-type']}`,
      `Content-Length: ${length}`,
      ...more,
    ]);
  const valid = form({ repository: 'busybox', is_public: 'true' });
  const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
  const jsonOf = (text: string): unknown => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));

  test.each([
    ['bytes that are no HTTP', Buffer.from([0, 1, 2, 3, 255, 13, 10, 13, 10]), 400],
    ['an unknown method', 'BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['TLS on the plain port', Buffer.from('16030100050100000100', 'hex'), 400],
    ['a header without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['a body that ends early', `${createHead(valid.length + 10)}${valid}`, 400],
    ['an expectation', createHead(0, 'Expect: tea'), 417],
    ['two lengths', createHead(3, 'Content-Length: 4'), 400],
    ['a length and chunks', createHead(3, 'Transfer-Encoding: chunked'), 400],
    [
      'a broken chunk',
      `${head([`POST ${reposOf('a')} HTTP/1.1`, 'Host: x', 'Transfer-Encoding: chunked'])}zz\r\n`,
      400,
    ],
  ])('%s: a well-formed error, and the server lives', async (_title, bytes, status) => {
    await open();
    const text = await talk(bytes);
    expect(statusOf(text)).toBe(status);
    expect(jsonOf(text)).toMatchObject({ error_code: expect.stringMatching(/^SVCSTG\.SWR\.\d+$/) });
    expect(text).toContain('Content-Type: application/json');
    expect(statusOf(await talk(createHead(valid.length), valid))).toBe(201);
    expect(backend.store.count('repositories')).toBe(1);
  });

  test.each([
    ['a whole URL as target', head([`OPTIONS http://x${reposOf('group')} HTTP/1.1`, 'Host: x']), 204],
    ['OPTIONS *', head(['OPTIONS * HTTP/1.1', 'Host: x']), 204],
    ['HTTP/1.0 without Host', head([`GET ${reposOf('group')} HTTP/1.0`]), 405],
    [
      'dots in the path',
      head([
        `POST ${reposOf('..')} HTTP/1.1`,
        'Host: x',
        `Authorization: ${BEARER.authorization}`,
        'Content-Length: 0',
      ]),
      400,
    ],
  ])('%s is served', async (_title, bytes, status) => {
    await open();
    expect(statusOf(await talk(bytes))).toBe(status);
  });

  test('a body that ends early is named', async () => {
    await open();
    expect(await talk(createHead(100))).toContain('the request is not readable as HTTP: it ends before it is whole');
  });

  test('[A1] nothing of a foreign target but its path comes back or is kept', async () => {
    await open();
    const text = await talk(head(['GET ftp://user:S3CR3T@example.com/a HTTP/1.1', 'Host: x']));
    expect(statusOf(text)).toBe(404);
    expect(text).not.toContain('S3CR3T');
    expect(exchanges.map(({ request }) => request.target)).toEqual(['/a']);
  });

  test('[S1] a body in many pieces', async () => {
    await open();
    const pieces = [...createHead(valid.length), ...valid];
    expect(statusOf(await talk(...pieces))).toBe(201);
  });

  test('[S1] [S3] pipelined requests are answered in their order', async () => {
    await open();
    const one = createHead(valid.length) + valid;
    const text = await talk(one + one);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => Number(match[1]))).toEqual([201, 409]);
  });

  test('of a body beyond the limit only the limit is kept, and its connection goes on', async () => {
    await open({ maxBody: 1000 });
    const big = form({ repository: 'busybox', is_public: 'true', description: 'x'.repeat(1_000_000) });
    const text = await talk(createHead(big.length) + big + createHead(valid.length) + valid);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => Number(match[1]))).toEqual([413, 201]);
    expect(exchanges.map(({ request }) => request.body.byteLength)).toEqual([1001, valid.length]);
  });

  test('an upload without end is answered before it ends', async () => {
    await open({ maxBody: 1000 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(createHead(1e12));
    const chunk = Buffer.alloc(1024 * 1024);
    const push = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', push);
    push();
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(statusOf(first.toString())).toBe(413);
    socket.destroy();
    expect(statusOf(await talk(createHead(valid.length), valid))).toBe(201);
  });

  test('a client that goes away in the middle of a body leaves nothing behind', async () => {
    await open();
    const socket = connect(port, '127.0.0.1');
    const arrived = once(server, 'request');
    socket.write(createHead(valid.length) + valid.slice(0, 20));
    await arrived;
    socket.destroy();
    expect(statusOf(await talk(createHead(valid.length), valid))).toBe(201);
    expect(backend.store.count('repositories')).toBe(1);
    expect(exchanges).toHaveLength(1);
  });

  test('a running request is answered although the server was told to close', async () => {
    await open({ latency: { min: 30, max: 30 } });
    const requested = once(server, 'request');
    const { path, method, headers, body } = create();
    const answer = fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body } as RequestInit);
    await requested;
    server.close();
    expect((await answer).status).toBe(201);
    expect((await answer).headers.get('connection')).toBe('close');
    await open();
  });

  test('the exchange tells what was broken', async () => {
    await open();
    const { path, method, headers, body } = create({ repository: 'Bad_' });
    await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body } as RequestInit);
    expect(exchanges.map(({ handled }) => handled.issues.map(({ clause }) => clause?.id))).toEqual([['R2', 'R6']]);
  });
});
