import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from '../open-browser.ts';
import { type StartedMock, startMock } from '../start-mock.ts';
import { useOpen } from '../use-open.ts';
import { buildDemo, type ServedDemo } from './serve-demo.ts';

const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 30_000 });

describe.skipIf(!hasBrowser())('the example console', () => {
  const demo = useOpen(buildDemo);
  const browser = useOpen(() => openBrowser({ locale: 'en-US' }));
  let served: ServedDemo;
  let page: Page;
  let complaints: string[];

  beforeEach(async () => {
    complaints = [];
    served = await demo().serve();
    page = await browser().context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(served.url);
    await rows().first().waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(`The page shows:\n${await page.locator('body').innerText()}`);
    await page.close();
    await served.close();
    expect(complaints).toEqual([]);
  });

  const rows = (): Locator => page.locator('tbody tr');
  const names = (): Promise<string[]> => page.locator('tbody a.name').allTextContents();
  const range = (): Promise<string | null> => page.locator('.range').textContent();
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const open = async (address: string): Promise<void> => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, address);
  };
  // It leaves the screen by itself, on a busy machine before a test can look.
  const said = (text: string): Promise<void> =>
    page.locator('.toast', { hasText: text }).waitFor({ state: 'attached' });
  /** State of each rule below a name: `N2 kept`. */
  const rules = (field: string): Promise<string[]> =>
    page
      .locator('.name-field', { has: page.locator(`input[name=${field}]`) })
      .locator('.rules li')
      .evaluateAll((items) => items.map((item) => `${item.dataset['clause']} ${item.className}`));
  const create = async (namespace: string, repository: string): Promise<void> => {
    await open('#/new');
    await page.locator('input[name=namespace]').fill(namespace);
    await page.locator('input[name=repository]').fill(repository);
    await button('Create repository').click();
  };
  const created = async (namespace: string, repository: string): Promise<void> => {
    await create(namespace, repository);
    await page.getByRole('heading', { level: 1, name: repository, exact: true }).waitFor();
  };

  test('[RL5] lists in pages; the view stands in the address', async () => {
    expect(await range()).toBe('1–10 of 40');
    const first = await names();
    expect(first).toHaveLength(10);
    expect(await button('Previous').isDisabled()).toBe(true);
    await button('Next').click();
    await eventually(range).toBe('11–20 of 40');
    expect(page.url()).toContain('offset=10');
    expect(await names()).not.toEqual(first);
    await page.getByLabel('Per page').selectOption('50');
    await eventually(range).toBe('1–40 of 40');
    expect(await button('Next').isDisabled()).toBe(true);
    await page.goBack();
    await eventually(range).toBe('11–20 of 40');
    await page.reload();
    await eventually(range).toBe('11–20 of 40');
  });

  test('[RL1] [RL2] filters by namespace, category, name and owner', async () => {
    const [first = ''] = await names();
    const [namespace = '', name = ''] = first.split('/');
    await page.getByLabel('Namespace').selectOption(namespace);
    await eventually(range).toBe('1–10 of 20');
    expect((await names()).every((each) => each.startsWith(`${namespace}/`))).toBe(true);
    await page.getByLabel('Category').selectOption('linux');
    await eventually(async () => [...new Set(await page.locator('tbody .chip').allTextContents())]).toEqual(['linux']);
    await button('Clear the filter').click();
    await eventually(range).toBe('1–10 of 40');
    await page.getByLabel('Whole name').fill(name);
    await page.keyboard.press('Enter');
    await eventually(names).toEqual([first]);
    await page.getByLabel('Whole name').fill('no-such-name');
    await button('Filter').click();
    await page.getByText('No repository fits the filter').waitFor();

    await page.getByRole('radio', { name: 'Shared by others' }).check();
    await rows().first().waitFor();
    expect(await page.getByRole('switch').count()).toBe(0);
    expect(await rows().first().locator('td').last().textContent()).toBe('partner');
    await page.locator('tbody a.name').first().click();
    await page.getByText('Only its owner can change it').waitFor();
    await page.locator('.facts', { hasText: 'Description' }).waitFor();
    expect(await page.locator('form').count()).toBe(0);
  });

  test('[RL1] a filter that the server refuses is shown by its clause', async () => {
    await page.getByLabel('Whole name').fill('a|b');
    await button('Filter').click();
    await page.locator('.state.failure .clause', { hasText: 'RL1' }).waitFor();
  });

  test('[N2] [N4] [R3] [R5] [R6] rules of names hold or not as one types', async () => {
    await page.getByRole('link', { name: 'Create repository' }).click();
    await eventually(() => rules('namespace')).toEqual(['N2', 'N3', 'N4', 'N5', 'N6', 'N7'].map((id) => `${id} open`));
    await page.locator('input[name=namespace]').pressSequentially('Ab___c');
    await eventually(() => rules('namespace')).toEqual(
      'N2 broken, N3 kept, N4 broken, N5 kept, N6 kept, N7 kept'.split(', '),
    );
    await page.locator('input[name=repository]').fill('a.b_-');
    await eventually(() => rules('repository')).toEqual(
      'R2 kept, R3 broken, R4 kept, R5 broken, R6 broken, R7 kept'.split(', '),
    );
    await page.getByText('must not hold "_" directly beside "-"').last().waitFor();

    await button('Create repository').click();
    await eventually(() => rules('repository')).toContain('R5 refused');
    expect((await rules('namespace')).filter((rule) => rule.endsWith('refused'))).toEqual(['N2 refused', 'N4 refused']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('namespace');
  });

  test('[S1] [S3] creates a repository; a second one of the name is refused beside it', async () => {
    await open('#/new');
    await page.locator('input[name=namespace]').fill('team');
    await page.locator('input[name=repository]').fill('busybox');
    await page.locator('select[name=category]').selectOption('linux');
    await page.locator('textarea[name=description]').fill('a shell, 壳');
    await page.getByLabel('Public').check();
    await button('Create repository').click();
    await said('Created team/busybox.');
    expect(await page.getByRole('switch').getAttribute('aria-checked')).toBe('true');
    await eventually(() => page.locator('textarea[name=description]').inputValue()).toBe('a shell, 壳');
    expect(await page.locator('select[name=category]').inputValue()).toBe('linux');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

    await create('team', 'busybox');
    const problem = page.locator('.name-field', { has: page.locator('input[name=repository]') }).locator('.problems');
    await problem.waitFor();
    expect(await problem.textContent()).toContain('S3 must not exist in the namespace yet');
    expect(await problem.textContent()).toContain('SVCSTG.SWR.4090006');
    await page.locator('input[name=repository]').fill('busybox2');
    await eventually(() => problem.count()).toBe(0);
  });

  test('[RU5] makes a repository public and private, in the list and on its page', async () => {
    const one = rows().first().getByRole('switch');
    const before = await one.getAttribute('aria-checked');
    const after = before === 'true' ? 'false' : 'true';
    await one.click();
    await said(after === 'true' ? 'is public now' : 'is private now');
    await page.reload();
    await eventually(() => one.getAttribute('aria-checked')).toBe(after);
    await page.locator('tbody a.name').first().click();
    await page.locator('.facts').waitFor();
    const own = page.getByRole('switch');
    await eventually(() => own.getAttribute('aria-checked')).toBe(after);
    await own.click();
    await eventually(() => own.getAttribute('aria-checked')).toBe(before);
  });

  test('[RU1] [RU5] edits; saving nothing is refused by its clause', async () => {
    await created('team', 'busybox');
    await button('Save').click();
    await page.locator('form[aria-label=Edit] .problems', { hasText: 'RU1' }).waitFor();
    await page.locator('textarea[name=description]').fill('changed');
    await page.locator('select[name=category]').selectOption('database');
    await button('Save').click();
    await said('Saved.');
    await page.reload();
    await eventually(() => page.locator('textarea[name=description]').inputValue()).toBe('changed');
    expect(await page.locator('select[name=category]').inputValue()).toBe('database');
  });

  test('[RD4] [TD1] [RD1] a repository with images is not deleted; without them it is', async () => {
    await page.locator('tbody tr', { hasText: 'MiB' }).first().locator('a.name').click();
    await page.locator('.tags .row').first().waitFor();
    await button('Delete the repository').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').locator('.problems', { hasText: 'RD4' }).waitFor();
    await button('Show the tags').click();
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('tags');
    for (let left = await page.locator('.tags .row').count(); left > 0; left -= 1) {
      await page.locator('.tags .row button').first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await eventually(() => page.locator('.tags .row').count()).toBe(left - 1);
    }
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('tags');
    await button('Delete the repository').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await said('Deleted');
    await eventually(range).toBe('1–10 of 39');
  });

  test('[NC2] [NC5] [ND1] namespaces: creates one, refuses it again, deletes it with what it holds', async () => {
    await page.getByRole('link', { name: 'Namespaces' }).click();
    const field = page.locator('input[name=namespace]');
    await field.fill('team');
    await button('Create namespace').click();
    await said('Created team.');
    expect(await field.inputValue()).toBe('');
    await field.fill('team');
    await button('Create namespace').click();
    await page.locator('.problems', { hasText: 'NC5' }).waitFor();
    await created('team', 'one');
    await created('team', 'two');
    await open('#/namespaces');
    await button('Delete team').click();
    await page.getByText('It holds 2 repositories').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await said('Deleted team.');
    await eventually(() => page.getByRole('link', { name: 'team', exact: true }).count()).toBe(0);
    await open('#/repository/team/one');
    await page.locator('.state.failure', { hasText: 'RG4' }).waitFor();
  });

  test('[AC1] [AC5] [AC8] [AD1] shares with an account, refuses it again, ends it', async () => {
    await created('team', 'busybox');
    const account = page.locator('input[name=access_domain]');
    await button('Share').click();
    await page.locator('.share-form .field .problems', { hasText: 'AC1' }).waitFor();
    await account.fill('partner');
    await page.locator('input[name=deadline]').fill('2999-12-31');
    await button('Share').click();
    await said('Shared with partner.');
    await page.locator('.row', { hasText: 'Dec 31, 2999' }).waitFor();
    await account.fill('partner');
    await button('Share').click();
    await page.locator('.share-form .field .problems', { hasText: 'AC8' }).waitFor();
    await button('End sharing with partner').click();
    await page.getByRole('dialog').getByRole('button', { name: 'End sharing' }).click();
    await page.getByText('Not shared with any account.').waitFor();
  });

  test('the state survives a reload, is one for two tabs, and a reset puts the first records back', async () => {
    await created('team', 'busybox');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'busybox' }).waitFor();
    await page.locator('.facts').waitFor();
    const other = await browser().context.newPage();
    await other.goto(`${served.url}#/repositories?namespace=team`);
    await other.locator('tbody a.name', { hasText: 'busybox' }).waitFor();
    await other.close();

    await open('#/repositories');
    await eventually(range).toBe('1–10 of 41');
    await page.locator('#connection').click();
    await button('Reset the data').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset the data' }).click();
    await said('The first records are back.');
    await eventually(range).toBe('1–10 of 40');
    await page.reload();
    await eventually(range).toBe('1–10 of 40');
  });

  test('[R2] two languages and two themes; what was typed stays', async () => {
    await open('#/new');
    await page.locator('input[name=repository]').fill('1a');
    await page.locator('#language').click();
    await page.getByText('必须以小写字母开头').first().waitFor();
    expect(await page.locator('input[name=repository]').inputValue()).toBe('1a');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    await button('创建镜像仓库').click();
    await eventually(() => rules('repository')).toContain('R2 refused');
    await page.locator('#theme').click();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '创建镜像仓库' }).waitFor();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
  });

  test('by keyboard alone: creates, makes it public, deletes', async () => {
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Goes on with Tab until the focus is where it is wanted; fails if it never gets there. */
    const tabTo = async (where: Locator): Promise<void> => {
      await where.waitFor();
      for (let steps = 0; steps < 80; steps += 1) {
        if (await where.evaluate((element) => element === document.activeElement)) return;
        await press('Tab');
      }
      throw new Error(`Failed to reach ${where} with Tab.`);
    };
    await press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip-link');
    await tabTo(page.getByRole('link', { name: 'Create repository' }));
    await press('Enter');
    await tabTo(page.locator('input[name=namespace]'));
    await page.keyboard.type('keys');
    await tabTo(page.locator('input[name=repository]'));
    await page.keyboard.type('only');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'only' }).waitFor();
    const own = page.getByRole('switch');
    await tabTo(own);
    await press('Space');
    await eventually(() => own.getAttribute('aria-checked')).toBe('true');
    await tabTo(button('Delete the repository'));
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    await eventually(() =>
      button('Delete the repository').evaluate((element) => element === document.activeElement),
    ).toBe(true);
    await press('Enter');
    await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await press('Enter');
    await said('Deleted only.');
    await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });

  describe('on a server', () => {
    let mock: StartedMock | undefined;
    const start = async (...args: string[]): Promise<string> => {
      mock = await startMock(...args);
      return mock.origin;
    };
    const stop = (): Promise<void> | undefined => mock?.close();
    afterEach(stop);

    const connect = async (kind: 'worker' | 'server' | 'deployment', url = '', token?: string): Promise<void> => {
      await page.locator('#connection').click();
      await page.locator(`dialog input[value=${kind}]`).check();
      if (kind !== 'worker') await page.locator('dialog input[name=url]').fill(url);
      if (token !== undefined) await page.locator('dialog input[name=token]').fill(token);
      await button('Connect').click();
    };

    test('[S1] one switch leads to a running server and back', async () => {
      const origin = await start();
      await connect('server', `${origin}/`);
      await page.getByText('No repositories yet').waitFor();
      await created('team', 'busybox');
      const answer = await fetch(`${origin}/v2/manage/namespaces/team/repos/busybox`, {
        headers: { authorization: 'Bearer test' },
      });
      expect(answer.status).toBe(200);
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'busybox' }).waitFor();
      await open('#/repositories');
      await eventually(range).toBe('1–1 of 1');

      await stop();
      await page.reload();
      await page.getByText('No answer from the server').waitFor();
      await page.locator('.dot.failed').waitFor();
      await browser().context.setOffline(true);
      await button('Try again').click();
      await page.getByText('This device is offline').waitFor();
      await browser().context.setOffline(false);
      await connect('worker');
      await eventually(range).toBe('1–10 of 40');
    });

    test('[A1] a deployment asks for a token, which stays in memory', async () => {
      const origin = await start('--token', 'very-secret', '--records', '5');
      await connect('deployment', 'not a url');
      await page.getByText('Enter an address that starts with').waitFor();
      await page.keyboard.press('Escape');
      await connect('deployment', origin);
      await page.getByText('The server asks for a token').waitFor();
      await connect('deployment', origin, 'very-secret');
      await rows().first().waitFor();
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(kept).toContain(origin);
      expect(kept).not.toContain('very-secret');
      await page.reload();
      await page.getByText('The server asks for a token').waitFor();
    });
  });
});
