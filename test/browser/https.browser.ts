import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { certificate, privateKey } from '../cli/certificate.ts';
import { type RunningMock, runMockHere } from '../cli/mock/run-mock-here.ts';
import { hasBrowser, type OpenBrowser, openBrowser } from './open-browser.ts';

describe.runIf(hasBrowser())('HTTPS in Chromium', () => {
  let folder: string;
  let secure: RunningMock;
  let plain: RunningMock;
  let site: Server;
  let siteUrl: string;
  let browser: OpenBrowser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'https-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(cert, certificate);
    writeFileSync(key, privateKey);
    secure = await runMockHere('--tls-cert', cert, '--tls-key', key);
    plain = await runMockHere();
    site = createServer({ cert: certificate, key: privateKey }, (_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>a site</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    siteUrl = `https://127.0.0.1:${port}`;
    // As if it came from the public network.
    const args = [`--ip-address-space-overrides=127.0.0.1:${port}=public`];
    browser = await openBrowser({ ignoreHTTPSErrors: true, args });
  });
  afterAll(async () => {
    await browser?.close();
    await secure?.stop();
    await plain?.stop();
    site?.close();
    rmSync(folder, { recursive: true });
  });

  test('C15: the console is there, and steers its server', async () => {
    const page = await browser.context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${secure.origin}/`);
    await page.getByRole('link', { name: 'Console' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).href).toBe(`${secure.origin}/__mock/`);
    const reset = () => fetch('/__mock/reset', { method: 'POST' }).then(({ status }) => status);
    expect(await page.evaluate(reset)).toBe(200);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('C7, C14: a public HTTPS page reaches the fake of this machine once its user lets it, with credentials', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${siteUrl}/`);
    const ask = () =>
      page.evaluate(async (url) => {
        const headers = { authorization: 'Bearer a' };
        const answer = await fetch(url, { headers, credentials: 'include' });
        return { status: answer.status, body: (await answer.json()) as unknown };
      }, `${plain.origin}/v2/manage/namespaces`);
    await expect(ask()).rejects.toThrow('Failed to fetch');
    await browser.context.grantPermissions(['local-network-access'], { origin: siteUrl });
    expect(await ask()).toEqual({ status: 200, body: { namespaces: [] } });
    await page.close();
  });
});
