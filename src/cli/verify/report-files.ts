import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from '../../contract/report/report.ts';
import { htmlReport } from '../../reporters/html-report.ts';
import { jsonReport } from '../../reporters/json.ts';
import { junitReport } from '../../reporters/junit.ts';
import { sayCause } from '../document/load-document.ts';
import { UserError } from '../fail.ts';

export interface ReportFiles {
  readonly junit?: string;
  readonly junitCases: boolean;
  readonly json?: string;
  readonly html?: string;
}

/**
 * Writes a report to its files, each beside its place and then renamed: what is there is whole at any
 * moment. Folders are made.
 *
 * @throws UserError where that is refused.
 */
export const writeReports = (report: Report, { junit, junitCases, json, html }: ReportFiles): void => {
  if (junit !== undefined) writeFile(junit, junitReport(report, { cases: junitCases }));
  if (json !== undefined) writeFile(json, jsonReport(report));
  if (html !== undefined) writeFile(html, htmlReport(report));
};

/** Lets the files say that the run has not finished: while it lasts, and where it is killed. */
export const writeUnfinished = (head: Head, { junit, json, html, ...rest }: ReportFiles): void => {
  // Pipes take one report.
  const files = Object.entries({ junit, json, html }).filter(([, file]) => file !== undefined && !isStream(file));
  writeReports(unfinishedReport(head), { ...rest, ...Object.fromEntries(files) });
};

/**
 * Writes a file beside its place and then renames it. Folders are made.
 *
 * @throws UserError where that is refused.
 */
export const writeFile = (file: string, text: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (isStream(file)) {
      appendFileSync(file, text);
      return;
    }
    const place = existsSync(file) ? realpathSync(file) : file;
    const beside = `${place}.${process.pid}.tmp`;
    writeFileSync(beside, text);
    renameSync(beside, place);
  } catch (error) {
    throw new UserError(`Failed to write ${file}: ${sayCause(error)}.`);
  }
};

/**
 * Sees that a file can be written, before what it is for takes its time. Its folder is made.
 *
 * @throws UserError where that is refused.
 */
export const checkPlace = (file: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new UserError(`Failed to write ${file}: ${sayCause(error)}.`);
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`Failed to write ${file}: it is a folder.`);
};

/** A pipe, a terminal, or /dev/stdout wherever that leads: nothing can be renamed onto it. */
const isStream = (file: string): boolean =>
  /^\/(dev|proc)\//.test(file) || statSync(file, { throwIfNoEntry: false })?.isFile() === false;

type Head = Pick<Report, 'tool' | 'target' | 'depth' | 'seed' | 'version'>;

const unfinishedReport = (head: Head): Report => ({
  ...head,
  startedAt: new Date().toISOString(),
  duration: 0,
  outcome: 'unchecked',
  summary: 'The run has not finished.',
  summaryZh: '运行尚未结束。',
  strict: [],
  findings: [],
  clauses: [],
  transport: [],
  late: undefined,
  guarantees: [],
  notChecked: [],
  leftBehind: [],
  deleted: 0,
  requests: 0,
  cleanUpRequests: 0,
  staleKnown: [],
  remarks: [],
  results: [],
});
