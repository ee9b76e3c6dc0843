import type { Document } from '../openapi/document.ts';
import type { Case, Depth, Level } from './cases/case.ts';
import { diagnose } from './diagnose/diagnose.ts';
import type { Laboratory } from './diagnose/laboratory.ts';
import { confirm, toFindings } from './diagnose/to-findings.ts';
import { judge } from './judge/judge.ts';
import { forget, type Judged, shorten } from './judge/judged.ts';
import { settleDown } from './judge/settle-down.ts';
import { casesOf } from './laws/list-cases.ts';
import { readModel } from './model/read-model.ts';
import type { Report } from './report/report.ts';
import { type KnownDeviation, writeReport } from './report/write-report.ts';
import { cleanUp, listLeft } from './run/clean-up.ts';
import { changeTold, hideSecrets, SURELY_SECRET } from './run/hide-secrets.ts';
import { reasonsToSkip } from './run/reasons-to-skip.ts';
import { type CaseRun, runCases } from './run/run-cases.ts';
import { type Limits, sayEnough } from './run/say-enough.ts';
import { sleepUntil } from './run/sleep-until.ts';
import { survey } from './run/survey.ts';
import { createTransport, type Send, type Stop } from './run/transport.ts';

export interface VerifyOptions extends Limits {
  readonly document: Document;
  /** For the report: name and version of this program. */
  readonly tool: string;
  /** Origin and base path of the target, without a slash at its end. */
  readonly target: string;
  readonly send: Send;
  /** Headers of the credentials; empty without any. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /** Texts that no report may hold; the values of `credentials` are among them by themselves. */
  readonly secrets?: (() => readonly string[]) | undefined;
  /** Makes fresh credentials where the old ones are refused; true where there are any. */
  readonly renew?: (() => Promise<boolean>) | undefined;
  /** The proxy that `send` goes through, for people. */
  readonly proxy?: string | undefined;
  /** A container that exists already: nothing is made outside of it. */
  readonly container?: string | undefined;
  readonly depth?: Depth | undefined;
  readonly seed?: number | undefined;
  readonly concurrency?: number | undefined;
  /** Requests a second. */
  readonly rate?: number | undefined;
  readonly retries?: number | undefined;
  /** Milliseconds to wait before a law looks. */
  readonly settle?: number | undefined;
  /** Levels that count beside *must*. */
  readonly strict?: readonly Level[] | undefined;
  readonly cleanUp?: boolean | undefined;
  readonly known?: readonly KnownDeviation[] | undefined;
  /** Operations that the target must offer; with any, the cases of the others are left out. */
  readonly operations?: readonly string[] | undefined;
  /** Which cases to run. Default: all. */
  readonly choose?: ((tested: Case) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((cases: number) => void) | undefined;
  readonly onProgress?: ((done: number, failed: number) => void) | undefined;
  /** Called when it waits for a second or more. */
  readonly onWait?: ((milliseconds: number, why: string) => void) | undefined;
  /** Milliseconds since 1970, and of a clock that never goes back. */
  readonly date?: (() => number) | undefined;
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  readonly sleep?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/**
 * Checks a target against a document: reads it, meets the target, lists the cases, sends and judges
 * them, asks again about what deviates, cleans up, and writes it all down.
 *
 * @throws DocumentError if the document can't be used.
 */
export const verifyTarget = async (options: VerifyOptions): Promise<Report> => {
  const {
    document,
    credentials = {},
    container,
    operations: wanted = [],
    concurrency = 8,
    depth = 'standard',
    seed = 1,
  } = options;
  const { now = () => performance.now(), date = Date.now, random = Math.random, sleep = sleepUntil } = options;
  const [startedAt, start] = [date(), now()];
  const own = Object.values(credentials).flatMap((value) => [value, value.replace(/^\S+ /, '')]);
  const secrets = () => [...own, ...(options.secrets?.() ?? [])];
  const hide = hideSecrets(secrets);
  const transport = createTransport({ ...options, hide: hideSecrets(secrets, SURELY_SECRET), now, sleep });
  const hasCredentials = Object.keys(credentials).length > 0;

  const met = await survey({
    readContract: (alphabet) => readModel(document, alphabet),
    transport,
    random,
    container,
    hasCredentials,
    wanted,
    settle: options.settle ?? 0,
    proxy: options.proxy,
    hide,
    now,
  });
  const { sender, absent } = met;
  const { contract } = sender;
  const skipReason = reasonsToSkip(met, container, hasCredentials);

  const offered = new Set(
    contract.operations.flatMap(({ operation }) => (absent.has(operation.id) ? [] : [operation.id])),
  );
  const all = casesOf(contract, { depth, seed, offered });
  const cases = all.filter((tested) => isChosen(tested, wanted, options.choose));
  const done = new Set(met.runs.map(({ tested }) => tested.id));
  const sendable =
    met.unchecked === undefined
      ? cases
          .filter((tested) => !done.has(tested.id) && skipReason(tested) === undefined)
          // Nothing is made outside of the container that was given.
          .map((tested) => (container === undefined ? tested : { ...tested, ownContainer: false }))
      : [];

  let judged: Judged[] = [];
  let failed = 0;
  const note = (run: CaseRun): boolean => {
    const isShared = container !== undefined;
    const judgement = judge(contract, run.tested, run.answers, sender.namer.fill(run.naming), { isShared });
    judged.push(forget(run, judgement));
    const { deviations } = judgement;
    if (deviations.some(({ level }) => level === 'must')) failed += 1;
    return (transport.stopped() ?? sayEnough(options, failed, transport.requests(), now() - start)) !== undefined;
  };
  const runAll = async (): Promise<void> => {
    options.onStart?.(sendable.length);
    for (const run of met.runs) if (isChosen(run.tested, wanted, options.choose)) note(run);
    let count = 0;
    const onCase = (run: CaseRun): boolean => {
      count += 1;
      const isEnough = note(run);
      options.onProgress?.(count, failed);
      return isEnough;
    };
    await runCases(sendable, sender, { concurrency, onCase });
  };

  const laboratory: Laboratory = {
    sender,
    origin: options.target,
    credentials,
    freshContainers: met.freshContainers,
    absent,
  };
  const explain = async () => {
    const settled = await settleDown(judged, sender);
    judged = settled.judged;
    const asked = { ...laboratory, sender: { ...sender, settle: settled.settle } };
    return { confirmed: await confirm(await diagnose(judged, asked), asked), late: settled.late };
  };
  const sweep = () => {
    const entries = sender.ledger.entries();
    if (options.cleanUp === false) return { deleted: 0, leftBehind: listLeft(entries) };
    return cleanUp(entries, transport, concurrency);
  };

  let enough: Stop | undefined;
  let explained: Awaited<ReturnType<typeof explain>>;
  try {
    if (met.unchecked === undefined) await runAll();
    enough = sayEnough(options, failed, transport.requests(), now() - start);
    explained = await explain();
  } catch (error) {
    // Whatever ends a run, what it made is deleted.
    await sweep();
    throw error;
  }
  const stop = transport.stopped() ?? enough;
  const cleaned = await sweep();

  const report = writeReport({
    tool: options.tool,
    target: options.target,
    depth,
    seed,
    strict: options.strict ?? [],
    known: options.known ?? [],
    contract,
    cases,
    judged,
    findings: toFindings(explained.confirmed, cleaned.leftBehind),
    unchecked: met.unchecked,
    whole: cases.length === all.length,
    stop,
    absent,
    skipReason,
    remarks: met.remarks,
    late: explained.late,
    startedAt,
    duration: now() - start,
    requests: transport.requests(),
    cleanUpRequests: transport.cleanUpRequests(),
    ...cleaned,
  });
  return { ...changeTold(report, (text) => shorten(hide(text))), clauses: report.clauses };
};

const isChosen = (tested: Case, wanted: readonly string[], choose: VerifyOptions['choose']): boolean =>
  (wanted.length === 0 || wanted.includes(tested.operation)) && (choose?.(tested) ?? true);
