import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { parseArgs } from 'node:util';

import { certificate, privateKey } from '../../cli/certificate.ts';
import { startCli } from '../../cli/run-cli.ts';
import { fuzz } from './fuzz.ts';
import { listTargets } from './make-request.ts';
import { readAnswers } from './read-answers.ts';
import { listStatuses } from './statuses.ts';

// npm run fuzz [-- --requests N --seed N --only CONVERSATION --edition NAME --tls]: a server in a process of its own
// gets requests right and wrong, whole and broken; each answer must be well-formed HTTP with a documented status.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '300000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    edition: { type: 'string', default: '2025-10' },
    tls: { type: 'boolean', default: false },
  },
});

/** MB (10^6 bytes) that the server may have at any time. */
const MOST_MEMORY = 500;

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const tls = values.tls ? ['--tls-cert', file('cert.pem', certificate), '--tls-key', file('key.pem', privateKey)] : [];
const cli = startCli(['mock', '--port', '0', '--log', 'off', '--iam', '--edition', values.edition, ...tls], {
  NODE_OPTIONS: '--max-semi-space-size=8',
});
const [, port = ''] = await cli.prints(/listening\s+https?:\S+:(\d+)/);
const open = async (): Promise<Socket> => {
  const plain = connect(Number(port), '127.0.0.1');
  await once(plain, 'connect');
  if (!values.tls) return plain;
  plain.on('error', () => undefined);
  const secure = connectSecurely({ socket: plain, rejectUnauthorized: false });
  await once(secure, 'secureConnect');
  // Node resets only what is plain.
  return Object.assign(secure, { resetAndDestroy: () => plain.resetAndDestroy() });
};

const control = async (method: string, path: string): Promise<{ status: number; body: string }> => {
  const socket = await open();
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.end(`${method} /__mock/${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  const [answer = { status: 0, body: text }] = readAnswers(text, [method], true).answers;
  return answer;
};
const residentMemory = (): number => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${cli.child.pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
};

const document: unknown = JSON.parse((await control('GET', 'openapi.json')).body);
const memory: number[] = [residentMemory()];
const start = performance.now();
/** What the server says of itself. Records are kept on purpose, so they are taken away here. */
const check = async (): Promise<string | undefined> => {
  memory.push(residentMemory());
  if (Math.max(...memory) > MOST_MEMORY) return `The server has ${memory.at(-1)} MB of memory.`;
  const statuses: number[] = [];
  for (const [method, path] of [
    ['GET', 'health'],
    ['POST', 'reset'],
    ['DELETE', 'worlds'],
  ] as const)
    statuses.push((await control(method, path)).status);
  return statuses.join() === '200,200,204' ? undefined : `The server is not well: ${statuses.join()}.`;
};
const figures = await fuzz({
  connect: open,
  targets: listTargets(document),
  statuses: listStatuses(document),
  requests: Number(values.requests),
  seed: Number(values.seed),
  ...(values.only === undefined ? {} : { only: Number(values.only) }),
  check: async ({ requests, failures }) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${requests} requests, ${failures.length} failures `);
    return check().catch((error: unknown) => `The server is gone: ${String(error)}.`);
  },
});
cli.child.kill('SIGTERM');
const { code, stderr } = await cli.ended;
if (stderr !== '') figures.failures.push(`The server printed: ${stderr.slice(0, 5000)}`);
if (code !== 0) figures.failures.push(`The server ended with ${code}.`);

const { requests, conversations, manners, statuses, failures } = figures;
const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} x ${name}`)
    .join(', ');
const megabytes = (value = 0): string => `${value.toFixed(0)} MB`;
console.log(`
  requests      ${requests} in ${conversations} connections, ${((performance.now() - start) / 1000).toFixed(0)} s
  connections   ${list(manners)}
  answers       ${list(statuses)}
  memory        ${megabytes(memory[0])} at first, ${megabytes(Math.max(...memory))} at most, ${megabytes(memory.at(-1))} at last
  failures      ${failures.length}
`);
for (const failure of failures) console.log(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
