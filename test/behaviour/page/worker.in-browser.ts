import { afterEach, describe, expect, test, vi } from 'vitest';

import { createWorker, worker } from '../../../mocks/browser.ts';
import { createBackend } from '../../../mocks/create-backend.ts';
import { backend } from '../../../mocks/handlers.ts';
import type { StoreChange } from '../../../src/store/create-store.ts';
import { create } from '../surface.ts';

const post = async (ask: (request: Request) => Promise<Response>, repository: string): Promise<number> => {
  const { path = '', ...init } = create({ repository });
  return (await ask(new Request(new URL(path, location.href), init as RequestInit))).status;
};

describe('the worker of the package', () => {
  afterEach(() => vi.restoreAllMocks());

  test('[S1] [S3] the one that comes ready-made answers, and its backend can be reset', async () => {
    await worker.start({ quiet: true });
    try {
      expect(await post(fetch, 'busybox')).toBe(201);
      expect(await post(fetch, 'busybox')).toBe(409);
      await backend.reset();
      expect(await post(fetch, 'busybox')).toBe(201);
      await backend.reset();
    } finally {
      await worker.stop();
    }
  });

  test('state of a backend made elsewhere is not kept', () => {
    expect(() => createWorker({ keep: true, backend: createBackend() })).toThrow(
      'Failed to keep the state: it is that of a backend made elsewhere. Give its options instead.',
    );
  });

  test('without Web Locks requests are answered from memory, and that is said once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as never);
    const own = createWorker({ keep: 'no locks' }).backend;
    expect(await post(own.fetch, 'busybox')).toBe(201);
    expect(await post(own.fetch, 'busybox')).toBe(409);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('keeps no state here'));
  });

  test('"onChange" hears of every change, those of other tabs as a restored state', async () => {
    const heard: StoreChange['type'][] = [];
    const one = createWorker({ keep: 'heard', onChange: ({ type }) => heard.push(type) }).backend;
    const other = createWorker({ keep: 'heard' }).backend;
    await one.reset();
    heard.length = 0;
    await post(one.fetch, 'a');
    expect(heard).toEqual(['insert', 'insert']);
    await post(other.fetch, 'b');
    expect(await post(one.fetch, 'b')).toBe(409);
    expect(heard).toEqual(['insert', 'insert', 'restore']);
  });
});
