import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createEngine, type Engine } from '../../src/engine/create-engine.ts';
import { createFetch, type FetchFake } from '../../src/engine/create-fetch.ts';
import type { NeutralRequest } from '../../src/http/message.ts';
import { things } from './thing-document.ts';

const URL_OF_THING = 'http://localhost:1/api/things/a?limit=2';
const HEADERS = { authorization: 'Bearer a', 'x-trace': 'b' };

/** An engine that keeps the requests it was given. */
const setUp = (maxBody = 10): { engine: Engine; seen: NeutralRequest[]; fetch: FetchFake } => {
  const seen: NeutralRequest[] = [];
  const engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 200 }) }, maxBody });
  const spied = {
    ...engine,
    handle: (request: NeutralRequest) => {
      seen.push(request);
      return engine.handle(request);
    },
  };
  return { engine, seen, fetch: createFetch(() => spied) };
};

/** A body that gives these chunks, then ends, or never does. */
const stream = (chunks: readonly string[], ends: boolean): { body: ReadableStream; cancelled: () => boolean } => {
  let cancelled = false;
  const body = new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      if (ends) controller.close();
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return { body, cancelled: () => cancelled };
};

const put = (body: BodyInit): Request =>
  new Request(URL_OF_THING, { method: 'PUT', headers: HEADERS, body, duplex: 'half' } as RequestInit);

describe('the request', () => {
  it('is handed on with method, path behind the base, query, headers and bytes', async () => {
    const { seen, fetch } = setUp();
    await fetch(
      new Request('http://localhost:1/api/%7Bthings/a%2Fb?c=%20d#e', {
        method: 'PUT',
        headers: { 'X-A': 'b' },
        body: 'xyz',
      }),
      { base: '/api' },
    );
    expect(seen).toEqual([
      {
        method: 'PUT',
        target: '/%7Bthings/a%2Fb?c=%20d',
        base: '/api',
        headers: expect.objectContaining({ 'x-a': 'b' }),
        body: new TextEncoder().encode('xyz'),
      },
    ]);
  });

  it('says its host, which may be signed; the one that was sent goes first', async () => {
    const { seen, fetch } = setUp();
    await fetch(new Request(URL_OF_THING));
    // Only a program may set it, and MSW shows what it sent.
    const named = new Request(URL_OF_THING);
    Object.defineProperty(named, 'headers', { value: new Map([['host', 'other.example.com']]) });
    await fetch(named);
    expect(seen.map(({ headers }) => headers['host'])).toEqual(['localhost:1', 'other.example.com']);
  });

  it('may have no body, or an empty one', async () => {
    const { seen, fetch } = setUp();
    await fetch(new Request(URL_OF_THING));
    await fetch(put(''));
    expect(seen.map(({ body }) => body.byteLength)).toEqual([0, 0]);
  });

  it('may come in chunks', async () => {
    const { seen, fetch } = setUp();
    await fetch(put(stream(['ab', '', 'c', 'def'], true).body));
    expect(new TextDecoder().decode(seen[0]?.body)).toBe('abcdef');
  });
});

describe('a body beyond the limit', () => {
  it('is read up to the limit and refused', async () => {
    const { seen, fetch } = setUp(4);
    const response = await fetch(put('12345678'));
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('more than 4 bytes') });
    expect(seen[0]?.body.byteLength).toBeGreaterThan(4);
  });

  it('of exactly the limit is taken', async () => {
    const { seen, fetch } = setUp(4);
    const response = await fetch(put('1234'));
    expect(seen[0]?.body.byteLength).toBe(4);
    expect(await response.json()).not.toMatchObject({ message: expect.stringContaining('more than') });
  });

  it('is not read on, even if it never ends', async () => {
    const { seen, fetch } = setUp(4);
    const { body, cancelled } = stream(['123', '456'], false);
    await fetch(put(body));
    expect([seen[0]?.body.byteLength, cancelled()]).toEqual([6, true]);
  });
});

describe('the answer', () => {
  it('has status, headers and body', async () => {
    const { fetch } = setUp();
    const response = await fetch(new Request(URL_OF_THING, { headers: HEADERS }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ name: 'example' });
  });

  it('without a body has none at all, as a status of 204 demands', async () => {
    const engine = createEngine({ document: things, resolvers: { readOpen: () => ({ status: 204 }) } });
    const response = await createFetch(() => engine)(new Request('http://localhost/api/open'));
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it('comes from the engine of the moment', async () => {
    let { engine } = setUp();
    const fetch = createFetch(() => engine);
    const request = (): Request => new Request(URL_OF_THING, { headers: HEADERS });
    expect((await fetch(request())).status).toBe(200);
    engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 202 }) } });
    expect((await fetch(request())).status).toBe(202);
  });

  it('is a network error where the connection is dropped', async () => {
    const { engine, fetch } = setUp();
    engine.faults.set({ operation: 'readThing', drop: true });
    const response = await fetch(new Request(URL_OF_THING, { headers: HEADERS }));
    expect([response.type, response.status]).toEqual(['error', 0]);
  });
});

describe('a delay', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is waited for', async () => {
    const { engine, fetch } = setUp();
    engine.faults.set({ operation: '*', delay: 5000 });
    let answered = false;
    const answer = fetch(new Request(URL_OF_THING, { headers: HEADERS })).then((response) => {
      answered = true;
      return response;
    });
    await vi.advanceTimersByTimeAsync(4999);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answer).status).toBe(200);
  });

  it('does not outlast who asked', async () => {
    const { engine, fetch } = setUp();
    engine.faults.set({ operation: '*', delay: 600_000 });
    const end = new AbortController();
    const answer = fetch(new Request(URL_OF_THING, { headers: HEADERS, signal: end.signal }));
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    end.abort();
    await answer;
    expect(vi.getTimerCount()).toBe(0);
  });
});
