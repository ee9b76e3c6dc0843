import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { errorsOf, jsonOf } from '../surface.ts';

interface Tag {
  readonly id: number;
  readonly Tag: string;
  readonly manifest: string;
}

/** Listing and deleting tags. They come by a push, here straight into the store. */
export const describeTags = ({ api, backend, count, open, refused }: Suite): void => {
  const push = (tag: string, more: Readonly<Record<string, unknown>> = {}, repository = 'busybox') =>
    backend().store.insert('tags', { namespace: 'group', repository, tag, ...more });
  const listed = async (): Promise<string[]> =>
    jsonOf<Tag[]>(await api.listTags('group', 'busybox')).map(({ Tag }) => Tag);

  describe('tags', () => {
    test('[TL1] none: an empty list', async () => {
      await api.createRepository('group', 'busybox');
      expect(await listed()).toEqual([]);
    });

    test('[TL1] shows a tag as it is', async () => {
      await open({ now: () => new Date('2019-01-02T03:04:05Z') });
      await api.createRepository('group', 'other');
      await api.createRepository('group', 'busybox');
      await push('v1', {}, 'other');
      await push('1.29', { size: 1000 });
      const [tag] = jsonOf<Tag[]>(await api.listTags('group', 'busybox'));
      expect(tag).toEqual({
        id: 2,
        repo_id: 2,
        Tag: '1.29',
        image_id: expect.stringMatching(/^[0-9a-f]{64}$/),
        manifest: expect.any(String),
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        schema: 2,
        path: 'swr.cn-north-1.myhuaweicloud.com/group/busybox:1.29',
        internal_path: '10.125.0.198:20202/group/busybox:1.29',
        size: 1000,
        is_trusted: false,
        created: '2019-01-02T03:04:05.000000000Z',
        updated: '2019-01-02T03:04:05.000000000Z',
        deleted: null,
      });
      expect(JSON.parse(tag?.manifest ?? '')).toMatchObject({ schemaVersion: 2 });
      expect(jsonOf(await api.listTags('group', 'busybox'))).toEqual([tag]);
    });

    test('[TL1] in the order of their coming', async () => {
      await api.createRepository('group', 'busybox');
      for (const tag of ['zeta', '10', '9', 'alpha']) await push(tag);
      expect(await listed()).toEqual(['zeta', '10', '9', 'alpha']);
      await api.deleteTag('group', 'busybox', '10');
      await push('10');
      expect(await listed()).toEqual(['zeta', '9', 'alpha', '10']);
    });

    test('[TL1] [RG1] [RL5] their number and size show at the repository', async () => {
      await api.createRepository('group', 'busybox');
      await push('a', { size: 1000 });
      await push('b', { size: 24 });
      const shown = async (): Promise<unknown[]> => [
        jsonOf(await api.getRepository('group', 'busybox')),
        ...jsonOf<unknown[]>(await api.listRepositories('center::self')),
      ];
      for (const each of await shown()) expect(each).toMatchObject({ num_images: 2, size: 1024 });
      await api.deleteTag('group', 'busybox', 'a');
      for (const each of await shown()) expect(each).toMatchObject({ num_images: 1, size: 24 });
      expect((await shown())[1]).toMatchObject({ tags: ['b'] });
    });

    test('[TL3] of a repository that does not exist: 404', async () => {
      const answer = await api.listTags('group', 'busybox');
      refused(answer, 404, ['TL3']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040010));
    });

    test('[TD1] [TD3] deletes one tag and no other; again 404', async () => {
      for (const repository of ['busybox', 'other']) {
        await api.createRepository('group', repository);
        for (const tag of ['a', 'b']) await push(tag, {}, repository);
      }
      const answer = await api.deleteTag('group', 'busybox', 'a');
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
      const again = await api.deleteTag('group', 'busybox', 'a');
      refused(again, 404, ['TD3']);
      expect(errorsOf(again)[0]?.errorCode).toBe(codeOf(4040048));
      expect(await listed()).toEqual(['b']);
      expect(count('tags')).toBe(3);
    });

    test('[TD3] without the repository: 404 with the code of repositories', async () => {
      const answer = await api.deleteTag('group', 'busybox', 'a');
      refused(answer, 404, ['TD3']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040010));
    });

    test.each(['0', 'Latest', '_private', 'v1.2.3-rc_4', 'a'.repeat(128), 'V..--__'])(
      '[T2] [T3] [T4] the tag %s is legal',
      async (tag) => {
        await api.createRepository('group', 'busybox');
        await push(tag);
        expect(await listed()).toEqual([tag]);
        expect((await api.deleteTag('group', 'busybox', tag)).status).toBe(204);
      },
    );

    test.each([
      ['T2', '.hidden'],
      ['T2', '-rc'],
      ['T2', '%E4%BD%A0'],
      ['T2', '%20a'],
      ['T3', 'a%2Fb'],
      ['T3', 'a+b'],
      ['T3', 'a%0Ab'],
      ['T3', 'v1%E4%BD%A0'],
      ['T3', 'a%00'],
      ['T4', 'a'.repeat(129)],
    ])('[%s] [TD2] the tag %s is not: 400', async (clause, tag) => {
      await api.createRepository('group', 'busybox');
      const answer = await api.deleteTag('group', 'busybox', tag);
      refused(answer, 400, [clause]);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4000016));
    });

    test('[T1] no tag: 400', async () => {
      const answer = await api.deleteTag('group', 'busybox', '');
      refused(answer, 400, ['T1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001014));
    });

    test('[TD1] a tag in needless percent-encoding', async () => {
      await api.createRepository('group', 'busybox');
      await push('1.29');
      expect((await api.deleteTag('group', 'busybox', '1%2E29')).status).toBe(204);
    });
  });
};
