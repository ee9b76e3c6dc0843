import { describe, expect, it } from 'vitest';

import { createBackend } from '../../mocks/create-backend.ts';
import type { Readings } from '../../src/openapi/overlays/apply-readings.ts';
import type { Snapshot } from '../../src/store/create-store.ts';
import { resolveEdition } from '../load-edition.ts';

const NAMESPACES = '/v2/manage/namespaces';
const REPOS = `${NAMESPACES}/group/repos`;

/** A fake of an edition, and a way to ask it. */
const open = (edition: string, snapshot?: Snapshot, readings: Readings = {}) => {
  const document = resolveEdition(edition);
  const backend = createBackend({ document, readings, ...(snapshot ? { snapshot } : {}) });
  return async (method: string, path: string, body?: unknown, token: string | null = 'token') => {
    await backend.ready;
    const isForm = body instanceof FormData;
    const response = await backend.fetch(
      new Request(`http://fake${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { 'X-Auth-Token': token }),
          ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
    };
  };
};

const formOf = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

const TIME = '2026-01-01T00:00:00Z';
const tag = (name: string, updated_at = TIME) => ({
  namespace: 'group',
  repository: 'busybox',
  tag: name,
  created_at: TIME,
  updated_at,
});
const BUSYBOX = { namespace: 'group', name: 'busybox', is_public: true };

describe('names', () => {
  it.each([
    ['2018-12', '9a', 400],
    ['2019-02', '9a', 201],
    ['2019-02', 'a.b', 400],
    ['2019-12', 'a.b', 201],
    ['2019-12', 'a/b.c', 201],
    ['2019-12', 'a.-b', 400],
    ['2019-12', 'a..b', 400],
    ['2019-12', 'a--b', 201],
  ])(
    '[R2@2019-02, R3@2019-12, R5@2019-12] in %s a repository %s is answered %i',
    async (edition, repository, status) => {
      expect((await open(edition)('POST', REPOS, formOf({ repository, is_public: 'true' }))).status).toBe(status);
    },
  );

  it.each(['a$b.c', 'a%24b.c'])('a slash of a name is written "$" in paths: %s', async (written) => {
    const ask = open('2025-10');
    await ask('POST', REPOS, { repository: 'a/b.c', is_public: true });
    expect(await ask('GET', `${REPOS}/${written}`)).toMatchObject({ status: 200, body: { name: 'a/b.c' } });
  });
});

describe('values', () => {
  it.each([
    ['2020-07', 'arms', 201],
    ['2020-10', 'arms', 400],
    ['2020-10', 'arm', 201],
    ['2022-10', 'arms', 201],
    ['otc-2024-10', 'windows', 400],
    ['otc-2025-10', 'windows', 201],
  ])(
    '[C2@2020-10, C2@2022-10, C2@otc-2024-10, C2@otc-2025-10] in %s the category %s is answered %i',
    async (edition, category, status) => {
      const fields = { repository: 'busybox', category };
      const body = edition < '2022' ? formOf({ ...fields, is_public: 'true' }) : { ...fields, is_public: true };
      expect((await open(edition)('POST', REPOS, body)).status).toBe(status);
    },
  );

  it('[P1@2021-09] a form and JSON are taken side by side, and JSON alone since 2022-10', async () => {
    const form = formOf({ repository: 'one', is_public: 'true' });
    const json = { repository: 'two', is_public: true };
    const [both, later] = [open('2021-09'), open('2022-10')];
    for (const body of [form, json]) expect(await both('POST', REPOS, body)).toMatchObject({ status: 201, body: {} });
    expect((await later('POST', REPOS, json)).status).toBe(201);
    expect((await later('POST', REPOS, form)).status).toBe(400);
    expect((await later('POST', REPOS, { repository: 'three', is_public: 'true' })).status).toBe(400);
  });

  it('an account is the same in capitals', async () => {
    const ask = open('2021-09', { collections: { repositories: [BUSYBOX] } });
    const path = `${NAMESPACES}/group/repos/busybox/access-domains`;
    expect((await ask('POST', path, { access_domain: 'Partner', permit: 'read', deadline: 'forever' })).status).toBe(
      201,
    );
    expect(await ask('GET', `${path}/PARTNER`)).toMatchObject({ body: { exist: true, access_domain: 'partner' } });
    expect(await ask('GET', `${path}/nobody`)).toMatchObject({ status: 200, body: { exist: false } });
  });
});

describe('lists', () => {
  const repositories = [
    { ...BUSYBOX, name: 'cherry' },
    { ...BUSYBOX, name: 'apple', is_public: false },
    { ...BUSYBOX, name: 'banana' },
  ];
  const namesOf = ({ body }: { body: unknown }): string[] => (body as { name: string }[]).map(({ name }) => name);

  it('[RL9@2019-12, RL10@2019-12] come in an order, by the filter', async () => {
    const ask = open('2019-12', { collections: { repositories } });
    const filter = 'center::self|order_column::name|order_type::desc';
    expect(namesOf(await ask('GET', `/v2/manage/repos?filter=${filter}`))).toEqual(['cherry', 'banana', 'apple']);
  });

  it('[LP1@2022-10, LP2@2025-10, RL15@2025-10] and by plain parameters; past the end there is nothing', async () => {
    const ask = open('2025-10', { collections: { repositories } });
    const page = await ask('GET', '/v2/manage/repos?limit=2&offset=1&order_column=name&order_type=asc');
    expect(namesOf(page)).toEqual(['banana', 'cherry']);
    expect(page.headers['content-range']).toBe('1-2/3');
    expect(page.body).toMatchObject([{ total_range: 3 }, { total_range: 3 }]);
    expect((await ask('GET', '/v2/manage/repos?limit=2&offset=10')).body).toEqual([]);
    expect(await ask('GET', '/v2/manage/repos?order_column=updated_at&order_type=asc')).toMatchObject({
      status: 400,
      body: { error_code: 'SVCSTG.SWR.4001096' },
    });
    expect((await ask('GET', '/v2/manage/repos?limit=1001')).status).toBe(400);
    expect(namesOf(await ask('GET', '/v2/manage/repos?is_public=false'))).toEqual(['apple']);
  });

  it('[LP4@2025-10] a filter asks for a thousand at most, and it alone counts where it is sent', async () => {
    const ask = open('2025-10', { collections: { repositories } });
    expect((await ask('GET', '/v2/manage/repos?filter=offset::0|limit::1001')).status).toBe(400);
    expect(namesOf(await ask('GET', '/v2/manage/repos?filter=name::apple&name=cherry&limit=1001'))).toEqual(['apple']);
  });

  it('end after a hundred records where no limit is given', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({ ...BUSYBOX, name: `r${index}` }));
    const listed = async (edition: string) =>
      namesOf(await open(edition, { collections: { repositories: many } })('GET', '/v2/manage/repos')).length;
    expect([await listed('2022-10'), await listed('2025-10'), await listed('otc-2024-10')]).toEqual([120, 100, 100]);
  });

  it('[TL6@2019-12, TL7@2019-12, TL8@2019-12, TL9@2019-12, TL11@2022-10, TL11@otc-2025-10] of tags, too', async () => {
    const tags = [tag('1.0', '2026-01-03T00:00:00Z'), tag('2.0'), tag('3.0', '2026-01-02T00:00:00Z')];
    const collections = { repositories: [BUSYBOX], tags };
    const tagsOf = ({ body }: { body: unknown }): string[] => (body as { Tag: string }[]).map(({ Tag }) => Tag);
    const path = `${REPOS}/busybox/tags`;
    const filtered = await open('2019-12', { collections })('GET', `${path}?filter=offset::1|limit::1`);
    expect(tagsOf(filtered)).toEqual(['2.0']);
    const ask = open('otc-2025-10', { collections });
    const page = await ask('GET', `${path}?limit=2&offset=0&order_column=updated_at&order_type=desc`);
    expect(tagsOf(page)).toEqual(['1.0', '3.0']);
    expect(page.headers['content-range']).toBe('0-2/3');
    expect(tagsOf(await ask('GET', `${path}?order_column=tag&order_type=desc`))).toEqual(['3.0', '2.0', '1.0']);
    expect(tagsOf(await ask('GET', `${path}?tag=2.0`))).toEqual(['2.0']);
    expect((await ask('GET', `${path}?limit=2&offset=4`)).body).toEqual([]);
  });
});

describe('deletion', () => {
  const collections = { repositories: [BUSYBOX], tags: [tag('1.0')] };
  const statusOf = async (edition: string, path: string) =>
    (await open(edition, { collections })('DELETE', path)).status;

  it.each([
    ['2021-09', 204],
    ['2022-10', 406],
    ['otc-2024-10', 204],
    ['otc-2025-10', 406],
  ])('[ND6@2022-10] in %s a namespace that holds images is answered %i', async (edition, status) => {
    expect(await statusOf(edition, `${NAMESPACES}/group`)).toBe(status);
  });

  it.each([
    ['2021-09', 406],
    ['2022-10', 204],
    ['otc-2024-10', 406],
    ['otc-2025-10', 204],
  ])('[RD1@2022-10] in %s a repository that holds images is answered %i', async (edition, status) => {
    expect(await statusOf(edition, `${REPOS}/busybox`)).toBe(status);
  });
});

describe('errors', () => {
  it('[S5@2020-07] are those of the gateway without credentials and at unknown paths, since 2021-09', async () => {
    const ask = open('2021-09');
    const refused = await ask('GET', '/v2/manage/namespaces', undefined, null);
    expect(refused).toMatchObject({ status: 401, body: { error_code: 'APIGW.0301' } });
    expect(refused.body?.['request_id']).toBe(refused.headers['x-request-id']);
    expect(await ask('GET', '/v2/manage/nothing')).toMatchObject({ status: 404, body: { error_code: 'APIGW.0101' } });
    expect(await open('2020-10')('GET', '/v2/manage/nothing')).toMatchObject({
      body: { error_code: 'SVCSTG.SWR.4040083' },
    });
  });

  it('have more to say since 2025-10', async () => {
    const { body } = await open('2025-10')('GET', `${NAMESPACES}/nothing`);
    expect(body).toMatchObject({
      error_code: 'SVCSTG.SWR.4040058',
      encoded_authorization_message: '',
      details: [{ error_code: 'SVCSTG.SWR.4040058' }],
    });
  });
});

describe('points that editions leave open', () => {
  const json = (body: object) => ({ repository: 'busybox', is_public: true, ...body });

  it('[A21] two dots side by side', async () => {
    const ask = async (readings?: Readings) =>
      (await open('2025-10', undefined, readings)('POST', REPOS, json({ repository: 'a..b' }))).status;
    expect([await ask(), await ask({ A21: 'refuse' }), await ask({ A21: 'accept' })]).toEqual([400, 400, 201]);
  });

  it('[A22] is_public as a text', async () => {
    const ask = async (readings?: Readings) =>
      (await open('2025-10', undefined, readings)('POST', REPOS, json({ is_public: 'true' }))).status;
    expect([await ask(), await ask({ A22: 'text' })]).toEqual([400, 201]);
  });

  it('[A23] who answers in front', async () => {
    const ask = async (readings?: Readings) =>
      (await open('2025-10', undefined, readings)('GET', '/v2/manage/repos', undefined, null)).body?.['error_code'];
    expect([await ask(), await ask({ A23: 'service' })]).toEqual(['APIGW.0301', 'SVCSTG.SWR.4019000']);
  });

  it('[A24] a change without is_public', async () => {
    const snapshot = { collections: { repositories: [BUSYBOX] } };
    const ask = async (readings?: Readings) =>
      (await open('2025-10', snapshot, readings)('PATCH', `${REPOS}/busybox`, { category: 'linux' })).status;
    expect([await ask(), await ask({ A24: 'required' })]).toEqual([201, 400]);
  });

  it('[A25] the category of images for ARM', async () => {
    const ask = async (category: string, readings?: Readings) => {
      const fake = open('2025-10', { collections: { repositories: [BUSYBOX] } }, readings);
      const created = await fake('POST', REPOS, { ...json({ repository: 'other' }), category });
      const changed = await fake('PATCH', `${REPOS}/busybox`, { category });
      return [created.status, changed.status];
    };
    for (const category of ['arm', 'arms']) expect(await ask(category)).toEqual([201, 201]);
    expect(await ask('arm', { A25: 'page' })).toEqual([201, 201]);
    expect(await ask('arms', { A25: 'page' })).toEqual([400, 400]);
  });
});
