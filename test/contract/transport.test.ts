import { describe, expect, test } from 'vitest';

import type { WireRequest } from '../../src/contract/run/encode-request.ts';
import { createTransport, type Exchange, type Send, type TransportOptions } from '../../src/contract/run/transport.ts';
import { SendError } from '../../src/http/received-response.ts';
import { textOf } from '../../src/text/bilingual.ts';
import { answer, createClock } from './send-to-fake.ts';

const REQUEST: WireRequest = {
  method: 'POST',
  path: '/',
  headers: {},
  body: new Uint8Array(),
  credentials: true,
  exact: false,
  operation: 'create',
};
const CANARY: WireRequest = { ...REQUEST, path: '/canary' };

const create = (send: Send, options: Partial<TransportOptions> = {}) => {
  const { now, sleep, slept, passTime } = createClock();
  const waits: string[] = [];
  const transport = createTransport({ send, now, sleep, onWait: (_, why) => waits.push(why), ...options });
  return { transport, slept, waits, time: now, passTime };
};

/** With a request that is always taken as long as the server is well. */
const withCanary = (send: Send, options: Partial<TransportOptions> = {}) => {
  const created = create(send, options);
  created.transport.setCanary((exchange) => exchange(CANARY));
  return created;
};

/** Answers by a list, its last for ever. */
const inTurn = (...statuses: readonly number[]): Send => {
  let count = 0;
  return async () => {
    count += 1;
    return answer(statuses[Math.min(count, statuses.length) - 1] ?? 0);
  };
};

const refuse: Send = async () => {
  throw new SendError('connection', textOf('refused'));
};

describe('connections that fail', () => {
  test('are tried again, no more often than told, and it says that one failed', async () => {
    let tries = 0;
    const { transport } = create(
      async () => {
        tries += 1;
        throw new SendError('connection', textOf('reset'));
      },
      { retries: 2 },
    );
    expect(await transport.exchange(REQUEST)).toMatchObject({
      response: undefined,
      problem: { en: 'reset' },
      retried: true,
    });
    expect(tries).toBe(3);
  });

  test('are told with the answer that came at last', async () => {
    let tries = 0;
    const { transport } = create(async () => {
      tries += 1;
      if (tries === 1) throw new SendError('connection', textOf('lost'));
      return answer(409);
    });
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 409 }, retried: true });
  });

  test('are not tried again after a timeout, nor after any answer', async () => {
    const { transport } = create(async ({ path }) => {
      if (path === '/') throw new SendError('timeout', textOf('late'));
      return answer(500);
    });
    await transport.exchange(REQUEST);
    await transport.exchange({ ...REQUEST, path: '/other' });
    expect(transport.requests()).toBe(2);
  });

  test('end nothing where the server answers something else', async () => {
    const { transport } = withCanary(async (request) => (request === CANARY ? answer(201) : refuse(request)));
    expect(await transport.exchange(REQUEST)).toMatchObject({ isOurs: false, problem: { en: 'refused' } });
    expect(transport.stopped()).toBeUndefined();
  });

  test('do not end the run where the server starts again within two seconds', async () => {
    const created = withCanary(async (request) => (created.time() < 2000 ? refuse(request) : answer(201)));
    await created.transport.exchange(REQUEST);
    expect(created.transport.stopped()).toBeUndefined();
  });
});

describe('a busy server', () => {
  const busy = (headers: Record<string, string>, status = 429): Send => {
    let tries = 0;
    return async () => {
      tries += 1;
      return tries === 1 ? answer(status, '', headers) : answer(201);
    };
  };

  test.each([
    [429, '3', 3000],
    [503, '3', 3000],
    [429, undefined, 500],
    [503, undefined, 500],
    [429, '0', 500],
    [429, 'soon', 500],
    [429, '12 monkeys', 500],
    [429, '-7', 500],
    [429, 'Thu, 26 Nov 2026 10:00:05 GMT', 5000],
    [429, 'Thu, 26 Nov 2026 09:00:00 GMT', 500],
  ])('is waited for: %i with Retry-After %s', async (status, value, wait) => {
    const headers = {
      date: 'Thu, 26 Nov 2026 10:00:00 GMT',
      ...(value === undefined ? {} : { 'retry-after': value }),
    };
    const { transport, slept, waits } = create(busy(headers, status));
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 201 } });
    expect(slept[0]).toBe(wait);
    expect(waits).toEqual([`the server answered ${status}, so it is asked more slowly`]);
  });

  test.each([429, 503])('ends the run if it never answers anything but %i, and nothing is judged', async (status) => {
    const { transport, time } = create(inTurn(status));
    const exchanges = await Promise.all(Array.from({ length: 20 }, () => transport.exchange(REQUEST)));
    expect(exchanges.filter(({ isOurs }) => !isOurs)).toEqual([]);
    expect(transport.stopped()?.text.en).toBe(
      `the server is busy: it answered ${status} again and again. Try again later.`,
    );
    expect(time()).toBeLessThan(60_000);
    expect(transport.requests()).toBeLessThan(200);
  });

  /** Takes so many requests in each second of the clock. */
  const limited = (perSecond: number) => {
    const seconds = new Map<number, number>();
    const created = create(async () => {
      await Promise.resolve();
      created.passTime(1);
      const second = Math.floor(created.time() / 1000);
      const count = (seconds.get(second) ?? 0) + 1;
      seconds.set(second, count);
      return answer(count > perSecond ? 429 : 201);
    });
    return created;
  };

  test.each([3, 20, 100])('that takes %i requests a second is asked no faster, and gets through', async (perSecond) => {
    const { transport, time } = limited(perSecond);
    const queue = Array.from({ length: 400 }, () => REQUEST).values();
    const statuses: (number | undefined)[] = [];
    const work = async (): Promise<void> => {
      for (const request of queue) statuses.push((await transport.exchange(request)).response?.status);
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(transport.stopped()).toBeUndefined();
    expect(statuses.filter((status) => status !== 201)).toEqual([]);
    expect(transport.requests()).toBeLessThan(500);
    expect(time()).toBeLessThan((400 / perSecond) * 4000);
  });

  test.each([429, 503])(
    'that answers %i to one request in thirty, however slow, is not asked more slowly',
    async (status) => {
      let count = 0;
      const flaky = create(async () => {
        flaky.passTime(1);
        count += 1;
        return answer(count % 30 === 0 ? status : 201);
      });
      const queue = Array.from({ length: 2000 }, () => REQUEST).values();
      const work = async (): Promise<void> => {
        for (const request of queue) await flaky.transport.exchange(request);
      };
      await Promise.all(Array.from({ length: 8 }, work));
      // Half a second for each that is refused, and the requests themselves.
      expect(flaky.time()).toBeLessThan(60_000);
      expect(flaky.transport.requests()).toBeLessThan(2200);
    },
  );

  test('that takes one request in five seconds ends the run, and the rate that it says works', async () => {
    let last = -5000;
    const slow = create(async () => {
      if (slow.time() - last < 5000) return answer(429);
      last = slow.time();
      return answer(201);
    });
    for (let count = 0; count < 50 && !slow.transport.stopped(); count += 1) await slow.transport.exchange(REQUEST);
    const [, rate] = /--rate (\S+)\/s/.exec(slow.transport.stopped()?.text.en ?? '') ?? [];
    expect(Number(rate)).toBeGreaterThan(0);
    expect(Number(rate)).toBeLessThanOrEqual(0.2);
  });

  test('answers 503 for one operation only: that is its answer, and the others are not slowed down', async () => {
    const { transport, time } = withCanary(async ({ operation }) => answer(operation === 'odd' ? 503 : 201));
    const odd = { ...REQUEST, operation: 'odd' };
    expect(await transport.exchange(odd)).toMatchObject({ response: { status: 503 }, isOurs: false });
    const before = time();
    for (let count = 0; count < 20; count += 1) {
      expect(await transport.exchange(odd)).toMatchObject({ response: { status: 503 } });
      await transport.exchange(REQUEST);
    }
    expect(time()).toBe(before);
    expect(transport.stopped()).toBeUndefined();
  });

  test('is not waited for after an interruption', async () => {
    const interrupt = new AbortController();
    const { transport, slept } = create(
      async () => {
        interrupt.abort();
        return answer(429, '', { 'retry-after': '30' });
      },
      { signal: interrupt.signal },
    );
    expect(await transport.exchange(REQUEST)).toMatchObject({
      problem: { en: 'the run was interrupted.', zh: '运行被中断。' },
    });
    expect(slept).toEqual([]);
  });
});

describe('credentials that are refused', () => {
  test.each([302, 401, 403])('are seen as such by the way to a log-in page, too (%i)', async (status) => {
    const { transport } = withCanary(inTurn(201, status));
    await transport.exchange(REQUEST);
    await transport.exchange(REQUEST);
    expect(transport.stopped()?.kind).toBe('credentials');
  });

  test('for one request only are the answer to it', async () => {
    const { transport } = withCanary(async ({ path }) => answer(path === '/odd' ? 401 : 201));
    expect(await transport.exchange({ ...REQUEST, path: '/odd' })).toMatchObject({ response: { status: 401 } });
    expect(transport.stopped()).toBeUndefined();
  });

  test('are not asked after where none were sent', async () => {
    const { transport } = withCanary(inTurn(401));
    expect(await transport.exchange({ ...REQUEST, credentials: false })).toMatchObject({ response: { status: 401 } });
    expect(transport.requests()).toBe(1);
  });

  test('for all bad requests cost few questions', async () => {
    const { transport } = withCanary(async (request) => answer(request === CANARY ? 201 : 401));
    for (let count = 0; count < 100; count += 1) await transport.exchange(REQUEST);
    expect(transport.requests()).toBeLessThan(130);
    expect(transport.stopped()).toBeUndefined();
  });

  test('are renewed once for all that wait for them', async () => {
    let good = true;
    let renewals = 0;
    const { transport } = withCanary(async () => answer(good ? 201 : 401), {
      renew: async () => {
        renewals += 1;
        await Promise.resolve();
        good = true;
        return true;
      },
    });
    await transport.exchange(REQUEST);
    good = false;
    const exchanges = await Promise.all(Array.from({ length: 8 }, () => transport.exchange(REQUEST)));
    expect(exchanges.map(({ response }) => response?.status)).toEqual(Array(8).fill(201));
    expect(renewals).toBe(1);
  });

  test.each([true, false])('end the run where fresh ones are refused, or there are none (%s)', async (hasFresh) => {
    const { transport } = withCanary(inTurn(201, 401), { renew: async () => hasFresh });
    await transport.exchange(REQUEST);
    await transport.exchange(REQUEST);
    expect(transport.stopped()?.text.en).toContain('Fresh ones are refused, too.');
    expect(transport.requests()).toBeLessThan(20);
  });

  test('are renewed while it cleans up', async () => {
    let good = false;
    const { transport } = withCanary(async () => answer(good ? 204 : 401), {
      renew: async () => {
        good = true;
        return true;
      },
    });
    transport.beginCleanUp();
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 204 } });
  });
});

test('a server that fails at some requests only is judged by them', async () => {
  const { transport } = withCanary(async (request) => answer(request === CANARY ? 409 : 500));
  expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 500 }, isOurs: false });
  expect(transport.stopped()).toBeUndefined();
});

test('what it asks to see how the server is counts as any other request, and is known to the ledger', async () => {
  const notes: Exchange[] = [];
  const { transport } = create(
    async ({ path }) => {
      if (path === '/canary') throw new SendError('timeout', textOf('late'));
      return answer(500);
    },
    { maxRequests: 3 },
  );
  transport.setCanary(async (exchange) => {
    const own = await exchange(CANARY);
    notes.push(own);
    return own;
  });
  for (let count = 0; count < 4; count += 1) await transport.exchange(REQUEST);
  expect(transport.requests()).toBeLessThanOrEqual(3);
  expect(notes).toMatchObject([{ request: CANARY, response: undefined, retried: true }]);
});

describe('limits', () => {
  test('the rate is kept', async () => {
    const { transport, time } = create(inTurn(201), { rate: 10 });
    for (let count = 0; count < 20; count += 1) await transport.exchange(REQUEST);
    expect(time()).toBeGreaterThanOrEqual(1900);
  });

  test('the number of requests is, and cleaning up is not counted', async () => {
    const { transport } = create(inTurn(201), { maxRequests: 5 });
    for (let count = 0; count < 9; count += 1) await transport.exchange(REQUEST);
    expect(transport.stopped()).toEqual({
      kind: 'requests',
      text: { en: 'the limit of 5 requests was reached.', zh: '已达 5 个请求的上限。' },
    });
    transport.beginCleanUp();
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 201 } });
    expect([transport.requests(), transport.cleanUpRequests()]).toEqual([5, 1]);
  });

  test('the time is, and nothing is waited for beyond it', async () => {
    const { transport, time } = create(async () => answer(429, '', { 'retry-after': '50' }), { timeLimit: 3000 });
    await transport.exchange(REQUEST);
    expect(transport.stopped()).toEqual({
      kind: 'time',
      text: { en: 'the time limit of 3 s was reached.', zh: '已到 3 秒的时限。' },
    });
    expect(time()).toBe(3000);
  });

  test('an interruption is heard before the next request, and not while it cleans up', async () => {
    const interrupt = new AbortController();
    const { transport } = create(inTurn(204), { signal: interrupt.signal });
    interrupt.abort();
    expect(await transport.exchange(REQUEST)).toMatchObject({
      problem: { en: 'the run was interrupted.' },
      isOurs: true,
    });
    expect(transport.requests()).toBe(0);
    transport.beginCleanUp();
    expect(await transport.exchange(REQUEST)).toMatchObject({ response: { status: 204 } });
  });

  test('a clean-up ends where nobody answers', async () => {
    const { transport } = create(refuse, { retries: 0 });
    transport.beginCleanUp();
    for (let count = 0; count < 100; count += 1) await transport.exchange(REQUEST);
    expect(transport.cleanUpRequests()).toBeLessThan(20);
  });
});
