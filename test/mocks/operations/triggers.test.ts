import { beforeEach, describe, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from './open-edition.ts';

const BASE = '/v2/manage/namespaces/group/repos/busybox/triggers';
const NONE = BASE.replace('busybox', 'none');
const trigger = {
  name: 'deploy',
  action: 'update',
  app_type: 'deployments',
  application: 'shop',
  cluster_ns: 'default',
  condition: '.*',
  enable: 'true',
  trigger_type: 'all',
};
const shown = {
  ...trigger,
  cluster_id: '',
  cluster_name: '',
  container: '',
  trigger_mode: 'cce',
  trigger_history: null,
  creator_name: 'demo',
  created_at: expect.stringMatching(/Z$/),
};

let call: Call;
beforeEach(async () => {
  call = await openEdition('2020-10', GROUP);
});

describe('createTrigger', () => {
  it('[GC9] creates a trigger; [GG1] and [GL1] show it', async () => {
    expect(await call('POST', BASE, trigger)).toMatchObject({ status: 201, body: {} });
    const more = { ...trigger, name: 'other', trigger_mode: 'cci', container: 'web' };
    await call('POST', BASE, more);
    const one = await call('GET', `${BASE}/deploy`);
    expect([one.status, one.body]).toEqual([200, shown]);
    const list = await call('GET', BASE);
    expect([list.status, list.body]).toEqual([200, [shown, { ...shown, ...more }]]);
  });

  it('[GC13] refuses a name that is taken as the service does, not as the page', async () => {
    await call('POST', BASE, trigger);
    const answer = await call('POST', BASE, { ...trigger, enable: 'false' });
    expect(answer).toMatchObject({ status: 400, code: '4000014', clause: 'GC13' });
    expect((await call('GET', BASE)).body).toEqual([shown]);
  });

  it.each<[clause: string, change: object, code: string]>([
    ['GC1', { name: undefined }, '4001014'],
    ['GC1', { name: '' }, '4001014'],
    ['GC2', { action: 'delete' }, '4000014'],
    ['GC3', { app_type: 'jobs' }, '4000014'],
    ['GC4', { application: '' }, '4001014'],
    ['GC4', { cluster_ns: undefined }, '4001014'],
    ['GC4', { condition: 7 }, '4000014'],
    ['GC5', { enable: true }, '4000014'],
    ['GC6', { trigger_type: 'none' }, '4000014'],
    ['GC7', { trigger_mode: 'ecs' }, '4000014'],
    ['GC8', { container: 7 }, '4000014'],
  ])('[%s] [GC10] refuses %j', async (clause, change, code) => {
    expect(await call('POST', BASE, { ...trigger, ...change })).toMatchObject({ status: 400, clause, code });
  });
});

it('[GU2] switches a trigger, and [GU1] [GU3] takes nothing but texts', async () => {
  await call('POST', BASE, trigger);
  expect(await call('PATCH', `${BASE}/deploy`, { enable: 'false' })).toMatchObject({ status: 201, body: {} });
  expect((await call('GET', `${BASE}/deploy`)).body).toEqual({ ...shown, enable: 'false' });
  expect(await call('PATCH', `${BASE}/deploy`, { enable: true })).toMatchObject({ status: 400, clause: 'GU1' });
});

it('[GD1] deletes a trigger', async () => {
  await call('POST', BASE, trigger);
  expect(await call('DELETE', `${BASE}/deploy`)).toMatchObject({ status: 204, body: undefined });
  expect((await call('GET', BASE)).body).toEqual([]);
});

it('[GP1] the name must not be empty', async () => {
  expect(await call('GET', `${BASE}/`)).toMatchObject({ status: 400, clause: 'GP1' });
});

it.each<[clause: string, code: string, method: string, path: string, body: unknown]>([
  ['GL4', '4040010', 'GET', NONE, undefined],
  ['GC12', '4040010', 'POST', NONE, trigger],
  ['GG4', '4040126', 'GET', `${BASE}/none`, undefined],
  ['GG4', '4040010', 'GET', `${NONE}/none`, undefined],
  ['GU5', '4040126', 'PATCH', `${BASE}/none`, { enable: 'true' }],
  ['GD4', '4040126', 'DELETE', `${BASE}/none`, undefined],
])('[%s] %s: %s %s', async (clause, code, method, path, body) => {
  expect(await call(method, path, body)).toMatchObject({ status: 404, code, clause });
});

it.each<[clauses: string, method: string, path: string, body: unknown]>([
  ['[GL2] [GL3]', 'GET', BASE, undefined],
  ['[GC11]', 'POST', BASE, trigger],
  ['[GG2] [GG3]', 'GET', `${BASE}/a`, undefined],
  ['[GU4]', 'PATCH', `${BASE}/a`, { enable: 'true' }],
  ['[GD2] [GD3]', 'DELETE', `${BASE}/a`, undefined],
])('%s %s %s wants credentials', async (_clauses, method, path, body) => {
  expect(await call(method, path, body, '')).toMatchObject({ status: 401 });
});
