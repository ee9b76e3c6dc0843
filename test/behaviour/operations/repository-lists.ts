import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { errorsOf, jsonOf, type TestAnswer } from '../surface.ts';

/** Lists of repositories: filters, pages, and what others share. */
export const describeRepositoryLists = ({ api, backend, open, refused }: Suite): void => {
  const partner = api.as('secret');
  const namesIn = (answer: TestAnswer): string[] => {
    expect(answer.status).toBe(200);
    return jsonOf<{ namespace: string; name: string }[]>(answer).map(({ namespace, name }) => `${namespace}/${name}`);
  };
  const list = async (filter: string, as = api): Promise<string[]> => namesIn(await as.listRepositories(filter));
  const fill = async (): Promise<void> => {
    await open({ accounts: { partner: 'secret' } });
    await api.createNamespace('a');
    await api.createNamespace('b');
    await partner.createNamespace('p');
    await api.createRepository('b', 'web', { category: 'linux' });
    await api.createRepository('a', 'web', { category: 'lang' });
    await api.createRepository('a', 'web-2', { category: 'linux' });
    await partner.createRepository('p', 'web', { category: 'linux' });
    await api.createRepository('b', 'db', { category: 'database' });
    await api.createRepository('a', 'plain');
  };
  const share = (namespace: string, repository: string, access_domain: string, deadline = 'forever') =>
    partner.createAccessDomain(namespace, repository, { access_domain, permit: 'read', deadline });

  describe('listing repositories', () => {
    test('[RL5] shows a repository as it is', async () => {
      await open({ now: () => new Date('2019-01-02T03:04:05Z') });
      await api.createRepository('group', 'busybox', { category: 'linux', description: 'd' });
      backend().store.insert('tags', { namespace: 'group', repository: 'busybox', tag: 'v1', size: 1000 });
      backend().store.insert('tags', { namespace: 'group', repository: 'busybox', tag: 'v2', size: 24 });
      expect(jsonOf(await api.listRepositories('center::self'))).toEqual([
        {
          name: 'busybox',
          category: 'linux',
          description: 'd',
          size: 1024,
          is_public: true,
          num_images: 2,
          num_download: 0,
          created_at: '2019-01-02T03:04:05.000000000Z',
          updated_at: '2019-01-02T03:04:05.000000000Z',
          url: '',
          path: 'swr.cn-north-1.myhuaweicloud.com/group/busybox',
          internal_path: '10.125.0.198:20202/group/busybox',
          domain_name: 'demo',
          namespace: 'group',
          tags: ['v1', 'v2'],
          status: true,
        },
      ]);
    });

    test.each([
      ['[RL2] center::self', ['b/web', 'a/web', 'a/web-2', 'b/db', 'a/plain']],
      ['[RL2] namespace::a', ['a/web', 'a/web-2', 'a/plain']],
      ['namespace::p', []],
      ['namespace::none', []],
      ['name::web', ['b/web', 'a/web']],
      ['name::none', []],
      ['category::linux', ['b/web', 'a/web-2']],
      ['category::other', []],
      ['category::none', []],
      ['namespace::a|name::web', ['a/web']],
      ['namespace::p|name::web', []],
      ['namespace::a|category::linux', ['a/web-2']],
      ['name::web|category::lang', ['a/web']],
      ['name::web|category::database', []],
      ['center::self|namespace::b|name::db|category::database', ['b/db']],
      ['category::database|name::db|namespace::b', ['b/db']],
      ['namespace::', []],
      ['name::', []],
    ])('[RL1] %s, in the order of creation, percent-encoded or not', async (title, expected) => {
      await fill();
      const filter = title.replace(/^\[.*\] /, '');
      expect(await list(filter)).toEqual(expected);
      expect(await list(encodeURIComponent(filter))).toEqual(expected);
      expect(await list(filter.replaceAll('|', '%7C'))).toEqual(expected);
      expect(await list(filter.replaceAll('::', '%3A%3A'))).toEqual(expected);
    });

    test('[RL5] the order lasts: changes and deletions do not move what stays', async () => {
      await fill();
      await api.updateRepository('b', 'web', { description: 'changed' });
      await api.deleteRepository('a', 'web-2');
      await api.createRepository('a', 'web-2');
      expect(await list('center::self')).toEqual(['b/web', 'a/web', 'b/db', 'a/plain', 'a/web-2']);
      expect(await list('namespace::a')).toEqual(['a/web', 'a/plain', 'a/web-2']);
    });

    test('[RL5] a changed category moves it from one list to the other', async () => {
      await fill();
      await api.updateRepository('a', 'plain', { category: 'linux' });
      await api.updateRepository('b', 'web', { category: 'lang' });
      expect(await list('category::linux')).toEqual(['a/web-2', 'a/plain']);
      expect(await list('category::lang')).toEqual(['b/web', 'a/web']);
    });

    test.each([
      ['[RL1] none', undefined, 4000055],
      ['[RL1] an empty one', '', 4000055],
      ['[RL1] no pair', 'self', 4001035],
      ['[RL1] one colon', 'center:self', 4001035],
      ['[RL1] a pair without a name', '::self', 4001035],
      ['[RL1] an empty pair', 'center::self|', 4001035],
      ['[RL1] a pair twice', 'name::a|name::b', 4001035],
    ])('[RL6] %s: 400', async (_title, filter, code) => {
      const answer = await (filter === undefined ? api.call('GET', '/v2/manage/repos') : api.listRepositories(filter));
      refused(answer, 400, ['RL1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
    });

    test.each([
      ['RL2', 'center::other', 4001035],
      ['RL2', 'center::', 4001035],
      ['RL2', 'center::Self', 4001035],
      ['RL3', 'offset::x|limit::1', 4000056],
      ['RL3', 'offset::0|limit::ten', 4000056],
      ['RL3', 'offset::0|limit::', 4000056],
      ['RL3', 'offset::0.5|limit::1', 4000056],
      ['RL4', 'center::self|offset::0', 4000056],
      ['RL4', 'center::self|limit::10', 4000056],
      ['A20', 'offset::-1|limit::10', 4000056],
      ['A20', 'offset::0|limit::0', 4000056],
      ['A20', 'offset::0|limit::-1', 4000056],
    ])('[%s] [RL6] %s: 400', async (clause, filter, code) => {
      const answer = await api.listRepositories(filter);
      refused(answer, 400, [clause]);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
    });

    test('[RL1] an unknown filter is passed over', async () => {
      await fill();
      expect(await list('order_column::name')).toHaveLength(5);
      expect(await list('colour::red|name::db')).toEqual(['b/db']);
    });
  });

  describe('pages of repositories', () => {
    test.each([1, 2, 3, 4, 5, 7])('[RL3] [RL4] pages of %i joined give the whole list', async (limit) => {
      await fill();
      for (const filter of ['center::self', 'namespace::a', 'name::web', 'category::linux', 'center::self|name::web']) {
        const whole = await list(filter);
        const joined: string[] = [];
        for (let offset = 0; offset <= whole.length; offset += limit) {
          const answer = await api.listRepositories(`${filter}|offset::${offset}|limit::${limit}`);
          const page = namesIn(answer);
          expect(answer.headers.get('content-range')).toBe(`${offset}-${page.length}/${whole.length}`);
          joined.push(...page);
        }
        expect(joined).toEqual(whole);
      }
    });

    test('[RL3] beyond the end: an empty page that knows the total', async () => {
      await fill();
      const answer = await api.listRepositories('offset::100|limit::10');
      expect(namesIn(answer)).toEqual([]);
      expect(answer.headers.get('content-range')).toBe('100-0/5');
    });

    test('[RL5] without offset and limit there is no Content-Range', async () => {
      await fill();
      expect((await api.listRepositories('center::self')).headers.get('content-range')).toBeNull();
    });

    test('[A19] unlimited: the whole list', async () => {
      await open({ records: 150 });
      const mine = backend().store.list('repositories', { where: { owner: 'demo' } }).total;
      expect(mine).toBeGreaterThan(100);
      expect(await list('center::self')).toHaveLength(mine);
    });

    test('[A19] 2: at most two where no limit is given, as many as asked for otherwise', async () => {
      await fill();
      const records = backend().store.snapshot();
      await open({ readings: { A19: '2' }, snapshot: records, accounts: { partner: 'secret' } });
      for (const filter of ['center::self', 'namespace::a', 'name::web', 'center::self|name::web'])
        expect(await list(filter)).toHaveLength(2);
      expect(await list('offset::0|limit::4')).toHaveLength(4);
      expect((await api.listRepositories('center::self')).headers.get('content-range')).toBeNull();
    });

    test('[A20] empty-pages: a limit of 0 is an empty page, a negative one is not', async () => {
      await open({ readings: { A20: 'empty-pages' } });
      await api.createRepository('group', 'busybox');
      const answer = await api.listRepositories('offset::0|limit::0');
      expect(namesIn(answer)).toEqual([]);
      expect(answer.headers.get('content-range')).toBe('0-0/1');
      refused(await api.listRepositories('offset::0|limit::-1'), 400, ['A20']);
      expect((await api.listSharedRepositories('center::self|offset::0|limit::0')).status).toBe(200);
    });

    test('[A18] exact: a part of a name is no name', async () => {
      await fill();
      expect(await list('name::we')).toEqual([]);
    });

    test('[A18] part: any part of a name fits', async () => {
      await fill();
      const snapshot = backend().store.snapshot();
      await open({ readings: { A18: 'part' }, snapshot });
      expect(await list('name::we')).toEqual(['b/web', 'a/web', 'a/web-2']);
      expect(await list('name::eb-|namespace::a')).toEqual(['a/web-2']);
      expect(await list('name::web|category::linux|offset::1|limit::1')).toEqual(['a/web-2']);
      expect(await list('name::nothing')).toEqual([]);
    });
  });

  describe('repositories that others share', () => {
    test('[RL2] thirdparty lists them, and none of the own', async () => {
      await fill();
      await partner.createRepository('p', 'db', { category: 'database' });
      expect(await list('center::thirdparty')).toEqual([]);
      await share('p', 'db', 'demo');
      await share('p', 'web', 'demo');
      expect(await list('center::thirdparty')).toEqual(['p/web', 'p/db']);
      expect(await list('center::thirdparty', partner)).toEqual([]);
      expect(await list('center::thirdparty|name::web')).toEqual(['p/web']);
      expect(await list('center::thirdparty|category::database')).toEqual(['p/db']);
      expect(await list('center::thirdparty|namespace::a')).toEqual([]);
      expect(jsonOf(await api.listRepositories('center::thirdparty|name::web'))).toMatchObject([
        { domain_name: 'partner', status: true },
      ]);
      const answer = await api.listRepositories('center::thirdparty|offset::1|limit::5');
      expect(namesIn(answer)).toEqual(['p/db']);
      expect(answer.headers.get('content-range')).toBe('1-1/2');
    });

    test('[RL2] whose sharing has ended can not be used any more', async () => {
      await fill();
      await share('p', 'web', 'demo', '2018-01-01T00:00:00Z');
      expect(jsonOf(await api.listRepositories('center::thirdparty'))).toMatchObject([{ name: 'web', status: false }]);
    });

    test('[A16] empty: nobody shares anything, an empty list', async () => {
      expect(await list('center::thirdparty')).toEqual([]);
      expect(namesIn(await api.listSharedRepositories('center::thirdparty'))).toEqual([]);
    });

    test('[A16] refuse: thirdparty is no value of center', async () => {
      await open({ readings: { A16: 'refuse' } });
      refused(await api.listRepositories('center::thirdparty'), 400, ['RL2']);
      refused(await api.listSharedRepositories('center::thirdparty'), 400, ['SL2']);
      expect(await list('center::self')).toEqual([]);
    });
  });
};
