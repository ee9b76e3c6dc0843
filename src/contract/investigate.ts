import { curlLine } from '../http/curl-line.ts';
import { redactHeaders } from '../http/redact.ts';
import type { Case, RequestPlan } from './case.ts';
import { TOKEN } from './case.ts';
import type { Namer } from './create-namer.ts';
import { encodeRequest, type Naming, type WireRequest } from './encode-request.ts';
import { type Observation, valueIn } from './grouping/observation.ts';
import { type Deviation, judge, type ModelOf, matches } from './judge.ts';
import { planRequest } from './plan-request.ts';
import type { Example, Finding, ReceivedResponse } from './report.ts';
import { sendSteps } from './run-cases.ts';
import type { Subject } from './subject.ts';
import type { Exchange, Transport } from './transport.ts';

/** What is needed to send something again. */
export interface Laboratory {
  readonly modelOf: ModelOf;
  readonly transport: Transport;
  readonly namer: Namer;
  /** Of the target, without a slash at its end. */
  readonly origin: string;
  /** Headers of the credentials, for the curl line. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Whether names may be made in containers that did not exist. */
  readonly freshContainers: boolean;
}

/** What came of looking at a deviation again. */
export interface Investigation {
  readonly example: Example;
  readonly neighbour: Example | undefined;
  readonly reproduced: Finding['reproduced'];
  readonly secondResponse: ReceivedResponse | undefined;
  /** The value it is about, shrunk. */
  readonly value: string;
  readonly deviation: Deviation;
}

/** Attempts to make one example smaller. */
const MOST_ATTEMPTS = 24;

/**
 * Sends the plainest deviations again with fresh names until one shows again, shrinks its value, and
 * looks for the nearest request on the other side of the rule.
 *
 * @param candidates plainest first.
 */
export const investigate = async (
  candidates: readonly Observation[],
  laboratory: Laboratory,
): Promise<Investigation | undefined> => {
  let first: { observation: Observation; again: Repeated } | undefined;
  for (const observation of candidates.slice(0, 3)) {
    const again = await repeat(observation, laboratory);
    first ??= { observation, again };
    if (!again.deviates) continue;
    const shrunk = await shrink(observation, laboratory);
    const subject = observation.model.subjects.find(({ ref }) => ref === observation.tested.subject);
    return {
      example: toExample(
        shrunk?.plans ?? plansUpTo(observation.tested, observation.step),
        shrunk?.exchange ?? again.exchange,
        laboratory,
        shrunk?.value ?? observation.tested.value,
        shrunk?.naming ?? again.naming,
      ),
      neighbour: await findNeighbour(observation, shrunk?.value ?? observation.tested.value, subject, laboratory),
      reproduced: 'yes',
      secondResponse: undefined,
      value: shrunk?.value ?? observation.tested.value,
      deviation: again.deviation ?? (observation.deviation as Deviation),
    };
  }
  if (!first?.observation.deviation) return undefined;
  const { observation, again } = first;
  const untried = laboratory.transport.stopped() !== undefined;
  return {
    example: toExample(
      plansUpTo(observation.tested, observation.step),
      observation.exchange,
      laboratory,
      observation.tested.value,
      observation.run.naming,
    ),
    neighbour: undefined,
    reproduced: untried ? 'not tried' : 'flaky',
    secondResponse: untried ? undefined : again.exchange.response,
    value: observation.tested.value,
    deviation: first.observation.deviation,
  };
};

interface Repeated {
  readonly deviates: boolean;
  readonly deviation: Deviation | undefined;
  readonly exchange: Exchange;
  readonly naming: Naming;
}

const repeat = async (
  { tested, model, step, deviation, exchange, plan }: Observation,
  laboratory: Laboratory,
): Promise<Repeated> => {
  // A word of an exact form exists by now, so it is tried where nothing exists.
  const name = model.nameSubject && valueIn(plan, model.nameSubject);
  const isExact = name?.includes(TOKEN) === false && laboratory.freshContainers;
  const naming = laboratory.namer.next(isExact ? laboratory.namer.next().token : undefined);
  const answers = await sendSteps(tested.steps, naming, laboratory.transport);
  const found = judge(laboratory.modelOf, tested, answers, naming).deviations.find(
    (each) => each.step === step && each.kind === deviation?.kind && each.outcome === deviation.outcome,
  );
  const request = found?.request ?? deviation?.request ?? 0;
  return { deviates: found !== undefined, deviation: found, exchange: answers[step]?.[request] ?? exchange, naming };
};

interface Shrunk {
  readonly value: string;
  readonly plans: readonly RequestPlan[];
  readonly exchange: Exchange;
  readonly naming: Naming;
}

/** Takes characters away as long as the rules say the same about the rest, and the server too. */
const shrink = async (observation: Observation, laboratory: Laboratory): Promise<Shrunk | undefined> => {
  const { tested, model, deviation, plan } = observation;
  const subject = model.subjects.find(({ ref }) => ref === tested.subject);
  const [only] = tested.steps;
  if (!subject || !only || tested.steps.length > 1 || only.requests.length > 1 || !deviation) return undefined;
  if (!laboratory.freshContainers || valueIn(plan, subject) !== tested.value || tested.value.length > 80)
    return undefined;
  const original = subject.broken(tested.value.replaceAll(TOKEN, 'bdf')).join();
  let best: Shrunk | undefined;
  let attempts = 0;
  const shows = async (value: string): Promise<boolean> => {
    if (subject.broken(value).join() !== original || attempts >= MOST_ATTEMPTS) return false;
    attempts += 1;
    const naming = laboratory.namer.next(laboratory.namer.next().token);
    const changed = replaceValue(plan, subject, value);
    const exchange = await laboratory.transport.exchange(encodeRequest(changed, naming));
    const steps = [{ ...only, requests: [changed] }];
    const alike = judge(laboratory.modelOf, { ...tested, steps }, [[exchange]], naming).deviations.some(
      (each) =>
        each.kind === deviation.kind &&
        (each.received === deviation.received || (/^2/.test(each.received) && /^2/.test(deviation.received))),
    );
    if (alike) best = { value, plans: [changed], exchange, naming };
    return alike;
  };
  let value = tested.value;
  for (const start of [value.replaceAll(TOKEN, 'b'), value.replaceAll(TOKEN, 'bd'), value])
    if (start !== tested.value && (await shows(start))) {
      value = start;
      break;
    }
  if (value.includes(TOKEN)) return undefined;
  for (let index = 0; index < [...value].length && attempts < MOST_ATTEMPTS; ) {
    const shorter = [...value].toSpliced(index, 1).join('');
    if (await shows(shorter)) value = shorter;
    else index += 1;
  }
  return best;
};

const replaceValue = (plan: RequestPlan, subject: Subject, value: string): RequestPlan => {
  const { name, place } = subject;
  if (place === 'path') return { ...plan, path: { ...plan.path, [name]: value } };
  if (place === 'query') return { ...plan, query: { ...plan.query, [name]: value } };
  if (plan.body?.kind === 'form')
    return {
      ...plan,
      body: { ...plan.body, fields: plan.body.fields.map((field) => (field[0] === name ? [name, value] : field)) },
    };
  if (plan.body?.kind === 'json')
    return { ...plan, body: { ...plan.body, value: { ...(plan.body.value as object), [name]: value } } };
  return plan;
};

/** The nearest valid value that the server accepts. */
const findNeighbour = async (
  { model, tested, outcome }: Observation,
  value: string,
  subject: Subject | undefined,
  laboratory: Laboratory,
): Promise<Example | undefined> => {
  if (outcome === 'conflict' || tested.steps.length > 1) return undefined;
  const isOwn = subject !== undefined && (subject.rule.automaton !== undefined || subject.values.length > 0);
  const values = isOwn ? validNeighbours(subject, value) : [undefined];
  for (const near of values.slice(0, 8)) {
    if (near !== undefined && !laboratory.freshContainers && !near.includes(TOKEN)) continue;
    const plan = planRequest(model, near === undefined || !subject ? {} : { set: { [subject.ref]: near } });
    const naming = laboratory.namer.next(laboratory.freshContainers ? laboratory.namer.next().token : undefined);
    const exchange = await laboratory.transport.exchange(encodeRequest(plan, naming));
    if (exchange.response && matches(model.success, exchange.response.status))
      return toExample([plan], exchange, laboratory, near ?? tested.value, naming);
  }
  return undefined;
};

const validNeighbours = (subject: Subject, value: string): string[] => {
  if (subject.values.length > 0) {
    const near = (text: string): number =>
      [...text].filter((character) => value.toLowerCase().includes(character)).length / text.length;
    return subject.values.filter((each) => each !== value).toSorted((left, right) => near(right) - near(left));
  }
  const found = new Set<string>();
  const characters = [...value];
  const add = (edited: string): void => {
    if (edited !== value && subject.isValid(edited.replaceAll(TOKEN, 'bdfghjkmnpb'))) found.add(edited);
  };
  for (const index of characters.keys()) add([...characters.slice(0, index), ...characters.slice(index + 1)].join(''));
  for (const index of characters.keys())
    add([...characters.slice(0, index), 'b', ...characters.slice(index + 1)].join(''));
  for (let index = 0; index <= characters.length; index += 1)
    add([...characters.slice(0, index), 'b', ...characters.slice(index)].join(''));
  add(TOKEN);
  return [...found];
};

const plansUpTo = (tested: Case, step: number): RequestPlan[] =>
  tested.steps.slice(0, step + 1).flatMap(({ requests }) => requests);

/** A request and its answer for people; its curl line uses names that were never sent. */
const toExample = (
  plans: readonly RequestPlan[],
  { request, response }: Exchange,
  laboratory: Laboratory,
  value: string,
  naming: Naming,
): Example => {
  const fresh = laboratory.namer.next(laboratory.freshContainers ? laboratory.namer.next().token : naming.container);
  const lines = plans.map((plan) => toCurl(encodeRequest(plan, fresh), laboratory, plan.body?.kind === 'raw'));
  return {
    request: {
      method: request.method,
      url: laboratory.origin + request.path,
      headers: headersOf(request, laboratory),
      body: new TextDecoder().decode(request.body),
      curl:
        [...new Set(lines)].length === 1 && lines.length > 2
          ? `for n in $(seq ${lines.length}); do ${lines[0]} & done; wait`
          : lines.join('\n'),
    },
    response,
    value: value.replaceAll(TOKEN, naming.token),
  };
};

const headersOf = (request: WireRequest, { credentials }: Laboratory): Record<string, string> =>
  redactHeaders({ ...(request.credentials ? credentials : {}), ...request.headers });

const toCurl = (request: WireRequest, laboratory: Laboratory, exact: boolean): string =>
  curlLine({
    method: request.method,
    url: laboratory.origin + request.path,
    headers: headersOf(request, laboratory),
    body: request.body,
    exact,
  });
