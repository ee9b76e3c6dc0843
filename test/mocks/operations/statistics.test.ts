import { describe, expect, it } from 'vitest';

import { GROUP, openEdition } from './open-edition.ts';

const now = () => new Date('2026-01-02T03:04:05Z');
const call = await openEdition('2025-10', GROUP, { now });
const GATES = '/v2/manage/projects/any/feature-gates';

describe('getOverview', () => {
  it('[SO1] counts what the account has', async () => {
    const { status, body } = await call('GET', '/v2/manage/overview');
    expect(status).toBe(200);
    expect(body).toEqual({
      domain_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      domain_name: 'demo',
      namspace_num: 1,
      repo_num: 1,
      image_num: 2,
      store_space: expect.any(Number),
      downflow_size: 0,
    });
    const tags = await call('GET', '/v2/manage/namespaces/group/repos/busybox/tags');
    const sizes = (tags.body as { size: number }[]).map(({ size }) => size);
    expect(body).toMatchObject({ store_space: sizes.reduce((sum, size) => sum + size) });
  });

  it('[SO1] others have nothing of it', async () => {
    const { body } = await call('GET', '/v2/manage/overview', undefined, 'partner-token');
    expect(body).toMatchObject({ domain_name: 'partner', namspace_num: 0, repo_num: 0, image_num: 0, store_space: 0 });
  });
});

describe('getReport', () => {
  it('[SR3] tells this day', async () => {
    const { body } = await call('GET', '/v2/manage/overview');
    const stored = (body as { store_space: number }).store_space;
    const store = await call('GET', '/v2/manage/reports/store/daily');
    expect([store.status, store.body]).toEqual([200, [{ date: '2026-01-02', value: stored }]]);
    expect((await call('GET', '/v2/manage/reports/downflow/daily')).body).toEqual([{ date: '2026-01-02', value: 0 }]);
  });

  it.each([
    ['SR1', 'upflow/daily'],
    ['SR2', 'store/hourly'],
  ])('[%s] [SR4] refuses %s', async (clause, path) => {
    expect(await call('GET', `/v2/manage/reports/${path}`)).toMatchObject({ status: 400, clause, code: '4000014' });
  });
});

describe('getFeatureGates', () => {
  it.each([
    ['2025-10', true],
    ['otc-2025-10', false],
  ])('[SF2] what edition %s has no operation for is off', async (edition, hasAll) => {
    const own = await openEdition(edition);
    const { status, body } = await own('GET', GATES);
    expect(status).toBe(200);
    expect(Object.keys(body as object)).toHaveLength(10);
    expect(body).toMatchObject({
      enable_experience: false,
      enable_image_sync: hasAll,
      enable_authorization_token: hasAll,
      enable_list_v3: hasAll,
    });
  });

  it('[SF1] [SF3] wants a project', async () => {
    expect(await call('GET', '/v2/manage/projects//feature-gates')).toMatchObject({ status: 400, clause: 'SF1' });
  });
});

it.each([
  ['SO3', '/v2/manage/overview'],
  ['SR5', '/v2/manage/reports/store/daily'],
  ['SF4', GATES],
])('[%s] %s wants credentials', async (_clause, path) => {
  expect(await call('GET', path, undefined, '')).toMatchObject({ status: 401 });
});
