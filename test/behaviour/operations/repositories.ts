import { describe, expect, test } from 'vitest';

import { repoAt } from '../api.ts';
import { codeOf, type Suite } from '../suite.ts';
import { BEARER, errorsOf, FORM, form, jsonOf } from '../surface.ts';

interface Repository {
  readonly id: number;
  readonly created: string;
  readonly updated: string;
  readonly [name: string]: unknown;
}

/** Reading, changing and deleting a repository. */
export const describeRepositories = ({ api, backend, count, open, refused, send }: Suite): void => {
  const read = async (repository = 'busybox'): Promise<Repository> =>
    jsonOf<Repository>(await api.getRepository('group', repository));

  describe('reading a repository', () => {
    test('[RG1] [RP1] shows what was sent, and what the service adds', async () => {
      await open({ now: () => new Date('2019-01-02T03:04:05.678Z') });
      await api.createNamespace('first');
      await api.createRepository('group', 'busybox', { category: 'linux', description: '描述', is_public: 'false' });
      expect(await read()).toEqual({
        id: 1,
        ns_id: 2,
        name: 'busybox',
        category: 'linux',
        description: '描述',
        creator_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        creator_name: 'demo',
        size: 0,
        is_public: false,
        num_images: 0,
        num_download: 0,
        url: '',
        path: 'swr.cn-north-1.myhuaweicloud.com/group/busybox',
        internal_path: '10.125.0.198:20202/group/busybox',
        created: '2019-01-02T03:04:05.678000000Z',
        updated: '2019-01-02T03:04:05.678000000Z',
      });
    });

    test('[RG1] category and description that were not sent are empty', async () => {
      await api.createRepository('group', 'busybox');
      expect(await read()).toMatchObject({ category: '', description: '', is_public: true });
    });

    test('[RG1] reading changes nothing', async () => {
      await api.createRepository('group', 'busybox');
      const first = await read();
      await api.listRepositories('center::self');
      expect(await read()).toEqual(first);
    });

    test('[RG4] in another namespace, or under another name: 404', async () => {
      await api.createRepository('group', 'busybox');
      await api.createNamespace('other');
      for (const [namespace, repository] of [
        ['other', 'busybox'],
        ['none', 'busybox'],
        ['group', 'busybox2'],
      ] as const) {
        const answer = await api.getRepository(namespace, repository);
        refused(answer, 404, ['RG4']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040010));
      }
    });

    test('[RG1] the creator is the account that asked, the owner that of the namespace', async () => {
      await open({ accounts: { partner: 'secret' } });
      await api.createNamespace('group');
      await api.as('secret').createRepository('group', 'busybox');
      expect(await read()).toMatchObject({ creator_name: 'partner' });
      expect(jsonOf(await api.listRepositories('center::self'))).toMatchObject([{ domain_name: 'demo' }]);
      expect(jsonOf(await api.as('secret').listRepositories('center::self'))).toEqual([]);
    });
  });

  describe('changing a repository', () => {
    const before = { category: 'linux', description: 'before', is_public: 'true' };

    test.each([
      ['[RU2] the category', { category: 'lang' }],
      ['[RU3] the description', { description: 'after 描述' }],
      ['[RU3] no description any more', { description: '' }],
      ['[RU4] the visibility', { is_public: false }],
      ['[RU2] [RU3] [RU4] all three', { category: 'other', description: 'x', is_public: false }],
    ])('[RU1] [RU5] %s, as JSON and as a form: 201, and nothing else changes', async (_title, changes) => {
      for (const [repository, asForm] of [
        ['json', false],
        ['form', true],
      ] as const) {
        await api.createRepository('group', repository, before);
        await api.createRepository('group', `${repository}-2`, before);
        const first = await read(repository);
        const neighbour = await read(`${repository}-2`);
        const fields = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, String(value)]));
        const answer = asForm
          ? await send({
              method: 'PATCH',
              path: repoAt('group', repository),
              headers: { ...BEARER, ...FORM },
              body: form(fields),
            })
          : await api.updateRepository('group', repository, changes);
        expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '' });
        const second = await read(repository);
        expect(second).toEqual({ ...first, ...changes, updated: second.updated });
        expect(second.updated > first.updated).toBe(true);
        expect(await read(`${repository}-2`)).toEqual(neighbour);
        const [item] = jsonOf<Repository[]>(await api.listRepositories(`name::${repository}`));
        expect(item).toMatchObject({ ...changes, created_at: first.created, updated_at: second.updated });
      }
    });

    test('[RU5] updated moves with every change, though the clock stands still; created never', async () => {
      await open({ now: () => new Date('2019-01-02T03:04:05Z') });
      await api.createRepository('group', 'busybox');
      const times: string[] = [];
      for (const description of ['a', 'a', 'b']) {
        await api.updateRepository('group', 'busybox', { description });
        times.push((await read()).updated);
      }
      expect(times).toEqual([
        '2019-01-02T03:04:05.000000001Z',
        '2019-01-02T03:04:05.000000002Z',
        '2019-01-02T03:04:05.000000003Z',
      ]);
      expect((await read()).created).toBe('2019-01-02T03:04:05.000000000Z');
    });

    test.each([
      ['[RU2] [RU6] a category outside the list', { category: 'arm' }, ['C2'], 4000014],
      ['[RU2] a category that is no text', { category: 1 }, ['RU2'], 4000014],
      ['[RU3] a description that is no text', { description: null }, ['RU3'], 4000014],
      ['[RU4] a visibility that is a text', { is_public: 'true' }, ['RU4'], 4001009],
      ['[RU4] a visibility that is a number', { is_public: 1 }, ['RU4'], 4001009],
      ['[RU1] nothing', {}, ['RU1'], 4001036],
      ['[RU1] only what can not be changed', { name: 'other' }, ['RU1'], 4001036],
    ])('%s: 400, and nothing changes', async (_title, changes, clauses, code) => {
      await api.createRepository('group', 'busybox', before);
      const first = await read();
      const answer = await api.updateRepository('group', 'busybox', changes);
      refused(answer, 400, clauses);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
      expect(await read()).toEqual(first);
    });

    test('[RU4] in a form the visibility is true or false and no other text', async () => {
      await api.createRepository('group', 'busybox');
      for (const is_public of ['True', '1', '', 'false '])
        refused(
          await send({
            method: 'PATCH',
            path: repoAt('group', 'busybox'),
            headers: { ...BEARER, ...FORM },
            body: form({ is_public }),
          }),
          400,
          ['RU4'],
        );
    });

    test('[A7] a form field sent twice: 400', async () => {
      await api.createRepository('group', 'busybox');
      const body = form([
        ['category', 'linux'],
        ['category', 'lang'],
      ]);
      const request = { method: 'PATCH', path: repoAt('group', 'busybox'), headers: { ...BEARER, ...FORM }, body };
      refused(await send(request), 400, ['A7']);
      expect((await read())['category']).toBe('');
    });

    test('[RU5] fields that can not be changed are passed over', async () => {
      await api.createRepository('group', 'busybox');
      const first = await read();
      await api.updateRepository('group', 'busybox', {
        name: 'x',
        id: 7,
        created: 'never',
        owner: 'me',
        category: 'lang',
      });
      const second = await read();
      expect(second).toEqual({ ...first, category: 'lang', updated: second.updated });
      expect(count()).toBe(1);
    });

    test('[A15] refuse: a change of nothing is 400', async () => {
      await api.createRepository('group', 'busybox');
      refused(await api.updateRepository('group', 'busybox', {}), 400, ['RU1']);
    });

    test('[A15] accept: a change of nothing is 201', async () => {
      await open({ readings: { A15: 'accept' } });
      await api.createRepository('group', 'busybox', before);
      const first = await read();
      expect((await api.updateRepository('group', 'busybox', {})).status).toBe(201);
      const second = await read();
      expect(second).toEqual({ ...first, updated: second.updated });
    });

    test('[RU7] one that does not exist: 404, and none comes into being', async () => {
      refused(await api.updateRepository('group', 'busybox', { category: 'lang' }), 404, ['RU7']);
      expect([count(), count('namespaces')]).toEqual([0, 0]);
    });
  });

  describe('deleting a repository', () => {
    test('[RD1] [RD3] 204; it is gone, deleting it again is 404, and its name is free', async () => {
      await api.createRepository('group', 'busybox', { category: 'lang' });
      await api.createRepository('group', 'other');
      const first = await read();
      const answer = await api.deleteRepository('group', 'busybox');
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
      refused(await api.getRepository('group', 'busybox'), 404, ['RG4']);
      refused(await api.deleteRepository('group', 'busybox'), 404, ['RD3']);
      expect(jsonOf(await api.listRepositories('center::self'))).toMatchObject([{ name: 'other' }]);
      expect((await api.createRepository('group', 'busybox')).status).toBe(201);
      expect(await read()).toMatchObject({ category: '' });
      expect((await read()).id).toBeGreaterThan(first.id);
    });

    test('[RD4] one with images: 406, until the last one is deleted', async () => {
      await api.createRepository('group', 'busybox');
      for (const tag of ['a', 'b']) backend().store.insert('tags', { namespace: 'group', repository: 'busybox', tag });
      for (const tag of ['a', 'b']) {
        const answer = await api.deleteRepository('group', 'busybox');
        refused(answer, 406, ['RD4']);
        expect(errorsOf(answer)[0]).toMatchObject({
          errorCode: codeOf(4060012),
          errorMessage: 'Repository holds images: group/busybox still holds something (RD4)',
        });
        await api.deleteTag('group', 'busybox', tag);
      }
      expect((await api.deleteRepository('group', 'busybox')).status).toBe(204);
    });

    test('[RD4] images of a neighbour do not count', async () => {
      for (const repository of ['busybox', 'busybox2']) await api.createRepository('group', repository);
      backend().store.insert('tags', { namespace: 'group', repository: 'busybox2', tag: 'a' });
      expect((await api.deleteRepository('group', 'busybox')).status).toBe(204);
    });

    test('[RD1] its sharing goes with it; its namespace stays', async () => {
      await api.createRepository('group', 'busybox');
      const sharing = { access_domain: 'partner', permit: 'read', deadline: 'forever' };
      await api.createAccessDomain('group', 'busybox', sharing);
      await api.deleteRepository('group', 'busybox');
      expect(count('access_domains')).toBe(0);
      expect(jsonOf(await api.listSharedRepositories('center::self'))).toEqual([]);
      expect((await api.getNamespace('group')).status).toBe(200);
      await api.createRepository('group', 'busybox');
      expect(jsonOf(await api.getAccessDomain('group', 'busybox', 'partner'))).toEqual({ exist: false });
    });

    test('[RD1] [RD3] of 20 simultaneous deletions one succeeds', async () => {
      await api.createRepository('group', 'busybox');
      const answers = await Promise.all(Array.from({ length: 20 }, () => api.deleteRepository('group', 'busybox')));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(19);
    });
  });
};
