import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The circumstances in which each view is looked at. */
export const CIRCUMSTANCES = [
  ['light', 1280, 'en-US'],
  ['dark', 1280, 'zh-CN'],
  ['light', 360, 'zh-CN'],
  ['dark', 360, 'en-US'],
] as const;

/** Expects that axe finds no violation on the page as it is now, and that nothing is wider than the screen. */
export const expectAccessible = async (page: Page): Promise<void> => {
  await page.addScriptTag({ content: AXE });
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: AxeViolation[]; passes: AxeViolation[] }> };
    };
    // Where a rule is kept, one place is enough to know.
    const found = await axe.run({ resultTypes: ['violations'] });
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
};
