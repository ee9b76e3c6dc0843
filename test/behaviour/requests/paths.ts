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
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      },
    );

    test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('another method: 405 with Allow for %s', async (method) => {
      const answer = await send({ method, path: reposOf('group'), headers: BEARER });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
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

    test('a preflight is granted what it asks for', async ({ skip }) => {
      if (sendsBy() === 'page') skip('a page may not set these headers; its browser does, in test/browser');
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
};
