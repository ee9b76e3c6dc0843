import { afterAll, beforeAll, describe, it } from 'vitest';

import { type RunningCli, startCli } from '../cli/run-cli.ts';
import { CIRCUMSTANCES, expectAccessible } from './expect-accessible.ts';
import { hasBrowser, type OpenBrowser, openBrowser } from './open-browser.ts';

describe.skipIf(!hasBrowser())('accessibility of the pages', () => {
  let mock: RunningCli;
  let origin: string;
  beforeAll(async () => {
    mock = startCli(['mock', '--port', '0', '--log', 'off', '--records', '30']);
    const server = (await mock.prints(/listening +(\S+)/))[1] ?? '';
    // A world's pages have all that the others have, and say its name.
    origin = `${server}/__mock/worlds/a-name-of-${'very-'.repeat(8)}many-letters`;
    for (const name of ['busybox', 'Bad__Name']) {
      const body = new FormData();
      body.append('repository', name);
      const headers = { authorization: 'Bearer demo' };
      await fetch(`${origin}/v2/manage/namespaces/group/repos`, { method: 'POST', headers, body });
    }
    const rules = [{ operation: 'createNamespace', status: 503 }];
    await fetch(`${origin}/__mock/faults`, { method: 'PUT', body: JSON.stringify(rules) });
  });
  afterAll(async () => {
    mock.child.kill('SIGTERM');
    await mock.ended;
  });

  const VIEWS: readonly (readonly [name: string, ready: string, open: string | undefined])[] = [
    ['#requests', '.row', '.row'],
    ['#records', 'tbody tr', '.add > summary'],
    ['#trouble', '.rules li', undefined],
    ['#readings', '.readings', undefined],
    ['docs', '.operation', '#operation-createRepository .try-box > summary'],
  ];

  describe.each(CIRCUMSTANCES)('%s, %i px, %s', (colorScheme, width, locale) => {
    let browser: OpenBrowser;
    beforeAll(async () => {
      // The page's policy would keep the checker out, too.
      browser = await openBrowser({ colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true });
    });
    afterAll(() => browser?.close());

    it.each(VIEWS)('%s: no violation, nothing wider than the screen', async (name, ready, open) => {
      const page = await browser.context.newPage();
      await page.goto(`${origin}/__mock/${name}`);
      await page.locator(ready).first().waitFor();
      if (open !== undefined) await page.locator(open).first().click();
      if (name === '#requests') await page.locator('.detail pre').first().waitFor();
      await expectAccessible(page);
      await page.close();
    });
  });
});
