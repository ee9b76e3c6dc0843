import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { startCli } from '../cli/run-cli.ts';
import { openBrowser } from './open-browser.ts';
import { createRepository, startMock } from './start-mock.ts';

// `npm run pictures`: those of the README files, from the product as it runs.
const ROOT = join(import.meta.dirname, '..', '..');
const MOST_BYTES = 80 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const browser = await openBrowser({ locale: 'en-US', viewport: { width: 1000, height: 540 } });

const keep = (name: string, picture: Buffer): void => {
  const file = join(ROOT, name);
  writeFileSync(file, picture);
  const { size } = statSync(file);
  console.log(`${name}: ${Math.ceil(size / 1024)} KB`);
  if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes, more than ${MOST_BYTES}.`);
};

/** The console after a few requests, one of them open. */
const console_ = async (): Promise<void> => {
  const { origin, close } = await startMock('--records', '20');
  const create = (name: string, category = 'linux') => createRepository(origin, name, { category });
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
  await close();
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
  const { origin, close } = await startMock('--overlay', overlay);
  const html = join(folder, 'report.html');
  await startCli(['verify', '--target', origin, '--token', 'demo', '--html', html]).ended;
  await close();
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
