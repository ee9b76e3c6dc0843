import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import type { Handled } from '../../src/engine/create-engine.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import { createJournal, type Exchange } from '../../src/server/journal.ts';
import { things } from '../engine/thing-document.ts';
import { utf8 } from '../http/encode-multipart.ts';

const ORIGIN = 'http://127.0.0.1:1';
const engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 200 }) } });

const exchange = async (
  change: { target?: string; headers?: Record<string, string>; method?: string; body?: Uint8Array } = {},
  handled?: Partial<Handled>,
): Promise<Exchange> => {
  const headers = { authorization: 'Bearer abc', 'x-trace': 'a', ...change.headers };
  const request = { method: 'GET', target: '/api/things/a', body: new Uint8Array(), ...change, headers };
  return {
    request,
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
        },
        curl: expect.stringMatching(/^curl -i -X GET 'http:\/\/127\.0\.0\.1:1\/api\/things\/abcdef\?limit=0' /),
      },
    ]);
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

  it('does not hold on to what broke a rule: that may be a whole file', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const journal = createJournal();
    const add = async (): Promise<WeakRef<object>> => {
      const received = { filename: 'a', bytes: new Uint8Array(1_000_000) };
      const issue = { location: 'body', name: 'a', keyword: 'type', clause: undefined, code: 'C', received } as const;
      journal.add(await exchange({}, { issues: [issue] }));
      return new WeakRef(received);
    };
    const held = await add();
    await new Promise(setImmediate);
    collectGarbage();
    expect(held.deref()).toBeUndefined();
    expect(journal.list(ORIGIN)[0]?.issues).toEqual([
      { clause: null, in: 'body', name: 'a', keyword: 'type', code: 'C' },
    ]);
  });

  it.each([
    [16 * 1024, 16 * 1024, true],
    [16 * 1024 + 1, 16 * 1024, false],
  ])('of a body of %i bytes keeps %i, with a curl line: %s', async (bytes, kept, hasLine) => {
    const journal = createJournal();
    journal.add(await exchange({ body: new Uint8Array(bytes).fill(97) }));
    const [entry] = journal.list(ORIGIN);
    expect([entry?.request.body.length, entry?.request.bytes, entry?.curl !== null]).toEqual([kept, bytes, hasLine]);
  });
});

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

  it('keeps 200 by default', async () => {
    const journal = createJournal();
    const each = await exchange();
    for (let count = 0; count < 450; count += 1) journal.add(each);
    expect(idsOf(journal)).toEqual(Array.from({ length: 200 }, (_, index) => 450 - index));
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
