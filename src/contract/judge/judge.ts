import type { KeyRule } from '../../openapi/rules.ts';
import { isScarce } from '../../values/name-maker.ts';
import type { Case, Level, Step } from '../cases/case.ts';
import { act, type Clauses, type Prediction, predict, type World } from '../laws/world.ts';
import { isFresh } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { type Fill, type RequestPlan, valueIn } from '../model/request.ts';
import type { StepExchanges } from '../run/run-cases.ts';
import type { Exchange, ReceivedResponse } from '../run/transport.ts';
import { createWitness, type Witness } from './judge-body.ts';
import { informs, parseBody } from './read-body.ts';

/**
 * In what an answer deviates: whether it was done at all (`outcome`), what the records are then
 * (`state`), the number of the status, the error information of the body, its shape; `silent` where no
 * answer came.
 */
export type Layer = 'outcome' | 'state' | 'number' | 'body' | 'shape' | 'silent';

/** One answer that is not as it must be. */
export interface Deviation {
  readonly step: number;
  /** Index of the request within its step. */
  readonly request: number;
  readonly layer: Layer;
  readonly level: Level;
  /** Ids of the clauses that it shows broken. */
  readonly clauses: readonly string[];
  readonly prediction: Prediction;
  readonly expected: string;
  readonly received: string;
  /** What in the state or shape is wrong: the property, `presence`, `conflict`, `race`, `missing`. */
  readonly aspect: string;
}

/** What the check of a case says. */
export interface Judgement {
  readonly deviations: readonly Deviation[];
  /** Why it could not be checked, where it could not. */
  readonly problem: string | undefined;
  readonly expected: string;
  readonly received: string;
  /** What was judged: the answers of which operation, about what. */
  readonly answers: readonly { readonly model: string; readonly prediction: Prediction }[];
}

/**
 * Judges the answers to the steps of a case, as far as they were sent. Pure: the same answers, the
 * same judgement. What follows from an earlier deviation is not judged.
 *
 * @param isShared whether what a case makes lies where others make things too.
 */
export const judge = (
  contract: ContractModel,
  tested: Tested,
  answers: readonly StepExchanges[],
  fill: Fill,
  { isShared }: { readonly isShared: boolean } = { isShared: true },
): Judgement => {
  const deviations: Deviation[] = [];
  const judged: { model: string; prediction: Prediction }[] = [];
  const witness = createWitness(contract, fill);
  let world: World = [];
  let last = { expected: '', received: '' };
  const ended = (problem: string | undefined): Judgement => {
    const { expected, received } = deviations[0] ?? last;
    return { deviations, problem, expected, received, answers: judged };
  };
  for (const [index, step] of tested.steps.entries()) {
    const exchanges = answers[index];
    if (!exchanges) break;
    const ours = exchanges.find(({ isOurs }) => isOurs);
    if (ours) return ended(ours.problem);
    if (step.setup === true) {
      // What only prepares, and fails, keeps the case from being checked.
      const failed = exchanges.find((exchange) => !isDone(exchange));
      const id = contract.byKey.get(step.requests[0]?.model ?? '')?.operation.id;
      const status = failed?.response?.status ?? 'nothing';
      if (failed) return ended(`${id} was answered ${status}, which has to come before`);
    } else {
      const context = { contract, world, witness, step: index, tested, isShared };
      const { requests } = step;
      const isOne = requests.length <= 1;
      const found = isOne ? judgeAnswer(context, requests[0], exchanges[0]) : judgeTogether(context, step, exchanges);
      if ('problem' in found) return ended(found.problem);
      for (const plan of requests) judged.push({ model: plan.model, prediction: predict(contract, world, plan) });
      last = { expected: found.expected, received: sayReceived(exchanges) };
      deviations.push(...found.deviations);
      if (found.deviations.some(({ layer }) => DECISIVE.has(layer))) break;
    }
    for (const [place, plan] of step.requests.entries())
      if (exchanges[place]) world = act(contract, world, plan, isDone(exchanges[place]));
  }
  return ended(undefined);
};

type Tested = Pick<Case, 'steps' | 'level' | 'clauses' | 'ownContainer'>;

/** Behind these nobody knows what is there. */
const DECISIVE: ReadonlySet<Layer> = new Set(['outcome', 'state', 'silent']);

const isDone = ({ response }: Exchange): boolean => response !== undefined && Math.floor(response.status / 100) === 2;

/** What is known when a step is judged. */
interface Context {
  readonly contract: ContractModel;
  readonly world: World;
  readonly witness: Witness;
  readonly step: number;
  readonly tested: Tested;
  readonly isShared: boolean;
}

type Found = { readonly deviations: readonly Deviation[]; readonly expected: string } | { readonly problem: string };

/**
 * Requests at the same moment: as many succeed as would one after the other. Which of them wins is
 * nobody's affair.
 */
const judgeTogether = (context: Context, { requests }: Step, exchanges: StepExchanges): Found => {
  const { contract } = context;
  let { world } = context;
  const predictions = requests.map((plan) => {
    const prediction = predict(contract, world, plan);
    world = act(contract, world, plan, prediction.outcome === 'success');
    return prediction;
  });
  const wins = predictions.filter(({ outcome }) => outcome === 'success');
  const lost = predictions.find(({ outcome }) => outcome !== 'success');
  const winners = exchanges.flatMap((exchange, index) => (isDone(exchange) ? [index] : []));
  const [win = lost, loss = win] = [wins[0], lost];
  const expected = `${wins.length} of ${requests.length} answered ${win?.statuses.join(' or ')}`;
  if (!win || !loss) return { problem: 'unknown operation' };
  if (winners.length > wins.length) {
    const request = winners[wins.length] ?? 0;
    const received = `${winners.length} of ${requests.length} answered ${exchanges[request]?.response?.status}`;
    const race = deviate(context, loss, { request, layer: 'state', aspect: 'race', expected, received });
    return { deviations: [race], expected };
  }
  const deviations: Deviation[] = [];
  for (const [index, exchange] of exchanges.entries()) {
    const hasWon = winners.length === 0 ? index === 0 : winners.includes(index);
    const isWinner = hasWon || wins.length === requests.length;
    const prediction = isWinner ? { ...win, sees: undefined } : loss;
    const part = judgeAnswer(context, requests[index], exchange, index, prediction);
    if ('problem' in part) return part;
    deviations.push(...part.deviations);
  }
  return { deviations, expected };
};

const judgeAnswer = (
  context: Context,
  plan: RequestPlan | undefined,
  exchange: Exchange | undefined,
  request = 0,
  told?: Prediction,
): Found => {
  const { contract, world } = context;
  const model = plan && contract.byKey.get(plan.model);
  if (!plan || !model || !exchange) return { problem: 'unknown operation' };
  const { response } = exchange;
  const { clauseOf, operation } = model;
  const prediction = told ?? predict(contract, world, plan);
  const { outcome, clauses, missing } = prediction;
  const [expected, received] = [prediction.statuses.join(' or '), sayReceived([exchange])];
  const found = (wrong?: Wrong): Found => ({
    deviations: wrong ? [deviate(context, prediction, { request, expected, received, ...wrong })] : [],
    expected,
  });
  if (!response) return found({ layer: 'silent' });
  if (outcome === 'success' && !isDone(exchange)) {
    const problem = excuse(context, model, plan, response, exchange.retried);
    if (problem !== undefined) return { problem };
    if (received === model.conflict && operation.uniqueKey)
      return found({ layer: 'state', clauses: [clauseOf.conflict], aspect: 'conflict' });
    const isMissed = operation.requires.some(({ code }) => model.statusOf(code) === received);
    return found(isMissed ? { layer: 'state', clauses: [clauseOf.success], aspect: 'presence' } : { layer: 'outcome' });
  }
  if (outcome !== 'success' && isDone(exchange)) {
    if (outcome === 'conflict') return found({ layer: 'state', clauses, aspect: 'conflict' });
    const isKept = missing && isTombstone(world, plan, missing);
    if (isKept) return found({ layer: 'state', clauses, aspect: 'absence' });
    return found({ layer: 'outcome', clauses, aspect: missing ? 'missing' : '' });
  }
  // What was not read to its end shows nothing.
  const isUnread = isDone(exchange) && model.answer.hasBody && response.note !== undefined;
  if (isUnread) return { problem: `the body of ${operation.id}: ${response.note}` };
  if (matches(prediction.statuses, response.status))
    return found(judgeBody(context, model, plan, prediction, response));
  // A status that is only another number is the affair of the clause that states the number.
  const isOfOther = outcome === 'refusal' && (missing || !prediction.statuses.includes(model.refusal));
  const stated = isOfOther ? clauses[0] : (clauseOf[outcome] ?? clauses[0]);
  return found({ layer: 'number', clauses: [stated] });
};

/** What is wrong with an answer, as far as it differs from what is wrong with most. */
type Wrong = Pick<Deviation, 'layer'> & Partial<Omit<Deviation, 'clauses'>> & { readonly clauses?: Clauses };

const deviate = (
  { step, tested }: Context,
  prediction: Prediction,
  told: Wrong & Pick<Deviation, 'request' | 'expected' | 'received'>,
): Deviation => {
  const own = told.clauses?.filter((clause) => clause !== undefined) ?? [];
  const clauses = [own, prediction.clauses].find(({ length }) => length > 0) ?? tested.clauses;
  const level = tested.level === 'must' ? prediction.level : tested.level;
  return { step, level, prediction, aspect: '', ...told, clauses };
};

/** Whether what is missing was there, or was refused: then somebody keeps it. */
const isTombstone = (world: World, { changes }: RequestPlan, missing: KeyRule): boolean =>
  world.some(
    ({ collection, key, isAlive }) =>
      !isAlive &&
      collection === missing.collection &&
      Object.entries(missing.key).every(([name, ref]) => (changes.set?.[ref] ?? key[name]) === key[name]),
  );

/** Why a valid request may be refused all the same. */
const excuse = (
  { tested, isShared }: Context,
  model: OperationModel,
  { changes }: RequestPlan,
  { status, body }: ReceivedResponse,
  retried: boolean,
): string | undefined => {
  const { quota, uniqueKey } = model.operation;
  if (uniqueKey && String(status) === model.conflict) {
    // The first try may have created what the second one found.
    if (retried) return 'the connection was lost, and the request was sent twice';
    const name = valueIn(model, changes, model.nameSubject?.ref) ?? '';
    // A name of an exact form, or one of few, may have been made by others.
    const isCommon = !isFresh(name) || isScarce(model.nameSubject?.maker);
    if (isCommon && (isShared || model.containers.length === 0) && !tested.ownContainer)
      return 'the name exists already, perhaps from an earlier run';
  }
  const isUsedUp = quota && String(status) === model.statusOf(quota.code) && body.includes(quota.code);
  return isUsedUp ? 'the quota of the account is used up' : undefined;
};

/** What is wrong with a body, where the status is right. */
const judgeBody = (
  { witness }: Context,
  model: OperationModel,
  plan: RequestPlan,
  { outcome, sees }: Prediction,
  response: ReceivedResponse,
): Wrong | undefined => {
  const { clauseOf, errorShapePoint: point } = model;
  const { body } = response;
  const status = String(response.status);
  if (outcome !== 'success') {
    if (!model.informative.includes(status)) return undefined;
    const clauses = [model.clauseAt(status) ?? clauseOf.refusal];
    const expected = `${status} with error information`;
    if (!informs(body)) return { layer: 'body', clauses, expected, received: `${status} without any` };
    // The source gives codes but no shape: another than the reading taken is worth a word.
    const [received] = point === undefined ? [] : model.errorMisfits(status, parseBody(body));
    const other = { layer: 'body', level: 'should', aspect: 'error shape', clauses: [point] } as const;
    return received === undefined ? undefined : { ...other, expected: 'an error of the shape taken', received };
  }
  const clauses = [clauseOf.success];
  const bare = { layer: 'body', level: 'should', clauses, expected: `${status} without a body` } as const;
  if (model.bodyless.includes(status) && informs(body)) return { ...bare, received: `${status} with a body` };
  if (!model.answer.hasBody) return undefined;
  const wrong = witness(model, plan, sees, response);
  return wrong && { layer: 'state', clauses, ...wrong };
};

/** Whether a status is one of `201` or `4xx`. */
const matches = (statuses: readonly string[], status: number): boolean =>
  statuses.some((each) => each === String(status) || (each.endsWith('xx') && each[0] === String(status)[0]));

const sayReceived = (exchanges: StepExchanges): string => {
  const counts = new Map<string, number>();
  for (const { response, problem } of exchanges) {
    const key = response ? String(response.status) : (problem ?? 'no answer');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => (count > 1 ? `${count} times ${key}` : key)).join(', ');
};
