import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';

import { createBackend } from '../../mocks/create-backend.ts';
import { contractTests } from '../../src/cli/verify/contract-tests.ts';
import { DEPTHS } from '../../src/contract/cases/case.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';

// Against the fake, unless a server is named: TARGET_URL=… TARGET_TOKEN=… npm run test:contract
const { TARGET_URL, TARGET_TOKEN = 'test', TARGET_NAMESPACE, TARGET_DEPTH } = process.env;

let server: Server | undefined;
const startFake = async (): Promise<string> => {
  const backend = createBackend();
  await backend.ready;
  const started = createHttpServer({ engine: backend.engine });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
};
afterAll(() => server?.close());

describe('the contract', () => {
  const tests = contractTests({
    target: TARGET_URL ?? startFake,
    token: TARGET_TOKEN,
    container: TARGET_NAMESPACE,
    depth: DEPTHS.find((each) => each === TARGET_DEPTH),
  });
  test.for(tests)('$name', { timeout: 600_000 }, ({ check }, context) => check(context));
});

describe('the contract as tests of a runner', () => {
  const faulty = async (tests: ReturnType<typeof contractTests>): Promise<Map<string, string>> => {
    const failures = new Map<string, string>();
    for (const { name, check } of tests)
      await check().catch((error: unknown) => failures.set(name, (error as Error).message));
    return failures;
  };

  test('[S1] one fault is one failing test, which shows the finding and its curl line', async () => {
    const backend = createBackend();
    const failures = await faulty(
      contractTests({
        target: 'http://fake',
        token: 'test',
        depth: 'smoke',
        operations: ['createRepository'],
        send: async ({ method, path, headers, body }) => {
          const init = { method, headers: { authorization: 'Bearer test', ...headers } };
          const answer = await backend.fetch(
            new Request(
              `http://fake${path}`,
              body.length > 0 ? { ...init, body: body as Uint8Array<ArrayBuffer> } : init,
            ),
          );
          const status = answer.status === 201 && path.endsWith('/repos') ? 200 : answer.status;
          return { status, headers: Object.fromEntries(answer.headers), body: await answer.text(), duration: 0 };
        },
      }),
    );
    expect([...failures.keys()]).toEqual([expect.stringMatching(/^\[S1\]/)]);
    expect([...failures.values()][0]).toMatch(/answers 200 to valid requests[\s\S]*curl -i .*\/repos/);
  });

  test('a target that is none fails one test, with the reason', async () => {
    const failures = await faulty(contractTests({ target: 'http://127.0.0.1:1', depth: 'smoke' }));
    expect([...failures]).toEqual([['the server can be checked', expect.stringContaining('nothing listens')]]);
  });
});
