import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from './open-browser.ts';
import type { PageOptions } from './pages/app.ts';
import { create, FIELDS, list, loadApp, startApp } from './pages/open-app.ts';
import { servePage } from './serve-page.ts';
import { useOpen } from './use-open.ts';

describe.runIf(hasBrowser())('the service worker', () => {
  const served = useOpen(() => servePage('test/browser/pages/app.ts', '/console'));
  const browser = useOpen(openBrowser);
  let page: Page;
  let keep = '';
  let number = 0;
  beforeEach(async () => {
    number += 1;
    keep = `test ${number}`;
    page = await open({ keep });
  });

  const open = async (options: PageOptions): Promise<Page> => {
    const opened = await loadApp(browser().context, served().url);
    await startApp(opened, options);
    return opened;
  };

  test('[S1] [S3] answers a form by fetch, on a page below another path', async () => {
    expect(await create(page, 'busybox')).toBe(201);
    expect(await create(page, 'busybox')).toBe(409);
    expect(await create(page, 'Busybox')).toBe(400);
    expect(await list(page)).toEqual(['busybox']);
  });

  test('answers a form by axios, which uses XMLHttpRequest', async () => {
    const send = (name: string) =>
      page.evaluate((fields) => app.createByAxios(location.origin, fields), { ...FIELDS, repository: name });
    expect(await send('busybox')).toMatchObject({ status: 201 });
    expect(await send('busybox')).toEqual({ status: 409, code: 'SVCSTG.SWR.4090006' });
    expect(await send('a___b')).toEqual({ status: 400, code: 'SVCSTG.SWR.4001029' });
  });

  test('lets everything else pass', async () => {
    const other = await page.evaluate(() => app.send({ method: 'GET', url: '/elsewhere', headers: {} }));
    expect(other).toMatchObject({ status: 404, text: 'not here' });
  });

  test('answers below a base path of the API, and only there', async () => {
    const based = await open({ baseUrl: '/api' });
    expect(await based.evaluate((fields) => app.createByFetch('/api', fields), FIELDS)).toBe(201);
    expect(await based.evaluate((fields) => app.createByFetch('', fields), FIELDS)).toBe(404);
  });

  test('the state survives a reload, and a reset empties it for good', async () => {
    await create(page, 'a');
    await create(page, 'b');
    await page.reload();
    await page.waitForSelector('body[data-ready]', { state: 'attached' });
    await startApp(page, { keep });
    expect(await list(page)).toEqual(['a', 'b']);
    expect(await create(page, 'a')).toBe(409);
    await page.evaluate(() => app.reset());
    expect(await list(page)).toEqual([]);
    await page.close();
    expect(await list(await open({ keep }))).toEqual([]);
  });

  test('first records are made up once, and not again over what was kept', async () => {
    const seeded = await open({ keep: `${keep} seeded`, records: 3, seed: 1 });
    const first = await list(seeded);
    expect(first.length).toBeGreaterThan(0);
    await create(seeded, 'mine');
    await seeded.close();
    expect(await list(await open({ keep: `${keep} seeded`, records: 3, seed: 1 }))).toEqual([...first, 'mine'].sort());
  });

  test('[S3] two tabs have one state: of one name created in both at once one is refused', async () => {
    const other = await open({ keep });
    await create(page, 'first');
    expect(await list(other)).toEqual(['first']);
    const names = ['c', 'd', 'e', 'f'];
    const statuses = await Promise.all(names.flatMap((name) => [create(page, name), create(other, name)]));
    for (const [index] of names.entries()) expect(statuses.slice(index * 2, index * 2 + 2).sort()).toEqual([201, 409]);
    expect(await list(page)).toEqual(['c', 'd', 'e', 'f', 'first']);
    expect(await list(other)).toEqual(await list(page));
  });

  test('without "keep" each page has its own state', async () => {
    const [one, two] = [await open({}), await open({})];
    expect(await create(one, 'a')).toBe(201);
    expect(await create(two, 'a')).toBe(201);
  });
});
