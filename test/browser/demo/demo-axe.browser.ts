import type { Page } from 'playwright-core';
import { describe, test } from 'vitest';

import { CIRCUMSTANCES, expectAccessible } from '../expect-accessible.ts';
import { hasBrowser, openBrowser } from '../open-browser.ts';
import { useOpen } from '../use-open.ts';
import { buildDemo } from './serve-demo.ts';

/** What a view is called, its address, and what to do there first. */
const VIEWS: readonly (readonly [name: string, address: string, prepare: (page: Page) => Promise<void>])[] = [
  ['list', '#/repositories', (page) => page.locator('tbody tr').first().waitFor()],
  ['shared list', '#/repositories?center=thirdparty', (page) => page.locator('tbody tr').first().waitFor()],
  ['empty list', '#/repositories?name=none', (page) => page.locator('.list-body .state').waitFor()],
  [
    'refused form',
    '#/new?namespace=Bad',
    async (page) => {
      await page.locator('input[name=repository]').fill('a___b');
      await page.locator('form button[type=submit]').click();
      await page.locator('.rules .refused').first().waitFor();
    },
  ],
  [
    'repository',
    '#/repositories',
    async (page) => {
      await page.locator('tbody a.name').first().click();
      await page.locator('.share-form button').click();
      await page.locator('.share-form .problems').waitFor();
    },
  ],
  [
    'repository of others',
    '#/repositories?center=thirdparty',
    async (page) => {
      await page.locator('tbody a.name').first().click();
      await page.locator('.facts').waitFor();
    },
  ],
  [
    'refused deletion',
    '#/repositories',
    async (page) => {
      await page
        .locator('tbody tr', { hasText: /[1-9] (images?|个镜像)|MiB/ })
        .first()
        .locator('a.name')
        .click();
      await page.locator('.tags .row').first().waitFor();
      await page.locator('.danger-outline').click();
      await page.locator('dialog .danger').click();
      await page.locator('dialog .problems').waitFor();
    },
  ],
  ['unknown repository', '#/repository/a/b', (page) => page.locator('.state.failure').waitFor()],
  ['namespaces', '#/namespaces', (page) => page.locator('.row').first().waitFor()],
  [
    'connection',
    '#/namespaces',
    async (page) => {
      await page.locator('#connection').click();
      await page.locator('dialog input[value=deployment]').check();
      await page.locator('dialog input[name=token]').waitFor();
    },
  ],
];

describe.skipIf(!hasBrowser())('accessibility of the example console', () => {
  const demo = useOpen(buildDemo);
  const served = useOpen(() => demo().serve());

  describe.each(CIRCUMSTANCES)('%s, %i px, %s', (colorScheme, width, locale) => {
    const options = { colorScheme, locale, viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const;
    const browser = useOpen(() => openBrowser(options));

    test.each(VIEWS)('%s: no violation, nothing wider than the screen', async (_name, address, prepare) => {
      const page = await browser().context.newPage();
      await page.goto(`${served().url}${address}`);
      await prepare(page);
      await expectAccessible(page);
      await page.close();
    });
  });
});
