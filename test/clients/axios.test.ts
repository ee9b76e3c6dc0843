import axios, { type AxiosResponse } from 'axios';
import FormData from 'form-data';
import { expect, test } from 'vitest';

import { listOverlays } from '../../src/cli/editions/edition-files.ts';
import type { Connect, Values } from './client.ts';
import { EDITIONS, traitsOf } from './edition-traits.ts';
import { describeLifeCycle } from './life-cycle.ts';
import { CREDENTIALS } from './open-fake.ts';

/** How the values of a repository are sent. */
type Body = 'form' | 'JSON';

type Item = Readonly<Record<'name' | 'Tag' | 'access_domain', string>>;

const asForm = (values: object): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, String(value));
  return form;
};

/** axios, with a token, as a console's backend uses it. */
const connectBy =
  (edition: string, body: Body): Connect =>
  (origin, account) => {
    const { plain } = traitsOf(edition);
    const api = axios.create({
      baseURL: `${origin}/v2/manage`,
      headers: { 'X-Auth-Token': CREDENTIALS[account].token },
    });
    const at = (...steps: readonly string[]): string => `/${steps.map(encodeURIComponent).join('/')}`;
    const repo = (namespace: string, repository: string, ...more: readonly string[]): string =>
      at('namespaces', namespace, 'repos', repository, ...more);
    const shares = (namespace: string, repository: string, ...more: readonly string[]): string =>
      at('namespaces', namespace, 'repositories', repository, 'access-domains', ...more);
    const asSent = (values: Values & { readonly repository?: string }): object =>
      body === 'form' ? asForm(values) : values;
    /** Parameters of a list, as the edition takes them. */
    const query = (values: Readonly<Record<string, string | number>>): { params: object } => ({
      params: plain
        ? values
        : {
            filter: Object.entries(values)
              .map(([name, value]) => `${name}::${value}`)
              .join('|'),
          },
    });
    const list = async (path: string, parameters = {}): Promise<AxiosResponse<readonly Item[]>> =>
      api.get<readonly Item[]>(path, parameters);
    return {
      createNamespace: (namespace) => api.post('/namespaces', { namespace }),
      listNamespaces: async () =>
        (await api.get<{ readonly namespaces: readonly Item[] }>('/namespaces')).data.namespaces.map(
          ({ name }) => name,
        ),
      getNamespace: async (namespace) => (await api.get(at('namespaces', namespace))).data,
      deleteNamespace: (namespace) => api.delete(at('namespaces', namespace)),
      createRepository: (namespace, repository, values) =>
        api.post(at('namespaces', namespace, 'repos'), asSent({ repository, ...values })),
      listRepositories: async (namespace, page) => {
        const { data, headers } = await list('/repos', query({ center: 'self', namespace, ...page }));
        return { names: data.map(({ name }) => name), range: headers['content-range'] };
      },
      getRepository: async (namespace, repository) => (await api.get(repo(namespace, repository))).data,
      updateRepository: (namespace, repository, values) => api.patch(repo(namespace, repository), asSent(values)),
      deleteRepository: (namespace, repository) => api.delete(repo(namespace, repository)),
      listTags: async (namespace, repository) =>
        (await list(repo(namespace, repository, 'tags'))).data.map(({ Tag }) => Tag),
      deleteTag: (namespace, repository, tag) => api.delete(repo(namespace, repository, 'tags', tag)),
      share: (namespace, repository, access_domain) =>
        api.post(shares(namespace, repository), { access_domain, permit: 'read', deadline: 'forever' }),
      listShares: async (namespace, repository) =>
        (await list(shares(namespace, repository))).data.map(({ access_domain }) => access_domain),
      isShared: async (namespace, repository, other) =>
        (await api.get<{ readonly exist: boolean }>(shares(namespace, repository, other))).data.exist,
      changeShare: (namespace, repository, other) =>
        api.patch(shares(namespace, repository, other), { permit: 'read', deadline: '2030-01-01T00:00:00Z' }),
      endShare: (namespace, repository, other) => api.delete(shares(namespace, repository, other)),
      listShared: async (center) =>
        (await list('/shared-repositories', query({ center }))).data.map(({ name }) => name),
      understand: (error) => {
        if (!axios.isAxiosError(error)) throw error;
        return {
          status: error.response?.status,
          code: error.response?.data.error_code,
          message: error.response?.data.error_msg,
        };
      },
    };
  };

/** The form was alone until 2021-09, which takes both; later there is JSON only. */
const bodiesOf = (edition: string): readonly Body[] => {
  if (traitsOf(edition).plain) return ['JSON'];
  return edition < '2021-09' ? ['form'] : ['form', 'JSON'];
};

test('no edition is left out', () => {
  expect(Object.keys(EDITIONS).toSorted()).toEqual(['2018-12', ...listOverlays()].toSorted());
});

for (const edition of Object.keys(EDITIONS))
  for (const body of bodiesOf(edition)) describeLifeCycle(`axios with ${body}`, edition, connectBy(edition, body));
