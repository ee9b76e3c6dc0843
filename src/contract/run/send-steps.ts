import { parseBody, withDigits } from '../../http/bodies/parse-body.ts';
import type { ReceivedResponse } from '../../http/received-response.ts';
import { isNode } from '../../openapi/document/document.ts';
import { fill, textOf } from '../../text/bilingual.ts';
import type { Case, Step } from '../cases/case.ts';
import { type Naming, pageOf } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { type RequestPlan, valueIn } from '../model/request.ts';
import { pageSubjects } from '../model/subject.ts';
import type { Namer } from './create-namer.ts';
import { encodeRequest } from './encode-request.ts';
import type { Ledger } from './ledger.ts';
import { type Exchange, isDone, type Transport } from './transport.ts';

/** The answers to the requests of one step, in their order. */
export type StepExchanges = readonly Exchange[];

/** What is needed to send something: every request of a run goes through it, and into its ledger. */
export interface Sender {
  readonly contract: ContractModel;
  readonly transport: Transport;
  readonly namer: Namer;
  readonly ledger: Ledger;
  /** Milliseconds to wait before a law looks. */
  readonly settle?: number;
  /** What creates a container, where the target offers that. */
  readonly opener?: OperationModel | undefined;
  /** Whether a container must exist before anything is created in it. */
  readonly mustOpen?: boolean;
  /** Called where an account may have no more of something. */
  readonly onUsedUp?: () => void;
  readonly now: () => number;
}

/** Why a case can't be checked where an account may have no more of something. */
export const USED_UP = textOf('the quota of the account is used up', '该账号的配额已用完');

/** Whether an answer says so. */
export const isUsedUp = (
  { quotaCodes }: Pick<ContractModel, 'quotaCodes'>,
  { status, body }: Pick<ReceivedResponse, 'status' | 'body'>,
): boolean => status >= 400 && quotaCodes.some((code) => body.includes(code));

/** Sends one request. */
export const sendPlan = async (sender: Sender, plan: RequestPlan, naming: Naming): Promise<Exchange> => {
  const model = sender.contract.byKey.get(plan.model);
  if (!model) throw new Error(`Failed to send a request: there is no operation ${plan.model}.`);
  const fill = sender.namer.fill(naming);
  const request = encodeRequest(model, plan, fill);
  // A server that takes what exists already would change what is somebody else's, and the clean-up delete it.
  const { lookBefore, note } = sender.ledger.read(sender.contract, plan, fill);
  if (lookBefore && isDone(await sender.transport.exchange(lookBefore)))
    return { request, response: undefined, problem: TAKEN, isOurs: true, retried: false };
  const exchange = await sender.transport.exchange(request);
  note(exchange);
  if (exchange.response && isUsedUp(sender.contract, exchange.response)) sender.onUsedUp?.();
  const number = said(exchange, model.gives);
  if (number !== undefined) naming.numbers.push(number);
  const { marker, limit } = pageSubjects(model);
  if (marker && valueIn(model, plan.changes, limit?.ref) !== undefined)
    naming.marks.push(said(exchange, marker.continues) ?? '');
  return exchange;
};

/** A number or a text that the answer of what was done says under a name. */
const said = (exchange: Exchange, name: string | undefined): string | undefined => {
  if (name === undefined || !isDone(exchange)) return undefined;
  const { body: text = '' } = exchange.response ?? {};
  const body = withDigits(text, parseBody(text));
  const value = isNode(body) ? body[name] : undefined;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
};

const TAKEN = textOf('somebody has one of this name already, which is left alone', '已有他人的同名记录，不予触碰');

/** Sends steps one after the other, the requests of one step at once. */
export const sendSteps = async (sender: Sender, steps: readonly Step[], naming: Naming): Promise<StepExchanges[]> => {
  const answers: StepExchanges[] = [];
  const { transport, settle = 0, contract } = sender;
  for (const [index, step] of steps.entries()) {
    // A page before gave no place to read on from, and that is what there is to say.
    if (step.requests.some((plan) => isUnmarked(contract, plan, naming))) break;
    const looks =
      index > 0 &&
      step.requests.some(({ model }) => LOOKS.has(contract.byKey.get(model)?.operation.effect?.kind ?? ''));
    const wait = (step.wait ?? 0) + (looks ? settle : 0);
    if (wait > 0) await transport.pause(wait);
    const sent = await Promise.all(step.requests.map((plan) => sendPlan(sender, plan, naming)));
    answers.push(step.setup ? sent.map((each, place) => namedBy(contract, step.requests[place], each)) : sent);
  }
  return answers;
};

const isUnmarked = ({ byKey }: ContractModel, { model: key, changes }: RequestPlan, { marks }: Naming): boolean => {
  const model = byKey.get(key);
  const page = model && pageOf(valueIn(model, changes, pageSubjects(model).marker?.ref) ?? '');
  return page !== undefined && (marks[page] ?? '') === '';
};

/** What only the server names can't be asked for where its answer does not say the name: nothing follows from it. */
const namedBy = ({ byKey }: ContractModel, plan: RequestPlan | undefined, exchange: Exchange): Exchange => {
  const model = byKey.get(plan?.model ?? '');
  const isNameless = model?.gives !== undefined && isDone(exchange) && said(exchange, model.gives) === undefined;
  return isNameless ? { ...exchange, isOurs: true, problem: fill(NAMELESS, { name: model.gives }) } : exchange;
};

const NAMELESS = textOf('its answer says no {name}', '其应答没有给出 {name}');

/** Kinds of effects that change nothing. */
export const LOOKS: ReadonlySet<string> = new Set(['read', 'list', 'exists']);

/** Names for a case, in a container of its own where it wants one. */
export const nameCase = async (
  sender: Sender,
  tested: Pick<Case, 'steps' | 'ownContainer'>,
  holder?: Naming,
): Promise<Naming> => {
  const { namer, opener } = sender;
  const own = tested.ownContainer ? namer.newContainer() : undefined;
  const naming = namer.next(tested.steps, own, holder);
  if (opener && own !== undefined) await openContainer(sender, own);
  if (opener && naming.otherContainer !== '') await openContainer(sender, naming.otherContainer);
  return naming;
};

/** The request that creates a container. */
export const openingPlan = (opener: OperationModel, container: string): RequestPlan => ({
  model: opener.key,
  changes: { set: { [opener.nameSubject?.ref ?? '']: container } },
});

/** Creates a container; undefined where the target offers nothing for that. */
export const openContainer = async (sender: Sender, container: string): Promise<Exchange | undefined> => {
  const { opener } = sender;
  return opener?.nameSubject && sendPlan(sender, openingPlan(opener, container), sender.namer.next([]));
};

/** Sends the steps of a case under names of its own. */
export const runCase = async (
  sender: Sender,
  tested: Pick<Case, 'steps' | 'ownContainer'>,
): Promise<{ readonly naming: Naming; readonly answers: StepExchanges[] }> => {
  const naming = await nameCase(sender, tested);
  return { naming, answers: await sendSteps(sender, tested.steps, naming) };
};
