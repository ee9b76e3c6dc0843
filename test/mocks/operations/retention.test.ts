import { beforeEach, describe, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from './open-edition.ts';

const BASE = '/v2/manage/namespaces/group/repos/busybox/retentions';
const NONE = BASE.replace('busybox', 'none');
const days = {
  template: 'date_rule',
  params: { days: '30' },
  tag_selectors: [
    { kind: 'label', pattern: 'v5' },
    { kind: 'regexp', pattern: '^1' },
  ],
};
const num = { template: 'tag_rule', params: { num: '9' }, tag_selectors: [] };
const DAYS = { algorithm: 'or', rules: [days] };
const NUM = { algorithm: 'or', rules: [num, days] };

let call: Call;
beforeEach(async () => {
  call = await openEdition('2020-10', GROUP);
});

describe('createRetention', () => {
  it('[HC6] creates a retention and says its number; [HG1] and [HL1] show it', async () => {
    expect(await call('POST', BASE, DAYS)).toMatchObject({ status: 201, body: { id: 1 } });
    expect((await call('POST', BASE, NUM)).body).toEqual({ id: 2 });
    const [first, second] = [DAYS, NUM].map((sent, index) => ({ id: index + 1, scope: '', ...sent }));
    expect(await call('GET', `${BASE}/2`)).toMatchObject({ status: 200, body: second });
    const list = await call('GET', BASE);
    expect([list.status, list.body]).toEqual([200, [first, second]]);
  });

  it.each<[title: string, body: object, clause: string, code: string]>([
    ['[HC1] no algorithm', { rules: [] }, 'HC1', '4001014'],
    ['[HC1] another algorithm', { algorithm: 'and', rules: [] }, 'HC1', '4000014'],
    ['[HC2] no rules', { algorithm: 'or' }, 'HC2', '4001014'],
    ['[HC2] rules that are no list', { algorithm: 'or', rules: {} }, 'HC2', '4000014'],
    ['[HC3] another template', { algorithm: 'or', rules: [{ ...days, template: 'x' }] }, 'HC3', '4000014'],
    ['[HC4] no params', { algorithm: 'or', rules: [{ ...days, params: undefined }] }, 'HC4', '4001014'],
    [
      '[HC4] the params of the other',
      { algorithm: 'or', rules: [{ ...days, params: { num: '1' } }] },
      'HC4',
      '4001014',
    ],
    ['[HC4] a number', { algorithm: 'or', rules: [{ ...days, params: { days: 30 } }] }, 'HC4', '4000014'],
    ['[HC5] no selectors', { algorithm: 'or', rules: [{ ...days, tag_selectors: undefined }] }, 'HC5', '4001014'],
    [
      '[HC5] another kind',
      { algorithm: 'or', rules: [{ ...num, tag_selectors: [{ kind: 'a', pattern: '' }] }] },
      'HC5',
      '4000014',
    ],
  ])('[HC7] %s is refused', async (_title, body, clause, code) => {
    expect(await call('POST', BASE, body)).toMatchObject({ status: 400, clause, code });
    expect((await call('GET', BASE)).body).toEqual([]);
  });
});

it('[HU1] changes the rules of one', async () => {
  await call('POST', BASE, DAYS);
  expect(await call('PATCH', `${BASE}/1`, NUM)).toMatchObject({ status: 201, body: {} });
  expect((await call('GET', `${BASE}/1`)).body).toEqual({ id: 1, scope: '', ...NUM });
  expect(await call('PATCH', `${BASE}/1`, { algorithm: 'or' })).toMatchObject({ status: 400, clause: 'HC2' });
});

it('[HD1] deletes one with 200, and [HD2] answers 400 where it does not exist', async () => {
  await call('POST', BASE, DAYS);
  expect(await call('DELETE', `${BASE}/1`)).toMatchObject({ status: 200, body: {} });
  expect(await call('DELETE', `${BASE}/1`)).toMatchObject({ status: 400, code: '4000306', clause: 'HD2' });
  expect((await call('POST', BASE, DAYS)).body).toEqual({ id: 2 });
});

it('[HH5] the history is empty, whatever part of it is asked for', async () => {
  const all = await call('GET', `${BASE}/histories`);
  expect(all).toMatchObject({ status: 200, body: { retention_log: [], total: 0 } });
  expect(all.headers.get('content-range')).toBe('0-0/0');
  const part = await call('GET', `${BASE}/histories?filter=offset::5|limit::10`);
  expect(part.headers.get('content-range')).toBe('5-0/0');
});

it.each([
  ['HH1', 'offset', '4001035'],
  ['HH2', 'offset::-1|limit::10', '4000056'],
  ['HH3', 'offset::0|limit::0', '4000056'],
  ['HH4', 'limit::10', '4000056'],
])('[%s] [HH6] the history refuses the filter %s', async (clause, filter, code) => {
  expect(await call('GET', `${BASE}/histories?filter=${filter}`)).toMatchObject({ status: 400, clause, code });
});

it('[HP1] a number is a whole number', async () => {
  for (const method of ['GET', 'DELETE'])
    expect(await call(method, `${BASE}/x`)).toMatchObject({ status: 400, clause: 'HP1', code: '4000014' });
  expect(await call('PATCH', `${BASE}/1.5`, DAYS)).toMatchObject({ status: 400, clause: 'HP1' });
});

it.each<[clause: string, method: string, path: string, body: unknown]>([
  ['HL4', 'GET', NONE, undefined],
  ['HC9', 'POST', NONE, DAYS],
  ['HH8', 'GET', `${NONE}/histories`, undefined],
  ['HG4', 'GET', `${NONE}/1`, undefined],
  ['HG4', 'GET', `${BASE}/1`, undefined],
  ['HU4', 'PATCH', `${BASE}/1`, DAYS],
  ['HD4', 'DELETE', `${NONE}/1`, undefined],
])('[%s] %s %s is answered 404', async (clause, method, path, body) => {
  expect(await call(method, path, body)).toMatchObject({ status: 404, code: '4040010', clause });
});

it.each<[clauses: string, method: string, path: string, body: unknown]>([
  ['[HL2] [HL3]', 'GET', BASE, undefined],
  ['[HC8]', 'POST', BASE, DAYS],
  ['[HH7]', 'GET', `${BASE}/histories`, undefined],
  ['[HG2] [HG3]', 'GET', `${BASE}/1`, undefined],
  ['[HU2] [HU3]', 'PATCH', `${BASE}/1`, DAYS],
  ['[HD3]', 'DELETE', `${BASE}/1`, undefined],
])('%s %s %s wants credentials', async (_clauses, method, path, body) => {
  expect(await call(method, path, body, '')).toMatchObject({ status: 401 });
});
