import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createBackend } from '../../mocks/create-backend.ts';
import { document } from '../../mocks/document.ts';
import { createSendHttp } from '../../src/cli/send-http.ts';
import { listCases } from '../../src/contract/list-cases.ts';
import type { CaseResult, Report } from '../../src/contract/report.ts';
import { verifyTarget } from '../../src/contract/verify-target.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';

// Against the fake, unless a server is named: TARGET_URL=… TARGET_TOKEN=… npm run test:contract
const { TARGET_URL, TARGET_TOKEN = 'test', TARGET_NAMESPACE, TARGET_DEPTH = '1' } = process.env;
const depth = Number(TARGET_DEPTH);
const { cases } = listCases(document, { depth });

const BY_PUSH_ONLY = ['RD4', 'TD1', 'TD4'];

let server: Server | undefined;
let report: Report;
const results = new Map<string, CaseResult>();

beforeAll(async () => {
  const target = TARGET_URL ?? (await startFake());
  const credentials = { authorization: `Bearer ${TARGET_TOKEN}` };
  const http = createSendHttp({
    target: new URL(target),
    credentials,
    headers: {},
    timeout: 10_000,
    insecure: false,
    ca: undefined,
    connections: 8,
  });
  report = await verifyTarget({
    document,
    tool: 'vitest',
    target: target.replace(/\/$/, ''),
    send: http.send,
    credentials,
    depth,
    ...(TARGET_NAMESPACE === undefined ? {} : { container: TARGET_NAMESPACE }),
  });
  http.close();
  for (const result of report.results) results.set(result.id, result);
}, 600_000);

afterAll(() => {
  server?.close();
});

describe('the contract', () => {
  test.for(
    cases
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
      .map(({ id, title, clauses }) => ({
        id,
        name: `[${clauses.join(' ')}] ${title} (${id})`,
      })),
  )('$name', ({ id }, { skip }) => {
    const result = results.get(id);
    const finding = report.findings.find((each) => each.cases.includes(id));
    if (result?.verdict === 'skip') skip(result.reason);
    if (result?.verdict === 'fail' && result.level === 'should') skip(`a should: ${result.received}`);
    const shown = `${result?.reason}\n${finding?.example.request.curl ?? ''}`;
    expect(result?.verdict === 'pass' ? result.expected : result?.received, shown).toBe(result?.expected);
    expect(result?.verdict, shown).toBe('pass');
  });

  test('every clause of the document is tested by a case', () => {
    const untested = report.clauses.filter(
      ({ level, pass, fail, skip }) => level === 'must' && pass + fail + skip === 0,
    );
    // Tags come by a push to the registry; no request of this API makes one.
    expect(untested.map(({ id }) => id)).toEqual(BY_PUSH_ONLY);
    if (TARGET_URL === undefined) expect(report.notChecked.map(({ what }) => what)).toEqual([BY_PUSH_ONLY.join(', ')]);
  });

  test('a run that conforms says so, with the guarantee it reached', () => {
    if (TARGET_URL !== undefined) return;
    expect(report).toMatchObject({ outcome: 'conforms', findings: [], staleKnown: [] });
    expect(report.guarantees.map(({ subject, states }) => [subject, states])).toEqual([
      ['createNamespace body.namespace', 6],
      ['createRepository path.namespace', 6],
      ['createRepository body.repository', 6],
    ]);
  });
});

const startFake = async (): Promise<string> => {
  const backend = createBackend();
  const started = createHttpServer({ engine: backend.engine });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
};
