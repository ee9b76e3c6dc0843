import { isAlike } from '../../http/same-refusal.ts';
import { compileRoutes } from '../../openapi/operations/match-route.ts';
import { fill, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import type { Case } from '../cases/case.ts';
import { plainCase } from '../cases/existence-cases.ts';
import { prepare } from '../cases/prepare.ts';
import { type ContractModel, type OperationModel, rootCreator } from '../model/contract-model.ts';
import { isGivable } from '../model/give-values.ts';
import { TOKEN } from '../model/placeholders.ts';
import type { RequestPlan } from '../model/request.ts';
import { isMadeUp, type Subject } from '../model/subject.ts';
import { createNamer } from '../run/create-namer.ts';
import { createLedger } from '../run/ledger.ts';
import type { CaseRun } from '../run/run-cases.ts';
import { openContainer, runCase, type Sender, sendPlan } from '../run/send-steps.ts';
import { type Exchange, isDone, type Transport } from '../run/transport.ts';
import { adapt } from './adapt.ts';
import { unknownRequest } from './unknown-path.ts';
import { sayAlike, sayNoAnswer, sayWrongTarget, type WrongTargetOptions } from './wrong-target.ts';

/** What the first requests say about a target. */
export interface Survey {
  readonly sender: Sender;
  /** The first requests are cases like any other. */
  readonly runs: readonly CaseRun[];
  /** Why nothing can be checked. */
  readonly unchecked: Text | undefined;
  /** Why operations are left out, by id. */
  readonly absent: ReadonlyMap<string, Text>;
  /** Why the run can't ask for operations, by id: its credentials may not, or it does not know what other services have. */
  readonly closed: ReadonlyMap<string, Text>;
  /** Operations whose plainest valid request is refused whatever is tried, by key. */
  readonly refused: ReadonlySet<string>;
  /** Whether containers of any name may be used. */
  readonly freshContainers: boolean;
  /** What helped, where the plainest request was refused. */
  readonly remarks: readonly { readonly text: string; readonly zh: string }[];
}

export interface SurveyOptions extends WrongTargetOptions {
  /** Reads the document, with names made of one set of characters or another. */
  readonly readContract: (alphabet: 0 | 1) => ContractModel;
  readonly transport: Transport;
  readonly random: () => number;
  /** Operations that must be offered: what they lack is a deviation. */
  readonly wanted: readonly string[];
  readonly settle: number;
  readonly now: () => number;
}

/**
 * Finds out whether the target is what the run takes it for, what a valid request must be like for it,
 * and which operations it offers.
 */
export const survey = async (options: SurveyOptions): Promise<Survey> => {
  const { readContract, transport, container, wanted, settle, now } = options;
  const runs = new Map<string, CaseRun>();
  const remarks: Survey['remarks'][number][] = [];
  const refused = new Set<string>();
  const absent = new Map<string, Text>();
  const closed = new Map<string, Text>();
  const ledger = createLedger(container);
  const open = (alphabet: 0 | 1, opener?: OperationModel): Sender => {
    const contract = readContract(alphabet);
    // Where the first operation knows of no container, others may.
    const [own] = [primaryOf(contract), ...contract.operations].flatMap((model) => model?.containers ?? []);
    const namer = createNamer(options.random, container, own?.maker);
    return { contract, transport, namer, ledger, settle, opener, now };
  };
  let sender = open(0);
  let freshContainers = container === undefined;
  const conclude = (unchecked?: Text): Survey => {
    return { sender, runs: [...runs.values()], unchecked, absent, closed, refused, freshContainers, remarks };
  };
  const primary = primaryOf(sender.contract);
  if (!primary) return conclude(words.noOperation);
  const [own] = primary.containers;
  if (container !== undefined && own && !own.isValid(container))
    return conclude(fill(words.badContainer, { container, name: own.name, clauses: own.broken(container).join(', ') }));

  const run = async (tested: Case): Promise<Exchange | undefined> => {
    const start = now();
    const { naming, answers } = await runCase(sender, tested);
    runs.set(tested.id, { tested, naming, answers, duration: now() - start });
    return answers.at(-1)?.at(-1);
  };
  /** Looks for what a server takes that refuses the plainest request. */
  const adjust = async (tested: Case, model: OperationModel): Promise<boolean> => {
    const adapted = await adapt(sender, model);
    if (!adapted) {
      refused.add(model.key);
      return false;
    }
    if (adapted.isOfOthers) runs.clear();
    runs.delete(tested.id);
    remarks.push(adapted.remark);
    sender = { ...sender, contract: adapted.contract };
    // The body as the document has it, which the others no longer are.
    const steps = tested.steps.slice(0, -1);
    if (adapted.refused) await run({ ...tested, steps: [...steps, { requests: [adapted.refused] }] });
    return true;
  };
  const openOwn = (opener: OperationModel): Promise<Exchange | undefined> =>
    openContainer({ ...sender, opener }, sender.namer.next([]).container);

  // Is it there, and is it the API?
  const first = plainCase(sender.contract, primary);
  const creator = container === undefined ? rootCreator(sender.contract) : undefined;
  const opened = creator && (await openOwn(creator));
  if (isDone(opened)) sender = { ...sender, opener: creator };
  const { opener } = sender;
  let exchange = await run(first);
  if (!exchange?.response) return conclude(sayNoAnswer(exchange));
  const unknown = await askUnknown(sender, primary);
  const wrong = sayWrongTarget(exchange, unknown, options);
  if (wrong !== undefined && !(opener && exchange.response.status === 404))
    return conclude(sayNoContainer(opened, exchange, creator) ?? wrong);

  // What must a valid request be like? The letters of its name may be at fault, and so may the moment.
  if (wrong !== undefined) {
    absent.set(primary.operation.id, sayLacking(primary, 404));
    runs.delete(first.id);
  } else if (!isDone(exchange)) {
    runs.delete(first.id);
    sender = open(1, opener);
    if (opener) await openOwn(opener);
    exchange = await run(first);
    if (isDone(exchange)) remarks.push(OTHER_LETTERS);
    else await adjust(first, primary);
    if (refused.has(primary.key) && exchange && isAlike(exchange, unknown)) return conclude(sayAlike(exchange));
  }
  const usual = sender;
  const [plan] = first.steps.at(-1)?.requests ?? [];
  if (plan && refused.size + absent.size === 0)
    transport.setCanary((again) =>
      sendPlan({ ...usual, transport: { ...transport, exchange: again } }, plan, usual.namer.next(first.steps)),
    );

  // Must a container exist before something is made in it?
  if (opener) freshContainers = await takesAnyContainer(sender, first);
  sender = { ...sender, mustOpen: opener !== undefined && !freshContainers };

  // Which operations does it offer?
  const isComplete = (model: OperationModel): boolean => prepare(sender.contract, model).isComplete;
  const isClosed = (plan: RequestPlan): boolean =>
    closed.has(sender.contract.byKey.get(plan.model)?.operation.id ?? '');
  /** Paths at which something was found. */
  const there = new Set<string>();
  const roots = makesRoots(sender.contract);
  for (const model of sender.contract.operations) {
    const { operation, isMain, key, unmakeable } = model;
    const isLeftOut = key === primary.key || !isMain || unmakeable !== undefined || transport.stopped();
    if (isLeftOut || (container !== undefined && roots.has(operation.id))) continue;
    const tested = plainCase(sender.contract, model);
    const answer = await run(tested);
    if (isDone(answer)) there.add(operation.template);
    if (isDone(answer) || !answer?.response) continue;
    const { status } = answer.response;
    const isLacking = !wanted.includes(operation.id) && (await lacks(sender, model, answer, there));
    if (isLacking) {
      absent.set(operation.id, sayLacking(model, status));
      runs.delete(tested.id);
    } else if (
      status === 403 &&
      options.hasCredentials &&
      (isComplete(model) || (await refusesOddName(sender, model, 403)))
    ) {
      closed.set(operation.id, words.forbidden);
      runs.delete(tested.id);
    } else {
      // What another operation has to make is not there: that is why.
      if (tested.steps.some(({ requests }) => requests.some(isClosed))) {
        runs.delete(tested.id);
        continue;
      }
      // Where nothing makes what it looks for, a refusal is what it must give.
      const isOdd = isRefusal(status) && operation.effect?.kind !== 'exists' && isComplete(model);
      if (isOdd && (await adjust(tested, model))) continue;
      const isOfValues = OF_VALUES.has(status) && isComplete(model) && !wanted.includes(operation.id);
      if (!isOfValues || madeUp(model).length === 0) continue;
      closed.set(operation.id, sayUnknown(model, status));
      runs.delete(tested.id);
    }
  }
  return conclude();
};

/** Statuses by which a server may say that it does not know a value. */
const OF_VALUES: ReadonlySet<number> = new Set([400, 404, 409, 422]);

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 404;

/** Where nothing can be found since nothing could be created for it to lie in. */
const sayNoContainer = (
  opened: Exchange | undefined,
  { response }: Exchange,
  creator: OperationModel | undefined,
): Text | undefined => {
  const status = opened?.response?.status ?? 0;
  return response?.status === 404 && status >= 500
    ? fill(words.noContainer, {
        id: creator?.operation.id ?? '',
        status: String(status),
        name: creator?.nameSubject?.name ?? '',
      })
    : undefined;
};

/** The values of the plainest request that name what another service has, and that the run makes up. */
const madeUp = ({ subjects, plain }: OperationModel): readonly Subject[] =>
  subjects.filter((subject) => isMadeUp(subject) && plain[subject.ref] !== undefined);

const sayUnknown = (model: OperationModel, status: number): Text => {
  const { id } = model.operation;
  const unknown = madeUp(model);
  const names = unknown.map(({ name }) => name).join(', ');
  const options = unknown.filter(isGivable(model)).map(({ name }) => `--value ${name}=…`);
  const remedy = options.length > 0 ? fill(words.give, { options: options.join(' ') }) : NOTHING;
  return fill(words.external, { id, status: String(status), names, remedy });
};

const sayLacking = ({ operation: { id } }: OperationModel, status: number): Text =>
  fill(words.lacking, { id, status: String(status) });

/** `{name}` is a place for a value. */
const words = {
  noOperation: textOf('the document has no operation for which a request can be made.', '文档中没有可发出请求的操作。'),
  badContainer: textOf(
    '{container} breaks a rule for {name} ({clauses}).',
    '{container} 违反 {name} 的规则（{clauses}）。',
  ),
  noContainer: textOf(
    '{id} is answered {status}, and then a valid request 404. Name a {name} that exists with --namespace.',
    '{id} 得到 {status}，随后的有效请求得到 404。请用 --namespace 指定一个已存在的 {name}。',
  ),
  external: textOf(
    '{id} is refused ({status}), maybe for {names}, which the run makes up{remedy}',
    '{id} 被拒绝（{status}），可能因为 {names} 由本次运行编造{remedy}',
  ),
  give: textOf('; give what the server knows: {options}', '；请给出服务器已知的值：{options}'),
  forbidden: textOf('the credentials of the run have no right to it (403)', '本次运行的凭据没有此权限（403）'),
  lacking: textOf('the server does not offer {id} ({status})', '服务器未提供 {id}（{status}）'),
};

const OTHER_LETTERS = {
  text: 'The very first valid request was refused; with a name of other letters it was taken.',
  zh: '最初的有效请求被拒绝；换用其他字母的名称后被接受。',
};

/** Whether something can be created in a container that nobody made. */
const takesAnyContainer = async (sender: Sender, tested: Case): Promise<boolean> => {
  const { answers } = await runCase({ ...sender, opener: undefined }, { ...tested, ownContainer: true });
  return isDone(answers.at(-1)?.[0]);
};

/** The operation that a run begins with: the first that creates something in a container, else that creates. */
export const primaryOf = (contract: ContractModel): OperationModel | undefined => {
  const operations = contract.operations.filter(({ unmakeable }) => unmakeable === undefined);
  const free = operations.filter(({ operation }) => operation.uniqueKey && operation.requires.length === 0);
  return free.find(({ containers }) => containers.length > 0) ?? free[0] ?? operations[0];
};

/** Ids of the operations that create or delete what holds everything else. */
export const makesRoots = (contract: ContractModel): ReadonlySet<string> => {
  const root = rootCreator(contract)?.operation.effect?.collection;
  const operations = contract.operations.map(({ operation }) => operation);
  const own = operations.filter(({ effect }) => effect && effect.collection === root && effect.kind !== 'list');
  return new Set(own.map(({ id }) => id));
};

/** Whether an operation is taken for one that is not offered, from its refusal of a valid request. */
const lacks = async (
  sender: Sender,
  model: OperationModel,
  answer: Exchange,
  there: ReadonlySet<string>,
): Promise<boolean> => {
  const status = answer.response?.status;
  if (status === 405 || status === 501) return true;
  if (status !== 404 && !hasTwin(sender.contract, model)) return false;
  const unknown = await askUnknown(sender, model);
  // Another operation may take the last word of its path for a value.
  if (status !== 404) return isAlike(answer, unknown);
  if (!isAlike(answer, unknown)) return false;
  // Whether a name that breaks its rules is told from a path that is none: then only the record is not
  // there. Where another method finds it at this path, the names may be looked at for every method.
  if (there.has(model.operation.template)) return true;
  const bad = await sendOddName(sender, model);
  return !bad?.response || isAlike(bad, unknown);
};

/** What answers a request whose name breaks its rules; undefined where it has no such. */
const sendOddName = async (sender: Sender, model: OperationModel): Promise<Exchange | undefined> => {
  const subject = model.subjects.findLast(({ place, rule }) => place === 'path' && rule.hasPatterns);
  const odd = subject && { model: model.key, changes: { set: { [subject.ref]: `!${TOKEN}` } } };
  return odd && sendPlan(sender, odd, sender.namer.next([]));
};

/** Whether what is wrong in itself is refused with the same status. */
const refusesOddName = async (sender: Sender, model: OperationModel, status: number): Promise<boolean> =>
  (await sendOddName(sender, model))?.response?.status === status;

/** Whether the path of another operation has a value where this one has a word. */
const hasTwin = ({ operations }: ContractModel, { operation: { method, template } }: OperationModel): boolean => {
  const others = operations.map(({ operation }) => operation).filter((other) => other.template !== template);
  return compileRoutes(others)(template)?.operations.has(method) === true;
};

const askUnknown = (sender: Sender, model: OperationModel): Promise<Exchange> =>
  sender.transport.exchange(unknownRequest(model, sender.namer));
