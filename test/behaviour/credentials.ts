import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from './suite.ts';
import { create, errorsOf, reposOf } from './surface.ts';

/** Who may call at all (A1). */
export const describeCredentials = ({ count, open, refused, send }: Suite): void => {
  describe('credentials', () => {
    test('[A1] none: 401', async () => {
      const { authorization: _, ...headers } = create().headers ?? {};
      const answer = await send({ ...create(), headers });
      refused(answer, 401, ['A1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4019000));
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(count()).toBe(0);
    });

    test.each(['', 'Bearer', 'Bearer ', 'Digest x=y', 'Basic ???', 'Basic Og=='])(
      '[A1] %j is none',
      async (authorization) => {
        refused(await send(create({}, { headers: { authorization } })), 401, ['A1']);
      },
    );

    test.each([
      { authorization: 'Bearer KEy' },
      { authorization: 'bearer KEy' },
      { authorization: `Basic ${btoa('user:password')}` },
      { authorization: 'SDK-HMAC-SHA256 Access=k, SignedHeaders=host, Signature=s' },
      { authorization: '', 'x-auth-token': 'MIIF' },
    ])('[A1] accepts %j', async (headers) => {
      expect((await send(create({}, { headers }))).status).toBe(201);
    });

    test('[A1] pinned tokens: others are refused', async () => {
      await open({ tokens: ['good', 'user:password'] });
      const answer = await send(create({}, { headers: { authorization: 'Bearer bad' } }));
      refused(answer, 401, ['A1']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4010000));
      expect((await send(create({ repository: 'a' }, { headers: { authorization: 'Bearer good' } }))).status).toBe(201);
      const basic = { authorization: `Basic ${btoa('user:password')}` };
      expect((await send(create({ repository: 'b' }, { headers: basic }))).status).toBe(201);
      const token = { authorization: '', 'x-auth-token': 'good' };
      expect((await send(create({ repository: 'c' }, { headers: token }))).status).toBe(201);
    });

    test('[A1] are looked at before anything else', async () => {
      refused(await send({ method: 'POST', path: reposOf('Bad') }), 401, ['A1']);
    });
  });
};
