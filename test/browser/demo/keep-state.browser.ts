import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';

import { hasBrowser, openBrowser } from '../open-browser.ts';
import { create, list, loadApp, startApp } from '../pages/open-app.ts';
import { servePage } from '../serve-page.ts';
import { useOpen } from '../use-open.ts';

/** What else may be found where the state is kept. */
type Foreign = 'newer' | 'no store' | 'other keys' | 'no change' | 'unknown change';

describe.runIf(hasBrowser())('state that is kept', () => {
  const served = useOpen(() => servePage('test/browser/pages/app.ts'));
  const browser = useOpen(openBrowser);
  let keep = '';
  let number = 0;
  beforeEach(() => {
    number += 1;
    keep = `kept ${number}`;
  });

  const load = (): Promise<Page> => loadApp(browser().context, served().url);
  const start = (page: Page): Promise<void> => startApp(page, { keep });
  const open = async (): Promise<Page> => {
    const page = await load();
    await start(page);
    return page;
  };
  const warningsOf = (page: Page): string[] => {
    const said: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') said.push(message.text());
    });
    return said;
  };

  /** Adds changes to the log itself, and says how many it holds then. */
  const fill = (page: Page, changes: readonly object[]): Promise<number> =>
    page.evaluate(
      ([name, added]) =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('changes', 'readwrite');
            const log = transaction.objectStore('changes');
            for (const change of added) log.add({ change });
            const counted = log.count();
            transaction.oncomplete = () => {
              opening.result.close();
              resolve(counted.result);
            };
            transaction.onabort = () => reject(transaction.error);
          };
        }),
      [`swr-contract ${keep}`, changes] as const,
    );

  /** Puts something that is not ours in the place of the kept state. */
  const plant = (page: Page, what: Foreign): Promise<void> =>
    page.evaluate(
      ([name, kind]) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open(name, kind === 'newer' ? 7 : 1);
          opening.onupgradeneeded = () => {
            const database = opening.result;
            if (kind === 'no store') database.createObjectStore('something');
            else if (kind === 'other keys') database.createObjectStore('changes').put({ change: 'odd' }, 'a');
            else {
              const store = database.createObjectStore('changes', { keyPath: 'number', autoIncrement: true });
              if (kind === 'no change') store.add({ nothing: true });
              if (kind === 'unknown change') store.add({ change: { type: 'explode' } });
            }
          };
          opening.onsuccess = () => {
            opening.result.close();
            resolve();
          };
          opening.onerror = () => reject(opening.error);
        }),
      [`swr-contract ${keep}`, what] as const,
    );

  test.each<Foreign>(['newer', 'no store', 'other keys', 'no change', 'unknown change'])(
    'what is no state of ours (%s) is reported and dropped, and the next one is kept and shared',
    async (what) => {
      const page = await load();
      const said = warningsOf(page);
      await plant(page, what);
      await start(page);
      expect(await list(page)).toEqual([]);
      expect(await create(page, 'a')).toBe(201);
      expect(said.filter((text) => text.includes('dropped'))).toHaveLength(1);
      const other = await open();
      expect(await list(other)).toEqual(['a']);
      expect(await create(other, 'a')).toBe(409);
    },
  );

  test('a change that makes no sense: what was kept with it is reported and dropped', async () => {
    const page = await open();
    expect(await create(page, 'a')).toBe(201);
    await fill(page, [{ type: 'insert', collection: 'repositories', record: { name: 'BAD' } }]);
    await page.close();
    const again = await load();
    const said = warningsOf(again);
    await start(again);
    expect(await list(again)).toEqual([]);
    expect(said.filter((text) => text.includes('is dropped') && text.includes(keep))).toHaveLength(1);
    expect(await create(again, 'b')).toBe(201);
    expect(await list(await open())).toEqual(['b']);
  });

  test('storage that is cleared while a page is open: it goes on with what it has, and keeps that', async () => {
    const page = await open();
    expect(await create(page, 'a')).toBe(201);
    await page.evaluate(
      (name) =>
        new Promise<void>((resolve, reject) => {
          const deleting = indexedDB.deleteDatabase(name);
          deleting.onsuccess = () => resolve();
          deleting.onerror = () => reject(deleting.error);
          deleting.onblocked = () => reject(new Error('the page holds the database'));
        }),
      `swr-contract ${keep}`,
    );
    expect(await create(page, 'b')).toBe(201);
    expect(await list(page)).toEqual(['a', 'b']);
    expect(await list(await open())).toEqual(['a', 'b']);
  });

  test('a disk that takes no more: requests are answered, it is reported once, and made good later', async () => {
    const page = await open();
    const said = warningsOf(page);
    expect(await create(page, 'a')).toBe(201);
    await page.evaluate(() => {
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      };
      Object.assign(globalThis, { mend: () => Object.assign(IDBObjectStore.prototype, { add }) });
    });
    expect(await create(page, 'b')).toBe(201);
    expect(await create(page, 'b')).toBe(409);
    expect(await list(page)).toEqual(['a', 'b']);
    expect(said.filter((text) => text.includes('disk is full'))).toHaveLength(1);
    await page.evaluate(() => (globalThis as unknown as { mend: () => void }).mend());
    expect(await create(page, 'c')).toBe(201);
    expect(await list(await open())).toEqual(['a', 'b', 'c']);
  });

  test("a page that can't read what others did does not write over it, and gives way", async () => {
    const [page, other] = [await open(), await open()];
    const said = warningsOf(page);
    expect(await create(page, 'a')).toBe(201);
    await page.evaluate(() => {
      const getAll = IDBObjectStore.prototype.getAll;
      IDBObjectStore.prototype.getAll = () => {
        throw new DOMException('The disk is gone.', 'UnknownError');
      };
      Object.assign(globalThis, { mend: () => Object.assign(IDBObjectStore.prototype, { getAll }) });
    });
    expect(await create(other, 'b')).toBe(201);
    expect(await create(page, 'c')).toBe(201);
    expect(await list(other)).toEqual(['a', 'b']);
    await page.evaluate(() => (globalThis as unknown as { mend: () => void }).mend());
    // Both gave the same number to a record, so the two histories can't be joined.
    expect(await list(page)).toEqual(['a', 'b']);
    expect(said.filter((text) => text.includes('gives way'))).toHaveLength(1);
    expect(await create(page, 'c')).toBe(201);
    expect(await list(other)).toEqual(['a', 'b', 'c']);
  });

  test('a long history is cut short, and a tab that was idle meanwhile still follows', async () => {
    const [page, idle] = [await open(), await open()];
    expect(await create(page, 'a')).toBe(201);
    expect(await list(idle)).toEqual(['a']);
    const change = { type: 'update', collection: 'repositories', key: ['group', 'a'], changes: { description: 'b' } };
    expect(await fill(page, Array(2000).fill(change))).toBeGreaterThan(2000);
    expect(await create(page, 'b')).toBe(201);
    expect(await fill(page, [])).toBe(1);
    expect(await create(idle, 'a')).toBe(409);
    expect(await list(idle)).toEqual(['a', 'b']);
    expect(await list(await open())).toEqual(['a', 'b']);
  });
});
