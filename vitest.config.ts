import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

import { workerScript } from './mocks/demo/worker-script.ts';
import { CHROMIUM_FLAGS, findChromium, hasBrowser } from './test/browser/open-browser.ts';

// Tests that start processes are slow on a busy machine; none of them measures time.
const testTimeout = 60_000;

/** The behaviour suite inside of a page of Chromium. */
const inBrowser = (): TestProjectConfiguration => {
  const executablePath = findChromium();
  return {
    plugins: [workerScript()],
    test: {
      name: 'in browser',
      include: ['test/behaviour/page/*.in-browser.ts'],
      testTimeout,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
};

/**
 * What puts other modules in the place of some, or has the globals of another environment while they are loaded:
 * whoever shared its worker would get those, too. MSW, which keeps what it found at first; and what measures memory.
 */
const APART = [
  'test/behaviour/msw-node.test.ts',
  'test/clients/**/*.test.ts',
  'test/server/state/{others,rewrite,state-file}.test.ts',
  'test/server/{journal,connections/limits}.test.ts',
];

export default defineConfig({
  test: {
    // By default one core is left free.
    maxWorkers: availableParallelism(),
    globalSetup: ['test/build-program.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/package', ...APART],
          // What a worker has loaded serves all its files.
          isolate: false,
          unstubEnvs: true,
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
      { test: { name: 'apart', include: APART, env: { MSW_MAJOR: '3' }, testTimeout, hookTimeout: testTimeout } },
      {
        test: {
          name: 'package',
          include: ['test/package/*.test.ts'],
          exclude: ['test/package/elsewhere.test.ts'],
          // npm installs, and what it has installed is removed.
          testTimeout: 2 * testTimeout,
          hookTimeout: 3 * testTimeout,
        },
      },
      {
        test: {
          name: 'package elsewhere',
          include: ['test/package/elsewhere.test.ts'],
          testTimeout: 5 * testTimeout,
          hookTimeout: 5 * testTimeout,
        },
      },
      { test: { name: 'browser', include: ['test/browser/**/*.browser.ts'], testTimeout, hookTimeout: testTimeout } },
      ...(hasBrowser() ? [inBrowser()] : []),
      {
        // The same tests on the oldest msw that the peer dependency admits.
        resolve: { alias: [{ find: /^msw(?=$|\/)/, replacement: 'msw-2' }] },
        test: { name: 'msw 2', include: ['test/behaviour/msw-node.test.ts'], env: { MSW_MAJOR: '2' }, testTimeout },
      },
    ],
  },
});
