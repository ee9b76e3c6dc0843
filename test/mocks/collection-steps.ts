import type { Collections, Records } from '../../mocks/collections.ts';
import type { Backend } from '../../mocks/create-backend.ts';
import { document } from '../../mocks/document.ts';
import type { Api } from '../behaviour/api.ts';
import * as step from '../behaviour/model/model.ts';

type Category = NonNullable<Records['repositories']['category']>;

/** What a step acts on. */
export interface Acted {
  readonly api: Api;
  readonly backend: Backend;
  readonly collections: Collections<Records>;
}

/** One step of a sequence: what it does to the model, and whether it must be done or refused. */
export interface SharedStep {
  readonly says: string;
  readonly expect: (model: step.Model) => boolean;
  readonly act: (acted: Acted) => Promise<boolean>;
}

const settles = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );
const isDone = (status: number): boolean => status < 300;

/** A request, as the suite of the behaviour has it. */
export const byRequest = ({ says, expect, send }: step.Step): SharedStep => ({
  says,
  expect: (model) => isDone(expect(model)),
  act: async ({ api }) => isDone((await send(api, () => Promise.resolve(false))).status),
});

/** The same done by a collection: what the model has of a step, and the call. */
const byCollection = (says: string, expect: SharedStep['expect'], act: (acted: Acted) => Promise<unknown>) => ({
  says: `collection: ${says}`,
  expect,
  act: (acted: Acted) => settles(act(acted)),
});
const expectOf =
  ({ expect }: step.Step): SharedStep['expect'] =>
  (model) =>
    isDone(expect(model));

const at = (namespace: string, name: string) => (record: { readonly namespace: string; readonly name: string }) =>
  record.namespace === namespace && record.name === name;

export const createNamespace = (name: string): SharedStep =>
  byCollection(`create namespace ${name}`, expectOf(step.createNamespace(name)), ({ collections }) =>
    collections.namespaces.create({ name }),
  );

export const createRepository = (namespace: string, name: string, category: string): SharedStep =>
  byCollection(
    `create repository ${namespace}/${name}`,
    // A request makes the namespace along; a collection makes what it is told.
    (model) => model.has(namespace) && isDone(step.createRepository(namespace, name, category).expect(model)),
    ({ collections }) =>
      collections.repositories.create({ namespace, name, category: category as Category, is_public: true }),
  );

export const createTag = (namespace: string, repository: string, tag: string): SharedStep =>
  byCollection(
    `create tag ${namespace}/${repository}:${tag}`,
    expectOf(step.pushTag(namespace, repository, tag)),
    ({ collections }) => collections.tags.create({ namespace, repository, tag }),
  );

export const createShare = (namespace: string, repository: string, account: string): SharedStep =>
  byCollection(
    `share ${namespace}/${repository} with ${account}`,
    expectOf(step.share(namespace, repository, account)),
    ({ collections }) =>
      collections.accessDomains.create({
        namespace,
        repository,
        access_domain: account,
        permit: 'read',
        deadline: 'forever',
      }),
  );

export const createBroken = (namespace: string): SharedStep =>
  byCollection(
    `create repository ${namespace}/Bad`,
    () => false,
    ({ collections }) => collections.repositories.create({ namespace, name: 'Bad', is_public: true }),
  );

export const describeRepository = (namespace: string, name: string, description: string): SharedStep =>
  byCollection(
    `update ${namespace}/${name}`,
    expectOf(step.updateRepository(namespace, name, { description })),
    ({ collections }) =>
      collections.repositories.update((query) => query.where(at(namespace, name)), {
        strict: true,
        data: (draft) => {
          draft.description = description;
        },
      }),
  );

export const hideAll = (category: string): SharedStep =>
  byCollection(
    `updateMany ${category}`,
    (model) => {
      for (const { record } of step.listAll(model)) if (record.category === category) record.is_public = false;
      return true;
    },
    ({ collections }) =>
      collections.repositories.updateMany((query) => query.where({ category: category as Category }), {
        data: (draft) => {
          draft.is_public = false;
        },
      }),
  );

export const deleteNamespace = (name: string): SharedStep =>
  byCollection(`delete namespace ${name}`, expectOf(step.deleteNamespace(name)), async ({ collections }) =>
    collections.namespaces.delete((query) => query.where({ name }), { strict: true }),
  );

export const deleteAll = (category: string): SharedStep =>
  byCollection(
    `deleteMany ${category}`,
    (model) => {
      for (const { namespace, name, record } of step.listAll(model))
        if (record.category === category) model.get(namespace)?.delete(name);
      return true;
    },
    async ({ collections }) =>
      collections.repositories.deleteMany((query) => query.where({ category: category as Category })),
  );

export const clearTags: SharedStep = byCollection(
  'clear tags',
  (model) => {
    for (const { record } of step.listAll(model)) record.tags.clear();
    return true;
  },
  async ({ collections }) => collections.tags.clear(),
);

const isDoneAlways = (): boolean => true;

export const reset: SharedStep = {
  says: 'reset',
  expect: (model) => {
    model.clear();
    return true;
  },
  act: ({ backend }) => settles(backend.reset()),
};

export const restoreWhatIs: SharedStep = {
  says: 'restore what is there',
  expect: isDoneAlways,
  act: async ({ backend: { store } }) => (await store.restore(structuredClone(store.snapshot()))).length === 0,
};

export const reload: SharedStep = {
  says: 'reload',
  expect: isDoneAlways,
  act: async ({ backend }) => {
    backend.reload(document);
    return true;
  },
};
