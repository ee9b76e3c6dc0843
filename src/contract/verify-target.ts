import type { Document } from '../openapi/document.ts';
import { type Case, TOKEN } from './case.ts';
import { cleanUp, listCreated } from './clean-up.ts';
import { findBrokenLaws, findDeviations } from './find-deviations.ts';
import { valueIn } from './grouping/observation.ts';
import type { Laboratory } from './investigate.ts';
import { type Judgement, judge, LOST_ANSWER, type ModelOf } from './judge.ts';
import { listCases } from './list-cases.ts';
import type { ContractModel, OperationModel } from './model.ts';
import { creatorOf } from './prepare.ts';
import { probeTarget } from './probe-target.ts';
import type { Finding, Report } from './report.ts';
import { type CaseRun, runCases } from './run-cases.ts';
import { type Absences, surveyTarget } from './survey-target.ts';
import { createTransport, type Send } from './transport.ts';
import { type Judged, type KnownDeviation, writeReport } from './write-report.ts';

export interface VerifyOptions {
  readonly document: Document;
  /** For the report: name and version of this program. */
  readonly tool: string;
  /** Origin and base path of the target, without a slash at its end. */
  readonly target: string;
  readonly send: Send;
  /** Headers of the credentials; empty without any. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** A container that exists already. */
  readonly container?: string;
  readonly depth?: number;
  readonly seed?: number;
  readonly concurrency?: number;
  readonly rate?: number;
  readonly retries?: number;
  readonly maxFailures?: number;
  readonly maxRequests?: number;
  /** Whether a *should* counts. */
  readonly strict?: boolean;
  readonly cleanUp?: boolean;
  readonly known?: readonly KnownDeviation[];
  /** Operations that the target must offer; with any, the cases of the others are left out. */
  readonly operations?: readonly string[];
  /** Which cases to run. Default: all. */
  readonly choose?: (tested: Case) => boolean;
  readonly signal?: AbortSignal;
  readonly onStart?: (cases: number) => void;
  readonly onProgress?: (done: number, failed: number) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Checks a target against a document: derives the cases, sends them, groups what deviates, looks at
 * each finding again, and cleans up.
 *
 * @throws DocumentError if the document can't be used.
 */
export const verifyTarget = async (options: VerifyOptions): Promise<Report> => {
  const { credentials = {}, concurrency = 8, depth = 1, seed = 1, now = Date.now, random = Math.random } = options;
  const { sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) } = options;
  const startedAt = now();
  const { model, cases } = listCases(options.document, { depth, seed });
  const models = new Map(model.operations.toReversed().map((each) => [each.operation.id, each]));
  const modelOf: ModelOf = (operation) => models.get(operation);
  const transport = createTransport({
    send: options.send,
    now,
    sleep,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.retries === undefined ? {} : { retries: options.retries }),
    ...(options.maxRequests === undefined ? {} : { maxRequests: options.maxRequests }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { operations: wanted = [] } = options;
  const isWanted = (tested: Case): boolean => wanted.length === 0 || wanted.includes(tested.operation);
  const chosen = cases.filter((tested) => isWanted(tested) && (options.choose?.(tested) ?? true));
  const primary = primaryOf(model);
  const judged: Judged[] = [];
  const findings: Finding[] = [];
  let unchecked: string | undefined;
  let stopped: string | undefined;
  let cleaned = { deleted: 0, leftBehind: [] as readonly string[] };

  const probe =
    primary && chosen.length > 0
      ? await probeTarget(primary, {
          transport,
          random,
          container: options.container,
          hasCredentials: Object.keys(credentials).length > 0,
          creator: rootCreator(model),
          now,
        })
      : undefined;
  if (!probe) unchecked = 'there are no cases. Check --only and --skip.';
  else unchecked = probe.unchecked;
  const absences: Absences =
    probe && primary && unchecked === undefined
      ? await surveyTarget(model, primary, { transport, namer: probe.namer, wanted })
      : new Map();
  const ownContainers = probe?.freshContainers === true || probe?.openContainer !== undefined;
  const makesRoots = rootChanges(model);

  const skipReason = (tested: Case): string | undefined => {
    for (const { requests } of tested.steps)
      for (const { operation } of requests) {
        const absence = absences.get(operation);
        if (absence !== undefined) return absence;
        if (options.container !== undefined && makesRoots.has(operation))
          return `a ${primary?.containers[0]?.name ?? 'container'} was given, so none is created or deleted`;
      }
    if (tested.ownContainer && !ownContainers) return 'it needs a container of its own, and the run was given one only';
    if (tested.needsContainers && probe?.freshContainers === false)
      return 'the containers of this server must exist first, and it was given one only';
    if (tested.tags.includes('credentials') && Object.keys(credentials).length === 0)
      return 'the run itself has no credentials';
    return undefined;
  };

  if (probe && unchecked === undefined) {
    const runnable = chosen.filter((tested) => skipReason(tested) === undefined);
    options.onStart?.(runnable.length);
    let failed = 0;
    const lost: Case[] = [];
    let isSecond = false;
    const note = (run: CaseRun): boolean => {
      const judgement = judgeRun(modelOf, run, options.container);
      const { deviations, problem } = judgement;
      // A connection may fail once; a server that loses its answers does it again.
      if (!isSecond && deviations.some(({ received }) => received.startsWith(LOST_ANSWER))) {
        lost.push(run.tested);
        return false;
      }
      judged.push({ run: deviations.length === 0 && problem === undefined ? forgetBodies(run) : run, judgement });
      if (deviations.some(({ level }) => level === 'must')) failed += 1;
      return failed >= (options.maxFailures ?? Number.POSITIVE_INFINITY);
    };
    for (const run of probe.runs) note(run);
    failed = 0;
    let done = 0;
    await runCases(runnable, {
      transport,
      namer: probe.namer,
      concurrency,
      now,
      ...(probe.openContainer ? { openContainer: probe.openContainer } : {}),
      onCase: (run) => {
        const enough = note(run);
        done += 1;
        options.onProgress?.(done, failed);
        return enough;
      },
    });
    isSecond = true;
    await runCases(lost, { transport, namer: probe.namer, concurrency, now, onCase: note });
    const all = judged.map(({ run }) => run);
    const laboratory: Laboratory = {
      modelOf,
      transport,
      namer: probe.namer,
      origin: options.target,
      credentials,
      freshContainers: probe.freshContainers,
    };
    for (const operation of models.values())
      findings.push(...(await findDeviations(model, operation, judged, laboratory)));
    findings.splice(0, findings.length, ...(await findBrokenLaws(model, judged, laboratory, findings)));
    // Cleaning up goes on behind a stopped run, and makes it no complete one.
    stopped = transport.stopped();
    const created = listCreated(modelOf, all, options.container === undefined ? containerPath(model) : undefined);
    if (options.cleanUp !== false) cleaned = await cleanUp(created, transport, concurrency);
    else cleaned = { deleted: 0, leftBehind: created.flatMap(({ label, implied }) => (implied ? [] : [label])) };
  }

  return writeReport({
    options: { ...options, depth, seed },
    model,
    cases: chosen,
    judged,
    findings,
    unchecked,
    whole: chosen.length === cases.length,
    stopped: stopped ?? transport.stopped(),
    skipReason,
    startedAt,
    duration: now() - startedAt,
    requests: transport.requests(),
    ...cleaned,
  });
};

// Thousands of answers that are as they must be are kept for their status alone.
const forgetBodies = (run: CaseRun): CaseRun => ({
  ...run,
  answers: run.answers.map((exchanges) =>
    exchanges.map(({ request, response, problem }) => ({
      request: { ...request, headers: {}, body: NOTHING },
      response: response && { ...response, headers: {}, body: '' },
      problem,
    })),
  ),
});

const NOTHING = new Uint8Array();

/** The operation that a run begins with: the first that creates something in a container, else that creates. */
const primaryOf = ({ operations }: ContractModel): OperationModel | undefined =>
  operations.find(({ operation, containers }) => operation.uniqueKey && containers.length > 0) ??
  operations.find(({ operation }) => operation.uniqueKey) ??
  operations[0];

/** The operation that creates what holds everything else. */
const rootCreator = (contract: ContractModel): OperationModel | undefined => {
  const root = contract.resources.find(
    ({ collection, parent }) => parent === undefined && contract.resources.some((each) => each.parent === collection),
  );
  return root && creatorOf(contract, root.collection);
};

/** Where a container is deleted. */
const containerPath = (contract: ContractModel): ((container: string) => string | undefined) => {
  const collection = rootCreator(contract)?.operation.effect?.collection;
  const deletion = contract.operations.find(
    ({ operation: { effect } }) => effect?.collection === collection && effect?.kind === 'delete',
  );
  return (container) => deletion?.operation.template.replace(/\{[^}]+\}/, encodeURIComponent(container));
};

/** The operations that create or delete it. */
const rootChanges = (contract: ContractModel): ReadonlySet<string> => {
  const collection = rootCreator(contract)?.operation.effect?.collection;
  return new Set(
    contract.operations
      .filter(
        ({ operation: { effect } }) => effect?.collection === collection && /create|delete/.test(effect?.kind ?? ''),
      )
      .map(({ operation }) => operation.id),
  );
};

const judgeRun = (modelOf: ModelOf, run: CaseRun, container: string | undefined): Judgement => {
  const model = modelOf(run.tested.operation);
  if (!model) return { deviations: [], problem: 'unknown operation', expected: '', received: '' };
  const judgement = judge(modelOf, run.tested, run.answers, run.naming);
  const [first] = judgement.deviations;
  const plan = run.tested.steps[first?.step ?? 0]?.requests[first?.request ?? 0];
  const name = model.nameSubject && plan ? valueIn(plan, model.nameSubject) : undefined;
  // What others or an earlier run created may have the words of an exact form.
  const isShared = container !== undefined || model.containers.length === 0;
  const isLeftOver =
    isShared && first?.outcome === 'success' && first.received === model.conflict && name?.includes(TOKEN) === false;
  return isLeftOver ? { ...judgement, deviations: [], problem: LEFT_OVER } : judgement;
};

const LEFT_OVER = 'the name exists already, perhaps from an earlier run';
