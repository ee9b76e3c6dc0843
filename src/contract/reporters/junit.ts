import type { CaseResult, Finding, Report } from '../report.ts';
import { findingsByCase, isCounted } from './arrange-report.ts';
import { escapeMarkup, visibleText } from './visible-text.ts';

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

interface TestCase {
  readonly name: string;
  readonly classname: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly outcome: Outcome | undefined;
}

interface Outcome {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly body?: string;
}

/**
 * The report as JUnit XML: one testcase a case, one testsuite an operation and family. It holds a
 * failure or an error exactly if the run did not succeed, so a CI page agrees with the exit code.
 */
export const junitReport = (report: Report): string => {
  const found = findingsByCase(report);
  const suites = [...Map.groupBy(report.results, classname)].map(([name, results]) => ({
    name,
    cases: results.map((result) => testCase(report, result, found.get(result.id))),
  }));
  const all = [...suites, ...runSuite(report)];
  const cases = all.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.tool, ...figures(cases), time: seconds(report.duration) })}>`,
    ...all.map((suite) => suiteElement(report, suite)),
    '</testsuites>',
    '',
  ].join('\n');
};

const classname = ({ operation, family }: CaseResult): string => `${operation}.${family}`;

const testCase = (report: Report, result: CaseResult, finding: Finding | undefined): TestCase => ({
  name: `${result.id} ${result.title}`,
  classname: classname(result),
  duration: result.duration,
  outcome: outcomeOf(report, result, finding),
});

const outcomeOf = (report: Report, result: CaseResult, finding: Finding | undefined): Outcome | undefined => {
  if (result.verdict === 'pass') return undefined;
  if (result.verdict === 'skip') return { element: 'skipped', message: result.reason };
  // A conforming run may hold cases that could not be checked; they are no reason to turn a page red.
  if (result.verdict === 'error')
    return report.outcome === 'conforms'
      ? { element: 'skipped', message: `could not be checked: ${result.reason}` }
      : { element: 'error', message: result.reason, type: 'unchecked', body: describe(result, finding) };
  if (!isCounted(report, result, finding))
    return {
      element: 'skipped',
      message: finding?.known
        ? `accepted deviation ${finding.id}: ${finding.known.reason}`
        : `deviates from what should hold: expected ${result.expected}, received ${result.received}`,
    };
  return {
    element: 'failure',
    message: `expected ${result.expected}, received ${result.received}`,
    type: finding?.direction ?? 'deviation',
    body: describe(result, finding),
  };
};

const describe = (result: CaseResult, finding: Finding | undefined): string =>
  [
    `clauses:  ${result.clauses.join(', ')} (${result.level})`,
    `expected: ${result.expected}`,
    `received: ${result.received}`,
    `reason:   ${result.reason}`,
    ...(finding ? [`finding:  ${finding.id}: ${finding.title}`, `smallest: ${finding.example.request.curl}`] : []),
  ].join('\n');

// What the cases do not say: a run that could not be judged, and accepted deviations that are gone.
const runSuite = (report: Report): Suite[] => {
  const cases: TestCase[] = report.staleKnown.map(({ id, reason }) => ({
    name: `accepted deviation ${id}`,
    classname: 'run.known',
    duration: 0,
    outcome: { element: 'failure', message: 'no longer occurs: remove it from the list', type: 'stale', body: reason },
  }));
  if (report.outcome === 'unchecked')
    cases.push({
      name: 'the target could be checked',
      classname: 'run.outcome',
      duration: 0,
      outcome: { element: 'error', message: report.summary, type: 'unchecked' },
    });
  return cases.length === 0 ? [] : [{ name: 'run', cases }];
};

const figures = (cases: readonly TestCase[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> => {
  const count = (element: Outcome['element']): number =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
};

const suiteElement = (report: Report, { name, cases }: Suite): string => {
  const time = seconds(cases.reduce((sum, { duration }) => sum + duration, 0));
  const properties = { target: report.target, seed: report.seed, depth: report.depth, outcome: report.outcome };
  return [
    `  <testsuite${attributes({ name, ...figures(cases), time, timestamp: report.startedAt.replace(/(?:\.\d+)?Z?$/, '') })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
    '    </properties>',
    ...cases.map(caseElement),
    '  </testsuite>',
  ].join('\n');
};

const caseElement = ({ name, classname, duration, outcome }: TestCase): string => {
  const opening = `    <testcase${attributes({ name, classname, time: seconds(duration) })}`;
  if (!outcome) return `${opening}/>`;
  const { element, message, type, body } = outcome;
  const start = `      <${element}${attributes({ message, ...(type === undefined ? {} : { type }) })}`;
  const inner = body === undefined ? `${start}/>` : `${start}>${escapeMarkup(visibleText(body, 'block'))}</${element}>`;
  return `${opening}>\n${inner}\n    </testcase>`;
};

const attributes = (pairs: Readonly<Record<string, string | number>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => ` ${name}="${escapeMarkup(visibleText(String(value)))}"`)
    .join('');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
