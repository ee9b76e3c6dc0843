import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { formOf, HEADERS, newName, PATH, putLoad } from './put-load.ts';
import { type Program, startProgram } from './start-program.ts';
import { writeState } from './write-state.ts';

// npm run bench [-- --quick]. Time is the processor's, not the clock's, and what is compared takes turns: figures of a
// busy machine are those of a quiet one.
const quick = process.argv.includes('--quick');
const here = import.meta.dirname;
process.chdir(join(here, '..', '..'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** A script as npm runs it. */
const run = (script: string, ...more: readonly string[]): Program =>
  startProgram(...(scripts[script] ?? '').split(' ').slice(1), ...more);
const mock = (...more: readonly string[]): Program => run('start', '--port', '0', '--log', 'off', ...more);
const bare = (): Program => startProgram(join(here, 'bare-server.cjs'));

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN;
const print = (
  what: string,
  figure: number,
  unit: string,
  digits = 0,
  goal: { least?: number; most?: number } = {},
): void => {
  const { least, most } = goal;
  const isGood = figure >= (least ?? figure) && figure <= (most ?? figure);
  if (!isGood) process.exitCode = 1;
  const bound = least !== undefined ? `>= ${least}` : most !== undefined ? `<= ${most}` : '';
  const verdict = bound && `${isGood ? 'ok ' : 'NOT'} ${bound}`;
  console.log(`  ${what.padEnd(49)} ${`${figure.toFixed(digits)} ${unit}`.padStart(12)}   ${verdict}`.trimEnd());
};

console.log(`\n  Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}\n`);

// Requests. Turns are short, so that all meet a neighbour that comes or goes, and only what is compared takes them:
// the more programs, the less of each stays in the processor's caches.
const TURN = 500;
type Turn = { readonly cpu: number; readonly p99: number };
const inTurns = async <Name extends string>(servers: Record<Name, Program>): Promise<Record<Name, Turn>[]> => {
  const names = Object.keys(servers) as Name[];
  for (const name of names) await putLoad(await servers[name].port, 18_000);
  const turns: Record<Name, Turn>[] = [];
  while (turns.length < (quick ? 48 : 144)) {
    const measured = {} as Record<Name, Turn>;
    for (const name of names) {
      const { port, usage } = servers[name];
      const before = (await usage()).cpu;
      const times = await putLoad(await port, TURN);
      const cpu = ((await usage()).cpu - before) / TURN;
      measured[name] = { cpu, p99: sorted(times)[Math.floor(TURN * 0.99)] ?? Number.NaN };
    }
    turns.push(measured);
  }
  for (const name of names) await servers[name].stop();
  return turns;
};
const beside = await inTurns({ bare: bare(), fake: mock() });
print('a request to a bare node:http', median(beside.map(({ bare }) => bare.cpu)), 'us', 1);
print('a create, all checks, journal, new names', median(beside.map(({ fake }) => fake.cpu)), 'us', 1);
print('  share of bare', median(beside.map(({ bare, fake }) => bare.cpu / fake.cpu)), '', 2, { least: 0.55 });
print('  99th percentile, times that of bare', median(beside.map(({ bare, fake }) => fake.p99 / bare.p99)), 'x', 1, {
  most: 4,
});
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const others = { state: mock('--state', join(folder, 'state')), log: run('start', '--port', '0') };
const more = await inTurns({ fake: mock(), ...others });
rmSync(folder, { recursive: true });
print('  with --state, share of without', median(more.map(({ fake, state }) => fake.cpu / state.cpu)), '', 2);
print('  with the log, share of without', median(more.map(({ fake, log }) => fake.cpu / log.cpu)), '', 2);

// Records.
const records = startProgram(
  '--expose-gc',
  '--max-old-space-size=8192',
  join(here, 'stored-records.ts'),
  quick ? '100000' : '1000000',
);
const { bytes, ...growths } = JSON.parse((await records.ended).output) as { bytes: number } & Record<string, number>;
print('memory of a record', bytes, 'B', 0, { most: 500 });
for (const [what, growth] of Object.entries(growths))
  print(`  growth of a ${what}, 1000 to ${quick ? '100,000' : 'a million'}`, growth, 'x', 2, { most: 1.25 });

const CREATES = 200_000;
const used = mock();
await putLoad(await used.port, CREATES);
print(
  'resident after 200,000 creates, less the records',
  (await used.usage()).resident - (bytes * CREATES) / 1e6,
  'MB',
  0,
  { most: 110 },
);
await used.stop();

// A large state file. Turns of the event loop are what a request of others waits for.
const place = mkdtempSync(join(tmpdir(), 'bench-'));
const COUNT = quick ? 100_000 : 1_000_000;
writeState(join(place, 'state'), COUNT);
const large = mock('--state', join(place, 'state'));
const largePort = await large.port;
const begun = await large.usage('look');
print(`start with ${COUNT} records in a state file`, begun.cpu / 1e6, 's', 1, { most: 10 });
print('  resident', begun.resident, 'MB', 0, { most: 700 });
for (const [what, method, path] of [
  ['snapshot', 'GET', 'state'],
  ['reset', 'POST', 'reset'],
] as const) {
  const sent = request({ port: largePort, path: `/__mock/${path}`, method }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  print(`  longest turn of a ${what}`, (await large.usage()).turn, 'ms', 0, { most: 200 });
}
const { size } = statSync(join(place, 'state'));
while (statSync(join(place, 'state')).size > size / 2) await setTimeout(100);
const after = await large.usage();
print('  longest turn while the file gets shorter', after.turn, 'ms', 0, { most: 200 });
print('  most memory', after.most, 'MB');
await large.stop();
rmSync(place, { recursive: true });

// Start.
const startUp = async (program: Program): Promise<number> => {
  await putLoad(await program.port, 1, 1);
  const { cpu } = await program.usage();
  await program.stop();
  return cpu / 1000;
};
const starts: number[] = [];
for (let round = 0; round < (quick ? 5 : 15); round += 1) {
  const ofBare = await startUp(bare());
  starts.push((await startUp(mock())) - ofBare);
}
print('from start to first answer, above bare', median(starts), 'ms', 0, { most: 100 });

// The contract suite.
const target = mock();
const address = `http://127.0.0.1:${await target.port}`;
const fetchLoop = async (requests: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let sent = 0; sent < requests; sent += 8)
    await Promise.all(
      Array.from({ length: 8 }, async () =>
        (await fetch(address + PATH, { method: 'POST', headers: HEADERS, body: formOf(newName()) })).arrayBuffer(),
      ),
    );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
};
await fetchLoop(4000);
for (const depth of ['smoke', 'standard', 'exhaustive']) {
  const loop = await fetchLoop(4000);
  const { code, output, usage } = await run('verify', '--target', address, '--token', 't', '--depth', depth).ended;
  const requests = Number(/([\d,]+) requests/.exec(output)?.[1]?.replaceAll(',', ''));
  if (code !== 0) throw new Error(`Failed to verify: exit code ${code}.\n${output}`);
  print(`verify --depth ${depth}, ${requests} requests`, usage.cpu / 1e6, 's', 2);
  print('  as many fetch calls, share', (loop * requests) / usage.cpu, '', 2);
  print('  most memory', usage.most, 'MB', 0, { most: 200 });
}
await target.stop();
