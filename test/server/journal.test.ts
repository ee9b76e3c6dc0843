import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import type { Handled } from '../../src/engine/create-engine.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import { createJournal } from '../../src/server/journal/journal.ts';
import type { Exchange } from '../../src/server/journal/keep-exchange.ts';
import { things } from '../engine/thing-document.ts';
import { utf8 } from '../http/encode-multipart.ts';

const ORIGIN = 'http://127.0.0.1:1';
const engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 200 }) } });

const exchange = async (
  change: { target?: string; headers?: Record<string, string>; method?: string; body?: Uint8Array } = {},
  handled?: Partial<Handled>,
): Promise<Exchange> => {
  const headers = { authorization: 'Bearer S3CR3T-of-the-first', 'x-trace': 'a', ...change.headers };
  const request = { method: 'GET', target: '/api/things/a', body: new Uint8Array(), ...change, headers };
  return {
    request,
    rawHeaders: Object.entries(headers).flat(),
    handled: { ...(await engine.handle(request)), ...handled },
    at: new Date('2019-02-26T00:00:00Z'),
    duration: 1.23456,
  };
};

describe('an entry', () => {
  it('says what was asked and answered', async () => {
    const journal = createJournal();
    journal.add(await exchange({ target: '/api/things/abcdef?limit=0', body: utf8('名') }));
    expect(journal.list(ORIGIN)).toEqual([
      {
        id: 1,
        at: '2019-02-26T00:00:00.000Z',
        duration: 1.23,
        operation: 'readThing',
        subject: 'abcdef',
        issues: [
          { clause: 'T1', in: 'path', name: 'thing', keyword: 'maxLength', code: 'E400.1' },
          { clause: null, in: 'query', name: 'limit', keyword: 'minimum', code: 'E400.0' },
        ],
        request: {
          method: 'GET',
          target: '/api/things/abcdef?limit=0',
          headers: { authorization: 'Bearer <removed>', 'x-trace': 'a' },
          body: '名',
          bytes: 3,
        },
        response: {
          status: 400,
          headers: expect.objectContaining({ 'content-type': 'application/json' }),
          body: expect.stringContaining('E400.1'),
          bytes: 110,
        },
        cut: [],
        curl: expect.stringMatching(/^curl -i -X GET 'http:\/\/127\.0\.0\.1:1\/api\/things\/abcdef\?limit=0' /),
      },
    ]);
  });

  it('has headers as they came, in any case and more than once, without what is secret in each', async () => {
    const journal = createJournal();
    const sent = [
      'X-Trace',
      'a',
      'AUTHORIZATION',
      'Bearer S3CR3T-of-the-first',
      'Authorization',
      'Bearer S3CR3T-of-the-second',
      'x-trace',
      'b: c',
      'Empty',
      '',
    ];
    journal.add({
      ...(await exchange({ body: utf8('S3CR3T-of-the-first, S3CR3T-of-the-second and S3CR3T-of-the-fourth') })),
      rawHeaders: [...sent, 'Cookie', 'a=S3CR3T-of-the-third', 'cookie', 'c=S3CR3T-of-the-fourth', '__proto__', 'e'],
    });
    const { headers, body } = journal.list(ORIGIN)[0]?.request ?? { headers: {} };
    expect(Object.entries(headers).filter(([name]) => name !== 'authorization' && name !== 'cookie')).toEqual([
      ['x-trace', 'a, b: c'],
      ['empty', ''],
      ['__proto__', 'e'],
    ]);
    expect(JSON.stringify(headers) + body).not.toContain('S3CR3T');
  });

  it('has no response where the connection was dropped, and no operation where there is none', async () => {
    const journal = createJournal();
    journal.add(await exchange({}, { drop: true }));
    journal.add(await exchange({ target: '/other' }));
    expect(journal.list(ORIGIN).map(({ operation, response }) => [operation, response?.status])).toEqual([
      [null, 404],
      ['readThing', undefined],
    ]);
  });

  it('shows no credentials that an answer gives', async () => {
    const headers = { 'x-docker-login': 'login -p abc', 'content-type': 'application/json' };
    const answer = { status: 200, headers, body: '{"auths":{"host":{"auth":"abc"}},"auth":7}' };
    const journal = createJournal();
    journal.add(await exchange({}, { answer }));
    expect(journal.list(ORIGIN)[0]?.response).toEqual({
      status: 200,
      headers: { ...headers, 'x-docker-login': '<removed>' },
      body: '{"auths":{"host":{"auth":"<removed>"}},"auth":7}',
      bytes: 42,
    });
  });

  it('keeps no credentials, in no place', async () => {
    const journal = createJournal();
    const headers = {
      authorization: 'Bearer S3CR3T',
      'x-auth-token': 'S3CR3T',
      cookie: 'a=S3CR3T',
      'x-api-key': 'S3CR3T',
    };
    journal.add(await exchange({ target: '/api/things/a?token=S3CR3T&a=b', headers }));
    journal.add(await exchange({ body: utf8('{"password":"S3CR3T"}') }));
    const form = '--B\r\nContent-Disposition: form-data; name="token"\r\n\r\nS3CR3T\r\n--B--\r\n';
    journal.add(await exchange({ headers: { 'content-type': 'multipart/form-data; boundary=B' }, body: utf8(form) }));
    const answer = { status: 201, headers: { 'x-subject-token': 'S3CR3T' }, body: '' };
    journal.add(await exchange({}, { answer }));
    const text = JSON.stringify(journal.list(ORIGIN));
    expect(text).not.toContain('S3CR3T');
    expect(text).toContain('$TOKEN');
    expect(text).toContain('token=<removed>&a=b');
  });

  it('keeps bytes that are no text in its curl line', async () => {
    const journal = createJournal();
    journal.add(await exchange({ body: new Uint8Array([0x80, 0xff, 0]) }));
    expect(journal.list(ORIGIN)[0]?.curl).toContain('printf %s gP8A | base64 -d |');
  });

  it('is a copy: the buffer of the request may be used again', async () => {
    const journal = createJournal();
    const body = utf8('before');
    journal.add(await exchange({ body }));
    body.set(utf8('behind'));
    expect(journal.list(ORIGIN)[0]?.request.body).toBe('before');
  });
});

const KIB = 1024;
const text = (length: number): string => Buffer.alloc(length, 'a').toString('latin1');
const found = (name: string, received?: unknown): Handled['issues'][number] => ({
  ...{ location: 'body', name, keyword: 'type', clause: undefined, code: 'C', received },
});
const answered = (body: string, headers: Record<string, string> = {}): Partial<Handled> => ({
  answer: { status: 200, headers, body },
});

describe('what is kept has bounds', () => {
  it.each<[part: string, limit: number, change: (length: number) => Promise<Exchange>]>([
    ['body', 16 * KIB, (length) => exchange({ body: utf8(text(length)) })],
    ['answer', 16 * KIB, (length) => exchange({}, answered(text(length)))],
    ['target', 16 * KIB, (length) => exchange({ target: text(length) }, answered(''))],
    [
      'headers',
      16 * KIB,
      async (length) => {
        const made = await exchange();
        return { ...made, rawHeaders: ['X-A', 'b', 'X-Long', text(length - 10)] };
      },
    ],
    ['answer headers', 16 * KIB, (length) => exchange({}, answered('', { 'x-a': 'b', 'x-long': text(length - 10) }))],
    ['issues', 100, (length) => exchange({}, { issues: Array.from({ length }, (_, index) => found(`field${index}`)) })],
  ])('the %s at %i', async (part, limit, make) => {
    const journal = createJournal();
    journal.add(await make(limit));
    journal.add(await make(limit + 1));
    const [cut, whole] = journal.list(ORIGIN);
    expect(whole?.cut).toEqual([]);
    expect(cut?.cut).toEqual([{ part, all: limit + 1, kept: part.endsWith('headers') ? 4 : limit }]);
    const isRepeatable = part === 'issues' || part.startsWith('answer');
    expect([cut?.curl !== null, journal.find(2, ORIGIN)?.bodyBase64 !== null]).toEqual([isRepeatable, isRepeatable]);
    expect(JSON.stringify(cut).length).toBeLessThan(60 * KIB);
  });

  it('bytes count, and no character is cut in two', async () => {
    const journal = createJournal();
    journal.add(await exchange({}, answered('名'.repeat(10_000))));
    const [entry] = journal.list(ORIGIN);
    expect(entry?.response).toMatchObject({ body: '名'.repeat(5461), bytes: 30_000 });
    expect(entry?.cut).toEqual([{ part: 'answer', all: 30_000, kept: 16_383 }]);
  });

  it('all together take no more than 8 MiB, the oldest go first', async () => {
    const journal = createJournal();
    const long = await exchange({ body: utf8(text(20 * KIB)) }, answered(text(20 * KIB), { 'x-long': text(10 * KIB) }));
    for (let count = 0; count < 300; count += 1) journal.add(long);
    const list = journal.list(ORIGIN);
    expect(list.map(({ id }) => id)).toEqual(list.map((_, index) => 300 - index));
    expect(list.length).toBeLessThan(200);
    expect(list.length).toBeGreaterThan(100);
    expect(JSON.stringify(list).length).toBeLessThan(8 * KIB * KIB);
    expect(journal.find(300 - list.length, ORIGIN)).toBeUndefined();
    expect(journal.after(0, 1000)).toMatchObject({ requests: { length: list.length }, missed: 300 - list.length });
  });

  // A short piece of a long text or buffer keeps all of it in memory.
  it('nothing long stays in memory as a whole', async () => {
    const makers: readonly ((long: string) => Promise<Exchange>)[] = [
      (long) => exchange({}, answered(long)),
      (long) => exchange({}, answered(long.slice(1, 100))),
      (long) => exchange({}, answered('', { location: long.slice(1, 100) })),
      (long) => exchange({ body: utf8(long) }),
      (long) => exchange({ body: utf8(long).subarray(1, 100) }),
      (long) => exchange({ target: `/${long}` }),
      (long) => exchange({ target: long.slice(1, 100) }),
      (long) => exchange({ headers: { 'x-a': long } }),
      (long) => exchange({ headers: { 'x-a': long.slice(1, 100) } }),
      (long) => exchange({}, { issues: [found(long), found(long.slice(1, 100))] }),
      (long) => exchange({}, { issues: [found('a', { bytes: utf8(long) })] }),
    ];
    const journal = createJournal();
    const before = await memory();
    for (const make of makers) for (let count = 0; count < 8; count += 1) journal.add(await make(text(2_000_000)));
    // One kind that is kept is 16 MB.
    expect((await memory()) - before).toBeLessThan(8 * KIB * KIB);
    expect(journal.count()).toBe(8 * makers.length);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use, inside of the heap and beside it. */
const memory = async (): Promise<number> => {
  // Buffers go in the background, once nothing is running.
  for (let turn = 0; turn < 2; turn += 1) {
    collectGarbage();
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

describe('the list', () => {
  const idsOf = (journal: ReturnType<typeof createJournal>, limit?: number) =>
    journal.list(ORIGIN, limit).map(({ id }) => id);

  it('has the newest first, and no more than its size', async () => {
    const journal = createJournal(3);
    const each = await exchange();
    expect(idsOf(journal)).toEqual([]);
    for (let count = 0; count < 2; count += 1) journal.add(each);
    expect(idsOf(journal)).toEqual([2, 1]);
    for (let count = 0; count < 5; count += 1) journal.add(each);
    expect(idsOf(journal)).toEqual([7, 6, 5]);
    expect(idsOf(journal, 2)).toEqual([7, 6]);
    expect(idsOf(journal, 10)).toEqual([7, 6, 5]);
  });

  it('keeps 1,000 by default', async () => {
    const journal = createJournal();
    const each = await exchange();
    for (let count = 0; count < 1450; count += 1) journal.add(each);
    expect(idsOf(journal)).toEqual(Array.from({ length: 1000 }, (_, index) => 1450 - index));
  });

  it('can be cleared, and fills again', async () => {
    const journal = createJournal(3);
    const each = await exchange();
    for (let count = 0; count < 4; count += 1) journal.add(each);
    journal.clear();
    expect(idsOf(journal)).toEqual([]);
    journal.add(each);
    expect(idsOf(journal)).toHaveLength(1);
  });
});
