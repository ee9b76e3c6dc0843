import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** How a browser of tests is started: without a window, and without calls home. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The Chromium of this machine; undefined if there is none. `CHROMIUM` names another. */
export const findChromium = (): string | undefined => PLACES.find((place) => place !== undefined && existsSync(place));

/**
 * Whether tests can run in a browser. Without one they are skipped and it is said loudly; with
 * `REQUIRE_BROWSER` they run, and fail.
 */
export const hasBrowser = (): boolean => {
  if (findChromium() !== undefined || process.env['REQUIRE_BROWSER']) return true;
  console.warn(
    '\n!!! NO BROWSER FOUND: the browser tests are SKIPPED. Install chromium, or name one in CHROMIUM. !!!\n',
  );
  return false;
};

/** A browser with a fresh profile; `close` takes both away. */
export interface OpenBrowser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

type ContextOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/**
 * Opens the Chromium of this machine.
 *
 * @throws Error that says how to get one where there is none.
 */
export const openBrowser = async (options: ContextOptions = {}): Promise<OpenBrowser> => {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error(
      `Failed to find a browser (looked at: ${PLACES.filter(Boolean).join(', ')}). Install one (Debian: apt-get install chromium) or name it in CHROMIUM.`,
    );
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    executablePath,
    args: [...CHROMIUM_FLAGS, ...(options.args ?? [])],
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
