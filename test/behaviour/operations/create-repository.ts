import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { create, errorsOf } from '../surface.ts';

/** Creating a repository: every clause of its page. */
export const describeCreateRepository = ({ backend, count, open, refused, send }: Suite): void => {
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
      expect(backend().store.snapshot().collections['repositories']).toEqual([
        {
          id: 1,
          namespace: 'group',
          name: 'busybox',
          category: 'lang',
          description: '描述',
          is_public: false,
          owner: 'demo',
          created_at: '2019-01-02T03:04:05.000000000Z',
          updated_at: '2019-01-02T03:04:05.000000000Z',
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
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001028));
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
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001029));
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
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
      expect(count()).toBe(0);
    });

    test('[N1] an empty namespace', async () => {
      const answer = await send(create({}, { namespace: '' }));
      refused(answer, 400, ['N1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001014));
    });

    test('[R2] [R6] [C2] [P1] [N3] everything that is wrong, in the order of the page', async () => {
      const answer = await send(create({ repository: 'A_', category: 'x', is_public: null }, { namespace: 'gRoup' }));
      refused(answer, 400, ['N3', 'R2', 'R6', 'C2', 'P1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001028));
    });

    test('[R2] in Chinese where that is preferred', async () => {
      const headers = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
      const answer = await send(create({ repository: 'Busybox' }, { headers }));
      expect(errorsOf(answer)[0]?.errorMessage).toBe('镜像仓库名称无效：repository 必须以小写字母开头（R2）');
      expect(errorsOf(answer)[0]?.detail).toBe('请求体中收到 "Busybox"');
      expect(answer.headers.get('content-language')).toBe('zh');
    });

    test('[R2] in English otherwise', async () => {
      const answer = await send(create({ repository: 'Busybox' }, { headers: { 'accept-language': 'en, zh;q=0.5' } }));
      expect(errorsOf(answer)[0]).toEqual({
        errorCode: codeOf(4001029),
        errorMessage: 'Invalid repository name: repository must start with a lowercase letter (R2)',
        detail: 'received "Busybox" in the body',
      });
      expect(answer.headers.get('content-language')).toBe('en');
    });
  });

  describe('keeps names unique', () => {
    test('[S3] the same name again, whatever the other fields: 409', async () => {
      await send(create({ category: 'linux', description: 'one' }));
      for (const fields of [{ category: 'linux', description: 'one' }, { is_public: 'false' }, { category: 'lang' }]) {
        const answer = await send(create(fields));
        refused(answer, 409, ['S3']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4090006));
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
};
