import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, createServer, type InlineConfig, type PreviewServer, preview, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from '../browser/open-browser.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
const PAGE = '<!doctype html><html lang="en"><title>app</title><script type="module" src="/main.js"></script>';

/** Creates a repository twice, lists, and says in the title what was answered. */
const APP = `
import { createWorker } from 'swr-contract/browser';

const { worker } = createWorker({ keep: true, records: 2 });
await worker.start({ quiet: true, serviceWorker: { url: import.meta.env.BASE_URL + 'mockServiceWorker.js' } });
const headers = { authorization: 'Bearer t' };
const create = async () => {
  const body = new FormData();
  body.set('repository', 'busybox');
  body.set('is_public', 'true');
  return (await fetch('/v2/manage/namespaces/group/repos', { method: 'POST', headers, body })).status;
};
const list = async () => (await (await fetch('/v2/manage/repos?filter=center::self', { headers })).json()).length;
document.title = 'answered: ' + [await create(), await create(), await list()].join(' ');
`;

describe.runIf(hasBrowser())('a Vite app with the installed package, below another path than /', () => {
  let installed: InstalledPackage;
  let config: InlineConfig;

  beforeAll(async () => {
    installed = await installPackage();
    await installed.install('msw@^3.0.0');
    const { folder } = installed;
    mkdirSync(join(folder, 'public'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'main.js'), APP);
    const script = join(folder, 'node_modules', 'msw', 'lib', 'mockServiceWorker.js');
    copyFileSync(script, join(folder, 'public', 'mockServiceWorker.js'));
    const silent = { configFile: false, logLevel: 'error' } as const;
    config = { ...silent, root: folder, base: '/console/', build: { target: 'es2024', chunkSizeWarningLimit: 1e4 } };
  });
  afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

  /** What the app says, and what went wrong in its page. */
  const visit = async (server: ViteDevServer | PreviewServer): Promise<{ title: string; errors: string[] }> => {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.waitForFunction(() => document.title.startsWith('answered'));
      return { title: await page.title(), errors };
    } finally {
      await browser.close();
      await server.close();
    }
  };

  test('[S1] [S3] runs from the development server', async () => {
    const server = await createServer({ ...config, server: { host: '127.0.0.1', port: 0 } });
    expect(await visit(await server.listen())).toEqual({ title: 'answered: 201 409 3', errors: [] });
  });

  test('[S1] [S3] runs when built, under a policy that forbids eval', async () => {
    await build(config);
    const headers = { 'content-security-policy': POLICY };
    const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0, headers } });
    expect(await visit(server)).toEqual({ title: 'answered: 201 409 3', errors: [] });
  });
});
