import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { BEARER, create, errorsOf, FORM, form, reposOf } from '../surface.ts';

/** The other readings of the points about createRepository. */
export const describeReadings = ({ backend, open, refused, send }: Suite): void => {
  describe('other readings', () => {
    test('[A1] off: no credentials needed', async () => {
      await open({ readings: { A1: 'off' } });
      expect((await send({ ...create(), headers: FORM })).status).toBe(201);
    });

    test('[A2] strict: 404 for an unknown namespace, 201 for a known one', async () => {
      await open({ readings: { A2: 'strict' }, snapshot: { collections: { namespaces: [{ name: 'group' }] } } });
      expect((await send(create())).status).toBe(201);
      const answer = await send(create({}, { namespace: 'other' }));
      refused(answer, 404, ['A2']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4040058));
      refused(await send(create({ repository: 'Ab' }, { namespace: 'other' })), 400, ['R2']);
    });

    test('[A3] array: a bare list of errors', async () => {
      await open({ readings: { A3: 'array' } });
      const answer = await send(create({ repository: 'A_' }));
      expect(JSON.parse(answer.text)).toMatchObject([{ errorCode: codeOf(4001029) }, { errorCode: codeOf(4001029) }]);
    });

    test('[A3] flat: code and message only', async () => {
      await open({ readings: { A3: 'flat' } });
      const answer = await send(create({ repository: 'A' }));
      expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(['error_code', 'error_msg']);
    });

    test('[A4] object: an empty JSON object', async () => {
      await open({ readings: { A4: 'object' } });
      const answer = await send(create());
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 201, text: '{}' });
    });

    test('[A5] a limit: 413 beyond it, counted in characters', async () => {
      await open({ readings: { A5: '5' } });
      expect((await send(create({ description: '🐳🐳🐳🐳🐳' }))).status).toBe(201);
      const answer = await send(create({ repository: 'b', description: '123456' }));
      refused(answer, 413, ['A5']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4131012));
      expect(errorsOf(answer)[0]?.errorMessage).toContain('at most 5 characters');
    });

    test('[A6] reject: 400 for an unknown field', async () => {
      await open({ readings: { A6: 'reject' } });
      refused(await send(create({ colour: 'red' })), 400, ['A6']);
    });

    test.each([
      ['first', 'a'],
      ['last', 'b'],
    ])('[A7] %s: that value counts', async (reading, name) => {
      await open({ readings: { A7: reading } });
      const body = form([
        ['repository', 'a'],
        ['repository', 'b'],
        ['is_public', 'true'],
      ]);
      expect((await send({ ...create(), body })).status).toBe(201);
      expect(backend().store.find('repositories', ['group', name])).toBeDefined();
    });

    test('[A8] 415: another status, the same code', async () => {
      await open({ readings: { A8: '415' } });
      const answer = await send(create({}, { headers: { 'content-type': 'text/plain' } }));
      refused(answer, 415, ['A8']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4001000));
    });

    test('[A9] absent: an empty field counts as not sent', async () => {
      await open({ readings: { A9: 'absent' } });
      expect((await send(create({ category: '' }))).status).toBe(201);
      refused(await send(create({ repository: 'b', is_public: '' })), 400, ['P1']);
    });

    test.each([true, 'true'])('[A10] both: JSON too, is_public %j', async (is_public) => {
      await open({ readings: { A10: 'both' } });
      const json = {
        method: 'POST',
        path: reposOf('group'),
        headers: { ...BEARER, 'content-type': 'application/json' },
      };
      expect((await send({ ...json, body: JSON.stringify({ repository: 'a', is_public }) })).status).toBe(201);
      expect(backend().store.find('repositories', ['group', 'a'])?.['is_public']).toBe(true);
      refused(await send({ ...json, body: JSON.stringify({ repository: 'Ab', is_public: 1 }) }), 400, ['R2', 'P2']);
      expect((await send({ ...json, body: '{"repository":' })).status).toBe(400);
      expect((await send({ ...json, body: 'null' })).status).toBe(400);
      expect((await send(create({ repository: 'b' }))).status).toBe(201);
    });
  });
};
