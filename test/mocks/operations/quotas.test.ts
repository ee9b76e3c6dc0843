import { expect, it } from 'vitest';

import { GROUP, openEdition } from './open-edition.ts';

const QUOTAS = '/v2/manage/projects/any/quotas';

it('[QL2] says how many namespaces there may be, and how many the account has', async () => {
  const call = await openEdition('2022-10', GROUP);
  const quota = { quota_key: 'namespace', quota_limit: 5, used: 1, unit: '' };
  expect(await call('GET', QUOTAS)).toMatchObject({ status: 200, body: { quotas: [quota] } });
  await call('POST', '/v2/manage/namespaces', { namespace: 'more' });
  await call('POST', '/v2/manage/namespaces', { namespace: 'theirs' }, 'partner-token');
  expect((await call('GET', QUOTAS)).body).toEqual({ quotas: [{ ...quota, used: 2 }] });
});

it('[A11] [QL2] the number is the one that holds', async () => {
  const call = await openEdition('2022-10', GROUP, { readings: { A11: '2' } });
  expect((await call('GET', QUOTAS)).body).toMatchObject({ quotas: [{ quota_limit: 2, used: 1 }] });
  expect((await call('POST', '/v2/manage/namespaces', { namespace: 'more' })).status).toBe(201);
  expect((await call('GET', QUOTAS)).body).toMatchObject({ quotas: [{ quota_limit: 2, used: 2 }] });
  expect((await call('POST', '/v2/manage/namespaces', { namespace: 'third' })).status).toBe(400);
});

it('[QL1] [QL3] [QL4] wants a project and credentials', async () => {
  const call = await openEdition('2022-10');
  expect(await call('GET', '/v2/manage/projects//quotas')).toMatchObject({ status: 400, clause: 'QL1' });
  expect(await call('GET', QUOTAS, undefined, '')).toMatchObject({ status: 401 });
});
