import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import {
  BEARER,
  BOUNDARY,
  create,
  errorsOf,
  FORM,
  form,
  NAMESPACES,
  part,
  reposOf,
  type TestRequest,
} from '../surface.ts';

/** How the body of createRepository may be sent. */
export const describeBodies = ({ backend, count, refused, send }: Suite): void => {
  describe('bodies', () => {
    const broken: readonly [title: string, code: number, request: TestRequest][] = [
      [
        '[A8] another media type',
        4001000,
        { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'repository=a' },
      ],
      [
        '[A8] [A10] JSON',
        4001000,
        { headers: { 'content-type': 'application/json' }, body: '{"repository":"a","is_public":"true"}' },
      ],
      ['[A8] no body and no media type', 4001000, {}],
      ['[S2] no body', 4001005, { headers: FORM }],
      [
        '[S2] a coding',
        4001005,
        { headers: { ...FORM, 'content-encoding': 'gzip' }, body: form({ repository: 'a', is_public: 'true' }) },
      ],
      [
        '[S2] no boundary',
        4001005,
        { headers: { 'content-type': 'multipart/form-data' }, body: form({ repository: 'a' }) },
      ],
      [
        '[S2] another boundary',
        4001005,
        { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: form({ repository: 'a' }) },
      ],
      [
        '[S2] a truncated body',
        4001005,
        { headers: FORM, body: form({ repository: 'a', is_public: 'true' }).slice(0, -8) },
      ],
      ['[S2] a part without a name', 4001005, { headers: FORM, body: `${part('x=y', 'a')}--${BOUNDARY}--` }],
      ['[S2] bytes that are no form', 4001005, { headers: FORM, body: new Uint8Array([0, 255, 13, 10, 45, 45]) }],
    ];
    test.each(broken)('%s: 400', async (_title, code, request) => {
      const answer = await send({
        method: 'POST',
        path: reposOf('group'),
        ...request,
        headers: { ...BEARER, ...request.headers },
      });
      expect({ status: answer.status, code: errorsOf(answer)[0]?.errorCode }).toEqual({
        status: 400,
        code: codeOf(code),
      });
      expect(count()).toBe(0);
    });

    test('[A8] says which media type is right, and what else is wrong', async () => {
      const request = { ...create({}, { namespace: 'Bad' }), body: 'x' };
      const answer = await send({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } });
      refused(answer, 400, ['A8', 'N2']);
      expect(errorsOf(answer)[0]?.errorMessage).toContain('multipart/form-data');
    });

    test('[R1] a file where text belongs: 400', async () => {
      const body = `${part('name="repository"; filename="a.txt"', 'busybox', 'Content-Type: text/plain\r\n')}${form({ is_public: 'true' })}`;
      refused(await send({ ...create(), body }), 400, ['R1']);
      expect(count()).toBe(0);
    });

    test('[A8] the media type in capitals is the same', async () => {
      const headers = { 'content-type': `Multipart/Form-Data; Boundary="${BOUNDARY}"` };
      expect((await send(create({}, { headers }))).status).toBe(201);
    });

    test('[R1] a name without quotes is legal', async () => {
      const body = `${part('name=repository', 'busybox')}${part('name=is_public', 'true')}--${BOUNDARY}--`;
      expect((await send({ ...create(), body })).status).toBe(201);
    });

    test('[D1] boundary text inside a part is content', async () => {
      const description = `--${BOUNDARY}x\r\n--${BOUNDARY} y`;
      expect((await send(create({ description }))).status).toBe(201);
      expect(backend().store.find('repositories', ['group', 'busybox'])?.['description']).toBe(description);
    });

    test('[A6] 10,000 unknown fields are ignored', async () => {
      const many = Array.from({ length: 10_000 }, (_, index): [string, string] => [`f${index}`, 'x']);
      const body = form([...many, ['repository', 'busybox'], ['is_public', 'true']]);
      expect((await send({ ...create(), body })).status).toBe(201);
    });

    test('[A6] __proto__ is a field like any other', async () => {
      const fields = { ['__proto__']: 'x', constructor: 'x', toString: 'x' };
      expect((await send(create(fields))).status).toBe(201);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    });

    test('[A7] a field sent twice: 400', async () => {
      const body = form([
        ['repository', 'a'],
        ['repository', 'a'],
        ['is_public', 'true'],
      ]);
      const answer = await send({ ...create(), body });
      refused(answer, 400, ['A7']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4000014));
    });

    test.each([5000, 100_000])('JSON nested %i levels deep: 400, and it says so', async (levels) => {
      for (const marks of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const body = `${marks[0].repeat(levels)}"a"${marks[1].repeat(levels)}`;
        const headers = { ...BEARER, 'content-type': 'application/json' };
        const answer = await send({ method: 'POST', path: NAMESPACES, headers, body });
        expect(answer.status).toBe(400);
        expect(errorsOf(answer)[0]?.errorMessage).toContain('nested more than 200 levels deep');
      }
    });

    test('[A5] a body beyond the limit: 413, and the next request is served', async () => {
      const answer = await send(create({ description: 'x'.repeat(10 * 1024 * 1024) }));
      expect(answer.status).toBe(413);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(4131001));
      expect((await send(create())).status).toBe(201);
    });

    test('[A5] a body of just the limit is read', async () => {
      const description = 'x'.repeat(
        1024 * 1024 - form({ repository: 'busybox', is_public: 'true', description: '' }).length,
      );
      expect((await send(create({ description }))).status).toBe(201);
      expect((await send(create({ repository: 'other00', description: `${description}x` }))).status).toBe(413);
    });
  });
};
