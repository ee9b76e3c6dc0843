import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBackend } from '../../../mocks/create-backend.ts';
import type { RunningServer } from '../listen.ts';
import { createClient, createNetworkFetch } from './client.ts';
import { startManagement } from './conforming-server.ts';
import { documentedOperations, judgeReply } from './judge-reply.ts';
import { laws } from './laws.ts';
import { operations } from './operations.ts';

test('the server has every operation of the document', () => {
  expect(operations.map(({ id }) => id).toSorted()).toEqual(documentedOperations.toSorted());
});

describe('the conforming server keeps', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startManagement();
  });
  afterAll(() => server.close());

  test.each(laws)('$id', async ({ run }) => {
    await run(createClient({ fetch: createNetworkFetch(server.url), judge: judgeReply }));
  });
});

describe('the fake keeps', () => {
  const backend = createBackend();

  test.each(laws)('$id', async ({ run }) => {
    await run(createClient({ fetch: backend.fetch, judge: judgeReply }));
  });
});
