import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { errorsOf, jsonOf, type TestAnswer } from '../surface.ts';

/** What an account shares, and what is shared with it. */
export const describeSharedRepositories = ({ api, backend, open, refused }: Suite): void => {
  const partner = api.as('secret');
  const third = api.as('third-secret');
  const accounts = { partner: 'secret', third: 'third-secret' };
  const namesIn = (answer: TestAnswer): string[] => {
    expect(answer.status).toBe(200);
    return jsonOf<{ namespace: string; name: string }[]>(answer).map(({ namespace, name }) => `${namespace}/${name}`);
  };
  const list = async (filter: string, as = api): Promise<string[]> => namesIn(await as.listSharedRepositories(filter));
  const share = (as: typeof api, namespace: string, repository: string, access_domain: string, deadline = 'forever') =>
    as.createAccessDomain(namespace, repository, { access_domain, permit: 'read', deadline });
  const fill = async (more = {}): Promise<void> => {
    await open({ accounts, ...more });
    for (const name of ['one', 'two', 'three']) await api.createRepository('d', name, { category: 'linux' });
    await partner.createRepository('p', 'one');
    await share(api, 'd', 'two', 'partner');
    await share(api, 'd', 'one', 'partner');
    await share(api, 'd', 'one', 'third');
    await share(partner, 'p', 'one', 'demo');
  };

  describe('listing shared repositories', () => {
    test('[SL2] [SL5] self lists each shared one once, thirdparty what others share', async () => {
      await fill();
      expect(await list('center::self')).toEqual(['d/one', 'd/two']);
      expect(await list('center::thirdparty')).toEqual(['p/one']);
      expect(await list('center::self', partner)).toEqual(['p/one']);
      expect(await list('center::thirdparty', partner)).toEqual(['d/one', 'd/two']);
      expect(await list('center::self', third)).toEqual([]);
      expect(await list('center::thirdparty', third)).toEqual(['d/one']);
    });

    test('[SL5] shows a repository as lists of repositories do, and a logo', async () => {
      await fill();
      backend().store.insert('tags', { namespace: 'd', repository: 'two', tag: 'v1', size: 7 });
      const [item] = jsonOf<unknown[]>(await api.listRepositories('name::two'));
      expect(jsonOf(await api.listSharedRepositories('center::self|name::two'))).toEqual([
        { ...(item as object), logo: '' },
      ]);
      expect(item).toMatchObject({ tags: ['v1'], size: 7, num_images: 1, domain_name: 'demo' });
    });

    test('[SL5] follows changes, and what ends with a sharing, a repository or a namespace', async () => {
      await fill();
      await api.updateRepository('d', 'two', { description: 'changed' });
      expect(jsonOf(await partner.listSharedRepositories('center::thirdparty|name::two'))).toMatchObject([
        { description: 'changed' },
      ]);
      await api.deleteAccessDomain('d', 'one', 'partner');
      expect(await list('center::thirdparty', partner)).toEqual(['d/two']);
      expect(await list('center::self')).toEqual(['d/one', 'd/two']);
      await api.deleteRepository('d', 'two');
      expect(await list('center::thirdparty', partner)).toEqual([]);
      await api.deleteNamespace('d');
      expect(await list('center::self')).toEqual([]);
      expect(await list('center::thirdparty', third)).toEqual([]);
      expect(await list('center::thirdparty')).toEqual(['p/one']);
    });

    test('[SL5] one whose last sharing has ended is listed as not valid', async () => {
      await open({ accounts });
      await api.createRepository('d', 'one');
      await share(api, 'd', 'one', 'partner', '2018-01-01T00:00:00Z');
      expect(jsonOf(await api.listSharedRepositories('center::self'))).toMatchObject([{ status: false }]);
      await share(api, 'd', 'one', 'third');
      expect(jsonOf(await api.listSharedRepositories('center::self'))).toMatchObject([{ status: true }]);
      expect(jsonOf(await partner.listSharedRepositories('center::thirdparty'))).toMatchObject([{ status: false }]);
    });

    test('[SL1] the filter may be percent-encoded; its order does not matter', async () => {
      await fill();
      for (const filter of [
        'center::self|name::two',
        'name::two|center::self',
        encodeURIComponent('center::self|name::two'),
      ])
        expect(await list(filter)).toEqual(['d/two']);
      expect(await list('center::self|name::tw')).toEqual([]);
      expect(await list('center::thirdparty|name::two')).toEqual([]);
    });

    test('[SL3] [SL4] pages joined give the whole list, with Content-Range', async () => {
      await fill();
      for (const [offset, name] of ['d/one', 'd/two'].entries()) {
        const answer = await api.listSharedRepositories(`center::self|offset::${offset}|limit::1`);
        expect(namesIn(answer)).toEqual([name]);
        expect(answer.headers.get('content-range')).toBe(`${offset}-1/2`);
      }
      expect((await api.listSharedRepositories('center::self')).headers.get('content-range')).toBeNull();
    });

    test.each([
      ['SL1', undefined, 4000055],
      ['SL1', '', 4000055],
      ['SL1', 'self', 4001035],
      ['SL1', 'center::self|center::self', 4001035],
      ['SL2', 'name::busybox', 4000055],
      ['SL2', 'center::other', 4001035],
      ['SL3', 'center::self|offset::x|limit::1', 4000056],
      ['SL3', 'center::self|offset::0|limit::1.5', 4000056],
      ['SL4', 'center::self|offset::0', 4000056],
      ['SL4', 'center::self|limit::1', 4000056],
      ['A20', 'center::self|offset::-1|limit::1', 4000056],
      ['A20', 'center::self|offset::0|limit::0', 4000056],
    ])('[%s] [SL6] the filter %j: 400', async (clause, filter, code) => {
      const answer = await (filter === undefined
        ? api.call('GET', '/v2/manage/shared-repositories')
        : api.listSharedRepositories(filter));
      expect(errorsOf(answer).map(({ errorCode }) => errorCode)).toContain(codeOf(code));
      if (clause !== 'SL1') refused(answer, 400, [clause]);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(`(${clause})`);
    });

    test('[A18] part: any part of a name fits', async () => {
      await fill({ readings: { A18: 'part' } });
      expect(await list('center::self|name::o')).toEqual(['d/one', 'd/two']);
      expect(await list('center::self|name::tw')).toEqual(['d/two']);
    });

    test('[A19] 1: at most one where no limit is given', async () => {
      await fill({ readings: { A19: '1' } });
      expect(await list('center::self')).toEqual(['d/one']);
      expect(await list('center::self|offset::0|limit::5')).toEqual(['d/one', 'd/two']);
    });
  });
};
