import { describe, expect, it, test } from 'vitest';
import { createBackend } from '../../mocks/create-backend.ts';
import { document } from '../../mocks/document.ts';
import { addMadeUp } from '../../mocks/records/add-made-up.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { type Action, applyOverlay } from '../../src/openapi/overlays/apply-overlay.ts';
import { createStore } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';

const schema = (name: string): string => `$.components.schemas.${name}`;
const edit = (...actions: readonly Action[]): Document => applyOverlay(document, actions);

type Records = Readonly<Record<string, readonly StoredRecord[]>>;

const makeUp = async (changed: Document, records = 60): Promise<Records> => {
  const backend = createBackend({ document: changed, records });
  await backend.ready;
  const { collections } = backend.store.snapshot();
  expect(createStore({ document: dereference(changed) }).check({ collections })).toEqual([]);
  return collections;
};

const valuesOf = (records: readonly StoredRecord[] | undefined, name: string): unknown[] => [
  ...new Set((records ?? []).map((record) => record[name])),
];

describe('made-up records keep the rules of an edited document', () => {
  it.each<[what: string, actions: readonly Action[], collection: string, property: string, values: RegExp]>([
    [
      'a longest name',
      [{ target: schema('RepositoryName'), update: { maxLength: 8, allOf: [{ maxLength: 8 }] } }],
      'repositories',
      'name',
      /^.{1,8}$/,
    ],
    [
      'another alphabet',
      [{ target: `${schema('NamespaceName')}.allOf`, update: [{ pattern: '^[a-z]*$' }] }],
      'namespaces',
      'name',
      /^[a-z]+$/,
    ],
    [
      'a beginning of names',
      [{ target: `${schema('RepositoryName')}.allOf`, update: [{ pattern: '^repo-' }] }],
      'repositories',
      'name',
      /^repo-/,
    ],
    [
      'other values',
      [
        { target: `${schema('Category')}.enum`, remove: true },
        { target: schema('Category'), update: { enum: ['one', 'two'] } },
      ],
      'repositories',
      'category',
      /^(?:one|two)$/,
    ],
    [
      'a property more',
      [
        {
          target: schema('RepositoryRecord'),
          update: { required: ['team'], properties: { team: { type: 'string', pattern: '^t[0-9]$' } } },
        },
      ],
      'repositories',
      'team',
      /^t\d$/,
    ],
    [
      'a property that is needed',
      [{ target: `${schema('AccessDomainRecord')}.required`, update: ['description'] }],
      'access_domains',
      'description',
      /./,
    ],
  ])('%s', async (_what, actions, collection, property, expected) => {
    const records = (await makeUp(edit(...actions)))[collection];
    expect(records?.length).toBeGreaterThan(0);
    for (const value of valuesOf(records, property)) expect(value).toMatch(expected);
  });

  it('a property that there is no more is left out', async () => {
    const { repositories } = await makeUp(
      edit({ target: `${schema('RepositoryRecord')}.properties.description`, remove: true }),
    );
    expect(valuesOf(repositories, 'description')).toEqual([undefined]);
  });

  it('what holds others is called the same in them', async () => {
    const rule = (name: string): Action[] => [
      { target: `${schema(name)}.allOf`, remove: true },
      { target: `${schema(name)}.pattern`, remove: true },
      { target: schema(name), update: { allOf: [{ pattern: '^[A-Z]+$' }] } },
    ];
    const { namespaces, repositories, tags } = await makeUp(edit(...rule('NamespaceName'), ...rule('RepositoryName')));
    expect(new Set(valuesOf(repositories, 'namespace'))).toEqual(new Set(valuesOf(namespaces, 'name')));
    const names = new Set(valuesOf(repositories, 'name'));
    expect(tags?.every(({ repository }) => names.has(repository))).toBe(true);
    expect(names.size).toBe(60);
    for (const name of names) expect(name).toMatch(/^[A-Z]+$/);
  });

  it('what keeps the rules stays as it was made up', async () => {
    const { repositories: before } = await makeUp(document);
    const { repositories: after } = await makeUp(
      edit({ target: `${schema('RepositoryRecord')}.properties.description`, remove: true }),
    );
    expect(valuesOf(after, 'name')).toEqual(valuesOf(before, 'name'));
  });
});

test.each<[what: string, actions: readonly Action[], message: string]>([
  [
    'a name that is nothing',
    [{ target: `${schema('RepositoryName')}.allOf`, update: [{ pattern: '^[A-Z]' }] }],
    'no more value is known that keeps the rules of repositories.name: pattern',
  ],
  [
    'too few names',
    [{ target: schema('NamespaceName'), update: { enum: ['one', 'two'] } }],
    'no more value is known that keeps the rules of namespaces.name: enum',
  ],
])('%s: the rule is named', async (_what, actions, message) => {
  const { ready } = createBackend({ document: edit(...actions), records: 60 });
  await expect(ready).rejects.toMatchObject({
    name: 'SnapshotError',
    message: expect.stringContaining(`Failed to make up records: ${message}`),
  });
});

test('a document without repositories has none made up, and no resolvers', async () => {
  const plain = {
    openapi: '3.1.0',
    info: { title: 'Tags', version: '1' },
    paths: {
      '/tags': {
        get: {
          operationId: 'listTags',
          responses: { 200: { description: 'Them.', content: { 'application/json': { example: ['a'] } } } },
        },
      },
    },
  } as unknown as Document;
  const { fetch } = createBackend({ document: plain });
  expect(await (await fetch(new Request('http://fake/tags'))).json()).toEqual(['a']);
  await expect(createBackend({ document: plain, records: 1 }).ready).rejects.toThrow(
    'Failed to make up records: the document keeps none of namespaces, repositories, tags, access_domains.',
  );
});

test('those that are added later keep the rules of then', async () => {
  const backend = createBackend();
  backend.reload(edit({ target: schema('RepositoryName'), update: { maxLength: 8, allOf: [{ maxLength: 8 }] } }));
  expect(await addMadeUp(backend.store, backend.document(), 30, 1)).toMatchObject({ repositories: 30 });
  for (const { name } of backend.store.snapshot().collections['repositories'] ?? [])
    expect(String(name)).toMatch(/^.{1,8}$/);
});
