import { createWorker } from '../../mocks/browser.ts';
import { describeBehaviour } from './behaviour.ts';

let number = 0;

// Behind each request the log is read, and written before the answer: nothing else may change.
describeBehaviour('the service worker in a browser, with state that is kept', async (options) => {
  number += 1;
  const keep = `behaviour ${number}`;
  const { worker, backend } = createWorker({ ...options, keep });
  await worker.start({ quiet: true });
  return {
    backend,
    sendsBy: 'page',
    send: async ({ method = 'GET', path = '/', headers = {}, body }) => {
      const answer = await fetch(path, { method, headers, body: body ?? null });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    close: () => {
      worker.stop();
      indexedDB.deleteDatabase(`swr-contract ${keep}`);
    },
  };
});
