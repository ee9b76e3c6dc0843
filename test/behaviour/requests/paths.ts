import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { BEARER, create, errorsOf, reposOf } from '../surface.ts';

/** Paths and methods that no operation has, and what browsers ask for. */
export const describePaths = ({ open, refused, send, sendsBy }: Suite): void => {
  describe('paths and methods', () => {
    test('[N3] bad percent-encoding in the path: 400', async () => {
      const answer = await send(create({}, { namespace: 'a%ZZb' }));
      refused(answer, 400, ['N3']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001028));
    });

    test.each([`${reposOf('a')}/b/c`, `${reposOf('a')}x`, '/v2/manage/namespaces/a/', '/v2/manage/namespaces/a/REPOS'])(
      'an unknown path: 404 for %s',
      async (path) => {
        const answer = await send({ ...create(), path });
        refused(answer, 404, [undefined]);
        expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040083));
      },
    );

    test.each([
      [`/${reposOf('group')}`, 404, 'it has several slashes in a row', reposOf('group')],
      [`${reposOf('group')}/`, 405, 'it ends with a slash', reposOf('group')],
      [`${reposOf('group')}/a/`, 404, 'it ends with a slash', `${reposOf('group')}/a`],
      ['/v2/manage/namespaces/', 405, 'it ends with a slash', '/v2/manage/namespaces'],
    ])('C9: %s: %s says what is wrong and what was meant', async (path, status, wrong, meant) => {
      const answer = await send({ ...create(), path });
      expect(answer.status).toBe(status);
      expect(errorsOf(answer)[0]?.errorMessage).toContain(`${wrong}; probably ${meant} was meant`);
      const headers = { ...create().headers, 'accept-language': 'zh' };
      const [error] = errorsOf(await send({ ...create(), path, headers }));
      expect(error?.errorMessage).toContain(`可能应为 ${meant}`);
    });

    test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('another method: 405 with Allow for %s', async (method) => {
      const answer = await send({ method, path: reposOf('group'), headers: BEARER });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
      expect(JSON.parse(answer.text)).toMatchObject({ error_code: codeOf(4040083) });
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

    describe('pages of other origins', () => {
      const PAGE = { origin: 'http://localhost:5173' };
      const skipPage = (skip: (why: string) => void): void => {
        if (sendsBy() === 'page') skip('a page may not set these headers; its browser does, in test/browser');
      };
      const readerOf = ({ headers }: { headers: Headers }): (string | null)[] => [
        headers.get('access-control-allow-origin'),
        headers.get('access-control-allow-credentials'),
      ];

      test('a preflight is granted what it asks for', async ({ skip }) => {
        skipPage(skip);
        const headers = {
          ...PAGE,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        };
        const answer = await send({ method: 'OPTIONS', path: reposOf('group'), headers });
        expect(answer.status).toBe(204);
        expect(readerOf(answer)).toEqual([PAGE.origin, 'true']);
        expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
        expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
      });

      test('C7: every answer can be read by them, with credentials, and caches know', async ({ skip }) => {
        skipPage(skip);
        const requests = [create(), create(), create({ repository: 'A' }), { method: 'POST', path: reposOf('a') }];
        const wrong = [{ path: '/v2/manage/unknown' }, { method: 'PUT', path: reposOf('a') }];
        for (const request of [...requests, ...wrong]) {
          const answer = await send({
            ...request,
            headers: { ...PAGE, ...('headers' in request ? request.headers : {}) },
          });
          expect(readerOf(answer)).toEqual([PAGE.origin, 'true']);
          expect(answer.headers.get('vary')).toContain('origin');
        }
      });

      test('C8: some origins: only those', async ({ skip }) => {
        skipPage(skip);
        await open({ cors: [PAGE.origin, 'capacitor://localhost'] });
        const ask = (origin: string) => send(create({}, { headers: { origin } }));
        expect(readerOf(await ask('capacitor://localhost'))).toEqual(['capacitor://localhost', 'true']);
        const other = await ask('http://localhost:5174');
        expect(readerOf(other)).toEqual([null, null]);
        expect(other.headers.get('vary')).toContain('origin');
      });
    });
  });
};
