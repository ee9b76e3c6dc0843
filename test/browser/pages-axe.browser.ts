import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type RunningCli, startCli } from '../cli/run-cli.ts';
import { hasBrowser, type OpenBrowser, openBrowser } from './open-browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!hasBrowser())('accessibility of the pages', () => {
  let mock: RunningCli;
  let origin: string;
  beforeAll(async () => {
    mock = startCli(['mock', '--port', '0', '--log', 'off', '--records', '30']);
    origin = (await mock.prints(/listening +(\S+)/))[1] ?? '';
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

  describe.each([
    ['light', 1280, 'en-US'],
    ['dark', 1280, 'zh-CN'],
    ['light', 360, 'zh-CN'],
    ['dark', 360, 'en-US'],
  ] as const)('%s, %i px, %s', (colorScheme, width, locale) => {
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
      await page.addScriptTag({ content: AXE });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run: () => Promise<{ violations: AxeViolation[]; passes: AxeViolation[] }> };
        };
        const found = await axe.run();
        if (found.passes.length < 10) return ['the checker found nothing to check'];
        return found.violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html.slice(0, 160))
              .join(' | ')}`,
        );
      });
      expect(violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.close();
    });
  });
});

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
