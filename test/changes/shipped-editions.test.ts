import { beforeAll, describe, expect, it } from 'vitest';

import type { Change, Comparison } from '../../src/changes/change.ts';
import { compareDocuments } from '../../src/changes/compare/compare-documents.ts';
import { editionBefore, listEditions, openEdition } from '../../src/cli/document/choose-document.ts';
import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { NO_CLAUSE } from '../../src/openapi/operations/clause.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { applyReadings } from '../../src/openapi/overlays/apply-readings.ts';

const documents = new Map<string, Document>();
const open = async (name: string): Promise<Document> => {
  const known = documents.get(name) ?? applyReadings(await openEdition(name), {});
  documents.set(name, known);
  return known;
};

const comparisons = new Map<string, Comparison>();
const compare = async (before: string, after: string): Promise<Comparison> => {
  const key = `${before} ${after}`;
  const known = comparisons.get(key) ?? compareDocuments(await open(before), await open(after));
  comparisons.set(key, known);
  return known;
};

/** What the pages say changed, from one edition to the next: where, and words that must be said. */
const FACTS: Readonly<Record<string, readonly (readonly [operation: string, ...words: string[]])[]>> = {
  '2019-02': [
    ['createRepository', 'repository: must start with a lowercase letter or a digit'],
    ['createRepository', 'repository may be "0"'],
    ['createAccessDomain', 'deadline', 'ends at 00:00 of the next one'],
    ['listNamespaces', 'auth', '7 is to manage, 3 to edit, 1 to read'],
    ['listRepositories', '200 shows logo'],
    ['', 'A17 is no longer open'],
  ],
  '2019-12': [
    ['createNamespace', 'namespace may be "a.a"'],
    ['createRepository', 'repository may be "a.a", "a/a"'],
    ['createRepository', 'must not hold two different separators side by side'],
    ['getRepository', '"/" is written "$" in the path'],
    ['listRepositories', 'filter takes order_column, order_type (optional)'],
    ['listRepositories', 'order_column and order_type together'],
    ['listTags', 'the query takes filter (optional)'],
    ['listTags', 'filter takes tag, offset, limit (optional)'],
    ['', 'SVCSTG.SWR.4001096 (400, Invalid order)'],
  ],
  '2020-07': [
    ...['createRepository', 'updateRepository', 'deleteRepository', 'listTags', 'deleteTag'].map(
      (operation) => [operation, '401: A request without accepted credentials is answered 401'] as const,
    ),
    ['createRepository', '201 has a body: {}'],
    ['getRepository', '200 shows domain_id, priority'],
    ['listRepositories', 'filter.category must be one of app_server'],
  ],
  '2020-10': [
    ['createRepository', 'category may be arm'],
    ['createRepository', 'category may no longer be arms'],
    ['listRepositories', 'filter.category may be arm'],
  ],
  '2021-09': [
    ['createRepository', 'takes a body of application/json'],
    ['createRepository', 'is_public in application/json: boolean'],
    ['listRepositories', '200 shows total_range'],
    ['listSharedRepositories', '200 shows total_range'],
    ['listTags', '200 shows domain_id, scanned, tag_type'],
    ['getAccessDomain', '200 shows namespace, repository, access_domain, permit, deadline'],
    ['listAccessDomains', 'answers at', '/repos/{repository}/access-domains, too'],
    ['', 'credentials missing: answered APIGW.0301'],
  ],
  '2022-10': [
    ['createRepository', 'no longer takes a body of multipart/form-data'],
    ['updateRepository', 'no longer takes a body of multipart/form-data'],
    ['createRepository', '200 may come instead of 201'],
    ['deleteNamespace', '406 is new: must not hold images any more'],
    ['deleteRepository', '406 is gone'],
    ['listNamespaces', 'the query takes namespace (optional)'],
    ['listNamespaces', 'filter takes mode (optional)'],
    ['listRepositories', 'filter may be left out'],
    ['listRepositories', 'filter.name: compared in part'],
    ['listRepositories', 'the query takes offset, limit, order_type, order_column (optional)'],
    ['listTags', '200 has the header Content-Range'],
    ['', 'SVCSTG.SWR.4060074 (406, Namespace holds images)'],
    ['', 'A18', 'any part of a name (before: the whole name)'],
  ],
  '2025-10': [
    ['listSharedRepositories', 'center must be given'],
    ['listSharedRepositories', 'the query takes domain_name, status (optional)'],
    ['listRepositories', 'without a limit, lists 100 records'],
    ['listTags', 'limit: at most 1,000'],
    ['listRepositories', 'order_column may be namespace, is_public'],
    ['listRepositories', 'filter takes is_public (optional)'],
    ['getNamespace', '200 shows access_user_count, repo_count'],
    ['', 'an error shows', 'encoded_authorization_message', 'details'],
  ],
  'otc-2025-10': [
    ['createRepository', 'category may be windows'],
    ['createRepository', '200 may come instead of 201'],
    ['deleteNamespace', '406 is new'],
    ['deleteRepository', '406 is gone'],
    ['listTags', '200 shows scanned'],
    ['listTags', 'order_column may be tag'],
    ['listSharedRepositories', 'center must be given'],
  ],
};

describe.each(Object.entries(FACTS))('%s says of the edition before it', (name, facts) => {
  let changes: readonly Change[];
  beforeAll(async () => {
    ({ changes } = await compare(editionBefore(await open(name)) ?? '', name));
  });

  it.each(facts)('%s: %s', (operation, ...words) => {
    const here = changes.filter(({ operations }) =>
      operation === '' ? operations.length === 0 : operations.includes(operation),
    );
    expect(here.map(({ en }) => en)).toContainEqual(
      expect.toSatisfy((en: string) => words.every((word) => en.includes(word)), words.join(' … ')),
    );
  });
});

const [FIRST = '', ...LATER] = listEditions();

describe.each(LATER)('%s, the edition before it, and the first one', (name) => {
  const pairs: (readonly [before: string, after: string])[] = [];
  beforeAll(async () => {
    const before = editionBefore(await open(name)) ?? '';
    pairs.push([before, name], [name, before], [FIRST, name]);
  });

  it('no change between a document and itself', async () => {
    expect((await compare(name, name)).changes).toEqual([]);
  });

  it('sentences in both languages, no place of them left open, and none twice', async () => {
    for (const pair of pairs) {
      const { changes } = await compare(...pair);
      for (const { en, zh } of changes) {
        expect(en).not.toMatch(/\{(?:names|before|after|values|within|answer|title|code)\}|undefined|: $/);
        expect(zh).not.toMatch(/\{(?:names|before|after|values|within|answer|title|code)\}|undefined|：$/);
        expect(zh).toMatch(/\p{Script=Han}/u);
      }
      const told = changes.map(({ operations, tone, en }) => [tone, en, ...operations].join());
      expect(new Set(told).size).toBe(told.length);
    }
  });

  it('what is said to be taken now was refused and is not; what is refused now, the other way round', async () => {
    for (const [before, after] of pairs) {
      const { changes } = await compare(before, after);
      const [old, now] = [await open(before), await open(after)];
      for (const { kind, en, operations, places } of changes) {
        if (kind !== 'words-taken' && kind !== 'words-refused') continue;
        const words = (en.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((word) => JSON.parse(word) as string);
        expect(words).not.toEqual([]);
        const spots = operations.flatMap((operation) => places.map((place) => [operation, place] as const));
        const found = spots.flatMap(([operation, place]) =>
          words.map((word) => [validAt(old, operation, place, word), validAt(now, operation, place, word)].join()),
        );
        // A place is one of some of the operations.
        expect(new Set(found)).toEqual(
          new Set([kind === 'words-taken' ? 'false,true' : 'true,false', ...(found.includes(',') ? [','] : [])]),
        );
      }
    }
  });
});

const operationsOf = new Map<Document, ReturnType<typeof listOperations>>();

/** Whether a text may stand at a place of an operation; undefined where that has no such place. */
const validAt = (document: Document, id: string, place: string, text: string): boolean | undefined => {
  const operations = operationsOf.get(document) ?? listOperations(dereference(document));
  operationsOf.set(document, operations);
  const operation = operations.find((each) => each.id === id);
  const [where, name = ''] = place.split('.');
  if (where !== 'body') {
    const parameter = operation?.parameters.find((each) => each.in === where && each.name === name);
    return parameter && isValid(parameter.validate, text);
  }
  const schemas = operation?.mediaTypes.map(({ schema }) => (schema['properties'] as Record<string, unknown>)[name]);
  const [schema] = schemas ?? [];
  return schema === undefined ? undefined : isValid(compileSchema(schema, '', NO_CLAUSE), text);
};
