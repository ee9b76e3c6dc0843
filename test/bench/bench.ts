import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { EXAMPLE_HEADERS, exampleForm, newNames, putLoad } from './put-load.ts';
import { bareFetchLoop, runVerify, type VerifyRun } from './run-verify.ts';
import { startServer } from './start-server.ts';

// npm run bench [-- --quick]: all figures of one run on one machine, medians of interleaved rounds.
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 9;
const SECONDS = quick ? 1 : 2;
const CONNECTIONS = 32;

const here = import.meta.dirname;
const root = join(here, '..', '..');
// The fake runs exactly as `npm start` runs it.
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: { start: string; verify: string };
};
const startArguments = manifest.scripts.start.split(' ').slice(1);
process.chdir(root);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const rows: [what: string, figure: string, goal: string][] = [];
const row = (what: string, figure: string, goal = ''): void => {
  rows.push([what, figure, goal]);
  console.log(`  ${what.padEnd(50)} ${figure.padStart(20)}   ${goal}`);
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const verdict = (good: boolean, goal: string): string => `${good ? 'ok ' : 'NOT'} ${goal}`;

console.log(
  `\nNode ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${ROUNDS} rounds of ${SECONDS} s\n`,
);

const mock = (...more: readonly string[]) => startServer(...startArguments, '--port', '0', '--log', 'off', ...more);
const servers = {
  bare: await startServer(join(here, 'bare-server.ts')),
  fake: await mock(),
  state: await mock('--state', join(folder, 'state.jsonl')),
  log: await startServer(...startArguments, '--port', '0'),
};
type Name = keyof typeof servers;
const names = Object.keys(servers) as Name[];
const nextName = newNames();
const results: Record<Name, { rps: number; p99: number; cpu: number }[]> = { bare: [], fake: [], state: [], log: [] };
for (let round = -1; round < ROUNDS; round += 1)
  for (const name of names) {
    const before = servers[name].cpuTime() ?? Number.NaN;
    const { requestsPerSecond, p99, answers } = await putLoad({
      port: servers[name].port,
      connections: CONNECTIONS,
      duration: SECONDS,
      status: 201,
      nextName,
    });
    // The first round warms up.
    const cpu = ((servers[name].cpuTime() ?? Number.NaN) - before) / answers;
    if (round >= 0) results[name].push({ rps: requestsPerSecond, p99, cpu });
  }
const ratio = (name: Name, to: Name): number =>
  median(results[name].map(({ rps }, round) => rps / (results[to][round]?.rps ?? rps)));
const rps = (name: Name): string => {
  const cpu = median(results[name].map((result) => result.cpu));
  return `${Math.round(median(results[name].map((result) => result.rps)))}/s, ${cpu.toFixed(0)} us CPU`;
};
row('bare node:http, reads the body, answers 201', rps('bare'));
row('the fake, all checks, journal, every name new', rps('fake'));
row('  share of bare', ratio('fake', 'bare').toFixed(2), verdict(ratio('fake', 'bare') >= 0.5, '>= 0.50 (goal 0.70)'));
const p99 = median(results.fake.map((result) => result.p99));
row(`  99th percentile at ${CONNECTIONS} connections`, `${p99.toFixed(1)} ms`, verdict(p99 < 8, '< 8 ms'));
row('  with --state, share of without', ratio('state', 'fake').toFixed(2));
row('  with --log pretty, share of without', ratio('log', 'fake').toFixed(2));
for (const name of names) await servers[name].stop();

const memory = await mock();
await putLoad({ port: memory.port, connections: 1, requests: 1, status: 201, nextName: () => 'busybox' });
await putLoad({
  port: memory.port,
  connections: CONNECTIONS,
  requests: 200_000,
  status: 409,
  nextName: () => 'busybox',
});
const resident = memory.residentMemory();
row(
  'resident memory after 200,000 requests, one record',
  resident === undefined ? 'not on this system' : `${resident.toFixed(0)} MB`,
  resident === undefined ? '' : verdict(resident < 120, '< 120 MB'),
);
await memory.stop();

const starts: number[] = [];
for (let round = 0; round < (quick ? 5 : 15); round += 1) {
  const start = performance.now();
  const server = await mock();
  const { status } = await fetch(`http://127.0.0.1:${server.port}/v2/manage/namespaces/group/repos`, {
    method: 'POST',
    headers: EXAMPLE_HEADERS,
    body: exampleForm('busybox'),
  });
  if (status !== 201) throw new Error(`Failed to create: ${status}.`);
  starts.push(performance.now() - start);
  await server.stop();
}
row('from start to first answer', `${median(starts).toFixed(0)} ms`, verdict(median(starts) < 250, '< 250 ms'));

const stored = JSON.parse(
  execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=8192', join(here, 'stored-records.ts')], {
    encoding: 'utf8',
  }),
) as {
  bytesPerRecord: number;
  microsecondsAtFew: number;
  microsecondsAtMany: number;
  lists: Record<string, [few: number, many: number]>;
};
const growth = stored.microsecondsAtMany / stored.microsecondsAtFew;
row('time of a create in the engine at 1,000 records', `${stored.microsecondsAtFew.toFixed(1)} us`);
row('  at 1,000,000 records', `${stored.microsecondsAtMany.toFixed(1)} us`);
row('  growth', growth.toFixed(2), verdict(growth <= 1.25, '<= 1.25'));
row('memory of a record', `${stored.bytesPerRecord.toFixed(0)} B`, verdict(stored.bytesPerRecord < 1024, '< 1024 B'));

for (const [what, [few, many]] of Object.entries(stored.lists)) {
  row(`time of a list of 10, of one ${what}, 1,000 records`, `${few.toFixed(1)} us`);
  row('  100,000 records', `${many.toFixed(1)} us`);
  row('  growth', (many / few).toFixed(2), verdict(many / few < 2, '< 2'));
}

const LIMITS = [1, 3, 10];
const verifyArguments = manifest.scripts.verify.split(' ').slice(1);
const checked = await mock();
const sendExample = (): Promise<Response> =>
  fetch(`http://127.0.0.1:${checked.port}/v2/manage/namespaces/group/repos`, {
    method: 'POST',
    headers: EXAMPLE_HEADERS,
    body: exampleForm(nextName()),
  });
await bareFetchLoop(5000, 8, sendExample);
for (const [depth, limit] of LIMITS.entries()) {
  const runs: VerifyRun[] = [];
  const loops: number[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    runs.push(await runVerify(verifyArguments, checked.port, depth));
    loops.push(await bareFetchLoop(5000, 8, sendExample));
  }
  const seconds = median(runs.map((run) => run.seconds));
  const most = Math.max(...runs.map((run) => run.memory ?? Number.NaN));
  const pace = median(runs.map((run, round) => run.requests / run.seconds / (loops[round] ?? Number.NaN)));
  row(`verify, depth ${depth}, with start-up`, `${seconds.toFixed(2)} s`, verdict(seconds < limit, `< ${limit} s`));
  row('  cases, requests', `${runs[0]?.cases}, ${runs[0]?.requests}`);
  row('  most memory', `${most.toFixed(0)} MB`, verdict(most < 200, '< 200 MB'));
  row('  share of a bare fetch loop', pace.toFixed(2), depth === 0 ? '' : verdict(pace >= 0.5, '>= 0.50'));
}
await checked.stop();
console.log();
rmSync(folder, { recursive: true });
