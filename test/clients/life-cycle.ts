import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Client, Connect, Page, Refusal } from './client.ts';
import { traitsOf } from './edition-traits.ts';
import { type OpenFake, openFake, WAYS } from './open-fake.ts';

/** The life of what the API keeps, and the errors on the way, by one client on an edition, on server and handlers. */
export const describeLifeCycle = (name: string, edition: string, connect: Connect): void => {
  const { oddNames, keepsImages } = traitsOf(edition);

  describe.each(WAYS)(`${name}, edition ${edition}, by the %s`, (way) => {
    let fake: OpenFake;
    let client: Client;
    beforeEach(async () => {
      fake = await openFake(edition, way);
      client = connect(fake.origin, 'demo');
    });
    afterEach(() => fake.close());

    /** An image comes by a push, which is another protocol. */
    const push = async (repository: string, tag: string): Promise<void> => {
      expect(fake.backend.store.insert('tags', { namespace: 'group', repository, tag })).toBe(true);
    };
    const refusal = async (call: Promise<unknown>, by: Client = client): Promise<Refusal> => {
      const error = await call.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error, 'the call was refused').toBeDefined();
      return by.understand(error);
    };
    const refused = (status: number, code: string): object => ({ status, code: `SVCSTG.SWR.${code}` });

    test('a namespace and its repositories are made, changed and deleted', async () => {
      await client.createNamespace('group');
      expect(await client.listNamespaces()).toEqual(['group']);
      expect(await client.getNamespace('group')).toMatchObject({ name: 'group' });
      await client.createRepository('group', 'busybox', { is_public: true, category: 'linux', description: 'a shell' });
      expect(await client.getRepository('group', 'busybox')).toMatchObject({
        name: 'busybox',
        is_public: true,
        category: 'linux',
        description: 'a shell',
      });
      await client.updateRepository('group', 'busybox', { is_public: false, category: 'other', description: 'none' });
      expect(await client.getRepository('group', 'busybox')).toMatchObject({
        is_public: false,
        category: 'other',
        description: 'none',
      });
      await client.deleteRepository('group', 'busybox');
      await client.deleteNamespace('group');
      expect(await client.listNamespaces()).toEqual([]);
    });

    test.runIf(oddNames)('names hold dots and slashes', async () => {
      await client.createNamespace('my.group');
      await client.createRepository('my.group', '9.images/busy.box', { is_public: false });
      expect(await client.listRepositories('my.group', { offset: 0, limit: 10 })).toMatchObject({
        names: ['9.images/busy.box'],
      });
      expect(await client.getRepository('my.group', '9.images$busy.box')).toMatchObject({ name: '9.images/busy.box' });
      await client.updateRepository('my.group', '9.images$busy.box', { is_public: true });
      expect(await client.getRepository('my.group', '9.images$busy.box')).toMatchObject({ is_public: true });
      await client.deleteRepository('my.group', '9.images$busy.box');
      expect((await client.listRepositories('my.group', { offset: 0, limit: 10 })).names).toEqual([]);
    });

    test('a list comes page by page', async () => {
      await client.createNamespace('group');
      for (const repository of ['a', 'b', 'c', 'd', 'e'].map((letter) => `tool-${letter}`))
        await client.createRepository('group', repository, { is_public: false });
      const pages: Page[] = [];
      for (let offset = 0; pages.at(-1)?.names.length !== 0; offset += 2)
        pages.push(await client.listRepositories('group', { offset, limit: 2 }));
      expect(pages.flatMap(({ names }) => names).toSorted()).toEqual([
        'tool-a',
        'tool-b',
        'tool-c',
        'tool-d',
        'tool-e',
      ]);
      expect(pages.map(({ range }) => range)).toEqual(['0-2/5', '2-2/5', '4-1/5', '6-0/5']);
    });

    test('tags are listed and deleted, and keep what holds them', async () => {
      await client.createNamespace('group');
      await client.createRepository('group', 'busybox', { is_public: false });
      await push('busybox', '1.29');
      await push('busybox', 'latest');
      expect((await client.listTags('group', 'busybox')).toSorted()).toEqual(['1.29', 'latest']);
      if (keepsImages === 'repository')
        expect(await refusal(client.deleteRepository('group', 'busybox'))).toMatchObject(refused(406, '4060012'));
      else expect(await refusal(client.deleteNamespace('group'))).toMatchObject(refused(406, '4060074'));
      await client.deleteTag('group', 'busybox', '1.29');
      await client.deleteTag('group', 'busybox', 'latest');
      expect(await client.listTags('group', 'busybox')).toEqual([]);
      await client.deleteRepository('group', 'busybox');
      await client.deleteNamespace('group');
    });

    test('a repository is shared, and the other account sees it', async () => {
      const partner = connect(fake.origin, 'partner');
      await client.createNamespace('group');
      await client.createRepository('group', 'busybox', { is_public: false });
      await client.share('group', 'busybox', 'partner');
      expect(await client.listShares('group', 'busybox')).toEqual(['partner']);
      expect(await client.isShared('group', 'busybox', 'partner')).toBe(true);
      expect(await client.listShared('self')).toEqual(['busybox']);
      expect(await partner.listShared('thirdparty')).toEqual(['busybox']);
      expect(await refusal(client.share('group', 'busybox', 'partner'))).toMatchObject({ status: 409 });
      await client.changeShare('group', 'busybox', 'partner');
      await client.endShare('group', 'busybox', 'partner');
      expect(await client.listShares('group', 'busybox')).toEqual([]);
      expect(await partner.listShared('thirdparty')).toEqual([]);
    });

    test('refusals arrive with their code and what is wrong', async () => {
      await client.createNamespace('group');
      await client.createRepository('group', 'busybox', { is_public: false });
      expect(await refusal(client.createNamespace('Group'))).toEqual({
        ...refused(400, '4001028'),
        message: expect.stringMatching(/^Invalid namespace name: .*lowercase letter/),
      });
      expect(await refusal(client.createRepository('group', 'busy_-box', { is_public: true }))).toEqual({
        ...refused(400, '4001029'),
        message: expect.stringMatching(/^Invalid repository name: .* (?:directly beside|side by side) /),
      });
      expect(await refusal(client.createRepository('group', 'tool', { is_public: true, category: 'games' }))).toEqual({
        ...refused(400, '4000014'),
        message: expect.stringMatching(/must be one of app_server, linux/),
      });
      expect(await refusal(client.createNamespace('group'))).toMatchObject(refused(409, '4090060'));
      expect(await refusal(client.createRepository('group', 'busybox', { is_public: true }))).toMatchObject(
        refused(409, '4090006'),
      );
      expect(await refusal(client.getNamespace('nothing'))).toMatchObject(refused(404, '4040058'));
      expect(await refusal(client.getRepository('group', 'nothing'))).toEqual({
        ...refused(404, '4040010'),
        message: expect.stringMatching(/nothing|not exist/),
      });
      expect(await refusal(client.deleteTag('group', 'busybox', 'nothing'))).toMatchObject({ status: 404 });
    });

    test('who has no right credentials is told so', async () => {
      const stranger = connect(fake.origin, 'stranger');
      const { status, code, message } = await refusal(stranger.listNamespaces(), stranger);
      expect(status).toBe(401);
      expect(code).toMatch(/^(?:SVCSTG\.SWR|APIGW)\./);
      expect(message).toMatch(/\S/);
    });
  });
};
