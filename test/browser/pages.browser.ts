import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { hasBrowser, openBrowser } from './open-browser.ts';
import { createRepository, type StartedMock, startMock } from './start-mock.ts';
import { useOpen } from './use-open.ts';

const EVIL = 'evil.example';

describe.skipIf(!hasBrowser())('the pages of the server', () => {
  let mock: StartedMock;
  let origin: string;
  const browser = useOpen(() =>
    openBrowser({
      locale: 'en-US',
      viewport: { width: 1280, height: 800 },
      args: [`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`],
    }),
  );
  let page: Page;
  let complaints: string[];

  const start = async (...args: string[]): Promise<void> => {
    mock = await startMock(...args);
    origin = mock.origin;
  };
  const create = (repository: string, more: Record<string, string> = {}, token: string | null = 'demo') =>
    createRepository(origin, repository, more, token);
  const control = async (name: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const text = await (await fetch(`${origin}/__mock/${name}`, init)).text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const total = async (collection: string): Promise<number> =>
    ((await control(`records/${collection}?limit=0`)) as { total: number }).total;
  const open = async (name = ''): Promise<void> => {
    await page.goto(`${origin}/__mock/${name}`);
    await page.locator('h2').first().waitFor();
  };
  const rows = () => page.locator('.row');
  const tried = (operation: string) => page.locator(`#operation-${operation} .tried`);

  beforeAll(() => start());
  afterAll(() => mock.close());
  beforeEach(async () => {
    await control('reset', 'POST');
    await control('requests', 'DELETE');
    complaints = [];
    page = await browser().context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  describe('requests', () => {
    it('appear as they come, each with its verdict and the rule broken', async () => {
      await open();
      await page.getByText('No requests yet.').waitFor();
      await create('busybox');
      await rows().first().filter({ hasText: '201' }).waitFor();
      await create('Busybox');
      await rows().first().filter({ hasText: 'R2 must start with a lowercase letter' }).waitFor();
      expect(await rows().count()).toBe(2);
    });

    it('[R2] name what they were about, and can be filtered by verdict, clause and text', async () => {
      await create('busybox');
      await create('Busybox');
      await create('alpine');
      await open();
      await rows().first().filter({ hasText: 'group/alpine' }).waitFor();
      await page.getByRole('radio', { name: 'Refused' }).check();
      await expect.poll(() => rows().allTextContents()).toEqual([expect.stringContaining('group/Busybox')]);
      await page.getByRole('radio', { name: 'All' }).check();
      await page.getByRole('combobox', { name: 'Clause or code' }).fill('R2');
      await page.getByText('1 fit', { exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Clause or code' }).fill('');
      await page.getByRole('searchbox', { name: 'Containing' }).fill('alp');
      await expect.poll(() => rows().allTextContents()).toEqual([expect.stringContaining('group/alpine')]);
      await page.getByRole('searchbox', { name: 'Containing' }).fill('nothing');
      await page.getByText('No request fits the filter.').waitFor();
    });

    it('open to everything that is known, and can be repeated with a credential', async () => {
      await create('busybox');
      await open();
      await rows().first().click();
      await page.getByRole('button', { name: 'Copy as curl' }).waitFor();
      expect(await page.locator('.detail').textContent()).toContain('Bearer <removed>');
      await page.getByRole('button', { name: 'Repeat' }).click();
      await page.getByText(/Sent again: 409/).waitFor();
      // The list stands still while a request is open.
      expect(await rows().count()).toBe(1);
      await page.getByRole('button', { name: 'Show new requests (1)' }).click();
      await rows().first().filter({ hasText: '409' }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByText('No requests yet.').waitFor();
    });

    it('[A1] a request without a credential is repeated without, and what the source leaves open is said', async () => {
      await create('busybox', {}, null);
      await open();
      await rows().first().filter({ hasText: 'A1 401 without credentials' }).click();
      await page.getByRole('button', { name: 'Repeat' }).click();
      await page.getByText(/Sent again: 401/).waitFor();
    });

    it('what they hold is text, whatever it is', async () => {
      const evil = `<img src=x onerror="document.title='hacked'">\u0000\u001b[31m\u202e`;
      await create(evil, { description: evil.repeat(400), category: '<script>document.title="hacked"</script>' });
      await control('records/namespaces', 'POST', { name: 'group' });
      const record = { namespace: 'group', name: 'a', is_public: true, description: evil };
      await control('records/repositories', 'POST', record);
      await open();
      await rows().first().click();
      await page.locator('.detail pre').first().waitFor();
      await page.getByText(/^Only the beginning is kept: body 16,384 of 2\d,\d{3} B/).waitFor();
      await page.goto(`${origin}/__mock/#records`);
      await page.getByText('repositories', { exact: false }).first().waitFor();
      await page.locator('label', { hasText: 'repositories' }).click();
      await page.getByText('\\u202e').waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).not.toBe('hacked');
    });

    it('a dropped connection is shown, and the page goes on', async () => {
      await control('faults', 'PUT', { operation: 'createRepository', drop: true });
      await open();
      await create('busybox').catch(() => undefined);
      await rows().first().filter({ hasText: 'dropped' }).click();
      await page.getByRole('button', { name: 'Repeat' }).click();
      await page.getByText(/Sent again: no answer/).waitFor();
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    });
  });

  describe('C2: worlds', () => {
    const choice = () => page.getByLabel('World');
    afterEach(() => control('worlds', 'DELETE'));

    it('are chosen in the head, which says where one is; a page shows and steers its own', async () => {
      await open('#records');
      expect(await choice().count(), 'nobody needs it yet').toBe(0);
      await control('worlds/mine', 'PUT', { records: 3 });
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      expect(await choice().inputValue()).toBe('');
      await choice().selectOption('mine');
      await page.waitForURL(`${origin}/__mock/worlds/mine/__mock/#records`);
      await page.locator('label', { hasText: 'repositories 3' }).waitFor();
      expect(await choice().inputValue()).toBe('mine');
      expect(await page.title()).toMatch(/^Records · mine · /);

      await page.getByRole('link', { name: 'API reference' }).click();
      await page.waitForURL(`${origin}/__mock/worlds/mine/__mock/docs`);
      const section = page.locator('#operation-createRepository');
      await section.locator('.try-box > summary').click();
      await section.getByRole('button', { name: 'Send' }).click();
      await tried('createRepository').getByText('201').waitFor();
      expect(await tried('createRepository').textContent()).toContain(`${origin}/__mock/worlds/mine/v2/`);
      expect(await total('repositories')).toBe(0);

      await choice().selectOption('');
      await page.waitForURL(`${origin}/__mock/docs`);
      expect(await page.title()).not.toContain('mine');
    });
  });

  describe('records', () => {
    const notice = (text: RegExp) => page.locator('.notice', { hasText: text }).waitFor();
    const answer = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();

    it('are seeded, paged, filtered by what holds them, and reset', async () => {
      await open('#records');
      await page.getByRole('spinbutton', { name: 'Records' }).fill('60');
      await page.getByLabel('Seed number').fill('7');
      await page.getByRole('button', { name: 'Seed' }).click();
      await notice(/Added: 3 namespaces, 60 repositories/);
      await page.locator('tbody tr').nth(2).waitFor();
      await page.locator('label', { hasText: 'repositories' }).click();
      await page.getByText('1–25 of 60').waitFor();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByText('26–50 of 60').waitFor();
      await page.locator('label', { hasText: 'namespaces' }).first().click();
      await page
        .locator('tbody tr')
        .first()
        .getByRole('button', { name: /^repositories/ })
        .click();
      await page.getByText('1–20 of 20').waitFor();
      await page.getByRole('button', { name: 'Reset' }).click();
      await answer('Cancel');
      expect(await total('repositories')).toBe(60);
      await page.getByRole('button', { name: 'Reset' }).click();
      await answer('Reset');
      await notice(/The first records are back/);
      expect(await total('repositories')).toBe(0);
    });

    it('of a collection that answers late do not come below another', async () => {
      await create('busybox');
      await open('#records');
      const late = Promise.withResolvers<void>();
      await page.route(/\/records\/repositories\?/, async (route) => {
        const response = await route.fetch();
        await late.promise;
        await route.fulfill({ response });
      });
      const answered = page.waitForResponse(/\/records\/repositories\?/);
      await page.locator('label', { hasText: 'repositories' }).click();
      await page.locator('label', { hasText: 'namespaces' }).first().click();
      await page.locator('tbody tr', { hasText: 'group' }).waitFor();
      late.resolve();
      await (await answered).finished();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(await page.locator('tbody').textContent()).not.toContain('busybox');
    });

    it('are added by a form from the schema, refused in words, and deleted', async () => {
      await open('#records');
      await page.locator('summary', { hasText: 'Add a record' }).click();
      await page.locator('.add input[name=name]').fill('Group');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await notice(/nothing was changed/);
      await page.locator('.add input[name=name]').fill('group');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await notice(/Added: group/);
      await page.getByRole('button', { name: 'Delete: group' }).click();
      await answer('Delete');
      await notice(/Deleted: group/);
      expect(await total('namespaces')).toBe(0);
    });

    it('go out as a snapshot and come back', async () => {
      await create('busybox');
      await open('#records');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download snapshot' }).click(),
      ]);
      const path = await download.path();
      await control('reset', 'POST');
      await page.locator('input[type=file]').setInputFiles(path);
      await answer('Upload snapshot');
      await notice(/in place/);
      expect(await total('repositories')).toBe(1);
      const name = 'bad.json';
      await page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from('{') });
      await answer('Upload snapshot');
      await notice(/Failed to read the body as JSON/);
      expect(await total('repositories')).toBe(1);
    });
  });

  describe('faults', () => {
    it('are set and taken away with a few clicks', async () => {
      await open('#trouble');
      await page.getByLabel('Operation').selectOption('createRepository');
      await page.getByLabel('Status').selectOption('503');
      await page.getByRole('button', { name: 'Set fault' }).click();
      await page.getByText('503 · 1 more').waitFor();
      expect((await create('busybox')).status).toBe(503);
      await page.getByText('None: every request is answered').waitFor();
      await page.locator('label', { hasText: '200 ms' }).click();
      await page.getByLabel('How often').selectOption('always');
      await page.getByRole('button', { name: 'Set fault' }).click();
      await page.getByText('503 · always').waitFor();
      // A latency stands behind every fault.
      expect(await control('faults')).toEqual([
        { operation: 'createRepository', status: 503 },
        { operation: '*', delay: 200 },
      ]);
      await page.getByRole('button', { name: /^Delete: createRepository/ }).click();
      await page.getByText('None: every request is answered').waitFor();
      await page.getByRole('button', { name: 'Clear all' }).click();
      await page.getByRole('button', { name: 'Clear all', disabled: true }).waitFor();
      expect(await control('faults')).toEqual([]);
    });
  });

  it('readings: each point with the reading in force and how to choose another', async () => {
    await open('#readings');
    const point = page.locator('#clause-A7');
    expect(await point.locator('.chosen').textContent()).toContain('reject');
    await point.getByRole('button', { name: '--reading A7=last' }).waitFor();
  });

  describe('reference', () => {
    const tryIt = async (operation: string) => {
      const section = page.locator(`#operation-${operation}`);
      await section.locator('.try-box > summary').click();
      return section;
    };

    it('a request can be tried; the rules that its answer names are marked', async () => {
      await open('docs');
      const section = await tryIt('createRepository');
      await section.getByRole('button', { name: 'Send' }).click();
      await tried('createRepository').getByText('201').waitFor();
      await section.locator('input[name=repository]').fill('a___b');
      await section.getByRole('button', { name: 'Send' }).click();
      await tried('createRepository').locator('mark', { hasText: 'R4' }).first().waitFor();
      expect(await section.locator('input[name=repository]').getAttribute('aria-invalid')).toBe('true');
      expect(await tried('createRepository').textContent()).toMatch(
        /-H "authorization: Bearer \$TOKEN" .*-F repository=a___b/,
      );
      expect(await total('repositories')).toBe(1);
    });

    it('JSON is made from the fields, and sent as it was typed', async () => {
      await open('docs');
      const section = await tryIt('createNamespace');
      await section.getByRole('button', { name: 'JSON' }).click();
      expect(JSON.parse(await section.locator('textarea').inputValue())).toEqual({ namespace: 'group' });
      await section.locator('textarea').fill('{"namespace": 1}');
      await section.getByRole('button', { name: 'Send' }).click();
      await tried('createNamespace').locator('mark', { hasText: 'NC1' }).first().waitFor();
      await section.getByLabel('Credential to send').fill('');
      await section.getByRole('button', { name: 'Send' }).click();
      await tried('createNamespace').getByText('401').first().waitFor();
      // The browser remembers it.
      await section.getByLabel('Credential to send').fill('demo');
    });

    it('every operation and clause has its place, and can be pointed at', async () => {
      await open('docs#clause-R4');
      expect(await page.locator('.operation').count()).toBe(17);
      const clause = page.locator('#clause-R4');
      await clause.waitFor();
      expect(await clause.textContent()).toContain('连续的下划线不得超过两个');
      expect(await clause.evaluate((element) => element.matches(':target'))).toBe(true);
    });
  });

  it('language and theme are switched, and stay so', async () => {
    await open();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '请求' }).waitFor();
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.locator('#theme').click();
    const after = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(after).not.toBe(before);
    await open('docs');
    await page.getByRole('heading', { name: 'API 参考' }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(after);
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('#theme').click();
  });

  it('everything is reached by keyboard', async () => {
    await create('busybox');
    await open();
    await rows().first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip-link');
    await page.keyboard.press('Enter');
    const reach = async (matches: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((selector) => document.activeElement?.matches(selector), matches)) return;
      }
      throw new Error(`Tab does not lead to ${matches}.`);
    };
    await reach('.row');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Repeat' }).waitFor();
    await reach('.detail button');
    await page.keyboard.press('Enter');
    await page.getByText(/Sent again: 409/).waitFor();
  });

  describe('a page of another site', () => {
    let site: Server;
    let evil: string;
    beforeAll(async () => {
      const html = '<!doctype html><title>evil</title>';
      site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
      await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
      evil = `http://${EVIL}:${(site.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      site.close();
      site.closeAllConnections();
    });

    it('neither steers nor reads the server', async () => {
      await create('busybox');
      const other = await browser().context.newPage();
      await other.goto(evil);
      const answers = await other.evaluate(async (target) => {
        const attempts: [string, RequestInit][] = [
          ['reset', { method: 'POST' }],
          ['reset', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' } }],
          ['state', { method: 'PUT', body: '{"collections":{}}' }],
          ['state', {}],
          ['events', {}],
          ['seed', { method: 'POST', mode: 'no-cors', body: '{"records":5}' }],
        ];
        const outcomes: string[] = [];
        for (const [name, init] of attempts)
          outcomes.push(
            await fetch(`${target}/__mock/${name}`, init).then(
              ({ type, status }) => (type === 'opaque' ? 'unreadable' : String(status)),
              () => 'refused',
            ),
          );
        return outcomes;
      }, origin);
      expect(answers.filter((outcome) => outcome !== 'refused' && outcome !== 'unreadable')).toEqual([]);
      expect(await total('repositories')).toBe(1);
      await other.close();
    });

    it('that binds its name to this address is refused', async () => {
      const other = await browser().context.newPage();
      const rebound = origin.replace('127.0.0.1', EVIL);
      for (const name of ['', 'docs', 'state', 'assets/console.js'])
        expect((await other.goto(`${rebound}/__mock/${name}`))?.status()).toBe(403);
      await other.close();
    });
  });

  it('a server that goes away is seen, and found again', async () => {
    await create('busybox');
    await open();
    await rows().first().waitFor();
    const { port } = new URL(origin);
    // An open page does not keep the process from ending.
    await mock.close();
    await page.getByText('The server does not answer.').waitFor();
    await start('--port', port, '--records', '100000');
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.getByText('No requests yet.').waitFor();
    // A hundred thousand records come in pages.
    await page.getByRole('link', { name: 'Records' }).click();
    await page.locator('label', { hasText: 'repositories' }).click();
    await page.getByText('1–25 of 100,000').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(25);
    // It would go on asking for what is no longer there, at an address that is not the next one's.
    await page.close();
    await mock.close();
    await start();
  });
});
