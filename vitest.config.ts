import { defineConfig } from 'vitest/config';

// Tests that start processes are slow on a busy machine; none of them measures time.
const testTimeout = 60_000;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], env: { MSW_MAJOR: '3' }, testTimeout } },
      { test: { name: 'browser', include: ['test/browser/**/*.browser.ts'], testTimeout, hookTimeout: testTimeout } },
      {
        // The same tests on the oldest msw that the peer dependency admits.
        resolve: { alias: [{ find: /^msw(?=$|\/)/, replacement: 'msw-2' }] },
        test: { name: 'msw 2', include: ['test/behaviour/msw-node.test.ts'], env: { MSW_MAJOR: '2' }, testTimeout },
      },
    ],
  },
});
