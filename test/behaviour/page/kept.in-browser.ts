import type { RequestHandler } from 'msw';
import { describe, expect, test } from 'vitest';

import { createWorker } from '../../../mocks/browser.ts';
import { createCollections } from '../../../mocks/collections.ts';
import type { Backend } from '../../../mocks/create-backend.ts';
import { createApi } from '../api.ts';
import { describeSequences } from '../model/sequences.ts';
import { describeNamespaces } from '../operations/namespaces.ts';
import { describeSharing } from '../operations/sharing.ts';
import { describeTags } from '../operations/tags.ts';
import { describeFaults } from '../requests/faults.ts';
import { useSurface } from '../suite.ts';
import { BEARER, NAMESPACES, sendBy, type TestAnswer, type TestRequest } from '../surface.ts';
import { answerBy } from './page-worker.ts';

let number = 0;

// Behind each request the log is read, and written before the answer: nothing else may change. These
// are the parts of the suite that change records; all of it would take as long again as without keeping.
describe('the service worker in a browser, with state that is kept', () => {
  const suite = useSurface(async (options) => {
    number += 1;
    const keep = `behaviour ${number}`;
    const { worker, backend } = createWorker({ ...options, keep });
    await answerBy(worker.listHandlers() as RequestHandler[]);
    return {
      backend,
      sendsBy: 'page',
      send: sendBy((path, init) => fetch(`${location.origin}${path}`, init)),
      close: () => {
        indexedDB.deleteDatabase(`swr-contract ${keep}`);
      },
    };
  });
  describeFaults(suite);
  describeNamespaces(suite);
  describeTags(suite);
  describeSharing(suite);
});

const ask = (backend: Backend, request: TestRequest): Promise<TestAnswer> =>
  sendBy((path, init) => backend.fetch(new Request(new URL(path, location.href), init)))(request);

// The requests of a sequence go to one and the other in turn, so each knows only by the log what was done.
describe('two that keep one state', () => {
  const keep = 'behaviour, two tabs';
  const [one, other] = [createWorker({ keep }).backend, createWorker({ keep }).backend];
  const look = (): Promise<TestAnswer> => ask(one, { path: NAMESPACES, headers: BEARER });
  let turn = 0;
  let hasPut = false;
  const send = async (request: TestRequest): Promise<TestAnswer> => {
    turn += 1;
    if (turn % 2 === 0) return ask(one, request);
    // What a test put into the store of this one is kept with its next request.
    if (hasPut) await look();
    hasPut = false;
    const answer = await ask(other, request);
    // What tests put into the store is put into this one's, which must not be behind then.
    await look();
    return answer;
  };
  const backend: Backend = {
    ...one,
    store: {
      ...one.store,
      insert: (collection, record) => {
        hasPut = true;
        return one.store.insert(collection, record);
      },
    },
  };
  describeSequences({ api: createApi(send), backend: () => backend });
});

test('[NG1] what a collection is told is kept by the next request, and another page’s collection shows it', async () => {
  const keep = 'behaviour, collections';
  const [one, other] = [createWorker({ keep }).backend, createWorker({ keep }).backend];
  const [told, seen] = [await createCollections(one), await createCollections(other)];
  const look = (backend: Backend): Promise<TestAnswer> =>
    ask(backend, { path: `${NAMESPACES}/group`, headers: BEARER });
  await told.namespaces.create({ name: 'group' });
  expect((await look(one)).status).toBe(200);
  expect((await look(other)).status).toBe(200);
  expect(seen.namespaces.all()).toMatchObject([{ name: 'group', owner: 'demo' }]);
  seen.namespaces.clear();
  await look(other);
  expect((await look(one)).status).toBe(404);
  expect(told.namespaces.count()).toBe(0);
});
