import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import type { Document } from '../../../src/openapi/document/document.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import { compileRoutes, listPrefixes } from '../../../src/openapi/operations/match-route.ts';
import { operationOf, PATH, resolved } from '../shipped.ts';

/** Operations from lines such as `GET /things/{thing}`, each the id of its operation. */
const operationsOf = (...lines: readonly string[]): readonly Operation[] => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const line of lines) {
    const [method = '', template = ''] = line.split(' ');
    const parameters = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true }));
    paths[template] ??= {};
    paths[template][method.toLowerCase()] = { operationId: line, parameters };
  }
  return listOperations({ openapi: '3.1.0', paths } as unknown as Document);
};

/** The template that a path leads to. */
const lead = (templates: readonly string[], path: string): string | undefined => {
  const route = compileRoutes(operationsOf(...templates.map((template) => `GET ${template}`)))(path);
  return [...(route?.operations.values() ?? [])][0]?.template;
};

describe('compileRoutes', () => {
  const match = compileRoutes([operationOf('createRepository')]);

  it.each<[path: string, namespace: string | undefined]>([
    ['/v2/manage/namespaces/group/repos', 'group'],
    ['/v2/manage/namespaces/a-b__c/repos', 'a-b__c'],
    ['/v2/manage/namespaces/Group/repos', 'Group'],
    ['/v2/manage/namespaces/a%2Fb/repos', 'a/b'],
    ['/v2/manage/namespaces/%67roup/repos', 'group'],
    ['/v2/manage/namespaces/%E5%90%8D/repos', '名'],
    ['/v2/manage/namespaces/a+b/repos', 'a+b'],
    ['/v2/manage/namespaces/a%20b/repos', 'a b'],
    ['/v2/manage/namespaces/%25/repos', '%'],
    ['/v2/manage/namespaces/%00/repos', '\0'],
    ['/v2/manage/namespaces/:a/repos', ':a'],
    ['/v2/manage/namespaces/*/repos', '*'],
    ['/v2/manage/namespaces/../repos', '..'],
    ['/v2/manage/namespaces//repos', ''],
    ['/v2/%6Danage/namespaces/group/re%70os', 'group'],
    ['/V2/manage/namespaces/group/repos', undefined],
    ['/v2/manage/namespaces/group/Repos', undefined],
    ['/v2/manage/namespaces/group/repos/', undefined],
    ['//v2/manage/namespaces/group/repos', undefined],
    ['/v2/manage//namespaces/group/repos', undefined],
    ['/v2/manage/namespaces/a/b/repos', undefined],
    ['/v2/manage/namespaces/group', undefined],
    ['/v2/manage/namespaces/group/repos%2F', undefined],
    ['/v2/manage/namespaces/group/%zz', undefined],
    ['/v2%2Fmanage/namespaces/group/repos', undefined],
    ['/', undefined],
    ['', undefined],
    ['*', undefined],
    ['v2/manage/namespaces/group/repos', undefined],
  ])('[N1] %s: the namespace is %j', (path, namespace) => {
    const found = match(path);
    expect(found?.parameters['namespace']).toBe(namespace);
    expect(found?.operations.has('POST') ?? false).toBe(namespace !== undefined);
    expect(found?.undecodable ?? []).toEqual([]);
  });

  it.each(['%', '%zz', 'a%', '%E5%90', '%ff'])(
    '[N1] keeps the text of %s and says that it can not be decoded',
    (sent) => {
      expect(match(`/v2/manage/namespaces/${sent}/repos`)).toMatchObject({
        parameters: { namespace: sent },
        undecodable: ['namespace'],
      });
    },
  );

  it.each<[path: string, templates: readonly string[], template: string | undefined]>([
    ['/a/me', ['/a/{b}', '/a/me'], '/a/me'],
    ['/a/me', ['/a/me', '/a/{b}'], '/a/me'],
    ['/a/you', ['/a/me', '/a/{b}'], '/a/{b}'],
    ['/a/b/c', ['/{x}/b/c', '/a/{y}/{z}'], '/a/{y}/{z}'],
    ['/a/b/c', ['/a/{y}/{z}', '/a/{y}/c', '/{x}/b/c'], '/a/{y}/c'],
    ['/x/y', ['/x/{p}', '/x', '/x/y'], '/x/y'],
    ['/x/y', ['/x/{p}', '/x/y/z', '/x', '/x/y'], '/x/y'],
    ['/x', ['/x/{p}', '/{q}', '/x'], '/x'],
    ['/', ['/', '/{a}'], '/'],
    ['/a', ['/', '/{a}'], '/{a}'],
    ['/a/b', ['/a'], undefined],
  ])('%s among %j leads to %s', (path, templates, template) => {
    expect(lead(templates, path)).toBe(template);
  });

  test('a fixed segment wins whatever the order of the paths', () => {
    const templates = ['/x', '/{p}', '/x/y', '/x/{p}', '/{p}/y', '/x/y/z', '/x/{p}/z', '/{p}/{q}/{r}'];
    const paths: readonly (readonly [string, string])[] = [
      ['/x', '/x'],
      ['/w', '/{p}'],
      ['/x/y', '/x/y'],
      ['/x/w', '/x/{p}'],
      ['/w/y', '/{p}/y'],
      ['/x/y/z', '/x/y/z'],
      ['/x/w/z', '/x/{p}/z'],
      ['/x/y/w', '/{p}/{q}/{r}'],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(templates, { minLength: templates.length }), (order) => {
        for (const [path, template] of paths) expect(lead(order, path)).toBe(template);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the methods of a path together', () => {
    const route = compileRoutes(operationsOf('GET /a/{b}', 'DELETE /a/{b}', 'POST /a'))('/a/c');
    expect([...(route?.operations.keys() ?? [])].sort()).toEqual(['DELETE', 'GET']);
  });

  it.each<[method: string, path: string, id: string]>([
    ['GET', '/v2/manage/namespaces', 'listNamespaces'],
    ['DELETE', '/v2/manage/namespaces/repos', 'deleteNamespace'],
    ['POST', '/v2/manage/namespaces/repos/repos', 'createRepository'],
    ['PATCH', '/v2/manage/namespaces/repos/repos/tags', 'updateRepository'],
    ['GET', '/v2/manage/namespaces/repos/repos/tags/tags', 'listTags'],
    ['DELETE', '/v2/manage/namespaces/a/repos/b/tags/repos', 'deleteTag'],
    ['GET', '/v2/manage/namespaces/a/repositories/b/access-domains', 'listAccessDomains'],
    ['PATCH', '/v2/manage/namespaces/a/repositories/b/access-domains/access-domains', 'updateAccessDomain'],
    ['GET', '/v2/manage/repos', 'listRepositories'],
    ['GET', '/v2/manage/shared-repositories', 'listSharedRepositories'],
  ])('of the shipped document, %s %s is %s', (method, path, id) => {
    expect(compileRoutes(listOperations(resolved))(path)?.operations.get(method)?.id).toBe(id);
  });

  it('reads several parameters', () => {
    expect(compileRoutes(operationsOf('GET /a/{b}/c/{d}'))('/a/%7B1/c/2')?.parameters).toEqual({ b: '{1', d: '2' });
  });
});

describe('listPrefixes', () => {
  it.each<[templates: readonly string[], prefixes: readonly string[]]>([
    [[PATH], ['/v2/manage/namespaces/']],
    [['/a/b'], ['/a/']],
    [['/a'], []],
    [['/{a}'], []],
    [['/', '/{a}', '/a/b'], ['/a/']],
    [['/a/b', '/a/c/d'], ['/a/']],
    [['/a/b/c', '/a/b'], ['/a/']],
    [
      ['/a/b', '/ab/c'],
      ['/a/', '/ab/'],
    ],
    [['/a/{b}', '/a/b/c'], ['/a/']],
    [['/a/b-{c}'], ['/a/']],
    [
      ['/v2/x/{y}', '/v3/x/y'],
      ['/v2/x/', '/v3/x/'],
    ],
    [[], []],
  ])('of %j is %j', (templates, prefixes) => {
    expect(listPrefixes(operationsOf(...templates.map((template) => `GET ${template}`)))).toEqual(prefixes);
  });

  it('of all operations of the shipped document is one', () => {
    expect(listPrefixes(listOperations(resolved))).toEqual(['/v2/manage/']);
  });
});
