import { shortenText, visibleText } from '../../text/visible-text.ts';
import { xmlElement } from '../../text/xml.ts';
import type { Finding } from '../diagnose/finding.ts';
import { countedFindings, isCountedLevel } from './arrange-report.ts';
import { findingRows } from './describe-finding.ts';
import type { ClauseRow, Report } from './report.ts';
import { words } from './texts.ts';

/** How the report is cut into test cases. */
export interface JunitOptions {
  /** One testcase a case instead of one a clause: thousands, above the caps of some CI systems. */
  readonly cases?: boolean;
}

interface Outcome {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly body?: string;
}

interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Undefined where it passed. */
  readonly outcome: Outcome | undefined;
}

// Names above this are refused or cut by CI systems, and some take equal names for one test.
const LONGEST_NAME = 255;

/**
 * The report as JUnit XML: one testcase a clause, one testsuite a group of them. It holds a failure or
 * an error exactly if the run did not succeed, so that a CI page agrees with the exit code.
 */
export const junitReport = (report: Report, { cases = false }: JunitOptions = {}): string => {
  const tests = (cases ? caseTests : clauseTests)(report, countedFindings(report));
  const all = [...tests, ...runTests(report, tests)];
  const suites = [...Map.groupBy(all, ({ suite }) => suite)].map(([name, own]) => suiteElement(report, name, own));
  const about = { name: report.tool, ...figures(all), time: seconds(report.duration) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(0, 'testsuites', about, suites)}\n`;
};

const clauseTests = (report: Report, counted: ReadonlySet<Finding>): TestCase[] => {
  const names = ({ clause, also }: Finding, id: string): boolean =>
    clause === id || also.some((other) => other.clause === id);
  const rows = report.clauses.map((row): TestCase => {
    const { id, title, level, group, pass, fail, error } = row;
    // A case of several clauses took its time once.
    const first = report.results.filter(({ clauses }) => clauses[0] === id);
    const duration = first.reduce((sum, result) => sum + result.duration, 0);
    const findings = report.findings.filter((finding) => names(finding, id));
    const reasons = findings.filter((finding) => counted.has(finding));
    const [finding] = findings;
    const own = report.results.filter(({ clauses }) => clauses.includes(id));
    const kept = own.find(({ verdict }) => verdict === 'error') ?? own[0];
    const why = report.notChecked.find(({ what }) => what.split(/[\s,]+/).includes(id))?.why;
    const reason = kept?.reason ?? why ?? 'no case of this run tests it';
    const outcomes = {
      pass: undefined,
      fail: deviation(report, level, { message: `${fail} of ${pass + fail} cases failed` }, finding, !finding),
      error: skipped(`could not be checked: ${reason}`),
      skip: skipped(reason),
    };
    const state = fail > 0 ? 'fail' : pass > 0 ? 'pass' : error > 0 ? 'error' : 'skip';
    return { suite: group, name: `${id} ${title}`, duration, outcome: failure(reasons) ?? outcomes[state] };
  });
  const others = [...counted].filter((finding) => !report.clauses.some(({ id }) => names(finding, id)));
  return [
    ...rows,
    ...others.map((finding) => {
      const { operation, clause, title } = finding;
      return { suite: operation, name: `${clause} ${title}`, duration: 0, outcome: failure([finding]) };
    }),
  ];
};

const caseTests = (report: Report, counted: ReadonlySet<Finding>): TestCase[] => {
  const byCase = new Map<string, Finding>();
  // What counts is set last and stays.
  for (const finding of report.findings.toSorted((one, other) => +counted.has(one) - +counted.has(other)))
    for (const id of finding.cases) byCase.set(id, finding);
  return report.results.map((result) => {
    const { operation, family, id, title, duration, level, verdict, clauses, expected, received, reason } = result;
    const finding = byCase.get(id);
    const about = `clauses: ${clauses.join(', ')} (${level})\nreason:  ${reason}`;
    const message = `expected ${expected}, received ${received || words.noAnswer.en}`;
    const body = finding ? `${about}\n\n${describe(finding)}` : about;
    const outcomes = {
      pass: undefined,
      fail: deviation(report, level, { message, body }, finding, !finding || counted.has(finding)),
      // A conforming run may hold cases that could not be checked; they are no reason to turn a page red.
      error:
        report.outcome === 'conforms'
          ? skipped(`could not be checked: ${reason}`)
          : ({ element: 'error', message: reason, type: 'unchecked', body } as const),
      skip: skipped(reason),
    };
    return { suite: `${operation}.${family}`, name: `${id} ${title}`, duration, outcome: outcomes[verdict] };
  });
};

const skipped = (message: string): Outcome => ({ element: 'skipped', message });

const failure = (findings: readonly Finding[]): Outcome | undefined => {
  const message = findings.map(({ title }) => title).join('; ');
  const body = findings.map(describe).join('\n\n');
  return findings[0] && { element: 'failure', message, type: findings[0].direction, body };
};

/** What a failed test says: a failure where it may be a reason for the outcome, else why it is none. */
const deviation = (
  report: Report,
  level: ClauseRow['level'],
  said: Pick<Outcome, 'message' | 'body'>,
  finding: Finding | undefined,
  mayCount: boolean,
): Outcome => {
  const isReason = report.outcome === 'deviates' && mayCount && isCountedLevel(finding?.level ?? level, report);
  if (isReason) return { element: 'failure', type: finding?.direction ?? 'deviation', ...said };
  if (finding) return skipped(excuse(finding, report));
  return skipped(isCountedLevel(level, report) ? said.message : `deviates from what should hold: ${said.message}`);
};

const excuse = ({ known, id, level, reproduced, title }: Finding, report: Report): string => {
  if (known) return `accepted deviation ${id}: ${known.reason}`;
  if (!isCountedLevel(level, report)) return `deviates from what should hold: ${title}`;
  return `${reproduced === 'yes' && report.outcome === 'unchecked' ? 'the run ended early' : 'was not seen twice'}: ${title}`;
};

const describe = (finding: Finding): string =>
  [
    `${finding.clause} ${finding.title} (${finding.direction}, ${finding.level})`,
    ...findingRows(finding).map(([name, { en }]) => `${words[name].en}:`.padEnd(11) + en),
    `finding:   ${finding.id}`,
    finding.example.request.curl,
  ].join('\n');

// What neither clauses nor cases say: a run that could not be judged, and accepted deviations that are gone.
const runTests = ({ outcome, summary, staleKnown }: Report, others: readonly TestCase[]): TestCase[] => {
  const test = (name: string, result: Outcome): TestCase => ({ suite: 'run', name, duration: 0, outcome: result });
  if (outcome === 'unchecked')
    return [test('the target could be checked', { element: 'error', message: summary, type: 'unchecked' })];
  const message = 'no longer occurs: remove it from the list';
  const stale = staleKnown.map(({ id, reason }) =>
    test(`accepted deviation ${id}`, { element: 'failure', message, type: 'stale', body: reason }),
  );
  const isSaid = outcome === 'conforms' || [...others, ...stale].some((each) => each.outcome?.element === 'failure');
  return isSaid ? stale : [test('the contract is kept', { element: 'failure', message: summary, type: 'deviation' })];
};

const figures = (tests: readonly TestCase[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> => {
  const count = (element: string): number => tests.filter(({ outcome }) => outcome?.element === element).length;
  return { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
};

const suiteElement = (report: Report, name: string, tests: readonly TestCase[]): string => {
  const { target, seed, depth, outcome, startedAt } = report;
  const time = seconds(tests.reduce((sum, { duration }) => sum + duration, 0));
  const timestamp = startedAt.replace(/(?:\.\d+)?Z?$/, '');
  const properties = Object.entries({ target, seed, depth, outcome }).map(([key, value]) =>
    xmlElement(3, 'property', { name: key, value }),
  );
  const taken = new Set<string>();
  return xmlElement(1, 'testsuite', { name: shortName(name), ...figures(tests), time, timestamp }, [
    xmlElement(2, 'properties', {}, properties),
    ...tests.map((test) => testElement(test, taken)),
  ]);
};

const testElement = ({ suite, name, duration, outcome }: TestCase, taken: Set<string>): string => {
  let unique = shortName(name);
  for (let index = 2; taken.has(unique); index += 1) unique = shortName(name, ` #${index}`);
  taken.add(unique);
  const { element = '', message, type, body } = outcome ?? {};
  const about = { name: unique, classname: shortName(suite), time: seconds(duration) };
  return xmlElement(2, 'testcase', about, outcome ? [xmlElement(3, element, { message, type }, body)] : []);
};

const shortName = (name: string, end = ''): string =>
  shortenText(visibleText(name), LONGEST_NAME - end.length).text + end;

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
