import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningCli, startCli } from '../cli/run-cli.ts';
import { hasBrowser, type OpenBrowser, openBrowser } from './open-browser.ts';
import type {} from './pages/app.ts';
import { type ServedPage, servePage } from './serve-page.ts';

describe.runIf(hasBrowser())('a page of another origin', () => {
  let mock: RunningCli;
  let origin: string;
  let browser: OpenBrowser;
  let served: ServedPage;
  let page: Page;

  beforeAll(async () => {
    mock = startCli(['mock', '--port', '0', '--log', 'off']);
    origin = (await mock.prints(/listening +(\S+)/))[1] ?? '';
    served = await servePage('test/browser/pages/app.ts', '', { connect: origin });
    browser = await openBrowser();
    page = await browser.context.newPage();
    await page.goto(`${served.url}/`);
    await page.waitForSelector('body[data-ready]', { state: 'attached' });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    mock?.child.kill('SIGTERM');
    await mock?.ended;
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
