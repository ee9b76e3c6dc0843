import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from '../open-browser.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe.skipIf(!hasBrowser())('npm run demo', () => {
  test('says one line with the address, where the console runs with MSW’s own worker script', async () => {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'mocks/demo', '--port', '0'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    try {
      let printed = '';
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
          const [, found] = /(http:\S+)/.exec(printed) ?? [];
          if (found !== undefined) resolve(found);
        });
        void ended.then(() => reject(new Error(`It ended without an address:\n${printed}`)));
      });
      const browser = await openBrowser({ locale: 'en-US' });
      try {
        const page = await browser.context.newPage();
        await page.goto(url);
        await page.locator('tbody tr').first().waitFor();
        expect(await page.locator('.range').textContent()).toBe('1–10 of 40');
      } finally {
        await browser.close();
      }
      expect(printed.trim().split('\n')).toEqual([`The example runs at ${url} (Ctrl+C stops it)`]);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});
