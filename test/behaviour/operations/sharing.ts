import { describe, expect, test } from 'vitest';

import { domainsOf } from '../api.ts';
import { codeOf, type Suite } from '../suite.ts';
import { errorsOf, jsonOf, type TestAnswer } from '../surface.ts';

interface AccessDomain {
  readonly access_domain: string;
  readonly created: string;
  readonly updated: string;
  readonly status: boolean;
}

const SHARING = { access_domain: 'partner', permit: 'read', deadline: 'forever' };
const { access_domain: _, ...CHANGE } = SHARING;

/** Sharing a repository with other accounts. */
export const describeSharing = ({ api, backend, count, open, refused }: Suite): void => {
  const share = (more: Readonly<Record<string, unknown>> = {}) =>
    api.createAccessDomain('group', 'busybox', { ...SHARING, ...more });
  const change = (more: Readonly<Record<string, unknown>>) =>
    api.updateAccessDomain('group', 'busybox', 'partner', { ...CHANGE, ...more });
  const list = async (): Promise<AccessDomain[]> => jsonOf(await api.listAccessDomains('group', 'busybox'));
  const exists = async (account: string): Promise<boolean> =>
    jsonOf<{ exist: boolean }>(await api.getAccessDomain('group', 'busybox', account)).exist;
  const openShared = async (options = {}): Promise<void> => {
    await open(options);
    await api.createRepository('group', 'busybox');
  };

  describe('sharing a repository', () => {
    test('[AC1] [AC2] [AC5] [AC10] [AL1] [AG1] 201; it is listed, and it exists', async () => {
      await openShared({ now: () => new Date('2019-01-02T03:04:05Z') });
      expect(await exists('partner')).toBe(false);
      const answer = await share({ deadline: '2020-01-01T00:00:00Z', description: '合作伙伴' });
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '' });
      expect(await list()).toEqual([
        {
          namespace: 'group',
          repository: 'busybox',
          access_domain: 'partner',
          permit: 'read',
          deadline: '2020-01-01T00:00:00Z',
          description: '合作伙伴',
          creator_id: expect.stringMatching(/^[0-9a-f]{32}$/),
          creator_name: 'demo',
          created: '2019-01-02T03:04:05.000000000Z',
          updated: '2019-01-02T03:04:05.000000000Z',
          status: true,
        },
      ]);
      expect(await exists('partner')).toBe(true);
      expect(await exists('other')).toBe(false);
    });

    test('[AC10] without a description it is empty', async () => {
      await openShared();
      await share();
      expect(await list()).toMatchObject([{ description: '', deadline: 'forever', status: true }]);
    });

    test.each([
      ['[AC1] no account', { access_domain: undefined }, ['AC1'], 4001014],
      ['[AC1] an empty account', { access_domain: '' }, ['AC1'], 4001014],
      ['[AC1] an account that is no text', { access_domain: 7 }, ['AC1'], 4000014],
      ['[AC2] no permission', { permit: undefined }, ['AC2'], 4001014],
      ['[AC2] a permission that is no text', { permit: true }, ['AC2'], 4001066],
      ['[AC3] another permission', { permit: 'write' }, ['AC3'], 4001066],
      ['[AC3] capitals', { permit: 'Read' }, ['AC3'], 4001066],
      ['[AC2] no deadline', { deadline: undefined }, ['AC2'], 4001014],
      ['[AC4] an empty deadline', { deadline: '' }, ['AC4'], 4000014],
      ['[AC4] a day', { deadline: '2019-02-26' }, ['AC4'], 4000014],
      ['[AC4] a time of another zone', { deadline: '2019-02-26T00:00:00+08:00' }, ['AC4'], 4000014],
      ['[AC4] a time without a zone', { deadline: '2019-02-26T00:00:00' }, ['AC4'], 4000014],
      ['[AC4] a day that does not exist', { deadline: '2019-02-30T00:00:00Z' }, ['AC4'], 4000014],
      ['[AC4] capitals', { deadline: 'Forever' }, ['AC4'], 4000014],
      ['[AC10] a description that is no text', { description: 1 }, ['AC10'], 4000014],
    ])('[AC6] %s: 400', async (_title, fields, clauses, code) => {
      await openShared();
      const answer = await share(fields);
      refused(answer, 400, clauses);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
      expect(count('access_domains')).toBe(0);
    });

    test.each(['2019-02-26T00:00:00Z', '2017-08-17T12:00:03.915153267Z', '2030-02-28T23:59:59.5Z', 'forever'])(
      '[AC4] the deadline %s is kept as it was sent',
      async (deadline) => {
        await openShared();
        expect((await share({ deadline })).status).toBe(201);
        expect(await list()).toMatchObject([{ deadline }]);
      },
    );

    test('[AL1] status says whether the deadline has passed', async () => {
      let time = '2019-02-25T23:59:59Z';
      await openShared({ now: () => new Date(time) });
      await share({ deadline: '2019-02-26T00:00:00Z' });
      await share({ access_domain: 'other' });
      expect((await list()).map(({ status }) => status)).toEqual([true, true]);
      time = '2019-02-26T00:00:00Z';
      expect((await list()).map(({ status }) => status)).toEqual([false, true]);
      expect(await exists('partner')).toBe(true);
    });

    test('[AL1] in the order of the sharing', async () => {
      await openShared();
      for (const access_domain of ['zeta', 'alpha', 'beta']) await share({ access_domain });
      expect((await list()).map(({ access_domain }) => access_domain)).toEqual(['zeta', 'alpha', 'beta']);
    });

    test('[AC8] [A14] conflict: with the same account again 409, and nothing changes', async () => {
      await openShared();
      await share({ description: 'first' });
      const before = backend().store.snapshot();
      const answer = await share({ description: 'second' });
      refused(answer, 409, ['AC8']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4090089));
      expect(backend().store.snapshot()).toEqual(before);
    });

    test('[A14] replace: 201, and the new values hold', async () => {
      await openShared({ readings: { A14: 'replace' } });
      await share({ description: 'first' });
      const [first] = await list();
      expect((await share({ deadline: '2018-01-01T00:00:00Z', description: 'second' })).status).toBe(201);
      const [second, ...more] = await list();
      expect(more).toEqual([]);
      expect(second).toMatchObject({ description: 'second', status: false, created: first?.created });
      expect((second?.updated ?? '') > (first?.updated ?? '')).toBe(true);
      await share();
      expect(await list()).toMatchObject([{ description: '', deadline: 'forever', status: true }]);
    });

    test('[AC8] of 50 simultaneous ones with one account one succeeds', async () => {
      await openShared();
      const answers = await Promise.all(Array.from({ length: 50 }, () => share()));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    });

    test('[AC8] the same account for another repository: 201', async () => {
      await openShared();
      await api.createRepository('group', 'other');
      await share();
      expect((await api.createAccessDomain('group', 'other', SHARING)).status).toBe(201);
    });

    test('[AP1] accounts with any characters', async () => {
      await openShared();
      for (const access_domain of ['Ünïcode 帐号', 'a/b', 'a.b+c%', '..x']) {
        await share({ access_domain });
        const segment = encodeURIComponent(access_domain);
        expect(await exists(segment)).toBe(true);
        expect((await api.deleteAccessDomain('group', 'busybox', segment)).status).toBe(204);
        expect(await exists(segment)).toBe(false);
      }
    });
  });

  describe('changing a sharing', () => {
    test('[AU1] [AU4] 201; what was sent is changed and no other; updated moves, created never', async () => {
      await openShared({ now: () => new Date('2019-01-02T03:04:05Z') });
      await share({ description: 'kept' });
      await share({ access_domain: 'other' });
      const [first, other] = await list();
      const answer = await change({ deadline: '2020-01-01T00:00:00Z' });
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '' });
      expect(await list()).toEqual([
        { ...first, deadline: '2020-01-01T00:00:00Z', updated: '2019-01-02T03:04:05.000000001Z' },
        other,
      ]);
      await change({ deadline: '2018-01-01T00:00:00Z', description: 'new' });
      expect((await list())[0]).toMatchObject({ description: 'new', status: false, created: first?.created });
    });

    test.each([
      ['[AU1] no permission', { permit: undefined }, ['AU1'], 4001014],
      ['[AU1] no deadline', { deadline: undefined }, ['AU1'], 4001014],
      ['[AU1] a permission that is no text', { permit: 1 }, ['AU1'], 4001066],
      ['[AU2] another permission', { permit: 'manage' }, ['AU2'], 4001066],
      ['[AU3] a day', { deadline: '2019-02-26' }, ['AU3'], 4000014],
      ['[AU3] a time of another zone', { deadline: '2019-02-26T00:00:00+08:00' }, ['AU3'], 4000014],
      ['[AC10] a description that is no text', { description: null }, ['AC10'], 4000014],
    ])('[AU5] %s: 400, and nothing changes', async (_title, fields, clauses, code) => {
      await openShared();
      await share();
      const before = await list();
      const answer = await change(fields);
      refused(answer, 400, clauses);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(code));
      expect(await list()).toEqual(before);
    });
  });

  describe('ending a sharing', () => {
    test('[AD1] 204; it does not exist any more, others do, and it can be shared again', async () => {
      await openShared();
      await share();
      await share({ access_domain: 'other' });
      const answer = await api.deleteAccessDomain('group', 'busybox', 'partner');
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
      expect([await exists('partner'), await exists('other')]).toEqual([false, true]);
      expect(await list()).toMatchObject([{ access_domain: 'other' }]);
      refused(await api.deleteAccessDomain('group', 'busybox', 'partner'), 404, ['A13']);
      expect((await share()).status).toBe(201);
    });
  });

  describe('sharing what does not exist', () => {
    const calls = (): Promise<TestAnswer>[] => [
      share(),
      change({}),
      api.deleteAccessDomain('group', 'busybox', 'partner'),
      api.getAccessDomain('group', 'busybox', 'partner'),
      api.listAccessDomains('group', 'busybox'),
    ];

    test('[A13] 404: a repository, then a sharing', async () => {
      for (const answer of await Promise.all(calls())) {
        refused(answer, 404, ['A13']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040010));
      }
      await openShared();
      for (const answer of [await change({}), await api.deleteAccessDomain('group', 'busybox', 'partner')]) {
        refused(answer, 404, ['A13']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040091));
      }
      expect(count('access_domains')).toBe(0);
    });

    test('[A13] 400: the same with another status and code', async () => {
      await open({ readings: { A13: '400' } });
      for (const answer of await Promise.all(calls())) {
        refused(answer, 400, ['A13']);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4000014));
      }
      await api.createRepository('group', 'busybox');
      refused(await change({}), 400, ['A13']);
      refused(await api.deleteAccessDomain('group', 'busybox', 'partner'), 400, ['A13']);
      expect(await exists('partner')).toBe(false);
    });
  });

  describe('the misprinted path', () => {
    test('[A17] corrected: access-domains', async () => {
      await openShared();
      await share();
      expect(await list()).toHaveLength(1);
      const answer = await api.call('GET', `${domainsOf('group', 'busybox')}s`);
      expect(answer.status).toBe(404);
    });

    test('[A17] printed: access-domainss lists, everything else is where it was', async () => {
      await openShared({ readings: { A17: 'printed' } });
      expect((await share()).status).toBe(201);
      const answer = await api.call('GET', `${domainsOf('group', 'busybox')}s`);
      expect(jsonOf(answer)).toMatchObject([{ access_domain: 'partner' }]);
      expect(await exists('partner')).toBe(true);
      const elsewhere = await api.call('GET', domainsOf('group', 'busybox'));
      expect({ status: elsewhere.status, allow: elsewhere.headers.get('allow') }).toEqual({
        status: 405,
        allow: 'POST, OPTIONS',
      });
    });
  });
};
