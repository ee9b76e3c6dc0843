import { informs, parseBody } from '../../http/bodies/parse-body.ts';
import type { ReceivedResponse } from '../../http/received-response.ts';
import { NOT_THERE } from '../../http/same-refusal.ts';
import type { KeyRule } from '../../openapi/operations/rules.ts';
import { fill, type Text, textOf } from '../../text/bilingual.ts';
import { isScarce } from '../../values/name-maker.ts';
import type { Case, Level } from '../cases/case.ts';
import { act, type Clauses, find, keyIn, type Prediction, predict, type World } from '../laws/world.ts';
import { isFresh } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { type Fill, type RequestPlan, valueIn } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import { isUsedUp, type StepExchanges, USED_UP } from '../run/send-steps.ts';
import { type Exchange, isDone } from '../run/transport.ts';
import { createWitness, type Witness } from './judge-body.ts';

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
  /** What in the state or shape is wrong: the property, `presence`, `conflict`, `race`, `missing`, `refused`. */
  readonly aspect: string;
}

/** What the check of a case says. */
export interface Judgement {
  readonly deviations: readonly Deviation[];
  /** Why it could not be checked, where it could not. */
  readonly problem: Text | undefined;
  readonly expected: string;
  readonly received: string;
  /** What was judged: the answers of which operation, about what. */
  readonly answers: readonly { readonly model: string; readonly prediction: Prediction }[];
}

type Tested = Pick<Case, 'steps' | 'level' | 'clauses' | 'family' | 'ownContainer'>;

/** What is wrong with an answer, as far as it differs from what is wrong with most; or why that can't be said. */
type Wrong =
  | { readonly problem: Text }
  | (Pick<Deviation, 'layer'> & Partial<Omit<Deviation, 'clauses'>> & { readonly clauses?: Clauses });

/** Behind these nobody knows what is there. */
const DECISIVE: ReadonlySet<Layer> = new Set(['outcome', 'state', 'silent']);

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
  const ended = (problem?: Text): Judgement => {
    const { expected, received } = deviations[0] ?? last;
    return { deviations, problem, expected, received, answers: judged };
  };
  for (const [index, { requests, setup }] of tested.steps.entries()) {
    const exchanges = answers[index];
    if (!exchanges) break;
    const ours = exchanges.find(({ isOurs }) => isOurs);
    if (ours) return ended(ours.problem);
    // What only prepares, and is done, is not looked at; a valid request that is refused is.
    const failed = setup ? exchanges.find((exchange) => !isDone(exchange)) : undefined;
    const told =
      setup && !failed ? { predictions: [], expected: '' } : predictStep(contract, world, requests, exchanges);
    for (const [request, prediction] of told.predictions.entries()) {
      const [plan, exchange] = [requests[request], exchanges[request]];
      const model = plan && contract.byKey.get(plan.model);
      if (!model || !exchange) return ended(words.unknown);
      const context = { contract, world, witness, tested, isShared, model, plan, prediction };
      const race = told.race?.request === request ? told.race : undefined;
      const wrong = told.race ? race : setup ? judgePreparation(context, exchange) : judgeAnswer(context, exchange);
      if (wrong && 'problem' in wrong) return ended(wrong.problem);
      judged.push({ model: plan.model, prediction });
      if (!wrong) continue;
      const own = wrong.clauses?.filter((clause) => clause !== undefined) ?? [];
      const clauses = [own, prediction.clauses].find(({ length }) => length > 0) ?? tested.clauses;
      // How a web server refuses what no rule was asked about is its own affair.
      const isOfServer = prediction.isRouted && wrong.layer !== 'outcome';
      const usual = tested.level === 'must' ? prediction.level : tested.level;
      const level = isOfServer || usual === 'transport' ? 'transport' : (wrong.level ?? usual);
      const [expected, received] = [prediction.statuses.join(' or '), sayReceived([exchange])];
      deviations.push({ step: index, request, prediction, aspect: '', expected, received, ...wrong, level, clauses });
    }
    // What has to come before keeps the case from being checked.
    if (failed && deviations.length === 0) {
      return ended(sayUnprepared(contract.byKey.get(requests[0]?.model ?? ''), failed));
    }
    if (!setup) last = { expected: told.expected, received: sayReceived(exchanges) };
    if (deviations.some(({ layer }) => DECISIVE.has(layer))) break;
    for (const [place, plan] of requests.entries())
      if (exchanges[place])
        world = act(contract, world, plan, isCarriedOut(told.predictions[place], contract, plan, exchanges[place]));
  }
  return ended();
};

/**
 * What each request of a step must be answered. Of requests at the same moment as many succeed as would
 * one after the other; which of them wins is nobody's affair.
 */
const predictStep = (
  contract: ContractModel,
  start: World,
  requests: readonly RequestPlan[],
  exchanges: StepExchanges,
): { predictions: Prediction[]; expected: string; race?: Wrong & { request: number } } => {
  let world = start;
  const inOrder = requests.map((plan) => {
    const prediction = predict(contract, world, plan);
    world = act(contract, world, plan, prediction.outcome === 'success');
    return prediction;
  });
  const wins = inOrder.filter(({ outcome }) => outcome === 'success');
  const loss = inOrder.find(({ outcome }) => outcome !== 'success');
  const win = wins[0] ?? loss;
  const all = requests.length;
  if (all === 1 || !win) return { predictions: inOrder, expected: win?.statuses.join(' or ') ?? '' };
  const expected = `${wins.length} of ${all} answered ${win.statuses.join(' or ')}`;
  const winners = exchanges.flatMap((exchange, index) => (isDone(exchange) ? [index] : []));
  const request = winners[wins.length];
  const predictions = requests.map((_, index) => {
    const hasWon = winners.length === 0 ? index === 0 : winners.includes(index) && index !== request;
    return !loss || hasWon ? { ...win, sees: undefined } : loss;
  });
  if (request === undefined) return { predictions, expected };
  const received = `${winners.length} of ${all} answered ${exchanges[request]?.response?.status}`;
  return { predictions, expected, race: { request, layer: 'state', aspect: 'race', expected, received } };
};

interface Context {
  readonly contract: ContractModel;
  readonly world: World;
  readonly witness: Witness;
  readonly tested: Tested;
  readonly isShared: boolean;
  readonly model: OperationModel;
  readonly plan: RequestPlan;
  readonly prediction: Prediction;
}

/** A valid request that only prepares must not be refused: what comes before it may be why. */
const judgePreparation = (context: Context, exchange: Exchange): Wrong | undefined => {
  const wrong = judgeAnswer(context, exchange);
  if (!wrong || 'problem' in wrong) return wrong;
  // What was deleted is in the way: that is what the deletion did not do.
  if (wrong.aspect === 'conflict' && isGone(context)) return wrong;
  const { model } = context;
  const isRefused = wrong.layer === 'outcome' && context.prediction.outcome === 'success';
  const status = String(exchange.response?.status);
  // A status that the operation has beside that of a bad request has a meaning: how far it goes may be open.
  const isOwn = status !== model.refusal && status !== '500' && model.clauseAt(status) !== undefined;
  const level = wrong.level ?? (isOwn ? 'should' : undefined);
  // What is not offered is told once, and not here.
  return isRefused && !NOT_THERE.has(exchange.response?.status ?? 0)
    ? { layer: 'state', aspect: 'refused', clauses: [model.clauseOf.success], ...(level ? { level } : {}) }
    : undefined;
};

/** Why a valid request may be refused by another reading of the document; undefined where by none. */
const openRefusal = ({ model, plan, prediction }: Context, status: string): { clauses?: Clauses } | undefined => {
  const { operation, subjects } = model;
  const { sees } = prediction;
  // That nothing fits may be told by a status that the document has, and gives no meaning.
  const isEmpty = sees?.kind === 'list' && sees.fitting.length === 0 && operation.requires.length === 0;
  const isUnexplained = operation.responses.some((each) => each.status === status) && !model.clauseAt(status);
  if (isEmpty && isUnexplained && status === '404') return {};
  if (status !== model.refusal) return undefined;
  // That something is not there may be told by a refusal.
  const mayBeMissing = sees === undefined || (sees.kind === 'exists' && !sees.isAlive);
  if (operation.effect?.kind === 'exists' && mayBeMissing) return { clauses: [operation.requires.at(-1)?.clause] };
  // A value may be left out by one reading, and must be there by another.
  const isLeftOut = ({ place, required, ref }: Subject): boolean =>
    place === 'body' && !required && valueIn(model, plan.changes, ref) === undefined;
  const points = subjects
    .filter(isLeftOut)
    .flatMap(({ name }) => model.ambiguityAt(`/properties/${name}`, 'required') ?? []);
  return points.length > 0 ? { clauses: points } : undefined;
};

/** Whether what is created was there, and was deleted. */
const isGone = ({ world, model, plan }: Context): boolean =>
  find(world, model.operation.uniqueKey?.collection ?? '', keyIn(model, plan))?.isAlive === false;

const judgeAnswer = (context: Context, exchange: Exchange): Wrong | undefined => {
  const { model, plan, world, prediction } = context;
  const { response } = exchange;
  const { clauseOf, operation } = model;
  const { outcome, clauses, missing, statuses } = prediction;
  if (!response) return { layer: 'silent' };
  const status = String(response.status);
  if (outcome === 'success' && !isDone(exchange)) {
    const problem = excuse(context, response, exchange.retried);
    if (problem !== undefined) return { problem };
    if (plan.given?.mayRefuse && status.startsWith('4')) return undefined;
    // Where a conflict has the status of a bad request, only what is about keys is taken for one.
    const isOfKey = status !== model.refusal || context.tested.family.startsWith('law/');
    if (model.conflicts.includes(status) && operation.uniqueKey && isOfKey)
      return { layer: 'state', clauses: [clauseOf.conflict], aspect: 'conflict' };
    const open = openRefusal(context, status);
    if (open) return { layer: 'outcome', level: 'should', ...open };
    const isMissed = operation.requires.some(({ code }) => model.statusOf(code) === status);
    return isMissed ? { layer: 'state', clauses: [clauseOf.success], aspect: 'presence' } : { layer: 'outcome' };
  }
  if (outcome !== 'success' && isDone(exchange) && !tellsError(model, response)) {
    if (outcome === 'conflict') return { layer: 'state', aspect: 'conflict' };
    const isKept = missing && isTombstone(world, plan, missing);
    return isKept ? { layer: 'state', aspect: 'absence' } : { layer: 'outcome', aspect: missing ? 'missing' : '' };
  }
  if (outcome === 'success' && isDone(exchange) && !plan.given?.mayRefuse && tellsError(model, response))
    return {
      layer: 'body',
      aspect: 'error',
      clauses: [clauseOf.success],
      expected: `${status} without an error`,
      received: `${status} with an error`,
    };
  // What was not read to its end shows nothing.
  const isUnread = isDone(exchange) && model.answer.hasBody && response.note !== undefined;
  if (isUnread) return { problem: fill(words.unread, { id: operation.id, note: response.note ?? '' }) };
  // Exact (`201`) or a class (`4xx`).
  // What another service does not have either may be refused for that.
  const isOfOthers = Object.values(missing?.key ?? {}).some((ref) => isExternal(model, ref));
  const taken = prediction.isRouted || isOfOthers ? [...statuses, '4xx'] : statuses;
  if (taken.some((each) => each === status || each === `${status[0]}xx`)) return judgeBody(context, response);
  // A status that is only another number is the affair of the clause that states the number.
  const isOfOther = outcome === 'refusal' && (missing || !statuses.includes(model.refusal));
  return { layer: 'number', clauses: [isOfOther ? clauses[0] : (clauseOf[outcome] ?? clauses[0])] };
};

const isExternal = ({ subjects }: OperationModel, place: string): boolean =>
  subjects.some(({ ref, isExternal }) => ref === place && isExternal === true);

/**
 * Whether a success tells of an error, as the document has those, and not what a success tells: it is a refusal in all
 * but its status.
 */
const tellsError = ({ informative, errorMisfits, answer }: OperationModel, { body }: ReceivedResponse): boolean => {
  if (!/"[^"]+"\s*:\s*"[^"]/.test(body)) return false;
  const told = parseBody(body);
  if (answer.hasBody && !answer.isBare && answer.misfits(told).length === 0) return false;
  return informative.some((status) => errorMisfits(status, told).length === 0 && errorMisfits(status, {}).length > 0);
};

/** Whether what was asked for is done now; where it had to be refused, an error that comes with a success says not. */
const isCarriedOut = (
  prediction: Prediction | undefined,
  { byKey }: ContractModel,
  { model: key }: RequestPlan,
  exchange: Exchange,
): boolean => {
  const model = byKey.get(key);
  const mustRefuse = prediction !== undefined && prediction.outcome !== 'success';
  return isDone(exchange) && !(mustRefuse && model && exchange.response && tellsError(model, exchange.response));
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
  { contract, tested, isShared, model, plan }: Context,
  { status, body }: ReceivedResponse,
  retried: boolean,
): Text | undefined => {
  const { uniqueKey } = model.operation;
  if (uniqueKey && model.conflicts.includes(String(status))) {
    // The first try may have created what the second one found.
    if (retried) return words.twice;
    const name = valueIn(model, plan.changes, model.nameSubject?.ref) ?? '';
    // A name of an exact form, or one of few, may have been made by others.
    const isCommon = !isFresh(name) || isScarce(model.nameSubject?.maker);
    if (isCommon && (isShared || model.containers.length === 0) && !tested.ownContainer) return words.exists;
  }
  return isUsedUp(contract, { status, body }) ? USED_UP : undefined;
};

const judgeBody = ({ witness, model, plan, prediction }: Context, response: ReceivedResponse): Wrong | undefined => {
  const { clauseOf, errorShapePoint: point } = model;
  const { body } = response;
  const status = String(response.status);
  if (prediction.outcome === 'success') {
    const clauses = [clauseOf.success];
    if (model.bodyless.includes(status) && informs(body)) {
      const expected = `${status} without a body`;
      return { layer: 'body', level: 'should', clauses, expected, received: `${status} with a body` };
    }
    const isRead = model.answer.hasBody && !(model.answer.isBare && !informs(body));
    const wrong = isRead ? witness(model, plan, prediction.sees, response) : undefined;
    return wrong && { layer: 'state', clauses, ...wrong };
  }
  const isDue = model.informative.includes(status);
  // A conflict need not say more than that it is one; what it says has a shape.
  if (!isDue && !(model.described.includes(status) && informs(body))) return undefined;
  const clauses = [model.clauseAt(status) ?? clauseOf.refusal];
  const expected = `${status} with error information`;
  if (!informs(body)) return { layer: 'body', clauses, expected, received: `${status} without any` };
  // The source gives codes but no shape: another than the reading taken is worth a word.
  const [received] = point === undefined ? [] : model.errorMisfits(status, parseBody(body));
  const other = { layer: 'body', level: 'should', aspect: 'error shape', clauses: [point] } as const;
  return received === undefined ? undefined : { ...other, expected: 'an error as the document shows it', received };
};

/** Why a case could not be checked; `{name}` is a place for a value. */
const words = {
  unknown: textOf('unknown operation', '未知的操作'),
  before: textOf('{id} was answered {status}, which has to come before', '须先完成的 {id} 得到 {status}'),
  nothing: textOf('nothing', '无应答'),
  unread: textOf('the body of {id}: {note}', '{id} 的正文：{note}'),
  twice: textOf('the connection was lost, and the request was sent twice', '连接中断，请求被发送了两次'),
  exists: textOf('the name exists already, perhaps from an earlier run', '该名称已存在，可能来自更早的运行'),
};

const sayUnprepared = (model: OperationModel | undefined, { response }: Exchange): Text =>
  fill(words.before, { id: model?.operation.id ?? '', status: response ? String(response.status) : words.nothing });

const sayReceived = (exchanges: StepExchanges): string => {
  const told = exchanges.map(({ response, problem }) => String(response?.status ?? problem?.en ?? 'no answer'));
  return [...new Set(told)]
    .map((each) => ({ each, count: told.filter((other) => other === each).length }))
    .map(({ each, count }) => (count > 1 ? `${count} times ${each}` : each))
    .join(', ');
};
