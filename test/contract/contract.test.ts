import { afterAll, describe, expect, test } from 'vitest';

import { contractTests } from '../../src/cli/verify/contract-tests.ts';
import { DEPTHS } from '../../src/contract/cases/case.ts';
import { openFake, type RunningServer, serveFake } from './send-to-fake.ts';

// Against the fake, unless a server is named: TARGET_URL=… TARGET_TOKEN=… npm run test:contract
const { TARGET_URL, TARGET_TOKEN = 'test', TARGET_NAMESPACE, TARGET_DEPTH } = process.env;

let server: RunningServer | undefined;
const startFake = async (): Promise<string> => {
  server = await serveFake();
  return server.url;
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
    const { send } = openFake(async ({ path }, pass) => {
      const response = await pass();
      return response.status === 201 && path.endsWith('/repos') ? { ...response, status: 200 } : response;
    });
    const failures = await faulty(
      contractTests({ target: 'http://fake', token: 'test', depth: 'smoke', operations: ['createRepository'], send }),
    );
    expect([...failures.keys()]).toEqual([expect.stringMatching(/^\[S1\]/)]);
    expect([...failures.values()][0]).toMatch(/answers 200 to valid requests[\s\S]*curl -i .*\/repos/);
  });

  test('a target that is none fails one test, with the reason', async () => {
    const failures = await faulty(contractTests({ target: 'http://127.0.0.1:1', depth: 'smoke' }));
    expect([...failures]).toEqual([['the server can be checked', expect.stringContaining('nothing listens')]]);
  });
});
