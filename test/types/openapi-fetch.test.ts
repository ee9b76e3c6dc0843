import createClient from 'openapi-fetch';
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest';

import { type Backend, createBackend } from '../../mocks/create-backend.ts';
import type { components, paths } from '../../spec/openapi.d.ts';

// A frontend writes createClient<paths>(): what it may send and what it gets comes from the document.
type Namespace = components['schemas']['Namespace'];
type RepositoryItem = components['schemas']['RepositoryItem'];

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';
const SHARING = '/v2/manage/namespaces/{namespace}/repositories/{repository}/access-domains';

const asForm = (body: object): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) form.append(name, String(value));
  return form;
};

let backend: Backend;
const connect = () =>
  createClient<paths>({
    baseUrl: 'http://fake',
    fetch: (request) => backend.fetch(request),
    headers: { authorization: 'Bearer test' },
  });
let api: ReturnType<typeof connect>;

beforeEach(() => {
  backend = createBackend();
  api = connect();
});

describe('a client typed by the document', () => {
  test('goes through the life of a repository', async () => {
    const path = { namespace: 'group', repository: 'busybox' };
    expect((await api.POST('/v2/manage/namespaces', { body: { namespace: 'group' } })).response.status).toBe(201);
    const created = await api.POST('/v2/manage/namespaces/{namespace}/repos', {
      params: { path: { namespace: 'group' } },
      body: { repository: 'busybox', category: 'linux', description: 'a shell', is_public: 'true' },
      bodySerializer: asForm,
    });
    expect(created.response.status).toBe(201);

    const read = await api.GET(REPOSITORY, { params: { path } });
    expect(read.data).toMatchObject({ name: 'busybox', category: 'linux', description: 'a shell', is_public: true });
    expectTypeOf(read.data?.num_images).toEqualTypeOf<number | undefined>();

    await api.PATCH(REPOSITORY, { params: { path }, body: { is_public: false } });
    const list = await api.GET('/v2/manage/repos', {
      params: { query: { filter: 'center::self|offset::0|limit::10' } },
    });
    expectTypeOf(list.data).toEqualTypeOf<RepositoryItem[] | undefined>();
    expect(list.data?.map(({ name, is_public }) => [name, is_public])).toEqual([['busybox', false]]);
    expect(list.response.headers.get('content-range')).toBe('0-1/1');

    await api.POST(SHARING, {
      params: { path },
      body: { access_domain: 'partner', permit: 'read', deadline: 'forever' },
    });
    const sharing = await api.GET(`${SHARING}/{access_domain}`, {
      params: { path: { ...path, access_domain: 'partner' } },
    });
    expect(sharing.data).toEqual({ exist: true });
    expect((await api.GET(SHARING, { params: { path } })).data?.map(({ access_domain }) => access_domain)).toEqual([
      'partner',
    ]);

    expect((await api.DELETE(REPOSITORY, { params: { path } })).response.status).toBe(204);
    const gone = await api.GET(REPOSITORY, { params: { path } });
    expect(gone.data).toBeUndefined();
    expect(gone.error?.error_code).toBe('SVCSTG.SWR.4040010');
    const { data } = await api.GET('/v2/manage/namespaces');
    expectTypeOf(data?.namespaces).toEqualTypeOf<Namespace[] | undefined>();
    expect(data?.namespaces.map(({ name }) => name)).toEqual(['group']);
  });

  test('gets errors with their list and their flat pair', async () => {
    const { error, response } = await api.POST('/v2/manage/namespaces', { body: { namespace: 'Group' } });
    expect(response.status).toBe(400);
    expectTypeOf(error?.errors[0]?.errorCode).toEqualTypeOf<string | undefined>();
    expect(error?.errors[0]?.errorMessage).toMatch(/\(N2\)$/);
  });

  test('is told by the compiler what is not in the document', async () => {
    const path = { namespace: 'group', repository: 'busybox' };
    // @ts-expect-error the category of this edition is arms
    await api.PATCH(REPOSITORY, { params: { path }, body: { category: 'arm' } });
    // @ts-expect-error is_public is a boolean here
    await api.PATCH(REPOSITORY, { params: { path }, body: { is_public: 'true' } });
    // @ts-expect-error the repository is missing
    await api.DELETE(REPOSITORY, { params: { path: { namespace: 'group' } } });
    // @ts-expect-error there is no such path
    await api.GET('/v2/manage/nothing');
    // @ts-expect-error the deadline is missing
    await api.POST(SHARING, { params: { path }, body: { access_domain: 'a', permit: 'read' } });
    expect((await api.GET('/v2/manage/namespaces')).response.status).toBe(200);
  });
});
