import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { startCli } from '../cli/run-cli.ts';
import { openBrowser } from './open-browser.ts';

// `npm run pictures`: those of the README files, from the product as it runs.
const ROOT = join(import.meta.dirname, '..', '..');
const MOST_BYTES = 80 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const browser = await openBrowser({ locale: 'en-US', viewport: { width: 1000, height: 540 } });

const start = async (...args: string[]): Promise<{ origin: string; stop: () => Promise<unknown> }> => {
  const { prints, child, ended } = startCli(['mock', '--port', '0', '--log', 'off', ...args]);
  const [, origin = ''] = await prints(/listening +(\S+)/);
  return {
    origin,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

const keep = (name: string, picture: Buffer): void => {
  const file = join(ROOT, name);
  writeFileSync(file, picture);
  const { size } = statSync(file);
  console.log(`${name}: ${Math.ceil(size / 1024)} KB`);
  if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes, more than ${MOST_BYTES}.`);
};

/** The console after a few requests, one of them open. */
const console_ = async (): Promise<void> => {
  const { origin, stop } = await start('--records', '20');
  const create = (repository: string, category = 'linux', token = 'demo') => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ repository, category, is_public: 'true' })) body.set(name, value);
    const headers = { authorization: `Bearer ${token}` };
    return fetch(`${origin}/v2/manage/namespaces/group/repos`, { method: 'POST', headers, body });
  };
  const headers = { authorization: 'Bearer demo' };
  await fetch(`${origin}/v2/manage/repos?filter=center::self|offset::0|limit::10`, { headers });
  await create('busybox');
  await create('busybox');
  await create('Busy_-box');
  await create('alpine', 'bsd');
  await fetch(`${origin}/v2/manage/namespaces/group/repos/busybox`, { method: 'DELETE', headers });
  const page = await browser.context.newPage();
  await page.goto(`${origin}/__mock/`);
  await page.locator('.row').nth(5).waitFor();
  keep('src/server/console.png', await page.screenshot());
  await page.close();
  await stop();
};

/** A finding of a server that takes three "_" in a row. */
const report = async (): Promise<void> => {
  const overlay = join(folder, 'lax.yaml');
  writeFileSync(
    overlay,
    `overlay: 1.1.0
info: { title: a lax server, version: "1" }
actions:
  - target: $.components.schemas.RepositoryName.allOf[?@['x-clause'].id == 'R4']
    remove: true
  - target: $.components.schemas.RepositoryName.pattern
    remove: true
`,
  );
  const { origin, stop } = await start('--overlay', overlay);
  const html = join(folder, 'report.html');
  await startCli(['verify', '--target', origin, '--token', 'demo', '--html', html]).ended;
  await stop();
  const page = await browser.context.newPage();
  await page.goto(pathToFileURL(html).href);
  keep('src/contract/report.png', await page.locator('.finding').first().screenshot());
  await page.close();
};

try {
  await console_();
  await report();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
