import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from './open-browser.ts';
import { loadApp } from './pages/open-app.ts';
import { servePage } from './serve-page.ts';
import { startMock } from './start-mock.ts';
import { useOpen } from './use-open.ts';

describe.runIf(hasBrowser())('a page of another origin', () => {
  const mock = useOpen(startMock);
  const served = useOpen(() => servePage('test/browser/pages/app.ts', '', mock().origin));
  const browser = useOpen(openBrowser);
  let page: Page;
  let origin: string;
  beforeAll(async () => {
    origin = mock().origin;
    page = await loadApp(browser().context, served().url);
  });

  const send = (method: string, path: string, body?: object) =>
    page.evaluate((given) => app.send(given), {
      method,
      url: origin + path,
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      ...(body ? { body: Buffer.from(JSON.stringify(body)).toString('base64') } : {}),
    });

  test('may use the API: its browser asks first, and is granted every method', async () => {
    const fields = { repository: 'busybox', is_public: 'true' };
    expect(await page.evaluate(([base, given]) => app.createByFetch(base, given), [origin, fields] as const)).toBe(201);
    const repository = '/v2/manage/namespaces/group/repos/busybox';
    expect(await send('PATCH', repository, { is_public: false })).toMatchObject({ status: 201 });
    expect(await send('DELETE', repository)).toMatchObject({ status: 204 });
    expect(await send('GET', repository)).toMatchObject({ status: 404 });
  });

  test('may not use the control API', async () => {
    await expect(send('POST', '/__mock/reset')).rejects.toThrow('Failed to fetch');
  });
});
