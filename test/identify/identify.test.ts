import { describe, expect, it } from 'vitest';

import type { Send } from '../../src/contract/run/transport.ts';
import { type ReceivedResponse, SendError } from '../../src/http/received-response.ts';
import { writeIdentifyReport } from '../../src/identify/report/report.ts';
import { textOf } from '../../src/text/bilingual.ts';
import { drawsOf } from '../faults/draws.ts';
import { documentOf as planted } from '../faults/mutant.ts';
import { mutantsOf } from '../faults/operators.ts';
import { serve } from '../faults/serve.ts';
import { documentOf, editions, identify, openFakeOf, openStubOf, serveLax } from './editions.ts';

const names = editions.map(({ name }) => name);
// One fault an edition, others for each seed: FAULTS_SEED=2 npx vitest run test/identify.
const seed = Number(process.env['FAULTS_SEED'] ?? 11);

describe('which edition a server keeps', () => {
  it.each(names)(
    '%s is named, in at most 30 requests, those that look first, and nothing is left behind',
    async (name) => {
      const fake = openFakeOf(documentOf(name));
      const found = await identify(fake.send);
      expect(found).toMatchObject({ unchecked: undefined, named: [name], near: [], leftBehind: [] });
      expect(fake.requests.length).toBeLessThanOrEqual(30);
      expect(found.requests).toBe(fake.requests.length);
      expect(fake.held()).toEqual([]);
      // Those that only look come first.
      const first = fake.requests.findIndex(({ method }) => method !== 'GET');
      const looked = first < 0 ? fake.requests : fake.requests.slice(0, first);
      expect(looked.length).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(names)(
    '%s is named with one fault planted',
    async (name) => {
      const document = documentOf(name);
      for (const [mutant] of drawsOf(mutantsOf(document), { count: 1, size: 1, seed })) {
        if (!mutant) continue;
        const send = serve(planted(document, [mutant]), mutant.hooks ? [mutant.hooks()] : []);
        let count = 0;
        const found = await identify((request) => {
          count += 1;
          return send(request);
        });
        expect(found.named, mutant.id).toContain(name);
        expect(count, mutant.id).toBeLessThanOrEqual(30);
      }
    },
    60_000,
  );

  it('a fault that makes it like another edition in one fact leaves both named', async () => {
    expect((await identify(serveLax())).named).toEqual(['2018-12', '2019-02']);
  });

  it.each(['2021-09', '2022-10', '2025-10'])('%s is named where it offers a part of its operations', async (name) => {
    const fake = openFakeOf(documentOf(name));
    const known = Object.keys(documentOf('2018-12').paths ?? {}).map(
      (path) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    );
    const found = await identify((request) => {
      const [path = ''] = request.path.split('?');
      const isKnown = known.some((pattern) => pattern.test(path));
      return fake.send(isKnown ? request : { ...request, path: '/no/such/path' });
    });
    expect(found.named).toContain(name);
    expect(fake.held()).toEqual([]);
  });

  it.each(['2018-12', '2021-09', '2025-10'])(
    '%s is among what is said of a stub that answers examples to everything',
    async (name) => {
      const found = await identify(openStubOf(documentOf(name)));
      expect([...found.named, ...found.near]).toContain(name);
    },
  );

  it.each(['2018-12', '2025-10'])(
    '%s, with four operations that check nothing: no edition is said to be kept',
    async (name) => {
      const ids = ['createRepository', 'listRepositories', 'getRepository', 'deleteRepository'];
      const found = await identify(openStubOf(documentOf(name), ids));
      const head = { tool: 'test', target: 'http://ours', candidates: names };
      expect(writeIdentifyReport(head, found, { changes: [], rest: [] }).outcome).toBe('unexplained');
    },
  );

  it('a deployment that leaves out a dozen operations and its gateway keeps its edition', async () => {
    const fake = openFakeOf(documentOf('2025-10'));
    const lacking = /overview|reports|feature-gates|shared-repositories|agency|regions|triggers|sync|^\/(v2)?\/?$/;
    const found = await identify(async (request) => {
      const path = lacking.test(request.path.split('?')[0] ?? '') ? '/no/such/path' : request.path;
      const answer = await fake.send({ ...request, path });
      const { 'x-request-id': _id, 'content-language': _language, ...headers } = answer.headers;
      const { details: _details, encoded_authorization_message: _message, ...error } = JSON.parse(answer.body || '{}');
      const body = answer.status < 400 ? answer.body : JSON.stringify(error);
      return { ...answer, headers, body };
    });
    const head = { tool: 'test', target: 'http://ours', candidates: names };
    const report = writeIdentifyReport(head, found, { changes: [], rest: [] });
    expect(report).toMatchObject({ outcome: 'identified', editions: ['2025-10'] });
  });

  it('records of others tell as well as its own', async () => {
    const fake = openFakeOf(documentOf('2021-09'));
    const others = { namespace: 'others', name: 'theirs', is_public: true, owner: 'others' };
    fake.backend.store.insert('namespaces', { name: 'others', owner: 'others' });
    fake.backend.store.insert('repositories', others);
    const found = await identify(fake.send);
    expect(found.named).toEqual(['2021-09']);
    expect(fake.held()).toHaveLength(2);
  });
});

describe('within a container that was given', () => {
  it.each(names)('%s: nothing is made outside of it, nor is it deleted', async (name) => {
    const fake = openFakeOf(documentOf(name));
    fake.backend.store.insert('namespaces', { name: 'ours', owner: 'demo' });
    const found = await identify(fake.send, { container: 'ours' });
    expect(found).toMatchObject({ named: [name], leftBehind: [] });
    const acts = fake.requests.filter(({ method }) => method !== 'GET');
    expect(acts.filter(({ path }) => !path.startsWith('/v2/manage/namespaces/ours/'))).toEqual([]);
    expect(fake.held()).toMatchObject([{ name: 'ours' }]);
  });
});

describe('what it makes is deleted, whatever ends it', () => {
  it('an interruption', async () => {
    const fake = openFakeOf(documentOf('2021-09'));
    const controller = new AbortController();
    const found = await identify(
      async (request) => {
        const answer = await fake.send(request);
        if (request.path.endsWith('/repos') && answer.status === 201) controller.abort();
        return answer;
      },
      { signal: controller.signal },
    );
    expect(found).toMatchObject({ unchecked: { en: 'the run was interrupted.' }, leftBehind: [] });
    expect(fake.requests.some(({ method }) => method === 'DELETE')).toBe(true);
    expect(fake.held()).toEqual([]);
  });

  it('few requests', async () => {
    const fake = openFakeOf(documentOf('2022-10'));
    const found = await identify(fake.send, { maxRequests: 15 });
    expect(fake.requests.length).toBeLessThanOrEqual(15);
    expect(fake.held()).toEqual([]);
    expect([...found.named, ...found.near]).toContain('2022-10');
  });

  it('a failure of its own', async () => {
    const fake = openFakeOf(documentOf('2018-12'));
    let hasFailed = false;
    const failing: Send = async (request) => {
      if (fake.held().length > 1 && !hasFailed) {
        hasFailed = true;
        throw new Error('a defect');
      }
      return fake.send(request);
    };
    await expect(identify(failing)).rejects.toThrow('a defect');
    expect(fake.held()).toEqual([]);
  });
});

describe('what is no such service', () => {
  const always =
    (status: number, body = '', headers: Record<string, string> = {}): Send =>
    async (): Promise<ReceivedResponse> => ({ status, body, headers, duration: 0 });

  it.each([
    ['it redirects', always(302, '', { location: 'https://console.example/login' }), /redirects to https:\/\/console/],
    ['it wants other credentials', always(401), /refuses the credentials \(401\)/],
    ['it is a web page', always(200, '<!doctype html><title>Shop</title>'), /answers a web page \(“Shop”\)/],
    ['it has none of the paths', always(404, 'not found'), /answered 404\. Check --target/],
    ['it fails', always(500, 'oops'), /answers 500 to everything/],
    ['it says yes to everything', always(200, '{}'), /answers 200 to everything/],
    ['it refuses everything', always(400, '{"message":"no"}'), /did nothing of what it was asked/],
    ['a gateway has nothing behind it', always(502), /gateway in front of the server answers 502/],
  ])('%s', async (_, send, expected) => {
    const found = await identify(send);
    expect(found.unchecked?.en).toMatch(expected);
    expect(found.unchecked?.zh).toMatch(/\p{Script=Han}/u);
    expect(found.requests).toBeLessThanOrEqual(30);
  });

  it('nobody answers', async () => {
    const send: Send = () => Promise.reject(new SendError('unreached', textOf('connection refused')));
    expect((await identify(send)).unchecked?.en).toBe('the server cannot be reached: connection refused.');
  });
});
