import { type ContractModel, rootCreator } from '../../contract/model/contract-model.ts';
import type { Naming } from '../../contract/model/placeholders.ts';
import { type CleanUp, cleanUp } from '../../contract/run/clean-up.ts';
import { createNamer } from '../../contract/run/create-namer.ts';
import { createLedger } from '../../contract/run/ledger.ts';
import { openContainer, type Sender, sendPlan } from '../../contract/run/send-steps.ts';
import { createTransport, type Exchange, isDone } from '../../contract/run/transport.ts';
import { unknownRequest } from '../../contract/survey/unknown-path.ts';
import { sayNoAnswer, sayWrongTarget } from '../../contract/survey/wrong-target.ts';
import type { Sending, VerifyOptions } from '../../contract/verify-target.ts';
import { isAlike, NOT_THERE } from '../../http/same-refusal.ts';
import { hideSecrets, SURELY_SECRET } from '../../http/secrets/hide-secrets.ts';
import { redactText } from '../../http/secrets/redact-text.ts';
import { wait } from '../../http/wait.ts';
import { sayTokenHeader, tokenHeaders } from '../../openapi/operations/security.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { type Circumstance, type Clue, compare, type Expected } from '../evidence/evidence.ts';
import { createFacts, isSure } from '../evidence/score.ts';
import { chooseProbe, expectedAt, type Option, type Outlook, type Rehearsed } from './choose-probe.ts';
import { type Observation, observe } from './observation.ts';
import type { CandidateModel, Probe, ProbeStep } from './probe.ts';

/** What is known of the editions before anybody is asked. */
export interface Prepared {
  readonly models: readonly CandidateModel[];
  readonly probes: readonly Probe[];
  readonly rehearsed: Rehearsed;
  readonly outlook: Outlook;
}

/** As those of `verifyTarget`. */
type Shared = Sending | 'container' | 'credentials' | 'now' | 'proxy' | 'random' | 'secrets' | 'sleep';

export interface IdentifyOptions extends Pick<VerifyOptions, Shared> {
  readonly prepared: Prepared;
  /** Requests in all, with those that delete what was made. Default 30. */
  readonly maxRequests?: number | undefined;
}

/** A request of the run, its answer, and what each edition says of it. */
export interface Evidence {
  readonly probe: Probe;
  /** Of the step within the probe. */
  readonly index: number;
  readonly step: ProbeStep;
  /** Method and path as they were sent. */
  readonly exchange: Exchange;
  readonly seen: Observation;
  readonly circumstance: Circumstance;
  readonly expected: Expected;
  readonly clues: readonly Clue[];
}

const MOST_REQUESTS = 30;
/** Kinds of things that a run may make. */
const KINDS = 3;
/** Answers of 404 that make a target none. */
const FIRST_ANSWERS = 3;

/** Asks one target. What a run asks next depends on all that was answered. */
export const createProbeRun = (options: IdentifyOptions) => {
  const { models, probes, rehearsed, outlook } = options.prepared;
  const { container, credentials = {}, maxRequests = MOST_REQUESTS } = options;
  const { now = () => performance.now(), random = Math.random, sleep = wait } = options;
  const own = Object.values(credentials).flatMap((value) => [value, value.replace(/^\S+ /, '')]);
  const secrets = () => [...own, ...(options.secrets?.() ?? [])];
  const transport = createTransport({ ...options, maxRequests, hide: hideSecrets(secrets, SURELY_SECRET), now, sleep });
  const ledger = createLedger(container);
  const maker = models.flatMap(({ contract }) => contract.operations.flatMap(({ containers }) => containers))[0]?.maker;
  const namer = createNamer(random, container, maker);
  const byPoint = new Map(
    probes.flatMap((probe) => (probe.setup.length === 0 ? [[probe.step.point, probe] as const] : [])),
  );
  for (const probe of probes) if (!byPoint.has(probe.step.point)) byPoint.set(probe.step.point, probe);

  const evidence: Evidence[] = [];
  let facts = createFacts(models.map(({ name }) => name));
  const sent = new Set<string>();
  /** Lists that had nothing to show. */
  const empty = new Set<string>();
  /** Whether the plainest request of a kind was done, by its point. */
  const plain = new Map<string, boolean>();
  /** What was made for several probes, by what made it; undefined where that failed. */
  const held = new Map<string, Naming | undefined>();
  let isOpen = container !== undefined;
  /** The answer to a path that is none. */
  let unknown: Exchange | undefined;
  let hasMade = false;

  const senderFor = (contract: ContractModel): Sender => ({ contract, transport, namer, ledger, now });

  const ask = async (probe: Probe, index: number, naming: Naming): Promise<Exchange> => {
    const step = probe.setup[index] ?? probe.step;
    const exchange = await sendPlan(senderFor(probe.contract), step.plan, naming);
    const seen = exchange.response && observe(exchange.response);
    if (!seen) return exchange;
    // What it did once, it does as long as it is well.
    const { method, security } = step.model.operation;
    const isLook = seen.isDone && method === 'GET' && security.length > 0;
    if (isLook) transport.setCanary((again) => again(exchange.request));
    hasMade ||= seen.isDone && step.model.operation.effect?.kind === 'create';
    if (step.point === step.control) plain.set(step.point, seen.isDone);
    unknown ??= await transport.exchange(unknownRequest(step.model, namer));
    const expected = expectedAt(rehearsed, probe, index);
    const circumstance = isAbsent(exchange, expected) ? 'absent' : circumstanceOf(step);
    const clues = compare(step, expected, seen, circumstance);
    facts = facts.with(clues);
    evidence.push({ probe, index, step, exchange, seen, circumstance, expected, clues });
    return exchange;
  };

  const circumstanceOf = ({ point, control }: ProbeStep): Circumstance =>
    point !== control && plain.get(control) === false ? 'anyway' : 'usual';

  /** Whether an answer is that to a path that is none, where an edition that has it would say something else. */
  const isAbsent = (exchange: Exchange, expected: Expected): boolean => {
    const status = exchange.response?.status ?? 0;
    const isUsual = [...expected.values()].some((each) => each?.isOffered && each.status === status);
    if (isUsual || !NOT_THERE.has(status)) return false;
    return status !== 404 || (unknown !== undefined && isAlike(exchange, unknown));
  };

  const setupKey = ({ setup }: Probe): string => setup.map(({ point }) => point).join('\n');

  const open = async (): Promise<void> => {
    isOpen = true;
    const [best] = [...facts.scores].toSorted(([, one], [, other]) => other - one);
    const contract = models.find(({ name }) => name === best?.[0])?.contract;
    const opener = contract && rootCreator(contract);
    if (contract && opener) await openContainer({ ...senderFor(contract), opener }, namer.next([]).container);
  };

  /** Sends a probe with what it needs; the answer to its last request, where it came so far. */
  const send = async (probe: Probe): Promise<Exchange | undefined> => {
    sent.add(probe.id);
    if (probe.needsContainer && !isOpen) await open();
    const key = setupKey(probe);
    const isShared = probe.tested.shared && probe.setup.length > 0;
    const holder = isShared ? held.get(key) : undefined;
    if (isShared && held.has(key) && !holder) return undefined;
    const naming = namer.next(probe.tested.steps, undefined, holder);
    for (const index of holder ? [] : probe.setup.keys()) {
      const exchange = await ask(probe, index, naming);
      if (isShared) held.set(key, isDone(exchange) ? naming : undefined);
      if (!isDone(exchange)) return undefined;
    }
    const exchange = await ask(probe, probe.setup.length, naming);
    const isEmpty = isDone(exchange) && evidence.at(-1)?.seen.properties === undefined;
    if (probe.step.model.operation.effect?.kind === 'list' && isEmpty && !hasMade) {
      empty.add(probe.id);
      sent.delete(probe.id);
    }
    return exchange;
  };

  const isAllowed = ({ isOfRoots, usesContainer, step }: Probe): boolean =>
    container === undefined || (!isOfRoots && (usesContainer || step.model.operation.method === 'GET'));

  const optionOf = (probe: Probe): Option | undefined => {
    const { step, setup } = probe;
    const isList = step.model.operation.effect?.kind === 'list';
    if (sent.has(probe.id) || !isAllowed(probe) || (empty.has(probe.id) && !hasMade)) return undefined;
    // Where the plainest request of its kind is refused, it is refused anyway.
    if (circumstanceOf(step) === 'anyway') return undefined;
    const key = setupKey(probe);
    if (setup.length > 0 && held.has(key) && !held.get(key)) return undefined;
    const control = step.control !== step.point && !plain.has(step.control) ? byPoint.get(step.control) : undefined;
    const before = control && !sent.has(control.id) && isAllowed(control) ? [control] : [];
    const costOf = (each: Probe): number => {
      const isHeld = each.tested.shared && held.has(setupKey(each));
      const makes = each.step.model.operation.effect?.kind === 'create' ? 1 : 0;
      return (each.needsContainer && !isOpen ? 2 : 0) + (isHeld ? 0 : 2 * each.setup.length) + 1 + makes;
    };
    const cost = [...before, probe].reduce((sum, each) => sum + costOf(each), 0);
    const showsNothing = isList && !hasMade && (probe.usesContainer || empty.has(probe.id));
    return { probe, cost, before, showsNothing };
  };

  /** Requests that deleting takes: one for each thing, and more for each kind, to see that it works. */
  const reserve = (): number => {
    const made = ledger.entries().filter((entry) => entry.made !== 'refused' && !entry.wasDeleted);
    return made.length + 3 * KINDS;
  };

  /** Sends probes until enough is known; why the target can't be asked, where that is so. */
  const askAll = async (): Promise<Text | undefined> => {
    for (;;) {
      if (isSure(facts)) return undefined;
      const left = maxRequests - transport.requests() - reserve();
      const options_ = probes.flatMap((probe) => optionOf(probe) ?? []).filter(({ cost }) => cost <= left);
      const option = chooseProbe(options_, facts, outlook);
      if (!option) return undefined;
      for (const probe of [...option.before, option.probe]) {
        const exchange = await send(probe);
        const stop = transport.stopped();
        if (stop) return stop.text;
        const problem = exchange && (await meet(probe, exchange));
        if (problem !== undefined) return problem;
      }
    }
  };

  let isMet = false;
  /** Answers of 404 that no edition gives. */
  let missed = 0;
  /** Why the target is none, as its first answers show; undefined where it may be one. */
  const meet = async (probe: Probe, exchange: Exchange): Promise<Text | undefined> => {
    if (isMet && exchange.response?.status !== 401) return undefined;
    if (!exchange.response) return sayNoAnswer(exchange);
    unknown ??= await transport.exchange(unknownRequest(probe.step.model, namer));
    const hasCredentials = Object.keys(credentials).length > 0;
    const wrong = sayWrongTarget(exchange, unknown, {
      hasCredentials,
      tokenLabel: textOf(
        tokenHeaders(models.map(({ document }) => document))
          .map(sayTokenHeader)
          .join(', '),
      ),
      container,
      proxy: options.proxy,
      hide: (text) => redactText(hideSecrets(secrets)(text)),
    });
    if (exchange.response.status !== 404) {
      isMet = true;
      return wrong;
    }
    // What an edition lacks is no wonder.
    const expected = expectedAt(rehearsed, probe, probe.setup.length).values();
    if ([...expected].some((each) => each?.status === 404)) return undefined;
    missed += 1;
    return missed < FIRST_ANSWERS ? undefined : wrong;
  };

  return {
    ask: askAll,
    /** Deletes what was made. */
    sweep: (): Promise<CleanUp> => cleanUp(ledger.entries(), transport, 1),
    /** What is known, and the requests in all, with those of the sweep. */
    result: () => ({ facts, evidence, requests: transport.requests() + transport.cleanUpRequests() }),
  };
};
