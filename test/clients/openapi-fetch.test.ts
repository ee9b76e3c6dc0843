import createClient from 'openapi-fetch';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';

import type { components, paths } from '../../dist/editions/2025-10.d.ts';
import type { paths as OtherPaths } from '../../dist/editions/otc-2025-10.d.ts';
import type { Connect, Values } from './client.ts';
import { describeLifeCycle } from './life-cycle.ts';
import { CREDENTIALS, type OpenFake, openFake } from './open-fake.ts';

const NAMESPACE = '/v2/manage/namespaces/{namespace}';
const REPOSITORY = `${NAMESPACE}/repos/{repository}`;
const SHARING = `${NAMESPACE}/repositories/{repository}/access-domains`;
const SHARE = `${SHARING}/{access_domain}`;

/** What every error body of the edition has: the service's own, and the gateway's. */
interface ErrorPair {
  readonly error_code: string;
  readonly error_msg: string;
}

/** A refusal, as a program that awaits data throws it. */
class Refused extends Error {
  readonly status: number;
  readonly code: string | undefined;
  constructor(status: number, error: ErrorPair | undefined) {
    super(error?.error_msg);
    this.status = status;
    this.code = error?.error_code;
  }
}

/** The answer, unless it is a refusal. */
const accepted = async <Answer extends { readonly error?: ErrorPair; readonly response: Response }>(
  call: Promise<Answer>,
): Promise<Answer> => {
  const answer = await call;
  if (!answer.response.ok) throw new Refused(answer.response.status, answer.error);
  return answer;
};

type RepositoryValues = paths[typeof REPOSITORY]['patch']['requestBody']['content']['application/json'];

/** The compiler refuses some of what the life cycle sends, for the service to refuse it, too. */
const asTyped = (values: Values): RepositoryValues => values as RepositoryValues;

const open = (origin: string, token: string) =>
  createClient<paths>({ baseUrl: origin, headers: { 'X-Auth-Token': token } });

/** openapi-fetch, typed by the document of an edition. */
const connect: Connect = (origin, account) => {
  const api = open(origin, CREDENTIALS[account].token);
  return {
    createNamespace: (namespace) => accepted(api.POST('/v2/manage/namespaces', { body: { namespace } })),
    listNamespaces: async () =>
      (await accepted(api.GET('/v2/manage/namespaces'))).data?.namespaces.map(({ name }) => name) ?? [],
    getNamespace: async (namespace) => (await accepted(api.GET(NAMESPACE, { params: { path: { namespace } } }))).data,
    deleteNamespace: (namespace) => accepted(api.DELETE(NAMESPACE, { params: { path: { namespace } } })),
    createRepository: (namespace, repository, { is_public = false, ...values }) =>
      accepted(
        api.POST(`${NAMESPACE}/repos`, {
          params: { path: { namespace } },
          body: { repository, is_public, ...asTyped(values) },
        }),
      ),
    listRepositories: async (namespace, page) => {
      const { data = [], response } = await accepted(
        api.GET('/v2/manage/repos', { params: { query: { namespace, ...page } } }),
      );
      return { names: data.map(({ name }) => name), range: response.headers.get('content-range') ?? undefined };
    },
    getRepository: async (namespace, repository) =>
      (await accepted(api.GET(REPOSITORY, { params: { path: { namespace, repository } } }))).data,
    updateRepository: (namespace, repository, values) =>
      accepted(api.PATCH(REPOSITORY, { params: { path: { namespace, repository } }, body: asTyped(values) })),
    deleteRepository: (namespace, repository) =>
      accepted(api.DELETE(REPOSITORY, { params: { path: { namespace, repository } } })),
    listTags: async (namespace, repository) => {
      const { data = [] } = await accepted(
        api.GET(`${REPOSITORY}/tags`, { params: { path: { namespace, repository } } }),
      );
      return data.map(({ Tag }) => Tag);
    },
    deleteTag: (namespace, repository, tag) =>
      accepted(api.DELETE(`${REPOSITORY}/tags/{tag}`, { params: { path: { namespace, repository, tag } } })),
    share: (namespace, repository, access_domain) =>
      accepted(
        api.POST(SHARING, {
          params: { path: { namespace, repository } },
          body: { access_domain, permit: 'read', deadline: 'forever' },
        }),
      ),
    listShares: async (namespace, repository) => {
      const { data = [] } = await accepted(api.GET(SHARING, { params: { path: { namespace, repository } } }));
      return data.map((share) => share.access_domain);
    },
    isShared: async (namespace, repository, access_domain) =>
      (await accepted(api.GET(SHARE, { params: { path: { namespace, repository, access_domain } } }))).data?.exist,
    changeShare: (namespace, repository, access_domain) =>
      accepted(
        api.PATCH(SHARE, {
          params: { path: { namespace, repository, access_domain } },
          body: { permit: 'read', deadline: '2030-01-01T00:00:00Z' },
        }),
      ),
    endShare: (namespace, repository, access_domain) =>
      accepted(api.DELETE(SHARE, { params: { path: { namespace, repository, access_domain } } })),
    listShared: async (center) => {
      const { data = [] } = await accepted(
        api.GET('/v2/manage/shared-repositories', { params: { query: { center } } }),
      );
      return data.map(({ name }) => name);
    },
    understand: (error) => {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, code: error.code, message: error.message };
    },
  };
};

for (const edition of ['2025-10', 'otc-2025-10']) describeLifeCycle('openapi-fetch', edition, connect);

describe('openapi-fetch, typed by edition 2025-10', () => {
  let fake: OpenFake;
  let api: ReturnType<typeof open>;
  beforeEach(async () => {
    fake = await openFake('2025-10', 'handlers');
    api = open(fake.origin, CREDENTIALS.demo.token);
  });
  afterEach(() => fake.close());

  test('shows what this edition has', async () => {
    const { data: namespaces } = await api.GET('/v2/manage/namespaces');
    expectTypeOf(namespaces?.namespaces[0]?.repo_count).toEqualTypeOf<number | undefined>();
    const { data } = await api.GET('/v2/manage/repos', { params: { query: { order_column: 'is_public' } } });
    expectTypeOf(data).toEqualTypeOf<components['schemas']['RepositoryItem'][] | undefined>();
    expectTypeOf(data?.[0]?.total_range).toEqualTypeOf<number | undefined>();
    expect(data).toEqual([]);
  });

  test('is told by the compiler what this edition lacks', async () => {
    const namespace = { params: { path: { namespace: 'group' } } };
    // @ts-expect-error is_public is a boolean
    await api.POST(`${NAMESPACE}/repos`, { ...namespace, body: { repository: 'busybox', is_public: 'true' } });
    // @ts-expect-error center is required
    await api.GET('/v2/manage/shared-repositories');
    // @ts-expect-error no list has this order
    await api.GET('/v2/manage/repos', { params: { query: { order_column: 'updated_at' } } });
    const { error, response } = await api.GET(NAMESPACE, namespace);
    expect(response.status).toBe(404);
    expectTypeOf(error?.error_code).toEqualTypeOf<string | undefined>();
  });

  test("the other cloud's edition of the same date knows one category less", () => {
    type Category = Exclude<RepositoryValues['category'], undefined>;
    type OtherValues = OtherPaths[typeof REPOSITORY]['patch']['requestBody']['content']['application/json'];
    expectTypeOf<Exclude<Category, OtherValues['category']>>().toEqualTypeOf<'arms'>();
  });
});
