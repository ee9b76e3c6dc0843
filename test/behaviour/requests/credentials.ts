import { describe, expect, test } from 'vitest';

import { checkSignatures } from '../../../src/engine/access/check-signature.ts';
import { codeOf, type Suite } from '../suite.ts';
import { create, errorsOf, reposOf } from '../surface.ts';

/** Who may call at all (A1). */
export const describeCredentials = ({ backend, count, open, refused, send }: Suite): void => {
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
      { authorization: 'V11-HMAC-SHA256 Credential=k/20260101/r/s, SignedHeaders=host, Signature=s' },
      { authorization: 'SDK-ECDSA-P256-SHA256 Access=k, SignedHeaders=host, Signature=s' },
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

    test('[A1] access keys: an unknown one is refused, a known one speaks for its account', async () => {
      await open({ accessKeys: { KEY: 'partner' }, tokens: ['good'] });
      const signed = (key: string) => ({
        authorization: `SDK-HMAC-SHA256 Access=${key}, SignedHeaders=host, Signature=s`,
      });
      const answer = await send(create({}, { headers: { ...signed('OTHER'), 'accept-language': 'en' } }));
      refused(answer, 401, ['A1']);
      expect(errorsOf(answer)[0]?.errorMessage).toContain('this server does not know the access key of the signature');
      expect(answer.text).not.toContain('OTHER');
      // The name of an access key is no token.
      refused(await send(create({}, { headers: { authorization: 'Bearer KEY' } })), 401, ['A1']);
      expect((await send(create({}, { headers: signed('KEY') }))).status).toBe(201);
      const [created] = backend().store.list('repositories', {}).records;
      expect(created).toMatchObject({ namespace: 'group' });
      const [namespace] = backend().store.list('namespaces', {}).records;
      expect(namespace).toMatchObject({ name: 'group', owner: 'partner' });
    });

    test('[A1] a signature is checked where somebody can: 401 says what differs, in the language asked for', async () => {
      await open({
        accessKeys: { KEY: 'partner' },
        checkSignature: checkSignatures({ KEY: 'S3CR3T' }, () => new Date('2026-01-01T00:00:00Z')),
      });
      // Of POST {path}, made beforehand with S3CR3T; host is not signed, it is another on each surface.
      const { path } = create();
      const right = 'a4ad88146b86c623fb26f4b51bcb0dc69187c227f57c1ee457d17c7f1f9b6d11';
      const sign = (signature: string) => ({
        authorization: `SDK-HMAC-SHA256 Access=KEY, SignedHeaders=x-sdk-content-sha256;x-sdk-date, Signature=${signature}`,
        'x-sdk-date': '20260101T000000Z',
        'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD',
      });
      for (const [language, what] of [
        ['en', 'the signature does not fit'],
        ['zh', '签名不匹配'],
      ] as const) {
        const wrong = await send(
          create({}, { headers: { ...sign(right.replace(/^./, 'x')), 'accept-language': language } }),
        );
        refused(wrong, 401, ['A1']);
        expect(errorsOf(wrong)[0]?.errorCode).toBe(codeOf(4010000));
        expect(errorsOf(wrong)[0]?.errorMessage).toContain(what);
        expect(wrong.text).toContain(`POST|${path}/||x-sdk-content-sha256:UNSIGNED-PAYLOAD|x-sdk-date:`);
        expect(wrong.text).not.toMatch(new RegExp(`S3CR3T|${right}`));
      }
      expect((await send(create({}, { headers: sign(right) }))).status).toBe(201);
    });

    test('[A1] tokens that were given out since the start are accepted, for their account', async () => {
      const accountOfToken = (token: string) => (token === 'issued' ? 'partner' : undefined);
      await open({ tokens: ['good'], accountOfToken });
      refused(await send(create({}, { headers: { authorization: 'Bearer other' } })), 401, ['A1']);
      expect((await send(create({}, { headers: { authorization: '', 'x-auth-token': 'issued' } }))).status).toBe(201);
      const [namespace] = backend().store.list('namespaces', {}).records;
      expect(namespace).toMatchObject({ name: 'group', owner: 'partner' });
    });

    test('[A1] are looked at before anything else', async () => {
      refused(await send({ method: 'POST', path: reposOf('Bad') }), 401, ['A1']);
    });
  });
};
