import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { errorsOf, jsonOf, type TestAnswer } from '../surface.ts';

interface Namespace {
  readonly id: number;
  readonly name: string;
  readonly creator_name: string;
  readonly auth: number;
}

/** Creating, listing, reading and deleting namespaces. */
export const describeNamespaces = ({ api, backend, count, open, refused }: Suite): void => {
  const partner = api.as('secret');
  const listed = (answer: TestAnswer): string[] =>
    jsonOf<{ namespaces: Namespace[] }>(answer).namespaces.map(({ name }) => name);
  const holders = { accounts: { partner: 'secret' } };

  describe('creating a namespace', () => {
    test('[NC1] [NC2] [NG1] [NL2] 201 without a body; it can be read and is listed', async () => {
      const answer = await api.createNamespace('group');
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '' });
      const expected = { id: 1, name: 'group', creator_name: 'demo', auth: 7 };
      expect(jsonOf(await api.getNamespace('group'))).toEqual(expected);
      expect(jsonOf(await api.listNamespaces())).toEqual({ namespaces: [expected] });
    });

    test.each([
      ['[NC1] [NC3] none', {}, 'NC1', 4001014],
      ['[NC1] null', { namespace: null }, 'NC1', 4001028],
      ['[NC1] a number', { namespace: 1 }, 'NC1', 4001028],
      ['[NC1] a list', { namespace: ['group'] }, 'NC1', 4001028],
      ['[N2] a capital first', { namespace: 'Group' }, 'N2', 4001028],
      ['[N3] a dot', { namespace: 'a.b' }, 'N3', 4001028],
      ['[N3] a line break', { namespace: 'a\nb' }, 'N3', 4001028],
      ['[N4] three underscores', { namespace: 'a___b' }, 'N4', 4001028],
      ['[N5] an underscore beside a hyphen', { namespace: 'a_-b' }, 'N5', 4001028],
      ['[N6] a hyphen last', { namespace: 'a-' }, 'N6', 4001028],
      ['[N7] nothing', { namespace: '' }, 'N7', 4001028],
      ['[N7] 65 characters', { namespace: 'a'.repeat(65) }, 'N7', 4001028],
    ])('%s: 400', async (_title, body, clause, code) => {
      const answer = await api.call('POST', '/v2/manage/namespaces', body);
      refused(answer, 400, [clause]);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
      expect(count('namespaces')).toBe(0);
    });

    test('[N7] 1 and 64 characters: 201', async () => {
      expect((await api.createNamespace('a')).status).toBe(201);
      expect((await api.createNamespace('a'.repeat(64))).status).toBe(201);
    });

    test('[NC5] a name that any account has: 409', async () => {
      await open(holders);
      await api.createNamespace('group');
      for (const each of [api, partner]) {
        const answer = await each.createNamespace('group');
        refused(answer, 409, ['NC5']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4090060));
      }
      expect(listed(await partner.listNamespaces())).toEqual([]);
    });

    test('[NC5] 100 simultaneous creates of one name: one 201', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => api.createNamespace('group')));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
      expect(count('namespaces')).toBe(1);
    });

    test('[NC5] [A2] a namespace that came into being with its first repository exists', async () => {
      await api.createRepository('group', 'busybox');
      refused(await api.createNamespace('group'), 409, ['NC5']);
      expect(jsonOf(await api.getNamespace('group'))).toMatchObject({ name: 'group', creator_name: 'demo' });
    });

    test('[A2] a refused repository brings no namespace into being', async () => {
      await api.createRepository('group', 'Busybox');
      refused(await api.getNamespace('group'), 404, ['NG4']);
    });

    test('[A2] [A12] strict: repositories in a created namespace only, and never after its end', async () => {
      await open({ readings: { A2: 'strict' } });
      refused(await api.createRepository('group', 'busybox'), 404, ['A2']);
      expect(count('namespaces')).toBe(0);
      await api.createNamespace('group');
      expect((await api.createRepository('group', 'busybox')).status).toBe(201);
      await api.deleteNamespace('group');
      refused(await api.createRepository('group', 'busybox'), 404, ['A2']);
    });

    test('[A11] unlimited: more than the five of later pages', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
        expect((await api.createNamespace(name)).status).toBe(201);
    });

    test('[A11] 2: a third one is 400, for each account on its own, until one is deleted', async () => {
      await open({ ...holders, readings: { A11: '2' } });
      await api.createNamespace('a');
      await api.createNamespace('b');
      const answer = await api.createNamespace('c');
      refused(answer, 400, ['A11']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4000097));
      refused(await api.createNamespace('a'), 409, ['NC5']);
      expect((await partner.createNamespace('c')).status).toBe(201);
      await api.deleteNamespace('a');
      expect((await api.createNamespace('d')).status).toBe(201);
    });

    test('[A11] 2: of many simultaneous creates two succeed', async () => {
      await open({ readings: { A11: '2' } });
      const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
      const answers = await Promise.all(names.map((name) => api.createNamespace(name)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
      expect(count('namespaces')).toBe(2);
    });
  });

  describe('listing and reading namespaces', () => {
    test('[NL2] none: an empty list', async () => {
      expect(jsonOf(await api.listNamespaces())).toEqual({ namespaces: [] });
    });

    test('[NL2] in the order of their creation, without those of others', async () => {
      await open(holders);
      for (const name of ['zeta', 'beta', 'alpha']) await api.createNamespace(name);
      await partner.createNamespace('omega');
      expect(listed(await api.listNamespaces())).toEqual(['zeta', 'beta', 'alpha']);
      expect(listed(await partner.listNamespaces())).toEqual(['omega']);
      await api.deleteNamespace('zeta');
      await api.createNamespace('zeta');
      expect(listed(await api.listNamespaces())).toEqual(['beta', 'alpha', 'zeta']);
    });

    test('[NL1] the filter takes one name, the whole of it, of the account', async () => {
      await open(holders);
      await api.createNamespace('group');
      await api.createNamespace('group-two');
      await partner.createNamespace('other');
      expect(listed(await api.listNamespaces('namespace::group'))).toEqual(['group']);
      expect(listed(await api.listNamespaces('namespace%3A%3Agroup'))).toEqual(['group']);
      expect(listed(await api.listNamespaces('namespace::grou'))).toEqual([]);
      expect(listed(await api.listNamespaces('namespace::other'))).toEqual([]);
      expect(listed(await api.listNamespaces('namespace::'))).toEqual([]);
      expect(listed(await api.listNamespaces(''))).toEqual(['group', 'group-two']);
    });

    test.each(['group', 'namespace:group', '::group', 'namespace::a|', '|', 'namespace::a|namespace::b'])(
      '[NL1] [NL3] the filter %j: 400',
      async (filter) => {
        const answer = await api.listNamespaces(filter);
        refused(answer, 400, ['NL1']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001035));
      },
    );

    test('[NG4] one that does not exist: 404', async () => {
      const answer = await api.getNamespace('group');
      refused(answer, 404, ['NG4']);
      expect(errorsOf(answer)[0]).toMatchObject({
        errorCode: codeOf(4040058),
        errorMessage: 'No such namespace: group does not exist (NG4)',
      });
    });

    test('[NG1] one of another account can be read', async () => {
      await open(holders);
      await partner.createNamespace('other');
      expect(jsonOf(await api.getNamespace('other'))).toMatchObject({ name: 'other', creator_name: 'partner' });
    });
  });

  describe('deleting a namespace', () => {
    test('[ND1] [ND4] 204; it is gone, and deleting it again is 404', async () => {
      await api.createNamespace('group');
      await api.createNamespace('other');
      const answer = await api.deleteNamespace('group');
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
      refused(await api.getNamespace('group'), 404, ['NG4']);
      refused(await api.deleteNamespace('group'), 404, ['ND4']);
      expect(listed(await api.listNamespaces())).toEqual(['other']);
    });

    test('[NG1] an id is never given twice', async () => {
      await api.createNamespace('a');
      await api.createNamespace('b');
      await api.deleteNamespace('b');
      await api.createNamespace('b');
      expect(jsonOf<Namespace>(await api.getNamespace('b')).id).toBe(3);
    });

    test('[A12] cascade: its repositories, their tags and sharing go with it, and nothing else', async () => {
      const fill = async (namespace: string): Promise<void> => {
        await api.createRepository(namespace, 'busybox');
        backend().store.insert('tags', { namespace, repository: 'busybox', tag: '1.0' });
        await api.createAccessDomain(namespace, 'busybox', {
          access_domain: 'partner',
          permit: 'read',
          deadline: 'forever',
        });
      };
      await fill('group');
      await fill('group-2');
      const before = backend().store.snapshot();
      expect((await api.deleteNamespace('group')).status).toBe(204);
      refused(await api.getRepository('group', 'busybox'), 404, ['RG4']);
      expect(['namespaces', 'repositories', 'tags', 'access_domains'].map(count)).toEqual([1, 1, 1, 1]);
      expect(jsonOf(await api.listRepositories('center::self'))).toMatchObject([
        { namespace: 'group-2', tags: ['1.0'] },
      ]);
      expect(jsonOf(await api.listSharedRepositories('center::self'))).toMatchObject([{ namespace: 'group-2' }]);
      // What comes after it starts empty.
      await api.createRepository('group', 'busybox');
      expect(jsonOf(await api.listTags('group', 'busybox'))).toEqual([]);
      expect(jsonOf(await api.listAccessDomains('group', 'busybox'))).toEqual([]);
      expect(jsonOf<Namespace>(await api.getRepository('group', 'busybox')).id).toBe(3);
      expect(before.collections['repositories']).toHaveLength(2);
    });

    test('[A12] refuse: 406 as long as it holds repositories', async () => {
      await open({ readings: { A12: 'refuse' } });
      await api.createNamespace('group');
      await api.createRepository('group', 'busybox');
      const answer = await api.deleteNamespace('group');
      refused(answer, 406, ['A12']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4060053));
      expect(jsonOf(await api.getRepository('group', 'busybox'))).toMatchObject({ name: 'busybox' });
      await api.deleteRepository('group', 'busybox');
      expect((await api.deleteNamespace('group')).status).toBe(204);
    });

    test('[A12] [S1] simultaneous creates and deletions leave no repository without its namespace', async () => {
      const names = Array.from({ length: 30 }, (_, index) => `r${index}`);
      const answers = await Promise.all(
        names.flatMap((name, index) => [
          api.createRepository('group', name),
          ...(index % 3 === 0 ? [api.deleteNamespace('group')] : []),
        ]),
      );
      for (const { status } of answers) expect([201, 204, 404]).toContain(status);
      const left = jsonOf<{ name: string }[]>(await api.listRepositories('center::self'));
      expect(count()).toBe(left.length);
      for (const { name } of left)
        expect(jsonOf<{ ns_id: number }>(await api.getRepository('group', name)).ns_id).toBeGreaterThan(0);
      expect((await api.getNamespace('group')).status).toBe(count('namespaces') === 1 ? 200 : 404);
      if (left.length > 0) expect(count('namespaces')).toBe(1);
    });
  });
};
