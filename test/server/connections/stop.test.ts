import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { openServer, request } from './open-server.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('whatever is half-sent or half-read, a server that is stopped is gone after a second', async () => {
  const readThing = () => ({ body: { name: 'x'.repeat(8 * 1024 * 1024) } });
  const opened = await openServer({
    resolvers: { readOpen: () => ({}), readThing },
    latency: { min: 60_000, max: 60_000 },
  });
  const thing = request('GET /api/things/a', ['Authorization: Bearer a', 'X-Trace: a']);

  const silent = await opened.connect();
  const late = await opened.connect(request('GET /api/open'));
  const idle = await opened.connect(request('OPTIONS *'));
  await idle.gets(/204/);
  const half = [
    await opened.connect('GET /api/op'),
    await opened.connect(request('PUT /__mock/state', ['x-trusted: 1', 'Content-Length: 10'], 'abc')),
    await opened.connect(request('CONNECT example.com:443')),
  ];
  const slow = await opened.connect(thing);
  slow.socket.pause();
  const arrived = [late, slow, ...half];
  await vi.waitFor(() => expect(arrived.every(({ far }) => far.bytesRead > 0)).toBe(true));

  const stopped = opened.server.stop();
  // What only waited for its time is answered.
  await late.gets(/204/);
  await vi.advanceTimersByTimeAsync(1000);
  await stopped;
  slow.socket.resume();
  await Promise.all([silent, idle, ...arrived].map(({ closed }) => closed));
});

it('a server at which nobody asks is gone at once', async () => {
  const opened = await openServer();
  const silent = await opened.connect();
  await opened.server.stop();
  await silent.closed;
});
