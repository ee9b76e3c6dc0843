import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';

import type { Report } from '../../src/contract/report/report.ts';
import { verifyUrl } from '../contract/send-to-fake.ts';
import { startExpress } from './express.ts';
import { startFastify } from './fastify.ts';
import { startHono } from './hono.ts';

/** Starts a server with some faults, gives its address to what asks, and stops it. */
type Serve = <Result>(faults: readonly string[], ask: (address: unknown) => Promise<Result>) => Promise<Result>;

const SERVERS = {
  'Express 5 with multer': async (faults, ask) => {
    const server = await startExpress(0, faults);
    return ask(server.address()).finally(() => server.close());
  },
  'Fastify 5 with @fastify/multipart': async (faults, ask) => {
    const app = await startFastify(0, faults);
    return ask(app.server.address()).finally(() => app.close());
  },
  'Hono on @hono/node-server': async (faults, ask) => {
    const server = await startHono(0, faults);
    return ask(server.address()).finally(() => server.close());
  },
} satisfies Readonly<Record<string, Serve>>;

const check = (name: keyof typeof SERVERS, faults: readonly string[] = []): Promise<Report> =>
  SERVERS[name](faults, (address) =>
    verifyUrl(`http://127.0.0.1:${(address as AddressInfo).port}`, { depth: 'standard' }),
  );

const mustOf = ({ findings }: Report): string[] =>
  findings.flatMap(({ level, operation, clause }) => (level === 'must' ? [`${operation} ${clause}`] : [])).toSorted();

describe.each<[keyof typeof SERVERS, string[]]>([
  ['Express 5 with multer', ['createRepository', 'deleteRepository', 'getRepository', 'listRepositories']],
  ['Fastify 5 with @fastify/multipart', ['createRepository', 'getRepository']],
  ['Hono on @hono/node-server', ['createRepository', 'getRepository']],
])('%s, as its documentation writes handlers', (name, offered) => {
  test('conforms, and what it does not offer is named', async () => {
    const report = await check(name);
    expect(mustOf(report)).toEqual([]);
    expect(report.outcome, report.summary).toBe('conforms');
    const checked = report.results.filter(({ verdict }) => verdict === 'pass').map(({ operation }) => operation);
    expect([...new Set(checked)].toSorted()).toEqual(offered);
  });
});

test.each<[keyof typeof SERVERS, string[], string[]]>([
  [
    'Express 5 with multer',
    ['long names', 'no arms', '200 for 204'],
    ['createRepository C2', 'createRepository R7', 'deleteRepository RD1'],
  ],
  [
    'Fastify 5 with @fastify/multipart',
    ['separator last', 'any truth', '500 for 404'],
    ['createRepository P2', 'createRepository R6', 'getRepository RG4'],
  ],
  ['Fastify 5 with @fastify/multipart', ['usual routes'], ['getRepository R7']],
  [
    'Hono on @hono/node-server',
    ['description wanted', '400 for 409', 'truth as text'],
    ['createRepository D1', 'createRepository S3', 'getRepository RG1'],
  ],
])('%s with everyday faults at once (%j): each is named, and nothing else', async (name, faults, clauses) => {
  const report = await check(name, faults);
  expect(report.outcome).toBe('deviates');
  expect(mustOf(report)).toEqual(clauses);
});
