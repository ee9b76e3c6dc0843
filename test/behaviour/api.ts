import { create, NAMESPACES, reposOf, type TestAnswer, type TestRequest } from './surface.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The operations as functions. `as(token)` speaks with other credentials. */
export interface Api {
  readonly as: (token: string) => Api;
  readonly call: (method: string, path: string, body?: unknown) => Promise<TestAnswer>;
  readonly createNamespace: (namespace: string) => Promise<TestAnswer>;
  readonly listNamespaces: (filter?: string) => Promise<TestAnswer>;
  readonly getNamespace: (namespace: string) => Promise<TestAnswer>;
  readonly deleteNamespace: (namespace: string) => Promise<TestAnswer>;
  readonly createRepository: (
    namespace: string,
    repository: string,
    fields?: Readonly<Record<string, string>>,
  ) => Promise<TestAnswer>;
  readonly listRepositories: (filter: string) => Promise<TestAnswer>;
  readonly getRepository: (namespace: string, repository: string) => Promise<TestAnswer>;
  readonly updateRepository: (namespace: string, repository: string, fields: Fields) => Promise<TestAnswer>;
  readonly deleteRepository: (namespace: string, repository: string) => Promise<TestAnswer>;
  readonly listTags: (namespace: string, repository: string) => Promise<TestAnswer>;
  readonly deleteTag: (namespace: string, repository: string, tag: string) => Promise<TestAnswer>;
  readonly createAccessDomain: (namespace: string, repository: string, fields: Fields) => Promise<TestAnswer>;
  readonly listAccessDomains: (namespace: string, repository: string) => Promise<TestAnswer>;
  readonly getAccessDomain: (namespace: string, repository: string, account: string) => Promise<TestAnswer>;
  readonly updateAccessDomain: (
    namespace: string,
    repository: string,
    account: string,
    fields: Fields,
  ) => Promise<TestAnswer>;
  readonly deleteAccessDomain: (namespace: string, repository: string, account: string) => Promise<TestAnswer>;
  readonly listSharedRepositories: (filter: string) => Promise<TestAnswer>;
}

/** Where one repository is read and changed. */
export const repoAt = (namespace: string, repository: string): string => `${reposOf(namespace)}/${repository}`;

/** Where the accounts of a repository are. */
export const domainsOf = (namespace: string, repository: string): string =>
  `${NAMESPACES}/${namespace}/repositories/${repository}/access-domains`;

const filtered = (path: string, filter: string | undefined): string =>
  filter === undefined ? path : `${path}?filter=${filter}`;

/** Ways to call each operation through `send`. A filter goes as it is, without percent-encoding. */
export const createApi = (send: (request: TestRequest) => Promise<TestAnswer>, token = 'test'): Api => {
  const authorization = `Bearer ${token}`;
  const call: Api['call'] = (method, path, body) =>
    body === undefined
      ? send({ method, path, headers: { authorization } })
      : send({
          method,
          path,
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
  return {
    as: (other) => createApi(send, other),
    call,
    createNamespace: (namespace) => call('POST', NAMESPACES, { namespace }),
    listNamespaces: (filter) => call('GET', filtered(NAMESPACES, filter)),
    getNamespace: (namespace) => call('GET', `${NAMESPACES}/${namespace}`),
    deleteNamespace: (namespace) => call('DELETE', `${NAMESPACES}/${namespace}`),
    createRepository: (namespace, repository, fields = {}) =>
      send(create({ repository, ...fields }, { namespace, headers: { authorization } })),
    listRepositories: (filter) => call('GET', filtered('/v2/manage/repos', filter)),
    getRepository: (namespace, repository) => call('GET', repoAt(namespace, repository)),
    updateRepository: (namespace, repository, fields) => call('PATCH', repoAt(namespace, repository), fields),
    deleteRepository: (namespace, repository) => call('DELETE', repoAt(namespace, repository)),
    listTags: (namespace, repository) => call('GET', `${repoAt(namespace, repository)}/tags`),
    deleteTag: (namespace, repository, tag) => call('DELETE', `${repoAt(namespace, repository)}/tags/${tag}`),
    createAccessDomain: (namespace, repository, fields) => call('POST', domainsOf(namespace, repository), fields),
    listAccessDomains: (namespace, repository) => call('GET', domainsOf(namespace, repository)),
    getAccessDomain: (namespace, repository, account) => call('GET', `${domainsOf(namespace, repository)}/${account}`),
    updateAccessDomain: (namespace, repository, account, fields) =>
      call('PATCH', `${domainsOf(namespace, repository)}/${account}`, fields),
    deleteAccessDomain: (namespace, repository, account) =>
      call('DELETE', `${domainsOf(namespace, repository)}/${account}`),
    listSharedRepositories: (filter) => call('GET', filtered('/v2/manage/shared-repositories', filter)),
  };
};
