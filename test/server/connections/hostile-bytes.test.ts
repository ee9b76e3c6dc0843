import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, test } from 'vitest';

import { type OpenServer, openServer, request, statusesOf } from './open-server.ts';

let opened: OpenServer;
afterEach(() => opened.close());

const OPEN = request('GET /api/open');

describe('a client that resets its connection does not end the process', () => {
  test.each([
    ['a tunnel that was refused', request('CONNECT example.com:443'), /405/],
    ['bytes that are no HTTP', '\0\0', /400/],
    ['half a head', 'GET /api/open HTTP/1.1\r\nHo', undefined],
    ['half a body', request('PUT /__mock/state', ['x-trusted: 1', 'Content-Length: 10'], 'abc'), undefined],
    ['half a body that is not read', request('PUT /__mock/state', ['Content-Length: 10'], 'abc'), /403/],
    ['an answer that waits', OPEN, undefined],
    ['answers that wait for each other', OPEN.repeat(5), undefined],
    ['an upgrade', request('GET /api/open', ['Connection: upgrade', 'Upgrade: websocket']), undefined],
  ])('%s', async (_what, text, answer) => {
    opened = await openServer({ latency: { min: 60_000, max: 60_000 } });
    const { socket, far, gets } = await opened.connect(text);
    if (answer) await gets(answer);
    else while (far.bytesRead < text.length) await setImmediate();
    const gone = new Promise((resolve) => far.once('close', resolve));
    socket.resetAndDestroy();
    await gone;
    expect(statusesOf(await opened.talk(request('OPTIONS *')))).toEqual([204]);
  });
});

describe('what RFC 9112 has refused', () => {
  const chunks = '3\r\nabc\r\n0\r\n\r\n';
  const get = (...headers: readonly string[]): string =>
    `${['GET /api/open HTTP/1.1', ...headers].join('\r\n')}\r\n\r\n`;
  test.each([
    ['no Host', get(), 400],
    ['two Host headers', get('Host: a', 'Host: b'), 400],
    ['the same Host twice', get('Host: a', 'Host: a'), 400],
    ['two Host headers in other letters', get('Host: a', 'hOST: a'), 400],
    ['a Host behind many headers', get('Host: a', ...Array<string>(2100).fill('a:'), 'Host: b'), 400],
    ['a Host with a path', get('Host: a/b'), 400],
    ['a Host with a user', get('Host: a@b'), 400],
    ['a Host with a space', get('Host: a b'), 400],
    ['two hosts in one', get('Host: a, b'), 400],
    ['a Host with a port that is none', get('Host: a:b'), 400],
    ['a Host with bytes of UTF-8', get('Host: \u00c3\u00a4'), 400],
    ['a Host with a broken escape', get('Host: a%2'), 400],
    ['an address in half a bracket', get('Host: [::1'), 400],
    ['two lengths', request('PUT /api/open', ['Content-Length: 3', 'Content-Length: 4'], 'abc'), 400],
    ['the same length twice', request('PUT /api/open', ['Content-Length: 3', 'Content-Length: 3'], 'abc'), 400],
    ['lengths in one header', request('PUT /api/open', ['Content-Length: 3, 3'], 'abc'), 400],
    ['a length with a sign', request('PUT /api/open', ['Content-Length: +3'], 'abc'), 400],
    [
      'a length beside chunks',
      request('PUT /api/open', ['Content-Length: 3', 'Transfer-Encoding: chunked'], chunks),
      400,
    ],
    ['chunks twice', request('PUT /api/open', ['Transfer-Encoding: chunked, chunked'], chunks), 400],
    ['a coding behind the chunks', request('PUT /api/open', ['Transfer-Encoding: chunked, gzip'], chunks), 400],
    ['a coding alone', request('PUT /api/open', ['Transfer-Encoding: gzip'], 'abc'), 400],
    ['a coding within the chunks', request('PUT /api/open', ['Transfer-Encoding: gzip, chunked'], chunks), 501],
    ['chunks of HTTP/1.0', `PUT /api/open HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`, 400],
    ['a folded header', request('GET /api/open', ['X: a', ' b']), 400],
    ['a space before the colon', request('GET /api/open', ['X : a']), 400],
    ['a zero byte', request('GET /api/open', ['X: a\0b']), 400],
    ['lines without CR', 'GET /api/open HTTP/1.1\nHost: x\n\n', 400],
    ['HTTP/0.9', 'GET /api/open\r\n\r\n', 505],
    ['HTTP/2 by its name', 'GET /api/open HTTP/2.0\r\nHost: x\r\n\r\n', 505],
    ['HTTP/2 by its preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['headers without end', request('GET /api/open', [`X: ${'y'.repeat(20_000)}`]), 431],
    [
      'extensions of a chunk without end',
      request('PUT /api/open', ['Transfer-Encoding: chunked'], `3;${'a'.repeat(20_000)}\r\nabc\r\n`),
      413,
    ],
    [
      'trailers without end',
      request('PUT /api/open', ['Transfer-Encoding: chunked'], `0\r\n${'a: b\r\n'.repeat(10_000)}`),
      431,
    ],
  ])('%s', async (_what, text, status) => {
    opened = await openServer();
    const answer = await opened.talk(Buffer.from(text, 'latin1'), OPEN);
    // The connection ends with it: what follows may be anybody's.
    expect(statusesOf(answer)).toEqual([status]);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code: expect.stringMatching(/^E/) });
  });

  test.each(['a', 'a.b:80', 'a_b', '127.0.0.1:1', '[::1]:80', '[v1.x]', '', 'a:', '%C3%A4'])(
    'Host: %s is one',
    async (host) => {
      opened = await openServer();
      expect(statusesOf(await opened.talk(get(`Host: ${host}`)))).toEqual([204]);
    },
  );

  it('HTTP/1.0 needs no Host', async () => {
    opened = await openServer();
    expect(statusesOf(await opened.talk('GET /api/open HTTP/1.0\r\n\r\n'))).toEqual([204]);
  });
});

describe('answers are framed as their status and method have it', () => {
  const readThing = () => ({ body: { name: 'ä' } });
  const headers = ['Authorization: Bearer a', 'X-Trace: a'];

  it('204 has neither a length nor chunks', async () => {
    opened = await openServer();
    expect(await opened.talk(OPEN)).not.toMatch(/content-length|transfer-encoding/i);
  });

  it.each([
    ['a success', '/api/things/a', headers],
    ['an error', '/api/things/a', []],
    ['the control API', '/__mock/health', ['x-trusted: 1']],
  ])('HEAD has the head that GET has: %s', async (_what, path, more) => {
    opened = await openServer({ resolvers: { readThing } });
    const fields = (text: string): string[] =>
      text
        .replace(/date: .*/i, '')
        .split('\r\n')
        .slice(0, -1);
    const got = await opened.talk(request(`GET ${path}`, more));
    const [head = '', body = ''] = got.split(/(?<=\r\n\r\n)/);
    expect(head.toLowerCase()).toContain(`content-length: ${body.length}\r\n`);
    expect(fields(await opened.talk(request(`HEAD ${path}`, more)))).toEqual(fields(head));
  });
});

it('who wishes for another protocol is answered by this one, and what is sent behind that is not left waiting', async () => {
  opened = await openServer();
  const wish = request('PUT /api/open', ['Connection: upgrade', 'Upgrade: h2c', 'Content-Length: 3'], 'abc');
  const { received, closed } = await opened.connect(wish + OPEN);
  await closed;
  expect(statusesOf(received())).toEqual([405]);
  expect(received()).toMatch(/\r\nconnection: close\r\n/i);
});

it('who wishes for another protocol each time, and waits for the answers, keeps the connection', async () => {
  opened = await openServer();
  const wish = request('GET /api/open', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA']);
  const { socket, gets, received } = await opened.connect(wish);
  await gets(/204[\s\S]*\r\n\r\n/);
  socket.write(wish);
  await gets(/204[\s\S]*\r\n\r\n[\s\S]*204[\s\S]*\r\n\r\n/);
  expect(received()).not.toMatch(/\r\nconnection: close\r\n/i);
});

describe('the order of answers', () => {
  it('what is no request is told behind the answers to those before it', async () => {
    opened = await openServer({ latency: { min: 20, max: 20 } });
    expect(statusesOf(await opened.talk(OPEN, OPEN, '\0'))).toEqual([204, 204, 400]);
  });

  it('a body that ends early is told at the turn of its request', async () => {
    opened = await openServer({ latency: { min: 20, max: 20 } });
    const half = request('PUT /api/things/a', ['Content-Length: 10'], 'abc');
    expect(statusesOf(await opened.talk(OPEN, half))).toEqual([204, 400]);
    expect(statusesOf(await opened.talk(half))).toEqual([400]);
  });

  it('no second answer comes to a request that was refused before its body broke', async () => {
    opened = await openServer();
    const half = request('PUT /__mock/state', ['Transfer-Encoding: chunked'], '3\r\nabc\r\n');
    expect(statusesOf(await opened.talk(half, 'zz'))).toEqual([403]);
    expect(statusesOf(await opened.talk(half))).toEqual([403]);
  });

  it('half a request that wishes for another protocol is told to be half', async () => {
    opened = await openServer();
    const half = request('PUT /api/open', ['Connection: upgrade', 'Upgrade: h2c', 'Content-Length: 9'], 'abc');
    expect(statusesOf(await opened.talk(half))).toEqual([400]);
  });

  it('behind the last request that a client announces nothing is answered', async () => {
    opened = await openServer();
    expect(statusesOf(await opened.talk(request('GET /api/open', ['Connection: close']) + OPEN))).toEqual([204]);
  });

  it('a client that has ended its side gets an answer that comes late', async () => {
    opened = await openServer({ latency: { min: 20, max: 20 } });
    expect(statusesOf(await opened.talk(OPEN))).toEqual([204]);
  });
});
