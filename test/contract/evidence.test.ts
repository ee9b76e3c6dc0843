import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { document } from '../../mocks/document.ts';
import type { Example, Finding } from '../../src/contract/diagnose/finding.ts';
import { readModel } from '../../src/contract/model/read-model.ts';
import type { Report } from '../../src/contract/report/report.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { documentOf, type Mutant } from '../faults/mutant.ts';
import { mutantsOf } from '../faults/operators.ts';
import { serve } from '../faults/serve.ts';
import { verifyUrl } from './send-to-fake.ts';

const run = promisify(execFile);
const mutants = mutantsOf(document).filter(
  ({ level, blocks, equivalent }) => level === 'must' && !blocks && !equivalent,
);

/** Serves over HTTP what answers in this process, so that a shell can ask it. */
const listen = async (send: Send) => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await send({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks),
      credentials: false,
      exact: false,
      operation: '',
    });
    response.writeHead(answer.status, answer.headers).end(request.method === 'HEAD' ? undefined : answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => server.close(() => resolve())).finally(() => server.closeAllConnections()),
  };
};

/** The status that a shell gets from the last of the curl lines. */
const askByShell = async ({ request: { curl } }: Example): Promise<number> => {
  const { stdout } = await run('sh', ['-c', curl], { env: { ...process.env, TOKEN: 'token' }, encoding: 'utf8' });
  return Number([...stdout.matchAll(/^HTTP\/1\.1 (\d+)/gm)].at(-1)?.[1]);
};

/** Whether two texts differ by one character: a character more, less, or another. */
const isOneEdit = (one: readonly string[], two: readonly string[]): boolean => {
  const start = one.findIndex((character, index) => character !== two[index]);
  const from = start < 0 ? one.length : start;
  const [left, right] = [one.slice(from), two.slice(from)];
  while (left.length > 0 && left.at(-1) === right.at(-1)) [left.pop(), right.pop()];
  return Math.max(left.length, right.length) === 1;
};

/** A value with the run's names, and the letters of short ones, as one character, so that names of two requests compare. */
const masked = (value: string): string[] => [...value.replace(/[dfghjkmnpr]{11}|[dfghjkmnpr]/g, 't')];

/** Runs the suite against a server with one fault; its findings are then asked for by a shell. */
const witness = async (mutant: Mutant, check: (report: Report) => Promise<void>): Promise<void> => {
  const server = await listen(serve(documentOf(document, [mutant]), mutant.hooks ? [mutant.hooks()] : []));
  try {
    await check(
      await verifyUrl(server.url, {
        depth: 'standard',
        operations: operationsOf(mutant),
        sleep: () => Promise.resolve(),
      }),
    );
  } finally {
    await server.close();
  }
};

/** What the suite is asked about, so that a run is short: the operations that the mutant is expected at. */
const operationsOf = ({ expects }: Mutant): string[] => [
  ...new Set(expects.flatMap(({ operation }) => operation ?? [])),
];

const isCheckable = ({ level, reproduced }: Finding): boolean => level === 'must' && reproduced === 'yes';

const listed = new Set(
  readModel(document).operations.flatMap(({ subjects }) =>
    subjects.flatMap(({ values, baseline }) => [...values, baseline]),
  ),
);

describe('the evidence of a finding', () => {
  test('is a pair that a shell sees as the report shows it, for any fault', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...mutants), (mutant) =>
        witness(mutant, async ({ findings }) => {
          for (const { title, example, neighbour, direction } of findings.filter(isCheckable)) {
            expect(await askByShell(example), `${title}\n${example.request.curl}`).toBe(example.response?.status);
            seen += 1;
            if (!neighbour) continue;
            expect(await askByShell(neighbour), neighbour.request.curl).toBe(neighbour.response?.status);
            // A listed value is no edit of another, nor is the plainest one of what keeps no rule of characters.
            if (direction === 'too lax' && neighbour.value !== '' && !listed.has(neighbour.value))
              expect(isOneEdit(masked(example.value), masked(neighbour.value)), title).toBe(true);
          }
        }),
      ),
      { seed: 9, numRuns: 8, endOnFailure: true },
    );
    expect(seen).toBeGreaterThanOrEqual(5);
  }, 60_000);
});
