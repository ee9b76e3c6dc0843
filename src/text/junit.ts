import { shortenText, visibleText } from './visible-text.ts';
import { xmlElement } from './xml.ts';

/** What became of a test that did not pass. */
export interface TestOutcome {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly body?: string;
}

/** One test of a JUnit file. */
export interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Undefined where it passed. */
  readonly outcome: TestOutcome | undefined;
}

/** What a JUnit file says of the run itself. */
export interface TestRun {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly properties: Readonly<Record<string, string | number>>;
}

// Names above this are refused or cut by CI systems, and some take equal names for one test.
const LONGEST_NAME = 255;

/** Tests as JUnit XML, a testsuite for those of one suite. No name is taken twice in it. */
export const junitXml = (run: TestRun, tests: readonly TestCase[]): string => {
  const suites = [...Map.groupBy(tests, ({ suite }) => suite)].map(([name, own]) => suiteElement(run, name, own));
  const about = { name: run.name, ...figures(tests), time: seconds(run.duration) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(0, 'testsuites', about, suites)}\n`;
};

const figures = (tests: readonly TestCase[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> => {
  const count = (element: string): number => tests.filter(({ outcome }) => outcome?.element === element).length;
  return { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
};

const suiteElement = ({ startedAt, properties }: TestRun, name: string, tests: readonly TestCase[]): string => {
  const time = seconds(tests.reduce((sum, { duration }) => sum + duration, 0));
  const timestamp = startedAt.replace(/(?:\.\d+)?Z?$/, '');
  const taken = new Set<string>();
  return xmlElement(1, 'testsuite', { name: shortName(name), ...figures(tests), time, timestamp }, [
    xmlElement(
      2,
      'properties',
      {},
      Object.entries(properties).map(([key, value]) => xmlElement(3, 'property', { name: key, value })),
    ),
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
