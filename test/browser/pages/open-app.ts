import type { BrowserContext, Page } from 'playwright-core';

import type { PageOptions } from './app.ts';

/** A form with all its fields. */
export const FIELDS = {
  repository: 'busybox',
  category: 'linux',
  description: '\u4ed3\u5e93 \u{1f433}',
  is_public: 'true',
};

/** Loads the page of tests; its worker is not started. */
export const loadApp = async (context: BrowserContext, url: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await page.waitForSelector('body[data-ready]', { state: 'attached' });
  return page;
};

export const startApp = (page: Page, options: PageOptions): Promise<void> =>
  page.evaluate((given) => app.start(given), options);

/** The status that creating a repository is answered with. */
export const create = (page: Page, repository: string): Promise<number> =>
  page.evaluate((fields) => app.createByFetch(location.origin, fields), { ...FIELDS, repository });

export const list = (page: Page): Promise<string[]> => page.evaluate(() => app.list(location.origin));
