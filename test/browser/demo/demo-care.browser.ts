import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from '../open-browser.ts';
import { startMock } from '../start-mock.ts';
import { useOpen } from '../use-open.ts';
import { buildDemo, type ServedDemo } from './serve-demo.ts';

const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 30_000 });

describe.skipIf(!hasBrowser())('what the example console keeps for its user', () => {
  const demo = useOpen(buildDemo);
  // West of Greenwich, where midnight in UTC is the day before.
  const browser = useOpen(() => openBrowser({ locale: 'en-US', timezoneId: 'America/New_York' }));
  let served: ServedDemo;
  let page: Page;

  beforeEach(async () => {
    served = await demo().serve();
    page = await browser().context.newPage();
  });
  afterEach(async () => {
    await page.close();
    await served.close();
  });

  const open = (address = ''): Promise<unknown> => page.goto(`${served.url}${address}`);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).press('Enter');
  // It leaves the screen by itself, on a busy machine before a test can look.
  const said = (text: string): Promise<void> =>
    page.locator('.toast', { hasText: text }).waitFor({ state: 'attached' });
  /** What has the focus: its name, or text. */
  const focus = (): Promise<string> =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  const range = (): Promise<string | null> => page.locator('.range').textContent();
  const create = async (): Promise<void> => {
    await open('#/new?namespace=team');
    await page.locator('input[name=repository]').fill('busybox');
    await press('Create repository');
    await page.locator('.share-form').waitFor();
  };

  test('[RU5] a draft stays when the visibility changes', async () => {
    await create();
    const description = page.locator('textarea[name=description]');
    await description.fill('a draft');
    await page.getByRole('switch').click();
    await said('is public now');
    await eventually(() => page.getByRole('switch').getAttribute('aria-checked')).toBe('true');
    expect(await description.inputValue()).toBe('a draft');
    await press('Save');
    await said('Saved.');
    expect(await description.inputValue()).toBe('a draft');
    expect(await focus()).toBe('Save');
  });

  test('[AC4] sharing lasts to the end of the day that was chosen', async () => {
    await create();
    await page.locator('input[name=access_domain]').fill('partner');
    await page.locator('input[name=deadline]').fill('2999-12-31');
    await press('Share');
    await page.getByText('Until Dec 31, 2999', { exact: true }).waitFor();
    const today = await page.locator('input[name=deadline]').getAttribute('min');
    await page.locator('input[name=access_domain]').fill('colleague');
    await page.locator('input[name=deadline]').fill(today ?? '');
    await press('Share');
    await eventually(() => page.locator('.row', { hasText: 'Until' }).count()).toBe(2);
    expect(await page.getByText('expired').count()).toBe(0);
  });

  test('the focus stays in a list that ends, is empty, or does not come', async () => {
    await open('#/repositories?offset=20&limit=20');
    await eventually(range).toBe('21–40 of 40');
    await press('Previous');
    await eventually(range).toBe('1–20 of 40');
    expect(await focus()).toBe('Previous');
    await press('Previous');
    await press('Next');
    await eventually(range).toBe('21–40 of 40');
    expect(await focus()).toBe('Next');

    const name = page.getByLabel('Whole name');
    const onBar = page.getByRole('search').getByRole('button', { name: 'Clear the filter' });
    const onEmpty = page.locator('.state').getByRole('button', { name: 'Clear the filter' });
    for (const [clear, place] of [
      [onEmpty, 'H1'],
      [onBar, 'SELECT'],
    ] as const) {
      await name.fill('none');
      await name.press('Enter');
      await onEmpty.waitFor();
      await clear.press('Enter');
      await eventually(range).toBe('1–20 of 40');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe(place);
    }

    await name.fill('a|b');
    await name.press('Enter');
    await page.locator('.state.failure').waitFor();
    await press('Try again');
    await eventually(() => page.locator('[aria-busy=true]').count()).toBe(0);
    expect(await focus()).toBe('Try again');
  });

  test('a dialog gives the focus back, however it is left', async () => {
    await open('#/namespaces');
    const ask = page.locator('.row button').first();
    const opener = await ask.getAttribute('aria-label');
    const dialog = page.getByRole('dialog');
    for (const leave of [
      () => press('Cancel'),
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(2, 2),
    ] as const) {
      await ask.press('Enter');
      await dialog.waitFor();
      await leave();
      await eventually(() => dialog.count()).toBe(0);
      expect(await focus()).toBe(opener);
    }
    await page.locator('#connection').press('Enter');
    await press('Reset the data');
    await page.getByText('Put the first records back?').waitFor();
    await press('Reset the data');
    await said('The first records are back.');
    expect(await focus()).toBe('Connection: This browser');
  });

  test('a dialog that was left can be opened again at once', async () => {
    await open('#/namespaces');
    const ask = page.locator('.row button').first();
    const dialog = page.getByRole('dialog');
    for (const way of ['requestClose', 'click'] as const) {
      await ask.press('Enter');
      await dialog.waitFor();
      // No task in between, as on a machine that lags behind its user.
      await page.evaluate(async (leave) => {
        document.querySelector('dialog')?.[leave]();
        await Promise.resolve();
        document.querySelector<HTMLElement>('.row button')?.click();
      }, way);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
      await eventually(() => dialog.isVisible()).toBe(true);
      await press('Cancel');
      await eventually(() => page.locator('dialog').count()).toBe(0);
    }
  });

  test('[AC8] a double click on a slow server sends once', async () => {
    const { origin, close } = await startMock('--latency', '200');
    try {
      await open();
      await page.locator('#connection').click();
      await page.locator('dialog input[value=server]').check();
      await page.locator('dialog input[name=url]').fill(origin);
      await press('Connect');
      await page.getByText('No repositories yet').waitFor();
      await open('#/new?namespace=team');
      await page.locator('input[name=repository]').fill('busybox');
      await page.locator('form button[type=submit]').dblclick();
      await page.locator('.share-form').waitFor();
      await page.locator('input[name=access_domain]').fill('partner');
      await page.locator('.share-form button').dblclick();
      await said('Shared with partner.');
      await page.locator('.row', { hasText: 'partner' }).waitFor();
      const requests = (await (await fetch(`${origin}/__mock/requests`)).json()) as readonly {
        readonly request: { readonly method: string };
      }[];
      expect(requests.filter(({ request }) => request.method === 'POST')).toHaveLength(2);
    } finally {
      await close();
    }
  });

  test('[RD4] a refused deletion leaves the focus in the dialog', async () => {
    await open();
    await page.locator('tbody tr', { hasText: 'MiB' }).first().locator('a.name').click();
    await page.locator('.tags .row').first().waitFor();
    await press('Delete the repository');
    await press('Delete');
    await page.getByRole('dialog').locator('.problems').waitFor();
    expect(await focus()).toBe('Try again');
    await press('Close');
    expect(await focus()).toBe('Delete the repository');
  });
});
