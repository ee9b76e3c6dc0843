import type { Finding } from '../contract/diagnose/finding.ts';
import { countedFindings, isAbout, isCountedLevel } from '../contract/report/count-findings.ts';
import type { ClauseRow, Report } from '../contract/report/report.ts';
import { junitXml, type TestCase, type TestOutcome } from '../text/junit.ts';
import { findingRows } from './describe-finding.ts';
import { words } from './texts.ts';

/** How the report is cut into test cases. */
export interface JunitOptions {
  /** One testcase a case instead of one a clause: thousands, above the caps of some CI systems. */
  readonly cases?: boolean;
}

type Counted = ReadonlySet<Finding>;

/**
 * The report as JUnit XML: one testcase a clause, one testsuite a group of them. It holds a failure or
 * an error exactly if the run did not succeed, so that a CI page agrees with the exit code.
 */
export const junitReport = (report: Report, { cases = false }: JunitOptions = {}): string => {
  const { tool, target, seed, depth, outcome, startedAt, duration } = report;
  const tests = (cases ? caseTests : clauseTests)(report, countedFindings(report));
  const run = { name: tool, startedAt, duration, properties: { target, seed, depth, outcome } };
  return junitXml(run, [...tests, ...runTests(report, tests)]);
};

const clauseTests = (report: Report, counted: Counted): TestCase[] => {
  const rows = report.clauses.map(({ id, title, level, group, pass, fail, error }): TestCase => {
    const findings = report.findings.filter((finding) => isAbout(finding, id));
    const own = report.results.filter(({ clauses }) => clauses.includes(id));
    // A case of several clauses took its time once.
    const duration = own.reduce((sum, result) => sum + (result.clauses[0] === id ? result.duration : 0), 0);
    const kept = own.find(({ verdict }) => verdict === 'error') ?? own[0];
    const why = report.notChecked.find(({ what }) => what.split(/[\s,]+/).includes(id))?.why;
    const reason = kept?.reason ?? why ?? 'no case of this run tests it';
    const sayOutcome = (): TestOutcome | undefined => {
      const message = `${fail} of ${pass + fail} cases failed`;
      if (fail > 0) return deviation(report, counted, level, { message }, findings[0]);
      if (pass > 0) return undefined;
      return skipped(error > 0 ? `could not be checked: ${reason}` : reason);
    };
    const outcome = failure(findings.filter((finding) => counted.has(finding))) ?? sayOutcome();
    return { suite: group, name: `${id} ${title}`, duration, outcome };
  });
  const others = [...counted].filter((finding) => !report.clauses.some(({ id }) => isAbout(finding, id)));
  return [
    ...rows,
    ...others.map((finding) => {
      const { operation, clause, title } = finding;
      return { suite: operation, name: `${clause} ${title}`, duration: 0, outcome: failure([finding]) };
    }),
  ];
};

const caseTests = (report: Report, counted: Counted): TestCase[] => {
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
      fail: deviation(report, counted, level, { message, body }, finding),
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

const skipped = (message: string): TestOutcome => ({ element: 'skipped', message });

const failure = (findings: readonly Finding[]): TestOutcome | undefined => {
  const message = findings.map(({ title }) => title).join('; ');
  const body = findings.map(describe).join('\n\n');
  return findings[0] && { element: 'failure', message, type: findings[0].direction, body };
};

/** What a failed test says: a failure where it is a reason for the outcome, else why it is none. */
const deviation = (
  report: Report,
  counted: Counted,
  level: ClauseRow['level'],
  said: Pick<TestOutcome, 'message' | 'body'>,
  finding: Finding | undefined,
): TestOutcome => {
  const counts = isCountedLevel(finding?.level ?? level, report);
  const isReason = finding ? counted.has(finding) : counts && report.outcome === 'deviates';
  if (isReason) return { element: 'failure', type: finding?.direction ?? 'deviation', ...said };
  const message = finding?.title ?? said.message;
  if (finding?.known) return skipped(`accepted deviation ${finding.id}: ${finding.known.reason}`);
  if (!counts) return skipped(`deviates from what should hold: ${message}`);
  if (!finding) return skipped(message);
  const isEarly = finding.reproduced === 'yes' && report.outcome === 'unchecked';
  return skipped(`${isEarly ? 'the run ended early' : 'was not seen twice'}: ${message}`);
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
  const test = (name: string, result: TestOutcome): TestCase => ({ suite: 'run', name, duration: 0, outcome: result });
  if (outcome === 'unchecked')
    return [test('the target could be checked', { element: 'error', message: summary, type: 'unchecked' })];
  const message = 'no longer occurs: remove it from the list';
  const stale = staleKnown.map(({ id, reason }) =>
    test(`accepted deviation ${id}`, { element: 'failure', message, type: 'stale', body: reason }),
  );
  const isSaid = outcome === 'conforms' || [...others, ...stale].some((each) => each.outcome?.element === 'failure');
  return isSaid ? stale : [test('the contract is kept', { element: 'failure', message: summary, type: 'deviation' })];
};
