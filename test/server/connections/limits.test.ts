import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { DirectRequest } from '../../../src/server/connections/direct-request.ts';
import { createBodyReading } from '../../../src/server/connections/read-body.ts';
import { createSending } from '../../../src/server/connections/send-answer.ts';
import { type OpenServer, openServer, request, statusesOf } from './open-server.ts';

const MIB = 1024 * 1024;

describe('on a connection', () => {
  let opened: OpenServer;
  afterEach(() => opened.close());
  const OPEN = request('GET /api/open');
  const steer = (...headers: readonly string[]): string => request('PUT /__mock/state', headers);

  it('who may not steer is refused before the body is read', async () => {
    opened = await openServer();
    const { gets, received } = await opened.connect(steer('Content-Length: 100000000'));
    await gets(/403/);
    expect(opened.steered).toEqual([]);
    const waiting = await opened.connect(steer('Content-Length: 100000000', 'Expect: 100-continue'));
    await waiting.closed;
    expect(statusesOf(waiting.received())).toEqual([403]);
    expect(statusesOf(received())).toEqual([403]);
  });

  it('the connection of who was refused goes on behind the body', async () => {
    opened = await openServer();
    const { socket, gets } = await opened.connect(steer('Content-Length: 1000000'));
    await gets(/403/);
    socket.write('x'.repeat(1_000_000) + OPEN);
    await gets(/204/);
  });

  it('a body that is announced too long is refused before it is read', async () => {
    opened = await openServer();
    const { gets } = await opened.connect(steer('x-trusted: 1', 'Content-Length: 1000000000000'));
    await gets(/413/);
    expect(opened.steered).toEqual([]);
  });

  it('a body of more values than the memory has room for is refused unread', async () => {
    opened = await openServer();
    const values = Math.ceil(getHeapStatistics().heap_size_limit / 512) + 1;
    const { socket, gets } = await opened.connect(steer('x-trusted: 1', `Content-Length: ${values}`));
    socket.write(','.repeat(values));
    await gets(/413/);
    expect(opened.steered).toEqual([]);
  });

  it('a client that waits before it sends its body is told to go on', async () => {
    opened = await openServer();
    const { socket, gets } = await opened.connect(steer('x-trusted: 1', 'Content-Length: 3', 'Expect: 100-continue'));
    await gets(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    socket.write('abc');
    await gets(/HTTP\/1\.1 200/);
    expect(opened.steered).toEqual([3]);
  });

  it('a body that goes on and on behind its answer is cut off', async () => {
    opened = await openServer();
    const first = await opened.connect(steer('x-trusted: 1', `Content-Length: ${70 * MIB}`));
    first.socket.write(Buffer.alloc(66 * MIB));
    await vi.waitFor(() => expect(first.far.bytesRead).toBeGreaterThan(66 * MIB), 10_000);
    const { socket, far, gets, closed } = await opened.connect(steer('x-trusted: 1', 'Transfer-Encoding: chunked'));
    const chunk = `100000\r\n${'x'.repeat(MIB)}\r\n`;
    const flood = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', flood);
    flood();
    await gets(/^HTTP\/1\.1 503/);
    await closed;
    expect(far.bytesRead).toBeLessThan(400 * MIB);
  });

  it('a request whose body was read is let go of', async () => {
    const requests: IncomingMessage[] = [];
    opened = await openServer();
    opened.server.on('request', (incoming) => requests.push(incoming));
    const { gets } = await opened.connect(`${steer('x-trusted: 1', 'Content-Length: 3')}abc${OPEN}`);
    await gets(/204/);
    expect(opened.steered).toEqual([3]);
    expect(requests.map(({ readableEnded }) => readableEnded)).toEqual([true, true]);
  });

  it('one answer is made at a time, however many are asked for by who does not read', async () => {
    const readThing = vi.fn(() => ({ body: { name: 'x'.repeat(4 * MIB) } }));
    opened = await openServer({ resolvers: { readThing } });
    const { socket, far, closed } = await opened.connect();
    socket.pause();
    socket.write(request('GET /api/things/a', ['Authorization: Bearer a', 'X-Trace: a']).repeat(2000));
    await vi.waitFor(() => expect(far.timeout).toBe(30_000));
    // It ends by itself, since nothing is read.
    const gone = new Promise((resolve) => far.once('close', resolve));
    far.setTimeout(50);
    await gone;
    expect(readThing.mock.calls.length).toBeLessThan(3);
    socket.resume();
    await closed;
  });

  it('who sends on and on while an answer waits gets that answer as the last', async () => {
    opened = await openServer({ latency: { min: 60_000, max: 60_000 } });
    const { socket, far, received, closed } = await opened.connect();
    const flood = (): void => {
      while (socket.writable && socket.write(OPEN.repeat(1000)));
    };
    socket.on('drain', flood);
    flood();
    // Of what it goes on with, the server takes no more.
    await vi.waitFor(() => expect(far.isPaused()).toBe(true));
    const taken = far.bytesRead;
    expect(taken).toBeLessThan(MIB);
    const stopped = opened.server.stop();
    await closed;
    await stopped;
    expect(statusesOf(received())).toEqual([204]);
    opened = await openServer();
  });

  it('the last answer arrives as a whole, although its reader still sends', async () => {
    opened = await openServer({ resolvers: { readThing: () => ({ body: { name: 'x'.repeat(4 * MIB) } }) } });
    const { socket, received, closed } = await opened.connect();
    const thing = request('GET /api/things/a', ['Authorization: Bearer a', 'X-Trace: a', 'Connection: close']);
    socket.write(thing + OPEN.repeat(200_000));
    await closed;
    const [head = '', body = ''] = received().split('\r\n\r\n');
    expect(body).toHaveLength(Number(/Content-Length: (\d+)/.exec(head)?.[1]));
  });

  it('an answer that waits does not outlast the connection', async () => {
    const exchanges: number[] = [];
    opened = await openServer(
      { latency: { min: 60_000, max: 60_000 } },
      { onExchange: ({ handled }) => exchanges.push(handled.answer.status) },
    );
    const { socket, far } = await opened.connect(OPEN);
    await vi.waitFor(() => expect(far.bytesRead).toBe(OPEN.length));
    socket.resetAndDestroy();
    await vi.waitFor(() => expect(exchanges).toEqual([204]));
  });

  it('heads and bodies have an end in time, and the number of connections has one', async () => {
    opened = await openServer();
    const { headersTimeout, requestTimeout, maxConnections } = opened.server;
    expect(headersTimeout).toBeLessThanOrEqual(60_000);
    expect(requestTimeout).toBeLessThanOrEqual(300_000);
    expect(maxConnections).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['a whole answer', [], {}],
    ['the last one', ['Connection: close'], {}],
    ['one that is written piece by piece', [], { more: { weight: 0, pieces: ['x'.repeat(20 * MIB), 'y'] } }],
  ])('who does not read has an end in time: %s', async (_what, headers, more) => {
    const front = { status: 200, headers: {}, body: 'x'.repeat(20 * MIB), ...more };
    opened = await openServer({}, { neighbour: { owns: () => true, answer: async () => front } });
    const { socket, far } = await opened.connect();
    socket.pause();
    socket.write(request('GET /', headers));
    await vi.waitFor(() => expect(far.timeout).toBe(30_000));
    const gone = new Promise((resolve) => far.once('close', resolve));
    far.emit('timeout');
    await gone;
    socket.destroy();
  });

  it('who reads, and then says nothing, has an end in time', async () => {
    opened = await openServer();
    const { far, gets } = await opened.connect(OPEN);
    await gets(/204/);
    await vi.waitFor(() => expect(far.timeout).toBeGreaterThan(60_000));
    expect(far.timeout).toBeLessThan(70_000);
    const gone = new Promise((resolve) => far.once('close', resolve));
    far.emit('timeout');
    await gone;
  });
});

describe('bodies together', () => {
  const start = (read: ReturnType<typeof createBodyReading>, limit = 100 * MIB) => {
    const incoming = new DirectRequest(new Socket());
    const response = Object.assign(new EventEmitter(), { headersSent: false });
    const done = vi.fn<(body: Uint8Array) => void>();
    const full = vi.fn();
    read(incoming, response as unknown as ServerResponse, { limit, done, full });
    const send = (size: number): boolean => incoming.push(Buffer.alloc(size));
    return {
      incoming,
      response,
      done,
      full,
      send,
      end: () => incoming.push(null),
      close: () => response.emit('close'),
    };
  };

  it('hold 128 MiB, until they are answered', () => {
    const read = createBodyReading();
    const bodies = [start(read), start(read), start(read)] as const;
    for (const { send } of bodies) send(60 * MIB);
    expect(bodies.map(({ full }) => full.mock.calls.length)).toEqual([0, 0, 1]);
    // It is read on and thrown away.
    bodies[2].send(MIB);
    bodies[2].end();
    expect(bodies[2].done).not.toHaveBeenCalled();
    bodies[0].end();
    expect(bodies[0].done.mock.lastCall?.[0].byteLength).toBe(60 * MIB);
    bodies[0].close();
    const next = start(read);
    next.send(60 * MIB);
    expect(next.full).not.toHaveBeenCalled();
  });

  it('a single one may have more', () => {
    const body = start(createBodyReading(), 1024 * MIB);
    body.send(200 * MIB);
    body.end();
    expect(body.full).not.toHaveBeenCalled();
    expect(body.done).toHaveBeenCalledOnce();
  });

  it('many small pieces are one buffer', () => {
    const body = start(createBodyReading());
    for (let sent = 0; sent < 100_000; sent += 1) body.incoming.push(Buffer.from([sent % 251]));
    body.end();
    const whole = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
    expect(whole.equals(body.done.mock.lastCall?.[0] ?? whole.subarray(1))).toBe(true);
  });
});

describe('answers that nobody reads', () => {
  const open = () =>
    Object.assign(new EventEmitter(), {
      destroy: vi.fn(),
      writeHead: vi.fn(),
      end: vi.fn(),
    });
  const answer = { status: 200, headers: {}, body: 'x'.repeat(60 * MIB) };

  it('hold 128 MiB together: the oldest is cut off', () => {
    const { made } = createSending();
    const responses = [open(), open(), open()] as const;
    for (const response of responses) made(response as unknown as ServerResponse, answer);
    expect(responses.map(({ destroy }) => destroy.mock.calls.length)).toEqual([1, 0, 0]);
    responses[1].emit('close');
    made(open() as unknown as ServerResponse, answer);
    expect(responses[2].destroy).not.toHaveBeenCalled();
  });

  it('are made one after the other where they are long, so that what was cut off is gone before', async () => {
    const { made, admit } = createSending();
    const begun: string[] = [];
    admit(() => {
      begun.push('first');
      made(open() as unknown as ServerResponse, answer);
    });
    for (const name of ['second', 'third'])
      admit(() => {
        begun.push(name);
        made(open() as unknown as ServerResponse, answer);
      });
    expect(begun).toEqual(['first']);
    await setImmediate();
    expect(begun).toEqual(['first', 'second']);
    await setImmediate();
    expect(begun).toEqual(['first', 'second', 'third']);
  });
});
