import type { Api } from '../api.ts';
import type { TestAnswer } from '../surface.ts';

/** A repository as the model remembers it. */
export interface Repository {
  /** Higher than that of every repository that was there when it came. */
  readonly born: number;
  category: string;
  description: string;
  is_public: boolean;
  readonly tags: Set<string>;
  /** Deadlines by account, in the order of the sharing. */
  readonly sharing: Map<string, string>;
}

/** What the fake should know by now: plain maps, nothing of the project's own. */
export type Model = Map<string, Map<string, Repository>>;

/** One step of a sequence: an operation with values, what it does to the model and what it must answer. */
export interface Step {
  readonly says: string;
  /** Changes the model and gives the expected status. */
  readonly expect: (model: Model) => number;
  readonly send: (api: Api, addTag: AddTag) => Promise<Pick<TestAnswer, 'status' | 'text'>>;
}

/** Pushes an image, which no operation of the API does. */
export type AddTag = (namespace: string, repository: string, tag: string) => Promise<boolean>;

/** Every repository with the names that lead to it, in the order of creation. */
export const listAll = (model: Model): { namespace: string; name: string; record: Repository }[] =>
  [...model]
    .flatMap(([namespace, repositories]) => [...repositories].map(([name, record]) => ({ namespace, name, record })))
    .sort((left, right) => left.record.born - right.record.born);

const find = (model: Model, namespace: string, repository: string): Repository | undefined =>
  model.get(namespace)?.get(repository);

export const createNamespace = (namespace: string): Step => ({
  says: `createNamespace ${namespace}`,
  expect: (model) => {
    if (model.has(namespace)) return 409;
    model.set(namespace, new Map());
    return 201;
  },
  send: (api) => api.createNamespace(namespace),
});

export const deleteNamespace = (namespace: string): Step => ({
  says: `deleteNamespace ${namespace}`,
  expect: (model) => (model.delete(namespace) ? 204 : 404),
  send: (api) => api.deleteNamespace(namespace),
});

export const createRepository = (namespace: string, repository: string, category: string): Step => ({
  says: `createRepository ${namespace}/${repository}`,
  expect: (model) => {
    if (find(model, namespace, repository)) return 409;
    const repositories = model.get(namespace) ?? new Map<string, Repository>();
    model.set(namespace, repositories);
    repositories.set(repository, {
      born: Math.max(0, ...listAll(model).map(({ record }) => record.born)) + 1,
      category,
      description: '',
      is_public: true,
      tags: new Set(),
      sharing: new Map(),
    });
    return 201;
  },
  send: (api) => api.createRepository(namespace, repository, { category }),
});

export const updateRepository = (
  namespace: string,
  repository: string,
  fields: { readonly category?: string; readonly description?: string; readonly is_public?: boolean },
): Step => ({
  says: `updateRepository ${namespace}/${repository} ${JSON.stringify(fields)}`,
  expect: (model) => {
    const record = find(model, namespace, repository);
    if (!record) return 404;
    Object.assign(record, fields);
    return 201;
  },
  send: (api) => api.updateRepository(namespace, repository, fields),
});

export const deleteRepository = (namespace: string, repository: string): Step => ({
  says: `deleteRepository ${namespace}/${repository}`,
  expect: (model) => {
    const record = find(model, namespace, repository);
    if (!record) return 404;
    if (record.tags.size > 0) return 406;
    model.get(namespace)?.delete(repository);
    return 204;
  },
  send: (api) => api.deleteRepository(namespace, repository),
});

export const pushTag = (namespace: string, repository: string, tag: string): Step => ({
  says: `push ${namespace}/${repository}:${tag}`,
  expect: (model) => {
    const record = find(model, namespace, repository);
    if (!record || record.tags.has(tag)) return 409;
    record.tags.add(tag);
    return 201;
  },
  send: async (_api, addTag) => ({ status: (await addTag(namespace, repository, tag)) ? 201 : 409, text: '' }),
});

export const deleteTag = (namespace: string, repository: string, tag: string): Step => ({
  says: `deleteTag ${namespace}/${repository}:${tag}`,
  expect: (model) => (find(model, namespace, repository)?.tags.delete(tag) ? 204 : 404),
  send: (api) => api.deleteTag(namespace, repository, tag),
});

export const share = (namespace: string, repository: string, account: string): Step => ({
  says: `createAccessDomain ${namespace}/${repository} ${account}`,
  expect: (model) => {
    const record = find(model, namespace, repository);
    if (!record) return 404;
    if (record.sharing.has(account)) return 409;
    record.sharing.set(account, 'forever');
    return 201;
  },
  send: (api) =>
    api.createAccessDomain(namespace, repository, { access_domain: account, permit: 'read', deadline: 'forever' }),
});

export const prolong = (namespace: string, repository: string, account: string): Step => ({
  says: `updateAccessDomain ${namespace}/${repository} ${account}`,
  expect: (model) => {
    const record = find(model, namespace, repository);
    if (!record?.sharing.has(account)) return 404;
    record.sharing.set(account, '2040-01-01T00:00:00Z');
    return 201;
  },
  send: (api) =>
    api.updateAccessDomain(namespace, repository, account, { permit: 'read', deadline: '2040-01-01T00:00:00Z' }),
});

export const unshare = (namespace: string, repository: string, account: string): Step => ({
  says: `deleteAccessDomain ${namespace}/${repository} ${account}`,
  expect: (model) => (find(model, namespace, repository)?.sharing.delete(account) ? 204 : 404),
  send: (api) => api.deleteAccessDomain(namespace, repository, account),
});
