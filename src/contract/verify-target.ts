import { hideSecrets, SURELY_SECRET } from '../http/secrets/hide-secrets.ts';
import { redactHeader } from '../http/secrets/redact.ts';
import { redactText } from '../http/secrets/redact-text.ts';
import { wait } from '../http/wait.ts';
import type { Document } from '../openapi/document/document.ts';
import { sayTokenHeader, tokenHeader } from '../openapi/operations/security.ts';
import { fill, textOf } from '../text/bilingual.ts';
import type { Case, Depth, Level } from './cases/case.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { type Confirmed, confirm, toFindings } from './diagnose/to-findings.ts';
import { judge } from './judge/judge.ts';
import { forget, type Judged, shorten } from './judge/judged.ts';
import { settleDown } from './judge/settle-down.ts';
import { casesOf } from './laws/list-cases.ts';
import { type GivenValues, giveValues, whyNotGiven } from './model/give-values.ts';
import { readModel } from './model/read-model.ts';
import type { Report } from './report/report.ts';
import type { KnownDeviation } from './report/results.ts';
import { changeTold, writeReport } from './report/write-report.ts';
import { type CleanUp, cleanUp, listLeft } from './run/clean-up.ts';
import { type Limits, type Stop, sayEnough } from './run/limits.ts';
import { type CaseRun, runCases } from './run/run-cases.ts';
import type { Sender } from './run/send-steps.ts';
import { createTransport, type TransportOptions } from './run/transport.ts';
import { reasonsToSkip } from './survey/reasons-to-skip.ts';
import { type SurveyOptions, survey } from './survey/survey.ts';

/** Says what answers tell beside what deviates. */
export type Remark = (judged: readonly Judged[], sender: Sender) => Promise<Report['remarks']>;

/** What is handed on to what sends. */
export type Sending = 'send' | 'rate' | 'retries' | 'renew' | 'signal' | 'onWait';

export interface VerifyOptions
  extends Limits,
    Pick<TransportOptions, Sending>,
    Partial<Pick<SurveyOptions, 'container' | 'proxy'>> {
  readonly document: Document;
  /** For the report: name and version of this program. */
  readonly tool: string;
  /** Origin and base path of the target, without a slash at its end. */
  readonly target: string;
  /** Headers of the credentials; empty without any. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /** Texts that no report may hold; the values of `credentials` are among them by themselves. */
  readonly secrets?: (() => readonly string[]) | undefined;
  readonly depth?: Depth | undefined;
  readonly seed?: number | undefined;
  readonly concurrency?: number | undefined;
  /** Milliseconds to wait before a law looks. */
  readonly settle?: number | undefined;
  /** Levels that count beside *must*. */
  readonly strict?: readonly Level[] | undefined;
  readonly cleanUp?: boolean | undefined;
  readonly known?: readonly KnownDeviation[] | undefined;
  /** Values that the target knows, where a run can only make them up: of other services, say. By name. */
  readonly values?: GivenValues | undefined;
  /** Operations that the target must offer; with any, the cases of the others are left out. */
  readonly operations?: readonly string[] | undefined;
  /** Which cases to run. Default: all. */
  readonly choose?: ((tested: Case) => boolean) | undefined;
  /** What else is to be said of how a target answered. */
  readonly remark?: Remark | undefined;
  readonly onStart?: ((cases: number) => void) | undefined;
  readonly onProgress?: ((done: number, failed: number) => void) | undefined;
  /** Milliseconds since 1970, and of a clock that never goes back. */
  readonly date?: (() => number) | undefined;
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  readonly sleep?: TransportOptions['sleep'] | undefined;
}

/**
 * Checks a target against a document: reads it, meets the target, lists the cases, sends and judges
 * them, asks again about what deviates, cleans up, and writes it all down.
 *
 * @throws DocumentError if the document can't be used, RangeError for `values` that can't be given.
 */
export const verifyTarget = async (options: VerifyOptions): Promise<Report> => {
  const {
    document,
    tool,
    target,
    credentials = {},
    container,
    operations: wanted = [],
    strict = [],
    values = {},
  } = options;
  const { concurrency = 8, depth = 'standard', seed = 1, settle = 0, known = [] } = options;
  const { now = () => performance.now(), date = Date.now, random = Math.random, sleep = wait } = options;
  const startedAt = new Date(date()).toISOString();
  const start = now();
  const own = Object.values(credentials).flatMap((value) => [value, value.replace(/^\S+ /, '')]);
  const secrets = () => [...own, ...(options.secrets?.() ?? [])];
  const hideOwn = hideSecrets(secrets);
  const hide = (text: string): string => redactText(hideOwn(text));
  const transport = createTransport({ ...options, hide: hideSecrets(secrets, SURELY_SECRET), now, sleep });
  const hasCredentials = own.length > 0;

  const problem = whyNotGiven(readModel(document), values);
  if (problem !== undefined) throw new RangeError(`Failed to verify: ${problem}`);
  const readContract = (alphabet: 0 | 1) => giveValues(readModel(document, alphabet), values);
  const header = sayTokenHeader(tokenHeader(document));
  const tokenLabel = fill(textOf('{header} by this edition', '{header}，依此版本'), { header });
  const about = { container, hasCredentials, tokenLabel, wanted, settle, proxy: options.proxy };
  const met = await survey({ readContract, transport, ...about, random, hide, now });
  const { sender, absent, closed, unchecked, freshContainers } = met;
  const { contract } = sender;

  const skipReason = reasonsToSkip(met, container, hasCredentials);
  const offered = contract.operations
    .map(({ operation }) => operation.id)
    .filter((id) => !absent.has(id) && !closed.has(id));
  const isChosen = (tested: Case): boolean =>
    (wanted.length === 0 || wanted.includes(tested.operation)) && (options.choose?.(tested) ?? true);
  const all = casesOf(contract, { depth, seed, offered: new Set(offered) });
  const cases = all.filter(isChosen);
  const done = new Set(met.runs.map(({ tested }) => tested.id));
  const sendable = cases
    .filter((tested) => unchecked === undefined && !done.has(tested.id) && skipReason(tested) === undefined)
    // Nothing is made outside of the container that was given.
    .map((tested) => (container === undefined ? tested : { ...tested, ownContainer: false }));

  let judged: Judged[] = [];
  let failed = 0;
  const enough = (): Stop | undefined =>
    transport.stopped() ?? sayEnough(options, failed, transport.requests(), now() - start);
  /** Judges what was sent; true where no more is to be sent. */
  const note = (run: CaseRun): boolean => {
    const fill = sender.namer.fill(run.naming);
    const judgement = judge(contract, run.tested, run.answers, fill, { isShared: container !== undefined });
    judged.push(forget(run, judgement));
    if (judgement.deviations.some(({ level }) => level === 'must')) failed += 1;
    return enough() !== undefined;
  };
  const runAll = async (): Promise<boolean> => {
    options.onStart?.(sendable.length);
    for (const run of met.runs) if (isChosen(run.tested)) note(run);
    let count = 0;
    const onCase = (run: CaseRun): boolean => {
      const isEnough = note(run);
      count += 1;
      options.onProgress?.(count, failed);
      return isEnough;
    };
    return runCases(sendable, sender, { concurrency, onCase });
  };
  const sweep = async (): Promise<CleanUp> => {
    const entries = sender.ledger.entries();
    if (options.cleanUp === false) return { deleted: 0, leftBehind: listLeft(entries) };
    return cleanUp(entries, transport, concurrency);
  };

  let late: Report['late'];
  let said: Report['remarks'] = [];
  let confirmed: readonly Confirmed[] = [];
  let stop: Stop | undefined;
  let cleaned: CleanUp;
  try {
    const isShort = unchecked === undefined && (await runAll());
    stop = enough();
    said = [...(isShort ? [FEW] : []), ...((await options.remark?.(judged, sender)) ?? [])];
    const unseen = new Map([...absent, ...closed]);
    const laboratory = { sender, origin: target, credentials, freshContainers, absent: unseen };
    const settled = await settleDown(judged, sender);
    ({ judged, late } = settled);
    const mustOpen = sender.mustOpen || isShort;
    const patient = { ...laboratory, sender: { ...sender, settle: settled.settle, mustOpen } };
    confirmed = await confirm(await diagnose(judged, patient), patient);
    stop = transport.stopped() ?? stop;
  } finally {
    // Whatever ends a run, what it made is deleted.
    cleaned = await sweep();
  }
  const remarks = [...said, ...met.remarks];
  const facts = { tool, target, depth, seed, strict, remarks, late, startedAt, duration: now() - start };
  const [requests, cleanUpRequests] = [transport.requests(), transport.cleanUpRequests()];
  const findings = toFindings(confirmed, cleaned.leftBehind);
  const head = { ...facts, requests, cleanUpRequests, ...cleaned };
  const whole = cases.length === all.length;
  const rest = { known, contract, cases, judged, unchecked, whole, stop, absent, closed, skipReason };
  const report = writeReport({ head, findings, ...rest });
  return { ...changeTold(report, (name, text) => shorten(redactHeader(name, hide(text)))), clauses: report.clauses };
};

const FEW = {
  text: 'The account may have few of what holds the rest: the cases were sent one by one, and what others had made was deleted before.',
  zh: '该账号可拥有的容器数量很少：各用例逐一发送，并在此之前删除其他用例所创建的内容。',
};
