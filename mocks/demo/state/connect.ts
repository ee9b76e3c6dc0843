import { createWorker, type FakeWorker } from '../../browser.ts';
import { type Api, createApi } from './api.ts';
import type { Target } from './target.ts';

/** An API to talk to; `reset` where it is ours to reset. */
export interface Connection {
  readonly api: Api;
  readonly reset: (() => Promise<void>) | undefined;
}

const RECORDS = 60;

/** The fake's requests go below a path of their own, so that the worker leaves real ones alone. */
const fakeUrl = (): string => new URL('fake', document.baseURI).href;

let running: Promise<FakeWorker> | undefined;

const startFake = (): Promise<FakeWorker> => {
  running ??= (async () => {
    if (!('serviceWorker' in navigator)) throw new Error('no service worker');
    const fake = createWorker({ keep: 'demo', records: RECORDS, baseUrl: fakeUrl() });
    await fake.worker.start({
      serviceWorker: { url: new URL('mockServiceWorker.js', document.baseURI).pathname },
      onUnhandledFrame: 'bypass',
      quiet: true,
    });
    return fake;
  })();
  // The next try starts anew.
  running.catch(() => {
    running = undefined;
  });
  return running;
};

/**
 * Connects to a target; for the worker that means to start it.
 *
 * @throws Error where the browser allows no service worker here, SnapshotError where no first records keep the document.
 */
export const connect = async (target: Target): Promise<Connection> => {
  if (target.kind !== 'worker') return { api: createApi(target.url, target.token), reset: undefined };
  const { backend } = await startFake();
  await backend.ready;
  return { api: createApi(fakeUrl(), target.token), reset: backend.reset };
};
