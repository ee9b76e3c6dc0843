import createClient from 'openapi-fetch';

import type { components, paths } from '../../../spec/openapi.d.ts';
import { languageTag } from '../../../src/ui/settings.ts';
import { type Failure, readFailure } from './problems.ts';

export type RepositoryItem = components['schemas']['RepositoryItem'];
export type Repository = components['schemas']['Repository'];
export type Namespace = components['schemas']['Namespace'];
export type Tag = components['schemas']['Tag'];
export type AccessDomain = components['schemas']['AccessDomain'];
export type CreateForm = components['schemas']['CreateRepositoryForm'];
export type Changes = components['schemas']['UpdateRepositoryFields'];
export type Sharing = components['schemas']['CreateAccessDomainBody'];

/** What a request led to. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

/** A part of a list. */
export interface Part<Item> {
  readonly items: readonly Item[];
  /** Of all parts; undefined where the server does not say. */
  readonly total: number | undefined;
}

/** Pairs of a list's filter; empty ones are left out. */
export type Filter = Readonly<
  Partial<Record<'center' | 'namespace' | 'name' | 'category' | 'offset' | 'limit', string | number>>
>;

export interface RepositoryPath {
  readonly namespace: string;
  readonly repository: string;
}

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';
const SHARING = '/v2/manage/namespaces/{namespace}/repositories/{repository}/access-domains';

/** The operations that the console uses, typed by the document. */
export const createApi = (baseUrl: string, token: string) => {
  const client = createClient<paths>({ baseUrl, headers: token === '' ? {} : { 'X-Auth-Token': token } });
  client.use({
    onRequest: ({ request }) => {
      request.headers.set('Accept-Language', languageTag());
      return request;
    },
  });

  return {
    baseUrl,

    listRepositories: (filter: Filter): Promise<Answer<Part<RepositoryItem>>> =>
      ask(client.GET('/v2/manage/repos', { params: { query: { filter: joinPairs(filter) } } }), (items, response) => ({
        items: items ?? [],
        total: totalOf(response),
      })),

    createRepository: (namespace: string, form: CreateForm): Promise<Answer<void>> =>
      ask(
        client.POST('/v2/manage/namespaces/{namespace}/repos', {
          params: { path: { namespace } },
          body: form,
          bodySerializer: asForm,
        }),
        () => undefined,
      ),

    getRepository: (path: RepositoryPath): Promise<Answer<Repository | undefined>> =>
      ask(client.GET(REPOSITORY, { params: { path } }), (repository) => repository),

    updateRepository: (path: RepositoryPath, changes: Changes): Promise<Answer<void>> =>
      ask(client.PATCH(REPOSITORY, { params: { path }, body: changes }), () => undefined),

    deleteRepository: (path: RepositoryPath): Promise<Answer<void>> =>
      ask(client.DELETE(REPOSITORY, { params: { path } }), () => undefined),

    listTags: (path: RepositoryPath): Promise<Answer<readonly Tag[]>> =>
      ask(client.GET(`${REPOSITORY}/tags`, { params: { path } }), (tags) => tags ?? []),

    deleteTag: (path: RepositoryPath, tag: string): Promise<Answer<void>> =>
      ask(client.DELETE(`${REPOSITORY}/tags/{tag}`, { params: { path: { ...path, tag } } }), () => undefined),

    listSharing: (path: RepositoryPath): Promise<Answer<readonly AccessDomain[]>> =>
      ask(client.GET(SHARING, { params: { path } }), (accounts) => accounts ?? []),

    share: (path: RepositoryPath, sharing: Sharing): Promise<Answer<void>> =>
      ask(client.POST(SHARING, { params: { path }, body: sharing }), () => undefined),

    endSharing: (path: RepositoryPath, account: string): Promise<Answer<void>> =>
      ask(
        client.DELETE(`${SHARING}/{access_domain}`, { params: { path: { ...path, access_domain: account } } }),
        () => undefined,
      ),

    listNamespaces: (): Promise<Answer<readonly Namespace[]>> =>
      ask(client.GET('/v2/manage/namespaces'), (list) => list?.namespaces ?? []),

    createNamespace: (namespace: string): Promise<Answer<void>> =>
      ask(client.POST('/v2/manage/namespaces', { body: { namespace } }), () => undefined),

    deleteNamespace: (namespace: string): Promise<Answer<void>> =>
      ask(client.DELETE('/v2/manage/namespaces/{namespace}', { params: { path: { namespace } } }), () => undefined),
  };
};

export type Api = ReturnType<typeof createApi>;

interface Asked<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** Waits for an answer; a failure is a value, whether it is the server's or the network's. */
const ask = async <Data, Value>(
  asked: Promise<Asked<Data>>,
  read: (data: Data | undefined, response: Response) => Value,
): Promise<Answer<Value>> => {
  try {
    const { data, error, response } = await asked;
    return response.ok
      ? { ok: true, value: read(data, response) }
      : { ok: false, failure: readFailure(response.status, error) };
  } catch {
    return { ok: false, failure: { status: 0, problems: [] } };
  }
};

/** `{ center: 'self', limit: 10 }` as `center::self|limit::10`. */
const joinPairs = (filter: Filter): string =>
  Object.entries(filter)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}::${value}`)
    .join('|');

/** `0-10/27` is 27 in all. */
const totalOf = (response: Response): number | undefined => {
  const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return total === undefined ? undefined : Number(total);
};

const asForm = (fields: object): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return form;
};
