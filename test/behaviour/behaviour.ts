import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { BackendOptions } from '../../mocks/create-backend.ts';
import {
  BEARER,
  BOUNDARY,
  clausesOf,
  create,
  errorsOf,
  FORM,
  form,
  type OpenSurface,
  part,
  reposOf,
  type Surface,
  type TestAnswer,
  type TestRequest,
} from './surface.ts';

const CODE = (number: number): string => `SVCSTG.SWR.${number}`;

/** What must hold wherever the fake is reached. */
export const describeBehaviour = (name: string, openSurface: OpenSurface): void => {
  describe(name, () => {
    let surface: Surface;
    let close: Surface['close'] = () => undefined;
    const open = async (options: BackendOptions = {}): Promise<void> => {
      await close();
      surface = await openSurface(options);
      await surface.backend.ready;
      close = surface.close;
    };
    const send = (request: TestRequest): Promise<TestAnswer> => surface.send(request);
    const count = (): number => surface.backend.store.count('repositories');
    beforeEach(() => open());
    afterEach(async () => {
      await close();
      close = () => undefined;
    });

    const refused = (answer: TestAnswer, status: number, clauses: readonly (string | undefined)[]): void => {
      expect({ status: answer.status, clauses: clausesOf(answer) }).toEqual({ status, clauses });
      expect(answer.headers.get('content-type')).toBe('application/json');
      const body = JSON.parse(answer.text) as { error_code: string; error_msg: string };
      const [first] = errorsOf(answer);
      expect(body.error_code).toBe(first?.errorCode);
      expect(body.error_msg).toBe(first?.errorMessage);
    };

    describe('creates', () => {
      const valid: readonly [string, Record<string, string | null>, string?][] = [
        ['[S1] [R1] [P1] with the required fields only', {}],
        ['[X1] the example of the page', { category: 'linux', description: 'this is a busybox repository' }],
        ['[D1] a Unicode description', { description: '仓库 描述 🐳\r\nsecond line, "quoted"' }],
        ['[D1] an empty description', { description: '' }],
        ['[D1] a long description', { description: 'x'.repeat(100_000) }],
        ['[C1] without a category', { category: null }],
        ['[R2] [R6] one letter', { repository: 'a' }],
        ['[R3] digits, one and two underscores, runs of hyphens', { repository: 'a0_b__c-d--e---f9' }],
        ['[R4] several pairs of underscores', { repository: 'a__b__c' }],
        ['[R7] 128 characters', { repository: `a${'b'.repeat(127)}` }],
        ['[P2] a private repository', { is_public: 'false' }],
        ['[N2] [N6] a namespace of one letter', {}, 'n'],
        ['[N3] [N4] [N5] a namespace with separators', {}, 'a0__b--c_d'],
        ['[N7] a namespace of 64 characters', {}, `a${'b'.repeat(63)}`],
        ...['app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arms'].map(
          (category): [string, Record<string, string>] => [`[C2] category ${category}`, { category }],
        ),
      ];
      test.each(valid)('%s: 201 and an empty body', async (_title, fields, namespace = 'group') => {
        const answer = await send(create(fields, { namespace }));
        expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '' });
        expect(count()).toBe(1);
      });

      test('[S1] keeps what was sent', async () => {
        await open({ now: () => new Date('2019-01-02T03:04:05Z') });
        await send(create({ category: 'lang', description: '描述', is_public: 'false' }));
        expect(surface.backend.store.snapshot().collections['repositories']).toEqual([
          {
            namespace: 'group',
            name: 'busybox',
            category: 'lang',
            description: '描述',
            is_public: false,
            created_at: '2019-01-02T03:04:05.000Z',
          },
        ]);
      });

      test('[N3] a namespace in needless percent-encoding', async () => {
        expect((await send(create({}, { namespace: '%67roup' }))).status).toBe(201);
        expect((await send(create({}, { namespace: 'group' }))).status).toBe(409);
      });
    });

    describe('refuses, naming the clause', () => {
      const namespaces: readonly [clause: string, value: string][] = [
        ['N2', 'Group'],
        ['N2', '1group'],
        ['N2', '_group'],
        ['N3', 'gRoup'],
        ['N3', 'a.b'],
        ['N3', 'a%2Fb'],
        ['N3', 'a%20b'],
        ['N3', 'a%0Ab'],
        ['N3', 'a%E4%BD%A0b'],
        ['N4', 'a___b'],
        ['N5', 'a_-b'],
        ['N5', 'a-_b'],
        ['N6', 'group_'],
        ['N6', 'group-'],
        ['N7', 'a'.repeat(65)],
      ];
      test.each(namespaces)('[%s] namespace %s', async (clause, namespace) => {
        const answer = await send(create({}, { namespace }));
        refused(answer, 400, [clause]);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001028));
        expect(count()).toBe(0);
      });

      const repositories: readonly [clause: string, value: string][] = [
        ['R2', 'Busybox'],
        ['R2', '1busybox'],
        ['R2', '-busybox'],
        ['R2', '_busybox'],
        ['R3', 'busyBox'],
        ['R3', 'a.b'],
        ['R3', 'a/b'],
        ['R3', 'a b'],
        ['R3', 'a\nb'],
        ['R3', 'a\0b'],
        ['R3', 'aéb'],
        ['R3', 'aａb'],
        ['R3', 'a🐳b'],
        ['R4', 'a___b'],
        ['R4', 'a__b___c'],
        ['R5', 'a_-b'],
        ['R5', 'a-_b'],
        ['R6', 'busybox-'],
        ['R6', 'busybox_'],
        ['R7', ''],
        ['R7', 'a'.repeat(129)],
      ];
      test.each(repositories)('[%s] repository %j', async (clause, repository) => {
        const answer = await send(create({ repository }));
        refused(answer, 400, [clause]);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001029));
        expect(count()).toBe(0);
      });

      const fields: readonly [clause: string, code: number, fields: Record<string, string | null>][] = [
        ['R1', 4001014, { repository: null }],
        ['P1', 4001014, { is_public: null }],
        ['P2', 4001009, { is_public: 'True' }],
        ['P2', 4001009, { is_public: '1' }],
        ['P2', 4001009, { is_public: 'true ' }],
        ['P2', 4001009, { is_public: '' }],
        ['C2', 4000014, { category: 'arm' }],
        ['C2', 4000014, { category: 'Linux' }],
        ['C2', 4000014, { category: '' }],
      ];
      test.each(fields)('[%s] [S2] code %i for %j', async (clause, code, sent) => {
        const answer = await send(create(sent));
        refused(answer, 400, [clause]);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(code));
        expect(count()).toBe(0);
      });

      test('[N1] an empty namespace', async () => {
        const answer = await send(create({}, { namespace: '' }));
        refused(answer, 400, ['N1']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001014));
      });

      test('[R2] [R6] [C2] [P1] [N3] everything that is wrong, in the order of the page', async () => {
        const answer = await send(create({ repository: 'A_', category: 'x', is_public: null }, { namespace: 'gRoup' }));
        refused(answer, 400, ['N3', 'R2', 'R6', 'C2', 'P1']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001028));
      });

      test('[R2] in Chinese where that is preferred', async () => {
        const headers = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
        const answer = await send(create({ repository: 'Busybox' }, { headers }));
        expect(errorsOf(answer)[0]?.errorMessage).toBe('镜像仓库名称无效：repository 必须以小写字母开头（R2）');
        expect(errorsOf(answer)[0]?.detail).toBe('请求体中收到 "Busybox"');
        expect(answer.headers.get('content-language')).toBe('zh');
      });

      test('[R2] in English otherwise', async () => {
        const answer = await send(
          create({ repository: 'Busybox' }, { headers: { 'accept-language': 'en, zh;q=0.5' } }),
        );
        expect(errorsOf(answer)[0]).toEqual({
          errorCode: CODE(4001029),
          errorMessage: 'Invalid repository name: repository must start with a lowercase letter (R2)',
          detail: 'received "Busybox" in the body',
        });
        expect(answer.headers.get('content-language')).toBe('en');
      });
    });

    describe('keeps names unique', () => {
      test('[S3] the same name again, whatever the other fields: 409', async () => {
        await send(create({ category: 'linux', description: 'one' }));
        for (const fields of [
          { category: 'linux', description: 'one' },
          { is_public: 'false' },
          { category: 'lang' },
        ]) {
          const answer = await send(create(fields));
          refused(answer, 409, ['S3']);
          expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4090006));
        }
        expect(count()).toBe(1);
      });

      test('[S3] the same name in another namespace: 201', async () => {
        await send(create({}, { namespace: 'one' }));
        expect((await send(create({}, { namespace: 'two' }))).status).toBe(201);
        expect(count()).toBe(2);
      });

      test('[S3] names that only resemble each other: 201', async () => {
        for (const repository of ['a-b', 'a_b', 'a--b', 'a__b', 'ab', 'a-b0'])
          expect((await send(create({ repository }))).status).toBe(201);
      });

      test('[S3] 200 simultaneous creates of one name: one 201, 199 409, one record', async () => {
        const answers = await Promise.all(Array.from({ length: 200 }, () => send(create())));
        const statuses = answers.map(({ status }) => status);
        expect(statuses.filter((status) => status === 201)).toHaveLength(1);
        expect(statuses.filter((status) => status === 409)).toHaveLength(199);
        expect(count()).toBe(1);
      });

      test('[S2] a rejected create leaves nothing behind', async () => {
        await send(create({ is_public: 'perhaps' }));
        expect(count()).toBe(0);
        expect((await send(create())).status).toBe(201);
      });
    });

    describe('credentials', () => {
      test('[A1] none: 401', async () => {
        const { authorization: _, ...headers } = create().headers ?? {};
        const answer = await send({ ...create(), headers });
        refused(answer, 401, ['A1']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4019000));
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expect(count()).toBe(0);
      });

      test.each(['', 'Bearer', 'Bearer ', 'Digest x=y', 'Basic ???', 'Basic Og=='])(
        '[A1] %j is none',
        async (authorization) => {
          refused(await send(create({}, { headers: { authorization } })), 401, ['A1']);
        },
      );

      test.each([
        { authorization: 'Bearer KEy' },
        { authorization: 'bearer KEy' },
        { authorization: `Basic ${btoa('user:password')}` },
        { authorization: 'SDK-HMAC-SHA256 Access=k, SignedHeaders=host, Signature=s' },
        { authorization: '', 'x-auth-token': 'MIIF' },
      ])('[A1] accepts %j', async (headers) => {
        expect((await send(create({}, { headers }))).status).toBe(201);
      });

      test('[A1] pinned tokens: others are refused', async () => {
        await open({ tokens: ['good', 'user:password'] });
        const answer = await send(create({}, { headers: { authorization: 'Bearer bad' } }));
        refused(answer, 401, ['A1']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4010000));
        expect((await send(create({ repository: 'a' }, { headers: { authorization: 'Bearer good' } }))).status).toBe(
          201,
        );
        const basic = { authorization: `Basic ${btoa('user:password')}` };
        expect((await send(create({ repository: 'b' }, { headers: basic }))).status).toBe(201);
        const token = { authorization: '', 'x-auth-token': 'good' };
        expect((await send(create({ repository: 'c' }, { headers: token }))).status).toBe(201);
      });

      test('[A1] are looked at before anything else', async () => {
        refused(await send({ method: 'POST', path: reposOf('Bad') }), 401, ['A1']);
      });
    });

    describe('bodies', () => {
      const broken: readonly [title: string, code: number, request: TestRequest][] = [
        [
          '[A8] another media type',
          4001000,
          { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'repository=a' },
        ],
        [
          '[A8] [A10] JSON',
          4001000,
          { headers: { 'content-type': 'application/json' }, body: '{"repository":"a","is_public":"true"}' },
        ],
        ['[A8] no body and no media type', 4001000, {}],
        ['[S2] no body', 4001005, { headers: FORM }],
        [
          '[S2] no boundary',
          4001005,
          { headers: { 'content-type': 'multipart/form-data' }, body: form({ repository: 'a' }) },
        ],
        [
          '[S2] another boundary',
          4001005,
          { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: form({ repository: 'a' }) },
        ],
        [
          '[S2] a truncated body',
          4001005,
          { headers: FORM, body: form({ repository: 'a', is_public: 'true' }).slice(0, -8) },
        ],
        ['[S2] a part without a name', 4001005, { headers: FORM, body: `${part('x=y', 'a')}--${BOUNDARY}--` }],
        ['[S2] bytes that are no form', 4001005, { headers: FORM, body: new Uint8Array([0, 255, 13, 10, 45, 45]) }],
      ];
      test.each(broken)('%s: 400', async (_title, code, request) => {
        const answer = await send({
          method: 'POST',
          path: reposOf('group'),
          ...request,
          headers: { ...BEARER, ...request.headers },
        });
        expect({ status: answer.status, code: errorsOf(answer)[0]?.errorCode }).toEqual({
          status: 400,
          code: CODE(code),
        });
        expect(count()).toBe(0);
      });

      test('[A8] says which media type is right, and what else is wrong', async () => {
        const request = { ...create({}, { namespace: 'Bad' }), body: 'x' };
        const answer = await send({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } });
        refused(answer, 400, ['A8', 'N2']);
        expect(errorsOf(answer)[0]?.errorMessage).toContain('multipart/form-data');
      });

      test('[R1] a file where text belongs: 400', async () => {
        const body = `${part('name="repository"; filename="a.txt"', 'busybox', 'Content-Type: text/plain\r\n')}${form({ is_public: 'true' })}`;
        refused(await send({ ...create(), body }), 400, ['R1']);
        expect(count()).toBe(0);
      });

      test('[A8] the media type in capitals is the same', async () => {
        const headers = { 'content-type': `Multipart/Form-Data; Boundary="${BOUNDARY}"` };
        expect((await send(create({}, { headers }))).status).toBe(201);
      });

      test('[R1] a name without quotes is legal', async () => {
        const body = `${part('name=repository', 'busybox')}${part('name=is_public', 'true')}--${BOUNDARY}--`;
        expect((await send({ ...create(), body })).status).toBe(201);
      });

      test('[D1] boundary text inside a part is content', async () => {
        const description = `--${BOUNDARY}x\r\n--${BOUNDARY} y`;
        expect((await send(create({ description }))).status).toBe(201);
        expect(surface.backend.store.find('repositories', ['group', 'busybox'])?.['description']).toBe(description);
      });

      test('[A6] 10,000 unknown fields are ignored', async () => {
        const many = Array.from({ length: 10_000 }, (_, index): [string, string] => [`f${index}`, 'x']);
        const body = form([...many, ['repository', 'busybox'], ['is_public', 'true']]);
        expect((await send({ ...create(), body })).status).toBe(201);
      });

      test('[A6] __proto__ is a field like any other', async () => {
        const fields = { ['__proto__']: 'x', constructor: 'x', toString: 'x' };
        expect((await send(create(fields))).status).toBe(201);
        expect(({} as Record<string, unknown>)['x']).toBeUndefined();
      });

      test('[A7] a field sent twice: 400', async () => {
        const body = form([
          ['repository', 'a'],
          ['repository', 'a'],
          ['is_public', 'true'],
        ]);
        const answer = await send({ ...create(), body });
        refused(answer, 400, ['A7']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4000014));
      });

      test('[A5] a body beyond the limit: 413, and the next request is served', async () => {
        const answer = await send(create({ description: 'x'.repeat(10 * 1024 * 1024) }));
        expect(answer.status).toBe(413);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4131001));
        expect((await send(create())).status).toBe(201);
      });

      test('[A5] a body of just the limit is read', async () => {
        const description = 'x'.repeat(
          1024 * 1024 - form({ repository: 'busybox', is_public: 'true', description: '' }).length,
        );
        expect((await send(create({ description }))).status).toBe(201);
        expect((await send(create({ repository: 'other00', description: `${description}x` }))).status).toBe(413);
      });
    });

    describe('paths and methods', () => {
      test('[N3] bad percent-encoding in the path: 400', async () => {
        const answer = await send(create({}, { namespace: 'a%ZZb' }));
        refused(answer, 400, ['N3']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001028));
      });

      test.each([`${reposOf('a')}/`, `${reposOf('a')}x`, '/v2/manage/namespaces/a', '/v2/manage/namespaces/a/REPOS'])(
        'an unknown path: 404 for %s',
        async (path) => {
          const answer = await send({ ...create(), path });
          refused(answer, 404, [undefined]);
          expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4040083));
          expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        },
      );

      test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('another method: 405 with Allow for %s', async (method) => {
        const answer = await send({ method, path: reposOf('group'), headers: BEARER });
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        expect(JSON.parse(answer.text)).toMatchObject({ error_code: CODE(4040083) });
      });

      test('HEAD: the status of GET without a body', async () => {
        const answer = await send({ method: 'HEAD', path: reposOf('group'), headers: BEARER });
        expect({ status: answer.status, text: answer.text }).toEqual({ status: 405, text: '' });
        expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
      });

      test('OPTIONS: 204 with Allow, without credentials', async () => {
        const answer = await send({ method: 'OPTIONS', path: reposOf('group') });
        expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
        expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
      });

      test('a preflight is granted what it asks for', async () => {
        const headers = {
          origin: 'http://localhost:5173',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        };
        const answer = await send({ method: 'OPTIONS', path: reposOf('group'), headers });
        expect(answer.status).toBe(204);
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
        expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
      });

      test('every answer can be read by pages of other origins', async () => {
        for (const request of [create(), create(), create({ repository: 'A' }), { method: 'POST', path: reposOf('a') }])
          expect((await send(request)).headers.get('access-control-allow-origin')).toBe('*');
      });

      test('one origin: only that one, and caches know', async () => {
        await open({ cors: 'http://localhost:5173' });
        const { headers } = await send(create());
        expect(headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
        expect(headers.get('vary')).toContain('origin');
      });
    });

    describe('other readings', () => {
      test('[A1] off: no credentials needed', async () => {
        await open({ readings: { A1: 'off' } });
        expect((await send({ ...create(), headers: FORM })).status).toBe(201);
      });

      test('[A2] strict: 404 for an unknown namespace, 201 for a known one', async () => {
        await open({ readings: { A2: 'strict' }, snapshot: { collections: { namespaces: [{ name: 'group' }] } } });
        expect((await send(create())).status).toBe(201);
        const answer = await send(create({}, { namespace: 'other' }));
        refused(answer, 404, ['A2']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4040058));
        refused(await send(create({ repository: 'Ab' }, { namespace: 'other' })), 400, ['R2']);
      });

      test('[A3] array: a bare list of errors', async () => {
        await open({ readings: { A3: 'array' } });
        const answer = await send(create({ repository: 'A_' }));
        expect(JSON.parse(answer.text)).toMatchObject([{ errorCode: CODE(4001029) }, { errorCode: CODE(4001029) }]);
      });

      test('[A3] flat: code and message only', async () => {
        await open({ readings: { A3: 'flat' } });
        const answer = await send(create({ repository: 'A' }));
        expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(['error_code', 'error_msg']);
      });

      test('[A4] object: an empty JSON object', async () => {
        await open({ readings: { A4: 'object' } });
        const answer = await send(create());
        expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '{}' });
      });

      test('[A5] a limit: 413 beyond it, counted in characters', async () => {
        await open({ readings: { A5: '5' } });
        expect((await send(create({ description: '🐳🐳🐳🐳🐳' }))).status).toBe(201);
        const answer = await send(create({ repository: 'b', description: '123456' }));
        refused(answer, 413, ['A5']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4131012));
        expect(errorsOf(answer)[0]?.errorMessage).toContain('at most 5 characters');
      });

      test('[A6] reject: 400 for an unknown field', async () => {
        await open({ readings: { A6: 'reject' } });
        refused(await send(create({ colour: 'red' })), 400, ['A6']);
      });

      test.each([
        ['first', 'a'],
        ['last', 'b'],
      ])('[A7] %s: that value counts', async (reading, name) => {
        await open({ readings: { A7: reading } });
        const body = form([
          ['repository', 'a'],
          ['repository', 'b'],
          ['is_public', 'true'],
        ]);
        expect((await send({ ...create(), body })).status).toBe(201);
        expect(surface.backend.store.find('repositories', ['group', name])).toBeDefined();
      });

      test('[A8] 415: another status, the same code', async () => {
        await open({ readings: { A8: '415' } });
        const answer = await send(create({}, { headers: { 'content-type': 'text/plain' } }));
        refused(answer, 415, ['A8']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(4001000));
      });

      test('[A9] absent: an empty field counts as not sent', async () => {
        await open({ readings: { A9: 'absent' } });
        expect((await send(create({ category: '' }))).status).toBe(201);
        refused(await send(create({ repository: 'b', is_public: '' })), 400, ['P1']);
      });

      test.each([true, 'true'])('[A10] both: JSON too, is_public %j', async (is_public) => {
        await open({ readings: { A10: 'both' } });
        const json = {
          method: 'POST',
          path: reposOf('group'),
          headers: { ...BEARER, 'content-type': 'application/json' },
        };
        expect((await send({ ...json, body: JSON.stringify({ repository: 'a', is_public }) })).status).toBe(201);
        expect(surface.backend.store.find('repositories', ['group', 'a'])?.['is_public']).toBe(true);
        refused(await send({ ...json, body: JSON.stringify({ repository: 'Ab', is_public: 1 }) }), 400, ['R2', 'P2']);
        expect((await send({ ...json, body: '{"repository":' })).status).toBe(400);
        expect((await send({ ...json, body: 'null' })).status).toBe(400);
        expect((await send(create({ repository: 'b' }))).status).toBe(201);
      });
    });

    describe('faults', () => {
      test('[S4] a forced status comes with the error body of the document', async () => {
        surface.backend.engine().faults.set([{ operation: 'createRepository', status: 500, times: 1 }]);
        const answer = await send(create());
        refused(answer, 500, ['S4']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(CODE(5000046));
        expect(count()).toBe(0);
        expect((await send(create())).status).toBe(201);
      });

      test('[S3] a forced 409 carries the code of a conflict', async () => {
        surface.backend.engine().faults.set({ operation: '*', status: 409 });
        expect(errorsOf(await send(create()))[0]?.errorCode).toBe(CODE(4090006));
      });

      test('a dropped connection is an error for the client', async () => {
        surface.backend.engine().faults.set({ operation: '*', drop: true, times: 1 });
        await expect(send(create())).rejects.toThrow();
        expect((await send(create())).status).toBe(201);
      });
    });

    test('[S4] a failure inside is 500 with error information, and the next request is served', async () => {
      let broken = true;
      await open({
        now: () => {
          if (broken) throw new Error('the clock is broken');
          return new Date();
        },
      });
      const answer = await send(create());
      refused(answer, 500, ['S4']);
      expect(answer.text).not.toContain('clock');
      broken = false;
      expect((await send(create())).status).toBe(201);
    });

    test('reset puts the first records back', async () => {
      await open({ records: 3, seed: 5 });
      const before = surface.backend.store.snapshot();
      await send(create());
      expect(count()).toBe(4);
      await surface.backend.reset();
      expect(surface.backend.store.snapshot()).toEqual(before);
    });
  });
};
