import { parseArgs } from 'node:util';
import type { Finding, Level } from '../../src/contract/report.ts';
import { startServer } from './conforming-server.ts';
import type { Fault, Variation } from './fault.ts';
import { faults, harmless } from './faults.ts';
import type { RunningServer } from './listen.ts';
import { startManagement } from './management/conforming-server.ts';
import type { ManagementFault, ManagementVariation } from './management/fault.ts';
import { managementFaults, managementHarmless } from './management/faults.ts';
import { verify } from './verify.ts';

const USAGE = `npm run faults -- [pattern …] [--suite create|management] [--depth 0|1|2] [--jobs N] [--family NAME]
                        [--skip CASES] [--only-escaped] [--findings]

Runs the contract suite against every planted fault and every harmless variation, of createRepository
(create) and of the whole management API (management); without --suite of both.
A pattern is an id, or part of one with * for anything: r-*, '*-trimmed'. --skip leaves cases out, as the
command does: createRepository/* for a quick look at the rest. --findings prints all findings.`;

/** A server to be checked, of either suite. */
interface Planted {
  readonly suite: 'create' | 'management';
  readonly id: string;
  readonly title: string;
  /** Undefined where it is harmless. */
  readonly family: string | undefined;
  readonly clause: string | undefined;
  /** The lowest level of a finding that counts. */
  readonly level: Level;
  readonly namespace: string | undefined;
  readonly start: () => Promise<RunningServer>;
}

interface Row {
  readonly planted: Planted;
  readonly harmless: boolean;
  readonly problem: string | undefined;
  readonly outcome: string;
  readonly findings: readonly Finding[];
  readonly requests: number;
  /** Seconds. */
  readonly time: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    depth: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    family: { type: 'string' },
    suite: { type: 'string' },
    skip: { type: 'string', multiple: true, default: [] },
    findings: { type: 'boolean', default: false },
    'only-escaped': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const matches = (id: string): boolean =>
  positionals.length === 0 || positionals.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id));

const describe = (planted: Fault | Variation | ManagementFault | ManagementVariation) => ({
  id: planted.id,
  title: planted.title,
  family: 'family' in planted ? planted.family : undefined,
  clause: 'clause' in planted ? planted.clause : undefined,
  namespace: 'namespace' in planted ? planted.namespace : undefined,
});

const create = (planted: Fault | Variation): Planted => ({
  ...describe(planted),
  suite: 'create',
  level: 'must',
  start: () => startServer(planted.rules),
});

const management = (planted: ManagementFault | ManagementVariation): Planted => ({
  ...describe(planted),
  suite: 'management',
  level: 'level' in planted ? planted.level : 'must',
  start: () => startManagement(planted.change),
});

const chosen: readonly Planted[] = [
  ...faults.map(create),
  ...harmless.map(create),
  ...managementFaults.map(management),
  ...managementHarmless.map(management),
].filter(
  ({ id, family = 'harmless', suite }) =>
    matches(id) && (values.family ?? family) === family && (values.suite ?? suite) === suite,
);

const check = async (planted: Planted): Promise<Row> => {
  const server = await planted.start();
  const started = performance.now();
  const { namespace } = planted;
  const row = { planted, harmless: planted.family === undefined };
  try {
    const report = await verify(server.url, {
      depth: Number(values.depth),
      namespace,
      skip: values.skip,
      timeout: 120_000,
    });
    const findings = report.findings.filter(
      ({ level, known }) => (level === 'must' || planted.level === 'should') && known === undefined,
    );
    const time = (performance.now() - started) / 1000;
    return { ...row, problem: undefined, outcome: report.outcome, findings, requests: report.requests, time };
  } catch (error) {
    const time = (performance.now() - started) / 1000;
    return { ...row, problem: String(error), outcome: 'no report', findings: [], requests: 0, time };
  } finally {
    await server.close();
  }
};

// A harmless variation must be found to conform, so "could not be checked" is an alarm too.
const isWrong = ({ planted, harmless, outcome, findings }: Row): boolean =>
  planted.level === 'should' ? findings.length === 0 : outcome !== (harmless ? 'conforms' : 'deviates');

const namesClause = ({ planted, findings }: Row): boolean =>
  planted.clause !== undefined && findings.some(({ clause }) => clause === planted.clause);

const sayVerdict = (row: Row): string => {
  if (row.problem !== undefined) return 'NO REPORT';
  if (row.harmless) return isWrong(row) ? 'ALARM' : 'quiet';
  return isWrong(row) ? 'ESCAPED' : 'caught';
};

const sayFound = (row: Row): string => {
  if (row.problem !== undefined) return row.problem;
  if (row.findings.length === 0) return row.outcome;
  const { planted } = row;
  const best = row.findings.find(({ clause }) => clause === planted.clause) ?? row.findings[0];
  return `${best?.clause ?? '?'}${row.harmless || namesClause(row) ? '' : ' (another clause)'} ${best?.id ?? ''}`;
};

const line = (cells: readonly string[]): string => {
  const [verdict = '', id = '', clause = '', findings = '', requests = '', time = '', found = ''] = cells;
  return [
    verdict.padEnd(9),
    id.padEnd(30),
    clause.padEnd(6),
    findings.padStart(8),
    requests.padStart(8),
    time.padStart(7),
    ` ${found}`,
  ].join(' ');
};

const print = (row: Row): void => {
  if (values['only-escaped'] && !isWrong(row)) return;
  const { planted, findings, requests, time } = row;
  console.log(
    line([
      sayVerdict(row),
      planted.id,
      planted.clause ?? '-',
      String(findings.length),
      String(requests),
      time.toFixed(1),
      sayFound(row),
    ]),
  );
  if (!values.findings) return;
  console.log(`          # ${planted.title}`);
  for (const finding of findings)
    console.log(
      `          ${finding.clause ?? '?'} ${finding.id}: ${finding.title}; ${finding.expected} | ${finding.received}`,
    );
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0;

const printTotals = (rows: readonly Row[]): void => {
  const planted = rows.filter((row) => !row.harmless);
  const variations = rows.filter((row) => row.harmless);
  const caught = planted.filter((row) => !isWrong(row));
  const extra = caught.reduce((sum, row) => sum + Math.max(0, row.findings.length - 1), 0);
  const wrong = rows.filter(isWrong);
  console.log('');
  for (const [family, members] of Map.groupBy(planted, (row) => row.planted.family ?? ''))
    console.log(`${family.padEnd(30)}${members.filter((row) => !isWrong(row)).length} of ${members.length} caught`);
  console.log('');
  console.log(
    `caught         ${caught.length} of ${planted.length}, ${caught.filter(namesClause).length} by their clause`,
  );
  console.log(`escaped        ${planted.length - caught.length}`);
  console.log(`false alarms   ${variations.filter(isWrong).length} of ${variations.length} variations`);
  console.log(`extra findings ${extra}`);
  console.log(
    `a run          ${median(rows.map((row) => row.requests))} requests, `.concat(
      `${median(rows.map((row) => row.time)).toFixed(1)} s (medians, with start-up, ${values.jobs} at a time)`,
    ),
  );
  if (wrong.length > 0) console.log(`\nwrong: ${wrong.map((row) => row.planted.id).join(' ')}`);
};

const checkAll = async (planted: readonly Planted[]): Promise<Row[]> => {
  const rows: Row[] = [];
  const queue = planted.values();
  const work = async (): Promise<void> => {
    for (const each of queue) {
      const row = await check(each);
      rows.push(row);
      print(row);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));
  return rows;
};

const main = async (): Promise<number> => {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (chosen.length === 0) {
    console.error(`Failed to run faults: no id matches ${positionals.join(' ')}.\n\n${USAGE}`);
    return 2;
  }
  const all: Row[] = [];
  for (const [suite, members] of Map.groupBy(chosen, (planted) => planted.suite)) {
    console.log(`${all.length === 0 ? '' : '\n\n'}${suite}: ${members.length} servers\n`);
    console.log(line(['', 'id', 'clause', 'findings', 'requests', 'seconds', 'found']));
    const rows = await checkAll(members);
    printTotals(rows);
    all.push(...rows);
  }
  return all.some(isWrong) ? 1 : 0;
};

process.exitCode = await main();
