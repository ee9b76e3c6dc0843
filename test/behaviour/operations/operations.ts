import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Node } from '../../../src/openapi/document/document.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import type { Snapshot } from '../../../src/store/create-store.ts';
import { nodeAt } from '../../openapi/node-at.ts';
import type { Suite } from '../suite.ts';
import { BEARER, errorsOf, FORM, form, type TestRequest } from '../surface.ts';

const resolved = dereference(document);
const operations = listOperations(resolved);
const templates = [...new Set(operations.map(({ template }) => template))];

/** What the examples of the document speak of. */
const NAMES = { namespace: 'group', repository: 'busybox', tag: '1.29', access_domain: 'partner' };
const { namespace, repository, tag, access_domain } = NAMES;
const WORLD: Snapshot = {
  collections: {
    namespaces: [{ name: namespace }],
    repositories: [{ namespace, name: repository, is_public: true }],
    tags: [{ namespace, repository, tag }],
    access_domains: [{ namespace, repository, access_domain, permit: 'read', deadline: 'forever' }],
  },
};
/** The collections that an operation needs, from the outermost. */
const worldOf = ({ requires, requiresNone, effect }: Operation): Snapshot => {
  const needed = new Set([
    ...requires.map(({ collection }) => collection),
    ...(effect?.kind === 'create' ? [] : ['namespaces']),
  ]);
  const refused = requiresNone.map(({ collection }) => collection);
  return {
    collections: Object.fromEntries(
      Object.entries(WORLD.collections).filter(([name]) => needed.has(name) && !refused.includes(name)),
    ),
  };
};

const pathOf = (template: string, values: Readonly<Record<string, string>> = NAMES): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** A request that keeps every rule, made of the examples of the document. */
const validRequest = (operation: Operation, values: Readonly<Record<string, string>> = NAMES): TestRequest => {
  const node = nodeAt(resolved, operation.pointer);
  const filter = (node['parameters'] as Node[] | undefined)?.find((parameter) => parameter['name'] === 'filter');
  const [media] = operation.mediaTypes;
  const content = media && ((node['requestBody'] as Node)['content'] as Record<string, Node>)[media.type];
  const [example] = Object.values((content?.['examples'] ?? {}) as Record<string, { value: Record<string, string> }>);
  const isForm = media?.type === 'multipart/form-data';
  const path = pathOf(operation.template, values) + (filter ? `?filter=${String(filter['example'])}` : '');
  if (!media || !example) return { method: operation.method, path, headers: BEARER };
  return {
    method: operation.method,
    path,
    headers: { ...BEARER, ...(isForm ? FORM : { 'content-type': media.type }) },
    body: isForm ? form(example.value) : JSON.stringify(example.value),
  };
};

/** `[RG3]`: the clauses that the document gives a status of an operation; the register's where it has none. */
const clauseOf = (operation: Operation, status: number): string => {
  const responses = nodeAt(resolved, operation.pointer)['responses'] as Record<string, Node>;
  const clause = responses[status]?.['x-clause'] as { readonly id: string } | undefined;
  const rule = operation.requires.find((each) => each.clause !== undefined);
  return clause?.id ?? (status === 404 ? rule?.clause : undefined) ?? 'A1';
};
const successOf = (operation: Operation): number => Number(operation.responses[0]?.status);

type Row = readonly [title: string, operation: Operation];
const rows = (status: number | undefined, wanted: (operation: Operation) => boolean = () => true): Row[] =>
  operations
    .filter(wanted)
    .map((operation) => [`[${clauseOf(operation, status ?? successOf(operation))}] ${operation.id}`, operation]);

/** What must hold for every operation, whatever it does. */
export const describeOperations = ({ backend, open, refused, send }: Suite): void => {
  describe('every operation', () => {
    test('is there: 17 of them', () => expect(operations).toHaveLength(17));

    test.each(rows(undefined))('%s answers its example with its success', async (_title, operation) => {
      await open({ snapshot: worldOf(operation) });
      expect((await send(validRequest(operation))).status).toBe(successOf(operation));
    });

    test.each(rows(401))('%s without credentials: 401', async (_title, operation) => {
      await open({ snapshot: WORLD });
      const { authorization: _, ...headers } = validRequest(operation).headers ?? {};
      const before = backend().store.snapshot();
      const answer = await send({ ...validRequest(operation), headers });
      refused(answer, 401, ['A1']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(backend().store.snapshot()).toEqual(before);
    });

    test.each(rows(400, ({ template }) => template.includes('{')))(
      '%s with a bad name in the path: 400 for each',
      async (_title, operation) => {
        await open({ snapshot: WORLD });
        const before = backend().store.snapshot();
        const bad = { namespace: 'Group', repository: 'Busybox', tag: '.hidden', access_domain: '' };
        const names = [...operation.template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name as keyof typeof bad);
        const clauses = { namespace: 'N2', repository: 'R2', tag: 'T2', access_domain: 'AP1' };
        refused(
          await send(validRequest(operation, bad)),
          400,
          names.map((name) => clauses[name]),
        );
        for (const name of names)
          refused(await send(validRequest(operation, { ...NAMES, [name]: bad[name] })), 400, [clauses[name]]);
        for (const name of names)
          refused(await send(validRequest(operation, { ...NAMES, [name]: '' })), 400, [
            { namespace: 'N1', repository: 'RP1', tag: 'T1', access_domain: 'AP1' }[name],
          ]);
        expect(backend().store.snapshot()).toEqual(before);
      },
    );

    test.each(rows(404, ({ requires }) => requires.length > 0))(
      '%s of what does not exist: 404 that says what is missing',
      async (_title, operation) => {
        for (const [index, rule] of operation.requires.entries()) {
          const known = operation.requires.slice(0, index).map(({ collection }) => collection);
          const collections = Object.entries(WORLD.collections).filter(([name]) => known.includes(name));
          await open({ snapshot: { collections: Object.fromEntries(collections) } });
          const before = backend().store.snapshot();
          const answer = await send(validRequest(operation));
          refused(answer, 404, [rule.clause]);
          const [error] = errorsOf(answer);
          expect(error?.errorCode).toBe(rule.code);
          expect(error?.errorMessage).toContain(
            `${Object.keys(rule.key)
              .map((name, at) => Object.values(rule.key)[at]?.split('.')[1] ?? name)
              .map((name) => NAMES[name as keyof typeof NAMES])
              .join('/')} does not exist`,
          );
          expect(backend().store.snapshot()).toEqual(before);
        }
      },
    );

    test.each(rows(500))('%s when a fault is set: 500 with its own code', async (_title, operation) => {
      await open({ snapshot: WORLD });
      backend()
        .engine()
        .faults.set([{ operation: operation.id, status: 500 }]);
      const answer = await send(validRequest(operation));
      refused(answer, 500, [clauseOf(operation, 500)]);
      expect(errorsOf(answer)[0]?.errorCode).toBe(operation.failures.get('internal')?.code ?? 'SVCSTG.SWR.5000046');
    });

    test.each(rows(500))('%s when something fails inside: 500 with its own code', async (_title, operation) => {
      const errors: unknown[] = [];
      await open({ snapshot: WORLD, onError: (error) => errors.push(error) });
      const fail = (): never => {
        throw new Error('the disk is full');
      };
      const { store } = backend();
      const broken = { find: fail, list: fail, below: fail, insert: fail, update: fail, remove: fail };
      const working = { ...store };
      Object.assign(store, broken);
      const answer = await send(validRequest(operation));
      Object.assign(store, working);
      refused(answer, 500, [clauseOf(operation, 500)]);
      expect(errorsOf(answer)[0]?.errorCode).toBe(operation.failures.get('internal')?.code ?? 'SVCSTG.SWR.5000046');
      expect(answer.text).not.toContain('disk');
      expect(errors).toHaveLength(1);
    });

    test.each(rows(400, ({ mediaTypes }) => mediaTypes.length > 0))(
      '%s with another media type: 400 [A8] with its own code',
      async (_title, operation) => {
        await open({ snapshot: worldOf(operation) });
        const valid = validRequest(operation);
        const code = operation.failures.get('media-type')?.code ?? 'SVCSTG.SWR.4001000';
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
          const answer = await send({ ...valid, headers: { ...valid.headers, 'content-type': type } });
          refused(answer, 400, ['A8']);
          expect(errorsOf(answer)[0]?.errorCode).toBe(code);
          expect(errorsOf(answer)[0]?.errorMessage).toContain(operation.mediaTypes[0]?.type);
        }
        const { body: _, ...without } = valid;
        expect((await send(without)).status).toBe(400);
        expect((await send({ ...without, headers: BEARER })).status).toBe(400);
      },
    );

    test.each(rows(400, ({ mediaTypes }) => mediaTypes.some(({ type }) => type === 'application/json')))(
      '%s with JSON that is no object of its fields: 400',
      async (_title, operation) => {
        await open({ snapshot: worldOf(operation) });
        const valid = validRequest(operation);
        const before = backend().store.snapshot();
        for (const body of ['', '{', 'null', '[]', '"text"', '1', '{}', new Uint8Array([0x22, 0xff, 0x22])])
          expect((await send({ ...valid, body })).status, String(body)).toBe(400);
        expect(backend().store.snapshot()).toEqual(before);
      },
    );

    test.each(rows(undefined))('%s speaks Chinese where that is preferred', async (_title, operation) => {
      const valid = validRequest(operation, { namespace: 'Group', repository: 'A___', tag: '-', access_domain: '' });
      const headers = { ...valid.headers, 'accept-language': 'zh-CN' };
      const broken = { ...valid, path: valid.path?.replace(/filter=.*/, 'filter=x') ?? '', body: '{' };
      const { body: _, ...bodiless } = broken;
      const wrong = valid.body === undefined ? bodiless : broken;
      for (const request of [
        { ...valid, headers: { 'accept-language': 'zh' } },
        { ...wrong, headers },
      ]) {
        const answer = await send(request);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.headers.get('content-language')).toBe('zh');
        for (const { errorMessage } of errorsOf(answer)) {
          expect(errorMessage).toMatch(/^\p{Script=Han}|^filter|^is_public/u);
          expect(errorMessage).toMatch(/：.*\p{Script=Han}.*（[A-Z]+\d+）$|：/u);
        }
      }
    });
  });

  describe('every path', () => {
    const methodsOf = (template: string): string[] =>
      operations.filter((operation) => operation.template === template).map(({ method }) => method);
    const allowOf = (template: string): string => {
      const methods = methodsOf(template);
      return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
    };
    const allowIn = (headers: Headers): string | undefined => headers.get('allow')?.split(', ').sort().join(', ');

    test.each(templates)('%s: OPTIONS lists its methods, without credentials', async (template) => {
      const answer = await send({ method: 'OPTIONS', path: pathOf(template) });
      expect({ status: answer.status, allow: allowIn(answer.headers) }).toEqual({
        status: 204,
        allow: allowOf(template),
      });
    });

    test.each(templates)('%s: another method is 405 with Allow', async (template) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
        (each) => !methodsOf(template).includes(each),
      )) {
        const answer = await send({ method, path: pathOf(template), headers: BEARER });
        expect({ status: answer.status, allow: allowIn(answer.headers) }).toEqual({
          status: 405,
          allow: allowOf(template),
        });
        expect(errorsOf(answer)[0]?.errorCode).toBe('SVCSTG.SWR.4040083');
      }
    });

    test.each(rows(undefined, ({ method }) => method === 'GET'))(
      '%s: HEAD is GET without the body',
      async (_title, operation) => {
        await open({ snapshot: WORLD });
        const get = await send(validRequest(operation));
        const head = await send({ ...validRequest(operation), method: 'HEAD' });
        expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' });
        for (const name of ['content-type', 'content-range', 'vary'])
          expect(head.headers.get(name)).toBe(get.headers.get(name));
        expect((await send({ ...validRequest(operation), method: 'HEAD', headers: {} })).status).toBe(401);
      },
    );

    test.each(templates)('%s: with a slash or a word behind it is unknown', async (template) => {
      const beyond = `${pathOf(template)}/`;
      for (const path of [
        `${beyond}x/y/z/a/b/c`,
        template.endsWith('}') ? `${beyond}unknown` : `${pathOf(template)}-x`,
      ]) {
        const answer = await send({ method: 'GET', path, headers: BEARER });
        refused(answer, 404, [undefined]);
        expect(errorsOf(answer)[0]?.errorCode).toBe('SVCSTG.SWR.4040083');
      }
    });
  });
};
