import { describe, expect, test } from 'vitest';

import type { WireRequest } from '../../src/contract/encode-request.ts';
import { createTransport, type Send, SendError, type TransportOptions } from '../../src/contract/transport.ts';

const REQUEST: WireRequest = { method: 'POST', path: '/', headers: {}, body: new Uint8Array(), credentials: true };

const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: '', duration: 0 });

/** A transport over a clock of its own: to sleep is to move its hand. */
const create = (send: Send, options: Partial<TransportOptions> = {}) => {
  let time = 0;
  const slept: number[] = [];
  const transport = createTransport({
    send,
    now: () => time,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
    ...options,
  });
  return { transport, slept, time: () => time };
};

describe('the transport', () => {
  test('sends again after a connection fault, and no more often than told', async () => {
    let tries = 0;
    const { transport } = create(
      async () => {
        tries += 1;
        throw new SendError('connection', 'reset');
      },
      { retries: 2 },
    );
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: undefined, problem: 'reset' });
    expect(tries).toBe(3);
  });

  test('does not send again after a timeout', async () => {
    let tries = 0;
    const { transport } = create(async () => {
      tries += 1;
      throw new SendError('timeout', 'late');
    });
    await transport.exchange(REQUEST);
    expect(tries).toBe(1);
  });

  test('does not send again after an answer, whatever it is', async () => {
    let tries = 0;
    const { transport } = create(async () => {
      tries += 1;
      return answer(500);
    });
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 500 } });
    expect(tries).toBe(1);
  });

  test.each([429, 503])('waits as long as a busy server asks (%i)', async (status) => {
    let tries = 0;
    const { transport, slept } = create(async () => {
      tries += 1;
      return tries === 1 ? answer(status, { 'retry-after': '3' }) : answer(201);
    });
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 201 } });
    expect(slept).toEqual([3000]);
  });

  test('tries again once where a busy server does not say when', async () => {
    let tries = 0;
    const { transport, slept } = create(async () => {
      tries += 1;
      return answer(tries === 1 ? 429 : 201);
    });
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 201 } });
    expect(slept).toEqual([1000]);
  });

  test('says that a connection failed before', async () => {
    let tries = 0;
    const { transport } = create(async () => {
      tries += 1;
      if (tries === 1) throw new SendError('connection', 'lost');
      return answer(409);
    });
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 409 }, retried: true });
  });

  test('may go on to clean up after an interruption', async () => {
    const interrupt = new AbortController();
    const { transport } = create(async () => answer(204), { signal: interrupt.signal });
    interrupt.abort();
    await transport.exchange(REQUEST);
    transport.resume();
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 204 } });
  });

  test('keeps to the rate', async () => {
    const { transport, time } = create(async () => answer(201), { rate: 10 });
    for (let count = 0; count < 20; count += 1) await transport.exchange(REQUEST);
    expect(time()).toBeGreaterThanOrEqual(1900);
  });

  test.each([
    ['429', 429, /busy/],
    ['5xx', 500, /fails/],
  ])('stops on %s in a row', async (_, status, reason) => {
    const { transport } = create(async () => answer(status));
    for (let count = 0; count < 300; count += 1) await transport.exchange(REQUEST);
    expect(transport.stopped()).toMatch(reason);
    expect(transport.requests()).toBeLessThan(300);
  });

  test('stops at the limit of requests', async () => {
    const { transport } = create(async () => answer(201), { maxRequests: 5 });
    for (let count = 0; count < 9; count += 1) await transport.exchange(REQUEST);
    expect(transport.requests()).toBe(5);
    expect(transport.stopped()).toMatch(/limit of 5 requests/);
  });

  test('stops when it is interrupted', async () => {
    const interrupt = new AbortController();
    const { transport } = create(async () => answer(201), { signal: interrupt.signal });
    interrupt.abort();
    expect(await transport.exchange(REQUEST)).toMatchObject({ problem: 'the run was interrupted' });
    expect(transport.requests()).toBe(0);
  });
});
