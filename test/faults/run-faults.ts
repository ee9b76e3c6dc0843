import { parseArgs } from 'node:util';
import type { Finding } from '../../src/contract/report.ts';
import { startServer } from './conforming-server.ts';
import type { Fault, Variation } from './fault.ts';
import { faults, harmless } from './faults.ts';
import { verify } from './verify.ts';

const USAGE = `npm run faults -- [pattern …] [--depth 0|1|2] [--jobs N] [--family NAME] [--only-escaped]

Runs the contract suite against every planted fault and every harmless variation.
A pattern is an id, or part of one with * for anything: r-*, '*-trimmed'.`;

interface Row {
  readonly planted: Fault | Variation;
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
    'only-escaped': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const matches = (id: string): boolean =>
  positionals.length === 0 || positionals.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id));

const chosen: readonly (Fault | Variation)[] = [
  ...faults.filter(({ id, family }) => matches(id) && (values.family === undefined || values.family === family)),
  ...harmless.filter(({ id }) => matches(id) && (values.family === undefined || values.family === 'harmless')),
];

const isFault = (planted: Fault | Variation): planted is Fault => 'clause' in planted;

const check = async (planted: Fault | Variation): Promise<Row> => {
  const server = await startServer(planted.rules);
  const started = performance.now();
  const namespace = isFault(planted) ? undefined : planted.namespace;
  const row = { planted, harmless: !isFault(planted) };
  try {
    const report = await verify(server.url, { depth: Number(values.depth), namespace, timeout: 120_000 });
    const findings = report.findings.filter(({ level, known }) => level === 'must' && known === undefined);
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
const isWrong = (row: Row): boolean => row.outcome !== (row.harmless ? 'conforms' : 'deviates');

const namesClause = ({ planted, findings }: Row): boolean =>
  isFault(planted) && findings.some(({ clause }) => clause === planted.clause);

const sayVerdict = (row: Row): string => {
  if (row.problem !== undefined) return 'NO REPORT';
  if (row.harmless) return isWrong(row) ? 'ALARM' : 'quiet';
  return isWrong(row) ? 'ESCAPED' : 'caught';
};

const sayFound = (row: Row): string => {
  if (row.problem !== undefined) return row.problem;
  if (row.findings.length === 0) return row.outcome;
  const { planted } = row;
  const best = row.findings.find(({ clause }) => isFault(planted) && clause === planted.clause) ?? row.findings[0];
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
  const clause = isFault(planted) ? planted.clause : '-';
  console.log(
    line([
      sayVerdict(row),
      planted.id,
      clause,
      String(findings.length),
      String(requests),
      time.toFixed(1),
      sayFound(row),
    ]),
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
  for (const [family, members] of Map.groupBy(planted, (row) => (isFault(row.planted) ? row.planted.family : '')))
    console.log(`${family.padEnd(24)}${members.filter((row) => !isWrong(row)).length} of ${members.length} caught`);
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

const main = async (): Promise<number> => {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (chosen.length === 0) {
    console.error(`Failed to run faults: no id matches ${positionals.join(' ')}.\n\n${USAGE}`);
    return 2;
  }
  console.log(line(['', 'id', 'clause', 'findings', 'requests', 'seconds', 'found']));
  const rows: Row[] = [];
  const queue = chosen.values();
  const work = async (): Promise<void> => {
    for (const planted of queue) {
      const row = await check(planted);
      rows.push(row);
      print(row);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));
  printTotals(rows);
  return rows.some(isWrong) ? 1 : 0;
};

process.exitCode = await main();
