import { beforeAll, describe, it } from 'vitest';

import { CIRCUMSTANCES, expectAccessible } from './expect-accessible.ts';
import { hasBrowser, openBrowser } from './open-browser.ts';
import { createRepository, startMock } from './start-mock.ts';
import { useOpen } from './use-open.ts';

describe.skipIf(!hasBrowser())('accessibility of the pages', () => {
  const mock = useOpen(() => startMock('--records', '30'));
  let origin: string;
  beforeAll(async () => {
    // A world's pages have all that the others have, and say its name.
    origin = `${mock().origin}/__mock/worlds/a-name-of-${'very-'.repeat(8)}many-letters`;
    for (const name of ['busybox', 'Bad__Name']) await createRepository(origin, name);
    const rules = [{ operation: 'createNamespace', status: 503 }];
    await fetch(`${origin}/__mock/faults`, { method: 'PUT', body: JSON.stringify(rules) });
  });

  const VIEWS: readonly (readonly [name: string, ready: string, open: string | undefined])[] = [
    ['#requests', '.row', '.row'],
    ['#records', 'tbody tr', '.add > summary'],
    ['#trouble', '.rules li', undefined],
    ['#readings', '.readings', undefined],
    ['docs', '.operation', '#operation-createRepository .try-box > summary'],
  ];

  describe.each(CIRCUMSTANCES)('%s, %i px, %s', (colorScheme, width, locale) => {
    // The page's policy would keep the checker out, too.
    const options = { colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true };
    const browser = useOpen(() => openBrowser(options));

    it.each(VIEWS)('%s: no violation, nothing wider than the screen', async (name, ready, open) => {
      const page = await browser().context.newPage();
      await page.goto(`${origin}/__mock/${name}`);
      await page.locator(ready).first().waitFor();
      if (open !== undefined) await page.locator(open).first().click();
      if (name === '#requests') await page.locator('.detail pre').first().waitFor();
      await expectAccessible(page);
      await page.close();
    });
  });
});
