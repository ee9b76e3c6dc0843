import { describe, expect, it } from 'vitest';

import { createBackend } from '../../../mocks/create-backend.ts';
import { resolveEdition } from '../../load-edition.ts';
import { openEdition } from './open-edition.ts';

const call = await openEdition('2025-10', undefined, {
  now: () => new Date('2026-01-02T03:04:05Z'),
});

describe.each([
  ['LS1', 'LS3', '/v2/manage/utils/secret'],
  ['LT1', 'LT3', '/v2/manage/utils/authorizationtoken'],
])('[%s] [%s] POST %s', (_success, _credentials, path) => {
  it('makes credentials for the registry, as a command and as docker keeps them', async () => {
    const { status, body, headers } = await call('POST', path);
    expect(status).toBe(200);
    const [, user, password, host = ''] =
      /^docker login -u (\S+) -p (\S+) (\S+)$/.exec(headers.get('X-Swr-Dockerlogin') ?? '') ?? [];
    expect(user).toMatch(/^cn-north-1@[0-9A-F]{20}$/);
    expect(body).toEqual({ auths: { [host]: { auth: btoa(`${user}:${password}`) } } });
    expect(headers.get('X-Swr-Expireat')).toBe('2026-01-03T03:04:05.000Z');
  });

  it('are those of the account that asks', async () => {
    const [own, theirs] = [await call('POST', path), await call('POST', path, undefined, 'partner-token')];
    expect(theirs.body).not.toEqual(own.body);
  });

  it('wants credentials', async () => {
    expect(await call('POST', path, undefined, '')).toMatchObject({ status: 401 });
  });
});

it.each(['eu-1', 'a b', '名\r\nx: y'])('[LS1] the project %j begins the user name', async (project) => {
  const { headers } = await call('POST', `/v2/manage/utils/secret?projectname=${encodeURIComponent(project)}`);
  expect(headers.get('X-Swr-Dockerlogin')).toContain(` -u ${encodeURIComponent(project)}@`);
});

it('[LS1] a page of another origin may read the command', async () => {
  const { fetch } = createBackend({ document: resolveEdition('2020-10') });
  const headers = { origin: 'http://app.test', 'x-auth-token': 'demo' };
  const answer = await fetch(new Request('http://api.test/v2/manage/utils/secret', { method: 'POST', headers }));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-swr-dockerlogin, x-swr-expireat/);
});
