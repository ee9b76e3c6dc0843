import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { createSendHttp, type SendOptions } from '../../src/cli/target/send-http.ts';
import type { Report } from '../../src/contract/report/report.ts';
import type { ReceivedResponse } from '../../src/http/received-response.ts';
import { createClock, serveFake, verifyUrl } from './send-to-fake.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const listen = async (server: Server): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A server that answers everything in one way, once the request is in. */
const serve = (handle: Handle): Promise<string> =>
  listen(
    createServer((request, response) => {
      request.resume().on('end', () => handle(request, response));
    }),
  );
const always =
  (status: number, body: string | Buffer = '', headers: Record<string, string> = {}): Handle =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

/** The fake, but for the requests that are answered here. */
const inFront = async (handle: Handle, isOwn: (request: IncomingMessage, count: number) => boolean) => {
  let count = 0;
  const server = await serveFake((request, response) => {
    count += 1;
    if (!isOwn(request, count)) return false;
    request.resume();
    handle(request, response);
    return true;
  });
  open.push(server.close);
  return server;
};

const isLook = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && /^\/v2\/manage\/namespaces\/\w+\/repos\/\w+$/.test(url);

const told = ({ outcome, summary }: Report): string =>
  `${outcome}: ${summary.replace('The server could not be checked: ', '')}`;

describe('what is no such server ends a run with one sentence, after a handful of requests', () => {
  test.each<[string, Handle, string]>([
    [
      'redirects to https',
      (request, response) => response.writeHead(301, { location: `https://api.example${request.url}` }).end(),
      'the server redirects to https://api.example/',
    ],
    [
      'redirects to a log-in page, with the token',
      always(302, '', { location: 'https://login.example/?back=x&token=t%2Bken' }),
      'the server redirects to https://login.example/?back=x&token=<removed> (302). Give that place as --target, if it is the API.',
    ],
    [
      'is a web page',
      always(200, '<!DOCTYPE html><html><title>Log in</title>'),
      'the server answers a web page (“Log in”), not an API. Check --target.',
    ],
    [
      'is a web page that is not found',
      always(404, '<html>Not found'),
      'a valid request is answered 404. Check --target',
    ],
    [
      'repeats what is not found',
      (request, response) => response.writeHead(404).end(`{"message":"Cannot ${request.method} ${request.url}"}`),
      'a valid request is answered 404. Check --target',
    ],
    [
      'is a gateway',
      always(502, '<html>502 Bad Gateway'),
      'a gateway in front of the server answers 502: the server behind it is not there.',
    ],
    ['fails', always(500, '{"error":"x"}'), 'the server answers 500 to everything, also where there is nothing.'],
    ['takes all', always(201), 'the server answers 201 to everything, also where there is nothing.'],
    ['refuses all', always(400, 'Bad Request'), 'the server answers 400 to everything, also where there is nothing.'],
    ['serves files', always(405), 'the server answers 405 to everything, also where there is nothing.'],
    [
      'wants https (nginx)',
      always(400, '<html><title>400 The plain HTTP request was sent to HTTPS port</title>'),
      'the server wants HTTPS on this port. Give --target https://….',
    ],
    [
      'wants https (Go)',
      always(400, 'Client sent an HTTP request to an HTTPS server.'),
      'the server wants HTTPS on this port.',
    ],
    [
      'refuses the credentials',
      always(401),
      'the server refuses the credentials (401). Check --token (it goes out as Authorization: Bearer … by this edition), --basic or --header "NAME: VALUE".',
    ],
    [
      'is a proxy that forbids',
      always(403, '', { via: '1.1 squid' }),
      'the server refuses the credentials for a POST (403), or the proxy before it does (1.1 squid)',
    ],
    ['is a proxy that wants credentials', always(407), 'a proxy asks for credentials (407). Check HTTP_PROXY'],
    [
      'wants to be left for a day',
      always(429, '', { 'retry-after': '86400' }),
      'the server is busy: it asks to wait 86400 s. Try again later.',
    ],
  ])('%s', async (_, handle, sentence) => {
    let count = 0;
    const url = await serve((request, response) => {
      count += 1;
      handle(request, response);
    });
    const report = await verifyUrl(url, { credentials: { authorization: 'Bearer t+ken' } });
    expect(told(report)).toContain(`unchecked: ${sentence}`);
    expect(report.findings).toEqual([]);
    expect(count).toBeLessThanOrEqual(20);
  });

  test.each([429, 503])('answers %i to everything', async (status) => {
    const url = await serve(always(status));
    const waits: number[] = [];
    const report = await verifyUrl(url, { ...createClock(), onWait: (milliseconds) => waits.push(milliseconds) });
    expect(told(report)).toBe(`unchecked: the server is busy: it answered ${status} again and again. Try again later.`);
    expect(waits.length).toBeGreaterThan(3);
    expect(report.requests + report.cleanUpRequests).toBeLessThan(20);
  });

  test('nobody listens', async () => {
    const report = await verifyUrl('http://127.0.0.1:1');
    expect(told(report)).toBe('unchecked: the server cannot be reached: nothing listens on 127.0.0.1:1.');
    expect(report).toMatchObject({ leftBehind: [], cleanUpRequests: 0 });
  });

  test.each<[string, (socket: Socket) => unknown, string]>([
    [
      'speaks TLS',
      (socket) => socket.end(Buffer.from('15030100020228', 'hex')),
      'it answers something that is no HTTP',
    ],
    ['speaks SSH', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'it answers something that is no HTTP'],
    ['closes', (socket) => socket.destroy(), 'the server closed the connection without an answer.'],
    ['is silent', () => undefined, 'no answer within 50 ms.'],
  ])('%s', async (_, handle, sentence) => {
    const url = await listen(createTcpServer(handle));
    const report = await verifyUrl(url, createClock(), { timeout: 50 });
    expect(told(report)).toContain(`unchecked: the server cannot be reached: ${sentence}`);
  });

  test('speaks HTTP where https was given', async () => {
    const { url } = await inFront(always(500), () => false);
    expect(told(await verifyUrl(url.replace('http:', 'https:'), createClock()))).toContain(
      'it does not speak TLS on this port: give --target http://…',
    );
  });
});

describe('a server that changes under a run', () => {
  test('no longer takes the token: nothing is judged by it', async () => {
    const { url } = await inFront(always(401, '{"error_code":"x","error_msg":"y"}'), (_, count) => count > 100);
    const report = await verifyUrl(url);
    expect(told(report)).toMatch(
      /^unchecked: the server refuses the credentials after 1\d\d requests \(401\)\. Give fresh ones, or --token-command\.$/,
    );
    expect(report.findings).toEqual([]);
  });

  test('takes a fresh token only: it is made, and the run goes on', async () => {
    let token = 1;
    const { url } = await inFront(always(401), ({ headers }, count) => {
      const isOf = headers.authorization?.split(' ')[1];
      return isOf !== undefined && Number(isOf) < 1 + Math.floor(count / 150);
    });
    const http = createSendHttp({ target: new URL(url), credentials: () => ({ authorization: `Bearer ${token}` }) });
    const report = await verifyUrl(url, {
      send: http.send,
      renew: async () => {
        token += 1;
        return true;
      },
    });
    http.close();
    expect(told(report)).toMatch(/^conforms/);
    expect(token).toBeGreaterThan(2);
    expect(report.leftBehind).toEqual([]);
  });

  test('answers 401 to one kind of request: that is a deviation, and no reason to stop', async () => {
    const { url } = await inFront(always(401, '{"error_code":"x","error_msg":"y"}'), ({ url: path, method }) =>
      method === 'GET' ? path === '/v2/manage/namespaces' : false,
    );
    const report = await verifyUrl(url);
    expect(report.outcome).toBe('deviates');
    expect(new Set(report.findings.map(({ operation }) => operation))).toEqual(new Set(['listNamespaces']));
  });

  test.each<[string, Handle, RegExp]>([
    ['fails', always(500, 'oops'), /^unchecked: the server fails \(500\), also at what it took before\.$/],
    ['is gone', (request) => request.socket.destroy(), /^unchecked: the server is gone: there is no answer since/],
  ])('%s in the middle: nothing is judged by it, and what may be there is listed', async (_, handle, sentence) => {
    const { url, backend } = await inFront(handle, (__, count) => count > 150);
    const report = await verifyUrl(url, createClock());
    expect(told(report)).toMatch(sentence);
    expect(report.findings.filter(({ reproduced }) => reproduced === 'yes')).toEqual([]);
    expect(report.leftBehind.length).toBeGreaterThanOrEqual(backend.store.count('repositories'));
  });

  test('takes 20 requests a second: it is asked more slowly, and checked', async () => {
    const clock = createClock();
    const seconds = new Map<number, number>();
    const { url } = await inFront(always(429), () => {
      const second = Math.floor(clock.now() / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
      return (seconds.get(second) ?? 0) > 20;
    });
    expect(told(await verifyUrl(url, clock))).toMatch(/^conforms/);
  });
});

describe('answers of any kind are read within bounds', () => {
  const read = async (handle: Handle, options: Partial<SendOptions> = {}): Promise<ReceivedResponse> => {
    const http = createSendHttp({ target: new URL(await serve(handle)), credentials: () => ({}), ...options });
    const request = { headers: {}, body: new Uint8Array(), credentials: true, exact: false, operation: '' };
    try {
      return await http.send({ ...request, method: 'GET', path: '/' });
    } finally {
      http.close();
    }
  };
  const endless: Handle = (_, response) => {
    const piece = Buffer.alloc(65_536, '[');
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.writeHead(200).on('drain', write);
    write();
  };
  const json = (body: string | Buffer, headers: Record<string, string>) => always(200, body, headers);
  const type = (charset: string) => ({ 'content-type': `application/json; charset=${charset}` });

  test.each<[string, Handle, string, string | undefined]>([
    ['an endless one', endless, '[[[', 'cut at 1024 KiB'],
    ['a big refusal', always(400, 'x'.repeat(100_000)), 'xxx', 'cut at 64 KiB'],
    ['a packed one', json(gzipSync('{"a":1}'), { 'content-encoding': 'gzip' }), '{"a":1}', undefined],
    ['a bomb', json(gzipSync(Buffer.alloc(30_000_000)), { 'content-encoding': 'gzip' }), '\0\0', 'cut at 1024 KiB'],
    ['one that is not packed', json('{"a":1}', { 'content-encoding': 'gzip' }), '', "its gzip can't be unpacked"],
    ['one packed otherwise', json('xx', { 'content-encoding': 'zstd' }), 'xx', 'content-encoding zstd is not read'],
    ['one with a BOM', json('\ufeff{"a":1}', {}), '{"a":1}', undefined],
    ['another charset', json(Buffer.from('{"a":"é"}', 'utf16le'), type('utf-16le')), '{"a":"é"}', undefined],
    ['a charset that is none', json('{"a":1}', type('klingon')), '{"a":1}', 'charset klingon is not known'],
  ])('%s', async (_, handle, start, note) => {
    const { body, note: received } = await read(handle);
    expect(body.slice(0, start.length)).toBe(start);
    expect(received).toBe(note);
    expect(body.length).toBeLessThanOrEqual(1024 * 1024);
  });

  test('a switch of protocols', async () => {
    const { status } = await read(({ socket }) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n\0\x01'),
    );
    expect(status).toBe(101);
  });

  test.each<[string, Handle, RegExp]>([
    [
      'interim answers without an end',
      ({ socket }) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'.repeat(50)), 1);
        socket.on('close', () => clearInterval(timer));
      },
      /more than 100 interim answers/,
    ],
    [
      'a slow drip',
      (_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(timer));
      },
      /no answer within 60 ms/,
    ],
    [
      'a reset half way',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"a":', () => request.socket.resetAndDestroy());
      },
      /closed the connection/,
    ],
  ])('%s', async (_, handle, message) => {
    await expect(read(handle, { timeout: 60 })).rejects.toThrow(message);
  });

  test('a JSON body of 100,000 levels is no body of the documented shape', async () => {
    const { url } = await inFront(always(200, '['.repeat(100_000) + ']'.repeat(100_000)), isLook);
    const report = await verifyUrl(url);
    expect(report.findings.map(({ operation }) => operation)).toContain('getRepository');
    expect(report.findings.every(({ example }) => (example.response?.body.length ?? 0) <= 2000)).toBe(true);
  });

  test('a clock that goes back changes nothing', async () => {
    let time = Date.UTC(2026, 0, 1);
    const server = await serveFake();
    open.push(server.close);
    const date = vi.spyOn(Date, 'now').mockImplementation(() => (time -= 60_000));
    const report = await verifyUrl(server.url, { timeLimit: 600_000, settle: 1 });
    date.mockRestore();
    expect(report.outcome).toBe('conforms');
    expect(report.duration).toBeGreaterThan(0);
  });

  test('early hints change nothing', async () => {
    const server = await serveFake((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      return false;
    });
    open.push(server.close);
    expect((await verifyUrl(server.url)).outcome).toBe('conforms');
  });
});
