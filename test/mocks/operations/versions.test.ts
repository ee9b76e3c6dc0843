import { expect, it } from 'vitest';

import { openEdition } from './open-edition.ts';

const call = await openEdition('2019-12');
const version = { id: 'v2', version: '2.26', min_version: '2.0', status: 'CURRENT' };

it('[VL1] lists the versions, to whoever asks', async () => {
  expect(await call('GET', '/', undefined, '')).toMatchObject({ status: 200, body: { versions: [version] } });
});

it('[VG2] reads one', async () => {
  const answer = await call('GET', '/v2', undefined, '');
  expect(answer).toMatchObject({ status: 200, body: { version } });
  expect((answer.body as { version: object }).version).toHaveProperty('links.rel', 'self');
});

it.each(['/v1', '/V2', '/favicon.ico'])('[VG1] [VG3] %s is an unknown URL', async (path) => {
  expect(await call('GET', path, undefined, '')).toMatchObject({ status: 404, code: '4040083', clause: 'VG1' });
});

it('other methods are not taken', async () => {
  expect(await call('POST', '/', {})).toMatchObject({ status: 405 });
  expect(await call('DELETE', '/v2')).toMatchObject({ status: 405 });
});
