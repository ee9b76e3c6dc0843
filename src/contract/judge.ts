import type { Case, Expectation, Step } from './case.ts';
import type { Naming } from './encode-request.ts';
import { type BodyContext, judgeShape, judgeStatement } from './judge-body.ts';
import type { OperationModel } from './model.ts';
import type { Level } from './report.ts';
import type { Exchange } from './transport.ts';

/** The answers to the requests of one step, in their order. */
export type StepExchanges = readonly Exchange[];

/** What an answer should be about; where the source leaves that open, by the reading taken. */
export type Leaning = Exclude<Expectation['outcome'], 'open'>;

export const leaning = ({ outcome, statuses }: Expectation): Leaning =>
  outcome !== 'open' ? outcome : statuses[0]?.startsWith('2') ? 'success' : 'refusal';

/** One answer that is not as it must be. */
export interface Deviation {
  readonly step: number;
  /** Index of the request within its step. */
  readonly request: number;
  readonly level: Level;
  /** What the answer should have been about. */
  readonly outcome: Leaning;
  readonly expected: string;
  readonly received: string;
  /** The kind of deviation, coarsely: answers of one kind may have one cause. */
  readonly kind: 'status' | 'silent' | 'body' | 'shape' | 'state';
}

/** What the check of a case says. */
export interface Judgement {
  readonly deviations: readonly Deviation[];
  /** Why it could not be checked, where it could not. */
  readonly problem: string | undefined;
  readonly expected: string;
  readonly received: string;
}

/**
 * Judges the answers to the steps of a case, as far as they were sent. Pure: the same answers, the
 * same judgement. What follows from an earlier deviation is not judged.
 */
export const judge = (modelOf: ModelOf, tested: Case, answers: readonly StepExchanges[], naming: Naming): Judgement => {
  const deviations: Deviation[] = [];
  let last = { expected: '', received: '' };
  for (const [index, step] of tested.steps.entries()) {
    const exchanges = answers[index];
    const model = modelOf(step.requests[0]?.operation ?? tested.operation);
    if (!exchanges || !model) break;
    const lost = exchanges.find(({ response, problem }) => !response && problem !== undefined && isStop(problem));
    if (lost) return { deviations, problem: lost.problem, ...last };
    if (step.setup === true) {
      const problem = judgeSetup(step, exchanges);
      if (problem !== undefined) return { deviations, problem, ...last };
      continue;
    }
    const found = judgeStep(model, step, exchanges, index);
    if (found.length === 0) found.push(...judgeBodies(model, step, exchanges, index, { naming, answers }));
    last = { expected: sayExpected(step), received: sayReceived(exchanges) };
    deviations.push(...found);
    if (found.some((deviation) => !isHarmless(deviation, step, exchanges))) break;
  }
  const [first] = deviations;
  return {
    deviations,
    problem: undefined,
    expected: first?.expected ?? last.expected,
    received: first?.received ?? last.received,
  };
};

/** Finds the model of an operation by its id. */
export type ModelOf = (operation: string) => OperationModel | undefined;

/** Why a step that only prepares keeps the case from being checked. */
const judgeSetup = ({ expect, requests }: Step, exchanges: StepExchanges): string | undefined => {
  const failed = exchanges.find(({ response }) => !response || !matches(expect.statuses, response.status));
  if (!failed) return undefined;
  return `${requests[0]?.operation} was answered ${failed.response?.status ?? 'nothing'}, which has to come before`;
};

/** What the answers say, where their statuses are as they must be. */
const judgeBodies = (
  model: OperationModel,
  step: Step,
  exchanges: StepExchanges,
  index: number,
  context: BodyContext,
): Deviation[] =>
  exchanges.flatMap(({ response }, request): Deviation[] => {
    if (!response || Math.floor(response.status / 100) !== 2) return [];
    const deviation = { step: index, request, level: 'must' as const, outcome: leaning(step.expect) };
    const shape = judgeShape(model, response);
    if (shape) return [{ ...deviation, ...shape, kind: 'shape' }];
    const statement = step.body && judgeStatement(step.body, response, context);
    return statement ? [{ ...deviation, ...statement, kind: 'state' }] : [];
  });

/** Reasons of the transport itself, not of the server. */
const isStop = (problem: string): boolean => /^the (run|limit|server is|server fails)/.test(problem);

// The state is as expected if only the number differs within its class, or only the body.
const isHarmless = (deviation: Deviation, step: Step, exchanges: StepExchanges): boolean => {
  if (deviation.kind === 'body') return true;
  const status = String(exchanges[deviation.request]?.response?.status ?? '');
  return step.requests.length === 1 && step.expect.statuses.every((expected) => expected[0] === status[0]);
};

const judgeStep = (model: OperationModel, step: Step, exchanges: StepExchanges, index: number): Deviation[] => {
  if (step.others !== undefined) return judgeRace(model, step, step.others, exchanges, index);
  return exchanges.flatMap((exchange, request) => judgeAnswer(model, step.expect, exchange, index, request));
};

/** Exactly one answer is as expected; every other one is as the others must be. */
const judgeRace = (
  model: OperationModel,
  step: Step,
  others: Expectation,
  exchanges: StepExchanges,
  index: number,
): Deviation[] => {
  const winners = exchanges.flatMap((exchange, request) => (isSuccess(step.expect, exchange) ? [request] : []));
  const [first] = winners;
  if (winners.length > 1)
    return [
      {
        step: index,
        request: winners[1] ?? 0,
        level: 'must',
        outcome: leaning(others),
        expected: `one ${step.expect.statuses.join(' or ')}, the others ${others.statuses.join(' or ')}`,
        received: `${winners.length} times ${exchanges[winners[1] ?? 0]?.response?.status}`,
        kind: 'status',
      },
    ];
  if (first === undefined) {
    // The one that is not like the others should have won; what the others say follows from that.
    const odd = exchanges.findIndex((exchange) => !isAs(others, exchange));
    const refused = exchanges.findIndex(({ response }) => String(response?.status) === model.conflict);
    const favourite = Math.max(0, odd < 0 && others.outcome === 'refusal' ? refused : odd);
    const exchange = exchanges[favourite];
    return exchange ? judgeAnswer(model, step.expect, exchange, index, favourite) : [];
  }
  return exchanges.flatMap((exchange, request) =>
    judgeAnswer(model, request === first ? step.expect : others, exchange, index, request),
  );
};

// For a race any 2xx is a creation, whatever its number should have been.
const isSuccess = (expect: Expectation, { response }: Exchange): boolean =>
  response !== undefined && (matches(expect.statuses, response.status) || Math.floor(response.status / 100) === 2);

const isAs = (expect: Expectation, { response }: Exchange): boolean =>
  response !== undefined && matches(expect.statuses, response.status);

/** The first try may have created what the second one found: the answer was lost, no name was mistaken. */
export const LOST_ANSWER = 'a lost connection, and on the second try ';

const judgeAnswer = (
  model: OperationModel,
  expect: Expectation,
  { response, problem, retried }: Exchange,
  step: number,
  request: number,
): Deviation[] => {
  const deviation = { step, request, outcome: leaning(expect), expected: expect.statuses.join(' or ') };
  if (!response) return [{ ...deviation, level: 'must', received: problem ?? 'no answer', kind: 'silent' }];
  const { status } = response;
  if (retried && deviation.outcome === 'success' && String(status) === model.conflict)
    return [{ ...deviation, level: 'must', received: `${LOST_ANSWER}${status}`, kind: 'silent' }];
  if (!matches(expect.statuses, status)) {
    const level = expect.tolerated && matches(expect.tolerated, status) ? 'should' : 'must';
    return [{ ...deviation, level, received: String(status), kind: 'status' }];
  }
  return judgeBody(model, response.body, status, deviation);
};

const judgeBody = (
  model: OperationModel,
  body: string,
  status: number,
  deviation: Pick<Deviation, 'step' | 'request' | 'outcome' | 'expected'>,
): Deviation[] => {
  if (model.informative.includes(String(status)) && !informs(body))
    return [
      {
        ...deviation,
        level: 'must',
        expected: `${status} with error information`,
        received: `${status} without any (${body.trim() === '' ? 'empty body' : body.trim().slice(0, 40)})`,
        kind: 'body',
      },
    ];
  if (model.bodyless.includes(String(status)) && informs(body))
    return [
      {
        ...deviation,
        level: 'should',
        expected: `${status} without a body`,
        received: `${status} with ${body.trim().slice(0, 40)}`,
        kind: 'body',
      },
    ];
  return [];
};

/** Whether a status is one of `201` or `4xx`. */
export const matches = (statuses: readonly string[], status: number): boolean =>
  statuses.some((each) => each === String(status) || (each.endsWith('xx') && each[0] === String(status)[0]));

/** Whether a body says anything, in whatever shape. */
const informs = (body: string): boolean => {
  const text = body.trim();
  if (text === '') return false;
  try {
    return hasLeaf(JSON.parse(text));
  } catch {
    return /[\p{L}\p{N}]/u.test(text);
  }
};

const hasLeaf = (value: unknown): boolean => {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasLeaf);
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
};

const sayExpected = ({ expect, others }: Step): string =>
  others
    ? `one ${expect.statuses.join(' or ')}, the others ${others.statuses.join(' or ')}`
    : expect.statuses.join(' or ');

const sayReceived = (exchanges: StepExchanges): string => {
  const counts = new Map<string, number>();
  for (const { response, problem } of exchanges) {
    const key = response ? String(response.status) : (problem ?? 'no answer');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => (count > 1 ? `${count} times ${key}` : key)).join(', ');
};
