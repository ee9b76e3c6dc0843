import fc from 'fast-check';
import { beforeEach, describe, expect, expectTypeOf, it, test } from 'vitest';

import { type Collections, createCollections, type Records } from '../../mocks/collections.ts';
import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { document as shipped } from '../../mocks/document.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import type { Snapshot, StoreChange } from '../../src/store/create-store.ts';
import { type Api, createApi } from '../behaviour/api.ts';
import * as step from '../behaviour/model/model.ts';
import * as view from '../behaviour/model/model-views.ts';
import { sendBy } from '../behaviour/surface.ts';
import { resolveEdition } from '../load-edition.ts';
import { resolved } from '../openapi/shipped.ts';
import { replayed } from '../store/replayed.ts';
import * as shared from './collection-steps.ts';
import { GROUP } from './operations/open-edition.ts';

let backend: Backend;
let api: Api;
let changes: StoreChange[];
let collections: Collections<Records>;
const open = async (options: BackendOptions = {}): Promise<void> => {
  changes = [];
  backend = createBackend({ ...options, onChange: (change) => changes.push(structuredClone(change)) });
  api = createApi(sendBy((path, init) => backend.fetch(new Request(`http://api.test${path}`, init))));
  collections = await createCollections(backend);
};
beforeEach(() => open());

/** What the collections show, under the names of the document. */
const shown = (): Snapshot['collections'] => ({
  namespaces: [...collections.namespaces.all()],
  repositories: [...collections.repositories.all()],
  tags: [...collections.tags.all()],
  access_domains: [...collections.accessDomains.all()],
});

/** What a state file would give after a restart. */
const kept = (): Snapshot['collections'] => replayed(resolved, changes).collections;

describe('the collections of a backend', () => {
  it('are those of the document, in camel case, each made when it is asked for', () => {
    expect(Object.keys(collections)).toEqual(['namespaces', 'repositories', 'tags', 'accessDomains']);
    expect(collections.tags).toBe(collections.tags);
  });

  it('are the same however often they are asked for', async () => {
    expect(await createCollections(backend)).toBe(collections);
    expect(await createCollections({ ...backend })).toBe(collections);
    expect(await createCollections(createBackend())).not.toBe(collections);
  });

  it('have the types of the document', async () => {
    const found = collections.repositories.findFirst((query) => query.where({ category: 'linux' }));
    expectTypeOf(found?.is_public).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(collections.accessDomains.all()[0]?.permit).toEqualTypeOf<'read' | undefined>();
    // @ts-expect-error it has no such property.
    collections.repositories.findFirst((query) => query.where({ size: 1 }));
    // @ts-expect-error a repository needs is_public.
    await expect(collections.repositories.create({ namespace: 'group', name: 'a' })).rejects.toThrow('is_public');
    const namespace = await collections.namespaces.create({ name: 'group' });
    expect(() => {
      // @ts-expect-error a record is changed by `update`.
      namespace.owner = 'partner';
    }).toThrow(TypeError);
  });

  it('have the first records, once those are in', async () => {
    await open({ records: 30, seed: 2 });
    expect(collections.repositories.count()).toBe(30);
    expect(collections.namespaces.count()).toBe(2);
  });

  it('are not given where the first records break a rule', async () => {
    const snapshot = { collections: { namespaces: [{ name: 'Bad' }] } };
    await expect(createCollections(createBackend({ snapshot }))).rejects.toThrow(
      'must start with a lowercase letter (N2)',
    );
  });
});

describe('the collections of an edition with more', () => {
  interface Retention {
    namespace: string;
    repository: string;
    id?: number;
    algorithm: string;
    rules: { template: string; params: Record<string, string>; tag_selectors: unknown[] }[];
  }
  const days = { template: 'date_rule', params: { days: '30' }, tag_selectors: [] };
  const at = '/v2/manage/namespaces/group/repos/busybox/retentions';

  it('[HC6] [HG1] are all there, also where the number is of the key and values are lists', async () => {
    const document = resolveEdition('2020-10');
    await open({ document, snapshot: GROUP });
    const names = Object.keys((document.components as Record<string, object>)['x-collections'] ?? {});
    expect(Object.keys(collections)).toHaveLength(names.length);
    expect(Object.keys(collections)).toEqual(
      expect.arrayContaining(['retentions', 'repositoryPermissions', 'syncJobs']),
    );

    const { retentions } = await createCollections<{ retentions: Retention }>(backend);
    expect((await api.call('POST', at, { algorithm: 'or', rules: [days] })).status).toBe(201);
    expect(retentions.findFirst((query) => query.where({ id: 1 }))).toMatchObject({ rules: [days] });
    const made = await retentions.create({ namespace: 'group', repository: 'busybox', algorithm: 'or', rules: [] });
    expect(made.id).toBe(2);
    await retentions.update(made, {
      data: (draft) => {
        draft.rules.push(days);
      },
    });
    expect(JSON.parse((await api.call('GET', `${at}/2`)).text)).toMatchObject({ id: 2, rules: [days] });
    expect(made.rules).toEqual([]);
    expect(() => made.rules.push(days)).toThrow(TypeError);
    expect((await api.deleteNamespace('group')).text).toBe('');
    expect(retentions.count()).toBe(0);
  });
});

describe('what requests did', () => {
  it('[S1] [RU5] [RD1] is seen', async () => {
    await api.createRepository('group', 'busybox', { category: 'linux' });
    const busybox = collections.repositories.findFirst((query) => query.where({ name: 'busybox' }));
    expect(busybox).toMatchObject({ namespace: 'group', category: 'linux', is_public: true, owner: 'demo' });
    expect(collections.namespaces.all()).toMatchObject([{ name: 'group', owner: 'demo' }]);
    await api.updateRepository('group', 'busybox', { description: 'changed' });
    expect(collections.repositories.findMany((query) => query.where({ description: 'changed' }))).toHaveLength(1);
    await api.deleteRepository('group', 'busybox');
    expect(collections.repositories.count()).toBe(0);
  });

  it('[ND1] takes what a namespace holds along', async () => {
    await api.createRepository('group', 'busybox');
    await collections.tags.create({ namespace: 'group', repository: 'busybox', tag: '1.0' });
    expect((await api.deleteNamespace('group')).status).toBe(204);
    expect(Object.values(shown()).flat()).toEqual([]);
  });

  it('is gone after a reset, and the first records are back', async () => {
    await open({ records: 5, seed: 1 });
    const before = shown();
    await api.createRepository('group', 'busybox');
    collections.namespaces.clear();
    expect(shown()).not.toEqual(before);
    await backend.reset();
    expect(shown()).toEqual(before);
  });
});

describe('what a collection is told', () => {
  it('[S3] [RG1] [RL3] is what the API has', async () => {
    await collections.namespaces.create({ name: 'group' });
    await collections.repositories.create({ namespace: 'group', name: 'busybox', is_public: false });
    expect((await api.createRepository('group', 'busybox')).status).toBe(409);
    await collections.repositories.update((query) => query.where({ name: 'busybox' }), {
      data: (draft) => {
        draft.description = 'changed';
      },
    });
    expect(JSON.parse((await api.getRepository('group', 'busybox')).text)).toMatchObject({
      description: 'changed',
      is_public: false,
      creator_name: 'demo',
    });
    collections.namespaces.delete((query) => query.where({ name: 'group' }));
    expect((await api.getRepository('group', 'busybox')).status).toBe(404);
    expect(collections.repositories.count()).toBe(0);
    expect(kept()).toEqual(shown());
  });

  it('[R2] [S3] is refused as the document has it, with the clause or the key', async () => {
    await collections.namespaces.create({ name: 'group' });
    const create = (name: string) => collections.repositories.create({ namespace: 'group', name, is_public: true });
    await create('busybox');
    await expect(create('Busybox')).rejects.toThrow(
      'Failed to create a record of repositories: name must start with a lowercase letter (R2).',
    );
    await expect(create('busybox')).rejects.toThrow('group/busybox is there already.');
    await expect(
      collections.repositories.create({ namespace: 'other', name: 'busybox', is_public: true }),
    ).rejects.toThrow('other is not among the namespaces.');
    expect(collections.repositories.count()).toBe(1);
  });

  it('goes on after another document was loaded', async () => {
    backend.reload(JSON.parse(JSON.stringify(shipped).replaceAll('"maxLength":128', '"maxLength":3')) as Document);
    await collections.namespaces.create({ name: 'group' });
    expect((await api.createRepository('group', 'long')).status).toBe(400);
    expect((await api.createRepository('group', 'a')).status).toBe(201);
    expect(collections.repositories.all()).toMatchObject([{ name: 'a' }]);
  });
});

const namespace = fc.constantFrom(...view.NAMESPACES);
const repository = fc.constantFrom(...view.REPOSITORIES);
const category = fc.constantFrom(...view.CATEGORIES);
const account = fc.constantFrom(...view.ACCOUNTS);
const tag = fc.constantFrom('1.0', 'latest');

const requests: fc.Arbitrary<step.Step> = fc.oneof(
  fc.tuple(namespace).map((values) => step.createNamespace(...values)),
  fc.tuple(namespace).map((values) => step.deleteNamespace(...values)),
  { weight: 4, arbitrary: fc.tuple(namespace, repository, category).map((values) => step.createRepository(...values)) },
  fc
    .tuple(namespace, repository, fc.record({ description: fc.constantFrom('', 'changed') }))
    .map((values) => step.updateRepository(...values)),
  fc.tuple(namespace, repository).map((values) => step.deleteRepository(...values)),
  fc.tuple(namespace, repository, tag).map((values) => step.deleteTag(...values)),
  fc.tuple(namespace, repository, account).map((values) => step.share(...values)),
  fc.tuple(namespace, repository, account).map((values) => step.unshare(...values)),
);

const calls: fc.Arbitrary<shared.SharedStep> = fc.oneof(
  fc.tuple(namespace).map((values) => shared.createNamespace(...values)),
  fc.tuple(namespace).map((values) => shared.deleteNamespace(...values)),
  {
    weight: 4,
    arbitrary: fc.tuple(namespace, repository, category).map((values) => shared.createRepository(...values)),
  },
  { weight: 3, arbitrary: fc.tuple(namespace, repository, tag).map((values) => shared.createTag(...values)) },
  { weight: 2, arbitrary: fc.tuple(namespace, repository, account).map((values) => shared.createShare(...values)) },
  fc.tuple(namespace).map((values) => shared.createBroken(...values)),
  {
    weight: 2,
    arbitrary: fc
      .tuple(namespace, repository, fc.constantFrom('', 'told'))
      .map((values) => shared.describeRepository(...values)),
  },
  fc.tuple(category).map((values) => shared.hideAll(...values)),
  fc.tuple(category).map((values) => shared.deleteAll(...values)),
  fc.constantFrom(shared.clearTags, shared.reset, shared.restoreWhatIs, shared.reload),
);

/** Either side, which a report shows as what it does. */
const steps = fc
  .oneof(requests.map(shared.byRequest), calls)
  .map((each) => ({ ...each, [fc.toStringMethod]: () => each.says }));

describe('random sequences of requests and calls of collections', () => {
  test('leave both sides, the model and what is kept the same after each step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40, size: 'max' }), async (sequence) => {
        await open();
        const model: step.Model = new Map();
        for (const { says, expect: change, act } of sequence) {
          const expected = change(model);
          expect([says, await act({ api, backend, collections })]).toEqual([says, expected]);
          expect(shown()).toEqual(backend.store.snapshot().collections);
          expect(kept()).toEqual(shown());
          expect(await view.readAll(api)).toEqual(view.describeModel(model));
        }
      }),
      { numRuns: 25, seed: 20181219, endOnFailure: false },
    );
  });

  test('that run at the same time leave both sides the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(steps, { minLength: 2, maxLength: 8 }), { maxLength: 6 }), async (rounds) => {
        await open();
        for (const round of rounds) {
          await Promise.all(round.map(({ act }) => act({ api, backend, collections })));
          expect(shown()).toEqual(backend.store.snapshot().collections);
          expect(kept()).toEqual(shown());
        }
      }),
      { numRuns: 60, seed: 20181219, endOnFailure: false },
    );
  });
});
