import { describe, expect, it } from 'vitest';

import { expectAccessible } from './expect-accessible.ts';
import { hasBrowser, openBrowser } from './open-browser.ts';
import { startMock } from './start-mock.ts';
import { useOpen } from './use-open.ts';

describe.skipIf(!hasBrowser())('the reference of a later edition', () => {
  const mock = useOpen(() => startMock('--edition', '2022-10'));

  // Both themes, both widths and both languages; how they meet is looked at in pages-axe.browser.ts.
  describe.each([
    ['light', 1280, 'en-US'],
    ['dark', 360, 'zh-CN'],
  ] as const)('%s, %i px, %s', (colorScheme, width, locale) => {
    const options = { colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true };
    const browser = useOpen(() => openBrowser(options));

    it('[ND6@2022-10] says which edition it is, and marks what it changed', async () => {
      const zh = locale === 'zh-CN';
      const [isNew, isChanged, isGone] = zh ? ['新增', '变更', '移除'] : ['new', 'changed', 'gone'];
      const page = await browser().context.newPage();
      await page.goto(`${mock().origin}/__mock/docs`);
      const operation = page.locator('#operation-deleteNamespace');
      await operation.locator('h3 .change').waitFor();
      expect(await page.locator('.edition').innerText()).toMatch(/2022-10\s[\s\S]*2021-09/);
      expect(await page.locator('.legend').innerText()).toMatch(
        zh ? /^标记自版本 2021-09 起的变化：[^：:]+$/ : /^Marked since 2021-09: [^:]+$/,
      );
      expect(await page.locator('.legend .change').allInnerTexts()).toEqual([isNew, isChanged, isGone]);
      expect(await page.locator('#tag-namespaces').innerText()).toBe(zh ? '命名空间' : 'namespaces');

      expect(await operation.locator('h3 .change').innerText()).toBe(isChanged);
      expect(await operation.locator('.rows > li:has-text("406") .change').innerText()).toBe(isNew);
      expect(await operation.locator('.rows > li:has-text("404") .change').count()).toBe(0);
      const clause = page.locator('[id="clause-ND6@2022-10"] .change');
      // Not its inner text: what is far from the screen is not drawn.
      expect(await clause.textContent()).toBe(isNew);
      expect(await page.locator('[id="clause-N2"] .change').count()).toBe(0);
      expect(await page.locator('[id="code-SVCSTG.SWR.4060074"] .change').innerText()).toBe(isNew);

      await page.locator('.edition summary').click();
      const gone = page.locator('#operation-deleteRepository');
      await gone.locator('.what-changed > summary').click();
      expect(await gone.locator('.changes').innerText()).toContain(zh ? '不再返回 406' : '406 is gone');
      await expectAccessible(page);
      await page.close();
    });

    it('says at the top of each page which edition it is', async () => {
      const page = await browser().context.newPage();
      for (const path of ['#requests', '#records', '#trouble', '#readings', 'docs']) {
        await page.goto(`${mock().origin}/__mock/${path}`);
        const version = page.locator('header .version');
        expect(await version.innerText()).toBe(locale === 'zh-CN' ? '版本 2022-10' : 'Edition 2022-10');
        expect(await version.isVisible()).toBe(true);
        // The others have the same head, and the reference is looked at above.
        if (path === '#requests') await expectAccessible(page);
      }
      await page.close();
    });
  });
});

describe.skipIf(!hasBrowser())('the reference of the first edition', () => {
  const mock = useOpen(startMock);
  const browser = useOpen(() => openBrowser({ locale: 'en-US' }));

  it('[R2] says which edition it is, and marks nothing', async () => {
    const page = await browser().context.newPage();
    const told = page.waitForResponse((response) => response.url().endsWith('/__mock/changes'));
    await page.goto(`${mock().origin}/__mock/docs`);
    await page.locator('#operation-createRepository').waitFor();
    await (await told).finished();
    expect(await page.locator('.edition').innerText()).toMatch(/^Edition 2018-12$/);
    expect(await page.locator('.change').count()).toBe(0);
  });
});
