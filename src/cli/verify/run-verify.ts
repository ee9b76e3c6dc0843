import { appendFileSync } from 'node:fs';

import { document as shipped } from '../../../mocks/document.ts';
import type { Case, Depth, Level } from '../../contract/cases/case.ts';
import { casesOf } from '../../contract/laws/list-cases.ts';
import type { ContractModel } from '../../contract/model/contract-model.ts';
import { giveValues, whyNotGiven } from '../../contract/model/give-values.ts';
import { readModel } from '../../contract/model/read-model.ts';
import { REPORT_VERSION, type Report } from '../../contract/report/report.ts';
import type { KnownDeviation } from '../../contract/report/results.ts';
import { verifyTarget } from '../../contract/verify-target.ts';
import { remarkOnEdition } from '../../identify/evidence/closest-edition.ts';
import type { Document } from '../../openapi/document/document.ts';
import { tokenHeader } from '../../openapi/operations/security.ts';
import { githubAnnotations, githubSummary } from '../../reporters/github.ts';
import { terminalReport } from '../../reporters/terminal.ts';
import { createProgress, type Progress } from '../../text/progress.ts';
import { wrapText } from '../../text/text-layout.ts';
import { chooseDocument, loadEditions } from '../document/choose-document.ts';
import { UserError } from '../fail.ts';
import { readText } from '../read-lines.ts';
import { openTarget, readTarget, sayTarget } from '../target/open-target.ts';
import type { TargetOptions } from '../target/target-options.ts';
import { version } from '../version.ts';
import { listenForInterruption } from './listen-for-interruption.ts';
import { printCases, printRequests } from './print-requests.ts';
import { writeReports, writeUnfinished } from './report-files.ts';
import { readCredentials } from './verify-credentials.ts';

/** The options of the command line, read. */
export interface VerifyOptions extends TargetOptions {
  depth: Depth;
  concurrency: number;
  timeLimit?: number;
  settle: number;
  seed: number;
  operation: string[];
  only: string[];
  skip: string[];
  list: boolean;
  dryRun: boolean;
  strict?: boolean | Level[];
  maxFailures?: number;
  maxRequests?: number;
  cleanup: 'auto' | 'off';
  known?: string;
  value: Record<string, string>;
  junit?: string;
  junitCases: boolean;
  json?: string;
  html?: string;
  verbose: boolean;
  spec?: string;
  edition?: string;
  overlay: string[];
}

const EXIT_CODES: Record<Report['outcome'], number> = { conforms: 0, deviates: 1, unchecked: 2 };

/**
 * Runs the suite and writes the reports.
 *
 * @returns the exit code.
 * @throws UserError or DocumentError for options or a document that can't be used.
 */
export const runVerify = async (options: VerifyOptions): Promise<number> => {
  const choose = chooseCases(options);
  const read = (document: Document) => ({ document, contract: readModel(document) });
  const { document, contract: plain } = (await chooseDocument(options)?.load(read)) ?? read(shipped);
  await checkOperations(plain, options.operation, saySource(options, document));
  const problem = whyNotGiven(plain, options.value);
  if (problem !== undefined) throw new UserError(wrapText(`Failed to verify: --value: ${problem}`, WIDTH).join('\n'));
  const contract = giveValues(plain, options.value);
  const listed = (): Case[] =>
    casesOf(contract, options).filter((tested) => isWanted(options, tested) && choose(tested));
  if (options.list) return printCases(listed());

  const target = readTarget('verify', options.target ?? (options.dryRun ? 'http://127.0.0.1:30303' : undefined));
  if (options.dryRun) {
    const { tokenCommand: _, ...given } = options;
    const credentials = await readCredentials(given, target, [tokenHeader(document)]);
    return printRequests(contract, listed(), credentials, sayTarget(target), options.namespace);
  }
  checkCases(options, listed);
  const credentials = await readCredentials(options, target, [tokenHeader(document)]);
  const known = options.known === undefined ? [] : await readKnown(options.known);
  const shown = sayTarget(target);
  const tool = `swr-contract ${version}`;
  const { depth, seed } = options;
  // Better now than after a long run; and what is read meanwhile says that it is not the end.
  writeUnfinished({ tool, target: shown, depth, seed, version: REPORT_VERSION }, options);
  const http = openTarget('verify', target, credentials, options, options.concurrency);
  const interruption = listenForInterruption();
  let progress: Progress | undefined;
  const say = (text: string): void => (progress ? progress.note(text) : console.error(text));
  let total = 0;
  const run = verifyTarget({
    document,
    tool,
    target: shown,
    send: http.send,
    credentials: credentials.headers(),
    secrets: credentials.secrets,
    renew: credentials.renew,
    proxy: http.proxy,
    container: options.namespace,
    depth,
    seed,
    values: options.value,
    concurrency: options.concurrency,
    retries: options.retries,
    rate: options.rate,
    timeLimit: options.timeLimit,
    settle: options.settle,
    maxFailures: options.maxFailures,
    maxRequests: options.maxRequests,
    strict: readStrict(options.strict),
    cleanUp: options.cleanup === 'auto',
    known,
    choose,
    operations: options.operation,
    remark: remarkOnEdition(document.info.version, loadEditions),
    signal: interruption.signal,
    onStart: (cases) => {
      total = cases;
      progress = startProgress(total);
    },
    onProgress: (done, failed) => {
      progress?.step(done, failed);
      if (done === total) say('looking into what deviates, and deleting what was made');
    },
    onWait: (milliseconds, why) => say(`waiting ${Math.ceil(milliseconds / 1000)} s: ${why}`),
  });
  const report = await run.finally(() => {
    progress?.end();
    http.close();
    interruption.end();
  });
  publish(report, options);
  return EXIT_CODES[report.outcome];
};

/** `--strict` alone means what should hold. */
const readStrict = (strict: VerifyOptions['strict']): Level[] =>
  strict === true ? ['should'] : Array.isArray(strict) ? strict : [];

const startProgress = (total: number): Progress => {
  const { isTTY = false, columns } = process.stderr;
  return createProgress({
    write: (text) => process.stderr.write(text),
    isTTY,
    total,
    ...(isTTY ? { width: columns } : {}),
  });
};

const publish = (report: Report, options: VerifyOptions): void => {
  const { env, stdout } = process;
  const color = env['NO_COLOR'] === undefined && (stdout.hasColors?.() ?? false);
  console.log(terminalReport(report, { color, width: stdout.columns ?? 80, verbose: options.verbose }));
  writeReports(report, options);
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary) appendFileSync(summary, githubSummary(report));
  for (const line of githubAnnotations(report)) console.log(line);
};

const isWanted = ({ operation }: VerifyOptions, tested: Case): boolean =>
  operation.length === 0 || operation.includes(tested.operation);

const operationsOf = ({ operations }: ContractModel): string[] => [
  ...new Set(operations.map(({ operation }) => operation.id)),
];

/** Lines of messages, wherever they are printed. */
const WIDTH = 80;

const saySource = ({ spec }: VerifyOptions, { info }: Document): string => spec ?? `edition ${info.version}`;

const checkOperations = async (contract: ContractModel, wanted: readonly string[], source: string): Promise<void> => {
  const known = operationsOf(contract);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const others = (await loadEditions()).filter(({ document }) => operationsOf(readModel(document)).includes(unknown));
  const names = others.map(({ name }) => name);
  const hint = names.length === 0 ? '' : `It is in ${names.join(', ')}: give --edition ${names[0]}.`;
  const lines = [
    `Failed to verify: there is no operation ${unknown} in ${source}.`,
    ...(hint === '' ? [] : wrapText(hint, WIDTH)),
    'Known are:',
    ...wrapText(known.join(', '), WIDTH - 2).map((line) => `  ${line}`),
  ];
  throw new UserError(lines.join('\n'));
};

/** Sees that the options leave any case, before anything is sent. */
const checkCases = ({ operation, only, skip }: VerifyOptions, listed: () => readonly Case[]): void => {
  const isChosen = [operation, only, skip].some((each) => each.length > 0);
  if (isChosen && listed().length === 0)
    throw new UserError('Failed to verify: no case is left. Check --operation, --only and --skip.');
};

/** Which cases the patterns choose: each is an id, a part of one between slashes, or a clause. */
const chooseCases = ({ only, skip }: VerifyOptions): ((tested: Case) => boolean) => {
  const compile = (patterns: readonly string[]): ((tested: Case) => boolean) => {
    const expressions = patterns.map((pattern) => {
      const pieces = pattern.split('*').map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
      return new RegExp(`^${pieces.join('.*')}$`, 's');
    });
    return ({ id, clauses }) =>
      expressions.some((expression) => [id, ...id.split('/'), ...clauses].some((text) => expression.test(text)));
  };
  const wanted = compile(only);
  const unwanted = compile(skip);
  return (tested) => (only.length === 0 || wanted(tested)) && !unwanted(tested);
};

const readKnown = async (file: string): Promise<KnownDeviation[]> => {
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    content = parse(readText(file, '--known'));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Failed to read ${file}: it is no YAML (${(error as Error).message.split('\n')[0]}).`);
  }
  const entries: unknown = Array.isArray(content) ? content : (content as { deviations?: unknown } | null)?.deviations;
  if (!Array.isArray(entries)) throw new UserError(`Failed to read ${file}: it must be a list of id, reason and link.`);
  return entries.map((entry: unknown, index) => {
    const { id, reason, link } = (entry ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || typeof reason !== 'string')
      throw new UserError(`Failed to read ${file}: entry ${index + 1} needs an id and a reason.`);
    return { id, reason, link: typeof link === 'string' ? link : undefined };
  });
};
