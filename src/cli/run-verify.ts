import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

import type { Case } from '../contract/case.ts';
import { encodeRequest } from '../contract/encode-request.ts';
import { listCases } from '../contract/list-cases.ts';
import type { Report } from '../contract/report.ts';
import { githubAnnotations, githubSummary } from '../contract/reporters/github.ts';
import { htmlReport } from '../contract/reporters/html.ts';
import { jsonReport } from '../contract/reporters/json.ts';
import { junitReport } from '../contract/reporters/junit.ts';
import { createProgress, type Progress, terminalReport } from '../contract/reporters/terminal.ts';
import { verifyTarget } from '../contract/verify-target.ts';
import type { KnownDeviation } from '../contract/write-report.ts';
import { curlLine } from '../http/curl-line.ts';
import { redactHeaders } from '../http/redact.ts';
import type { Document } from '../openapi/document.ts';
import { UserError } from './fail.ts';
import { loadDocument, sayCause, shippedFile } from './load-document.ts';
import { createSendHttp } from './send-http.ts';
import { version } from './version.ts';

/** The options of the command line, read. */
export interface VerifyOptions {
  target?: string;
  namespace?: string;
  token?: string;
  header: string[];
  basic?: string;
  depth: number;
  concurrency: number;
  rate?: number;
  timeout: number;
  retries: number;
  insecure: boolean;
  ca?: string;
  seed: number;
  operation: string[];
  only: string[];
  skip: string[];
  list: boolean;
  dryRun: boolean;
  strict: boolean;
  maxFailures?: number;
  maxRequests?: number;
  cleanup: 'auto' | 'off';
  known?: string;
  junit?: string;
  json?: string;
  html?: string;
  spec?: string;
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
  const { document, cases } = await loadDocument(options.spec ?? shippedFile(), (loaded: Document) => ({
    document: loaded,
    cases: options.list || options.dryRun ? listCases(loaded, options).cases.filter(choose) : [],
  }));
  if (options.list) return printCases(cases);
  const credentials = readCredentials(options);
  if (options.dryRun) return printRequests(cases, options, credentials);

  const target = readTarget(options.target);
  const known = options.known === undefined ? [] : await readKnown(options.known);
  for (const file of [options.junit, options.json, options.html]) if (file !== undefined) checkWritable(file);
  const http = createSendHttp({
    target,
    credentials,
    headers: readHeaders(options.header).plain,
    timeout: options.timeout,
    insecure: options.insecure,
    ca: options.ca === undefined ? undefined : readText(options.ca, '--ca'),
    connections: options.concurrency,
  });
  const interrupt = new AbortController();
  const stop = (): void => {
    if (interrupt.signal.aborted) process.exit(2);
    console.error('\nInterrupted: deleting what was created. Once more to end at once.');
    interrupt.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  let progress: Progress | undefined;
  const report = await verifyTarget({
    document,
    tool: `swr-contract ${version}`,
    target: target.href.replace(/\/$/, ''),
    send: http.send,
    credentials,
    ...(options.namespace === undefined ? {} : { container: options.namespace }),
    depth: options.depth,
    seed: options.seed,
    concurrency: options.concurrency,
    retries: options.retries,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.maxFailures === undefined ? {} : { maxFailures: options.maxFailures }),
    ...(options.maxRequests === undefined ? {} : { maxRequests: options.maxRequests }),
    strict: options.strict,
    cleanUp: options.cleanup === 'auto',
    known,
    choose,
    operations: options.operation,
    signal: interrupt.signal,
    onStart: (total) => {
      const { isTTY = false, columns } = process.stderr;
      progress = createProgress({
        write: (text) => process.stderr.write(text),
        isTTY,
        total,
        ...(isTTY ? { width: columns } : {}),
      });
    },
    onProgress: (done, failed) => progress?.step(done, failed),
  });
  progress?.end();
  http.close();
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  publish(report, options);
  return interrupt.signal.aborted ? EXIT_CODES.unchecked : EXIT_CODES[report.outcome];
};

const publish = (report: Report, { junit, json, html }: VerifyOptions): void => {
  const { env, stdout } = process;
  const color = env['NO_COLOR'] === undefined && (stdout.hasColors?.() ?? false);
  console.log(terminalReport(report, { color, width: stdout.columns ?? 100 }));
  if (junit !== undefined) writeFile(junit, junitReport(report));
  if (json !== undefined) writeFile(json, jsonReport(report));
  if (html !== undefined) writeFile(html, htmlReport(report));
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary) appendFileSync(summary, githubSummary(report));
  for (const line of githubAnnotations(report)) console.log(line);
};

const printCases = (cases: readonly Case[]): number => {
  if (cases.length === 0) throw new UserError('Failed to list the cases: none is left. Check --only and --skip.');
  const sorted = cases.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  for (const { id, clauses, level, title } of sorted) console.log(`${id}  [${clauses.join(' ')}] ${level}: ${title}`);
  console.error(`${cases.length} cases`);
  return 0;
};

const printRequests = (
  cases: readonly Case[],
  options: VerifyOptions,
  credentials: Readonly<Record<string, string>>,
): number => {
  const origin = (options.target ?? 'http://127.0.0.1:30303').replace(/\/$/, '');
  for (const [index, { id, steps }] of cases.entries()) {
    console.log(`# ${id}`);
    const naming = { token: `t${index.toString(36)}x`, container: options.namespace ?? 'group' };
    for (const plan of steps.flatMap(({ requests }) => requests)) {
      const { method, path, headers, body, credentials: sent } = encodeRequest(plan, naming);
      const all = redactHeaders({ ...readHeaders(options.header).plain, ...(sent ? credentials : {}), ...headers });
      console.log(curlLine({ method, url: origin + path, headers: all, body, exact: plan.body?.kind === 'raw' }));
    }
  }
  return 0;
};

/** Which cases the patterns choose: each is an id, a part of one between slashes, or a clause. */
const chooseCases = ({ only, skip }: VerifyOptions): ((tested: Case) => boolean) => {
  const compile = (patterns: readonly string[]): ((tested: Case) => boolean) => {
    const expressions = patterns.map(
      (pattern) =>
        new RegExp(
          `^${pattern
            .split('*')
            .map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
            .join('.*')}$`,
          's',
        ),
    );
    return ({ id, clauses }) =>
      expressions.some((expression) => [id, ...id.split('/'), ...clauses].some((text) => expression.test(text)));
  };
  const wanted = compile(only);
  const unwanted = compile(skip);
  return (tested) => (only.length === 0 || wanted(tested)) && !unwanted(tested);
};

const readTarget = (text: string | undefined): URL => {
  if (text === undefined)
    throw new UserError('Failed to verify: no target. Give --target URL, e.g. http://127.0.0.1:30303.');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(`Failed to verify: --target is no http or https URL (received ${text}).`);
  return url;
};

const SECRET_HEADER = /^(authorization|x-auth-token|cookie|.*(token|key|secret).*)$/i;

const readHeaders = (lines: readonly string[]): { plain: Record<string, string>; secret: Record<string, string> } => {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ''] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined)
      throw new UserError(`Failed to read --header: it must be 'NAME: VALUE' (received ${line}).`);
    (SECRET_HEADER.test(name) ? secret : plain)[name.toLowerCase()] = value;
  }
  return { plain, secret };
};

/** The headers that a request without credentials leaves out. */
const readCredentials = ({ token, basic, header }: VerifyOptions): Record<string, string> => ({
  ...readHeaders(header).secret,
  ...(basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

const readKnown = async (file: string): Promise<KnownDeviation[]> => {
  const { parse } = await import('yaml');
  const content: unknown = parse(readText(file, '--known'));
  const entries: unknown = Array.isArray(content) ? content : (content as { deviations?: unknown } | null)?.deviations;
  if (!Array.isArray(entries)) throw new UserError(`Failed to read ${file}: it must be a list of id, reason and link.`);
  return entries.map((entry: unknown, index) => {
    const { id, reason, link } = (entry ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || typeof reason !== 'string')
      throw new UserError(`Failed to read ${file}: entry ${index + 1} needs an id and a reason.`);
    return { id, reason, link: typeof link === 'string' ? link : undefined };
  });
};

const readText = (file: string, option: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`Failed to read ${file} (${option}): ${sayCause(error)}.`);
  }
};

// Better now than after a long run.
const checkWritable = (file: string): void => {
  try {
    appendFileSync(file, '');
  } catch (error) {
    throw new UserError(`Failed to write ${file}: ${sayCause(error)}.`);
  }
};

const writeFile = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`Failed to write ${file}: ${sayCause(error)}.`);
  }
};
