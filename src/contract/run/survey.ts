import type { Case } from '../cases/case.ts';
import { prepare } from '../cases/prepare.ts';
import { TOKEN } from '../model/placeholders.ts';
import { type ContractModel, creatorOf, type OperationModel } from '../model/read-model.ts';
import { adapt, plainCase } from './adapt.ts';
import { createNamer } from './create-namer.ts';
import { encodeRequest } from './encode-request.ts';
import { createLedger } from './ledger.ts';
import { type CaseRun, openContainer, runCase, type Sender, sendPlan } from './run-cases.ts';
import { type Canary, type Exchange, isDone, type Transport } from './transport.ts';
import { isAlike, unknownRequest } from './unknown-path.ts';
import { sayAlike, sayNoAnswer, sayWrongTarget, type WrongTargetOptions } from './wrong-target.ts';

/** What the first requests say about a target. */
export interface Survey {
  readonly sender: Sender;
  /** The first requests are cases like any other. */
  readonly runs: readonly CaseRun[];
  /** Why nothing can be checked. */
  readonly unchecked: string | undefined;
  /** Why operations are left out, by id. */
  readonly absent: ReadonlyMap<string, string>;
  /** Operations whose plainest valid request is refused whatever is tried, by key. */
  readonly refused: ReadonlySet<string>;
  /** Whether containers of any name may be used. */
  readonly freshContainers: boolean;
  /** What helped, where the plainest request was refused. */
  readonly remarks: readonly { readonly text: string; readonly zh: string }[];
}

export interface SurveyOptions extends WrongTargetOptions {
  /** Reads the document, with names made of one set of characters or another. */
  readonly readContract: (alphabet: number) => ContractModel;
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
  const { readContract, transport, container, wanted, now } = options;
  const runs: CaseRun[] = [];
  const remarks: Survey['remarks'][number][] = [];
  const refused = new Set<string>();
  let contract = readContract(0);
  const ledger = createLedger(container);
  const open = (alphabet: number): Sender => {
    contract = readContract(alphabet);
    const primary = primaryOf(contract);
    // Where the first operation knows of no container, others may.
    const own = [primary, ...contract.operations].flatMap((model) => model?.containers ?? [])[0];
    return {
      contract,
      transport,
      namer: createNamer(options.random, container, own?.maker),
      ledger,
      settle: options.settle,
      opener: undefined,
      mustOpen: false,
      now,
    };
  };
  let sender = open(0);
  const primary = primaryOf(contract);
  const done = (unchecked: string | undefined, more: Partial<Survey> = {}): Survey => ({
    sender,
    runs,
    unchecked,
    absent: new Map(),
    refused,
    freshContainers: container === undefined,
    remarks,
    ...more,
  });
  if (!primary) return done('the document has no operation for which a request can be made.');
  const [own] = primary.containers;
  if (container !== undefined && own && !own.isValid(container))
    return done(`${container} breaks a rule for ${own.name} (${own.broken(container).join(', ')}).`);

  const run = async (tested: Case): Promise<Exchange | undefined> => {
    const start = now();
    const { naming, answers } = await runCase(sender, tested);
    runs.push({ tested, naming, answers, duration: now() - start });
    return answers.at(-1)?.at(-1);
  };
  const drop = (tested: Case): void => {
    const index = runs.findIndex((each) => each.tested.id === tested.id);
    if (index >= 0) runs.splice(index, 1);
  };

  /** Looks for what a server takes that refuses the plainest request; false where there is nothing. */
  const adjust = async (tested: Case, model: OperationModel): Promise<boolean> => {
    const adapted = await adapt(sender, model);
    if (!adapted) {
      refused.add(model.key);
      return false;
    }
    drop(tested);
    remarks.push(adapted.remark);
    sender = { ...sender, contract: adapted.contract };
    // The body as the document has it, which the others no longer are.
    if (adapted.refused)
      await run({ ...tested, steps: [...tested.steps.slice(0, -1), { requests: [adapted.refused] }] });
    return true;
  };

  const first = plainCase(contract, primary);
  const creator = container === undefined ? rootCreator(contract) : undefined;
  const isOpened =
    creator !== undefined && (await openContainer({ ...sender, opener: creator }, sender.namer.next([]).container));
  if (isOpened) sender = { ...sender, opener: creator };
  let exchange = await run(first);
  if (!exchange?.response) return done(sayNoAnswer(exchange));
  const unknown = await askUnknown(sender, primary);
  const wrong = sayWrongTarget(exchange, unknown, options);
  if (wrong !== undefined && !(isOpened && exchange.response.status === 404)) return done(wrong);
  const absent = new Map<string, string>();
  if (wrong !== undefined) {
    absent.set(primary.operation.id, `the server does not offer ${primary.operation.id} (404)`);
    drop(first);
  } else if (!isDone(exchange)) {
    // The letters of the name may be at fault, and so may the moment.
    const { opener } = sender;
    drop(first);
    sender = { ...open(1), opener };
    if (opener) await openContainer(sender, sender.namer.next([]).container);
    exchange = await run(first);
    if (isDone(exchange)) remarks.push(OTHER_LETTERS);
    else if (!(await adjust(first, primary)) && exchange && isAlike(exchange, unknown)) return done(sayAlike(exchange));
  }
  if (!refused.has(primary.key) && !absent.has(primary.operation.id)) {
    const own = sender;
    transport.setCanary(() => canaryOf(own, first));
  }
  const freshContainers = container === undefined && (!isOpened || (await takesAnyContainer(sender, first)));
  sender = { ...sender, mustOpen: isOpened && !freshContainers };

  /** Paths at which something was found. */
  const there = new Set<string>();
  for (const model of sender.contract.operations) {
    const { operation, isMain, key, unmakeable } = model;
    if (key === primary.key || !isMain || unmakeable !== undefined || transport.stopped()) continue;
    if (container !== undefined && makesRoots(sender.contract).has(operation.id)) continue;
    const tested = plainCase(sender.contract, model);
    const answer = await run(tested);
    if (isDone(answer)) there.add(operation.template);
    if (isDone(answer) || !answer?.response) continue;
    const isThere = there.has(operation.template);
    const reason = wanted.includes(operation.id) ? undefined : await sayAbsent(sender, model, answer, isThere);
    if (reason === undefined) {
      const { status } = answer.response;
      // Where nothing makes what it looks for, a refusal is what it must give.
      const canSucceed = prepare(sender.contract, model).isComplete;
      if (canSucceed && status >= 400 && status < 500 && status !== 404) await adjust(tested, model);
    } else {
      absent.set(operation.id, reason);
      drop(tested);
    }
  }
  return done(undefined, { absent, freshContainers, refused });
};

const OTHER_LETTERS = {
  text: 'The very first valid request was refused; with a name of other letters it was taken.',
  zh: '最初的有效请求被拒绝；换用其他字母的名称后被接受。',
};

/** The first case again, under a new name. */
const canaryOf = (sender: Sender, { steps }: Case): Canary => {
  const { contract, namer, ledger } = sender;
  const plan = steps.at(-1)?.requests[0];
  const model = contract.byKey.get(plan?.model ?? '');
  if (!plan || !model) throw new Error('Failed to look how the server is: the first case has no request.');
  const fill = namer.fill(namer.next(steps));
  return {
    request: encodeRequest(model, plan, fill),
    note: (exchange) => ledger.note(contract, plan, exchange, fill),
  };
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

/** The operation that creates what holds everything else. */
const rootCreator = (contract: ContractModel): OperationModel | undefined => {
  const root = contract.resources.find(
    ({ collection, parent }) => parent === undefined && contract.resources.some((each) => each.parent === collection),
  );
  return root && creatorOf(contract, root.collection);
};

/** Ids of the operations that create or delete what holds everything else. */
export const makesRoots = (contract: ContractModel): ReadonlySet<string> => {
  const collection = rootCreator(contract)?.operation.effect?.collection;
  return new Set(
    contract.operations
      .filter(
        ({ operation: { effect } }) =>
          effect?.collection === collection && collection !== undefined && effect?.kind !== 'list',
      )
      .map(({ operation }) => operation.id),
  );
};

/** Why an operation is taken for one that is not offered; undefined where it seems to be there. */
const sayAbsent = async (
  sender: Sender,
  model: OperationModel,
  answer: Exchange,
  isThere: boolean,
): Promise<string | undefined> => {
  const { response } = answer;
  const { id } = model.operation;
  if (!response) return undefined;
  if (response.status === 405 || response.status === 501) return `the server does not offer ${id} (${response.status})`;
  if (response.status !== 404) return undefined;
  const unknown = await askUnknown(sender, model);
  if (!isAlike(answer, unknown)) return undefined;
  // Whether a name that breaks its rules is told from a path that is none: then only the record is not
  // there. Where another method finds it at this path, the names may be looked at for every method.
  const subject = isThere
    ? undefined
    : model.subjects.findLast(({ place, rule }) => place === 'path' && rule.hasPatterns);
  if (subject) {
    const naming = sender.namer.next([]);
    const bad = await sendPlan(sender, { model: model.key, changes: { set: { [subject.ref]: `!${TOKEN}` } } }, naming);
    if (bad.response && !isAlike(bad, unknown)) return undefined;
  }
  return `the server does not offer ${id} (404)`;
};

const askUnknown = (sender: Sender, model: OperationModel): Promise<Exchange> =>
  sender.transport.exchange(unknownRequest(model, sender.namer));
