import { beforeEach, describe, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from './open-edition.ts';

const REPOSITORY = '/v2/manage/namespaces/group/repos/busybox';
const TARGETS = `${REPOSITORY}/sync_repo`;
const IMAGES = `${REPOSITORY}/sync_images`;
const JOBS = `${REPOSITORY}/sync_job?filter=`;
const target = { remoteRegionId: 'cn-north-4', remoteNamespace: 'copies' };
const elsewhere = (path: string): string => path.replace('busybox', 'none');

let call: Call;
beforeEach(async () => {
  call = await openEdition('2020-10', GROUP);
});

describe('sync_repo', () => {
  it('[YC3] takes a target, and [YL1] shows it', async () => {
    expect(await call('POST', TARGETS, { ...target, syncAuto: true })).toMatchObject({ status: 200, body: {} });
    const { status, body } = await call('GET', TARGETS);
    const shown = {
      ...target,
      namespace: 'group',
      repoName: 'busybox',
      syncAuto: true,
      synAuto: true,
      override: false,
    };
    expect(status).toBe(200);
    expect(body).toEqual([expect.objectContaining({ ...shown, domainName: 'demo' })]);
  });

  it('[YC3] the same target is one, with its last values', async () => {
    await call('POST', TARGETS, { ...target, syncAuto: true });
    expect((await call('POST', TARGETS, { ...target, syncAuto: false })).status).toBe(200);
    await call('POST', TARGETS, { ...target, remoteRegionId: 'cn-south-1' });
    expect((await call('GET', TARGETS)).body).toMatchObject([{ syncAuto: false }, { remoteRegionId: 'cn-south-1' }]);
  });

  it('[YD1] ends a target, and [YD2] answers 400 where there is none', async () => {
    await call('POST', TARGETS, target);
    const answer = await call('DELETE', TARGETS, { ...target, remoteNamespace: 'other' });
    expect(answer).toMatchObject({ status: 400, code: '4001158', clause: 'YD2' });
    expect(await call('DELETE', TARGETS, target)).toMatchObject({ status: 200, body: {} });
    expect((await call('GET', TARGETS)).body).toEqual([]);
  });

  it.each<[clause: string, change: object, code: string]>([
    ['YC1', { remoteRegionId: undefined }, '4001014'],
    ['YC1', { remoteNamespace: '' }, '4001014'],
    ['YC1', { remoteNamespace: 7 }, '4000014'],
    ['YC2', { syncAuto: 'true' }, '4000014'],
    ['YC2', { override: 1 }, '4000014'],
  ])('[%s] [YC4] refuses %j', async (clause, change, code) => {
    expect(await call('POST', TARGETS, { ...target, ...change })).toMatchObject({ status: 400, clause, code });
  });
});

describe('sync_images', () => {
  it('[YI2] answers an empty list, and [YJ4] shows a job for each image', async () => {
    const answer = await call('POST', IMAGES, { ...target, imageTag: ['1.29', '1.28'], override: true });
    expect(answer).toMatchObject({ status: 200, body: [] });
    await call('POST', IMAGES, { ...target, imageTag: ['1.28'] });
    const { status, body, headers } = await call('GET', `${JOBS}offset::0|limit::2`);
    const job = { ...target, namespace: 'group', repoName: 'busybox', status: 'success', syncOperatorName: 'demo' };
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { ...job, tag: '1.29', override: true },
      { ...job, tag: '1.28', override: true },
    ]);
    expect(headers.get('content-range')).toBe('0-2/3');
    const rest = await call('GET', `${JOBS}offset::2|limit::2`);
    expect(rest.body).toMatchObject([{ tag: '1.28', override: false }]);
    expect(rest.headers.get('content-range')).toBe('2-1/3');
  });

  it('[YI5] wants images that exist, all of them', async () => {
    const answer = await call('POST', IMAGES, { ...target, imageTag: ['1.29', 'none'] });
    expect(answer).toMatchObject({ status: 404, code: '4040048', clause: 'YI5' });
    expect((await call('GET', `${JOBS}offset::0|limit::9`)).body).toEqual([]);
  });

  it.each<[clause: string, change: object, code: string]>([
    ['YI1', {}, '4001014'],
    ['YI1', { imageTag: '1.29' }, '4000014'],
    ['YC1', { imageTag: [], remoteRegionId: '' }, '4001014'],
  ])('[%s] [YI3] refuses %j', async (clause, change, code) => {
    expect(await call('POST', IMAGES, { ...target, ...change })).toMatchObject({ status: 400, clause, code });
  });
});

it.each([
  ['YJ1', '', '4000055'],
  ['YJ1', 'limit', '4001035'],
  ['YJ2', 'offset::x|limit::1', '4000056'],
  ['YJ3', 'offset::0|limit::0', '4000056'],
  ['YJ2', 'limit::1', '4000056'],
  ['YJ3', 'offset::0', '4000056'],
])('[%s] [YJ5] refuses the filter %j', async (clause, filter, code) => {
  expect(await call('GET', JOBS + filter)).toMatchObject({ status: 400, clause, code });
});

it.each<[clauses: string, method: string, path: string, body: unknown]>([
  ['YL4', 'GET', TARGETS, undefined],
  ['YC6', 'POST', TARGETS, target],
  ['YD4', 'DELETE', TARGETS, target],
  ['YI5', 'POST', IMAGES, { ...target, imageTag: [] }],
  ['YJ7', 'GET', `${JOBS}offset::0|limit::1`, undefined],
])('[%s] %s %s wants a repository that exists', async (clause, method, path, body) => {
  expect(await call(method, elsewhere(path), body)).toMatchObject({ status: 404, code: '4040010', clause });
});

it.each<[clauses: string, method: string, path: string, body: unknown]>([
  ['[YL2] [YL3]', 'GET', TARGETS, undefined],
  ['[YC5]', 'POST', TARGETS, target],
  ['[YD3]', 'DELETE', TARGETS, target],
  ['[YI4]', 'POST', IMAGES, { ...target, imageTag: [] }],
  ['[YJ6]', 'GET', `${JOBS}offset::0|limit::1`, undefined],
])('%s %s %s wants credentials', async (_clauses, method, path, body) => {
  expect(await call(method, path, body, '')).toMatchObject({ status: 401 });
});
