import { inParallel } from '../../http/in-parallel.ts';
import type { Case, Step } from '../cases/case.ts';
import { type Naming, OTHER_CONTAINER } from '../model/placeholders.ts';
import { clearContainers, deleteWhere } from './clean-up.ts';
import { nameCase, runCase, type Sender, type StepExchanges, sendSteps, USED_UP } from './send-steps.ts';
import type { Exchange } from './transport.ts';

/** Steps that were sent, with the names they used. */
interface Sent {
  readonly naming: Naming;
  readonly answers: readonly StepExchanges[];
}

/** Steps that were sent, and whether one was refused since the account may have no more of something. */
interface Sending extends Sent {
  readonly isRefused: boolean;
}

/** A sender, and whether it met a quota of the account. */
interface Watched {
  readonly own: Sender;
  readonly isRefused: () => boolean;
}

/** A case that was sent. */
export interface CaseRun extends Sent {
  readonly tested: Case;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Sends the cases in their order, several at a time, the steps of one case one after the other; then
 * those that want to be alone, and last the steps marked late. What cases only need to be there is
 * made once for all that need the same. Where the account may have few containers, the cases go one by one, and what
 * others made is deleted before each.
 *
 * @param onCase called after each case; true ends the run.
 * @returns whether a quota of the account was met.
 */
export const runCases = async (
  cases: readonly Case[],
  sender: Sender,
  { concurrency, onCase }: { readonly concurrency: number; readonly onCase: (run: CaseRun) => boolean },
): Promise<boolean> => {
  const { transport, now, mustOpen = false } = sender;
  const waiting: CaseRun[] = [];
  const prepared = new Map<string, Promise<Sending>>();
  const oneByOne = createOneByOne();
  /** What is being sent beside each other. */
  const sending = new Set<Promise<unknown>>();
  let isShort = false;
  let ended = false;
  const isOver = (): boolean => ended || transport.stopped() !== undefined;
  const finish = (run: CaseRun): void => {
    ended = onCase(run) || ended;
  };
  /** Whether it opens containers, of which an account may have few. */
  const opens = ({ ownContainer, steps }: Case): boolean =>
    mustOpen && (ownContainer || JSON.stringify(steps).includes(OTHER_CONTAINER));
  const isAlone = (tested: Case): boolean => tested.alone || opens(tested);
  const watched = (): Watched => {
    let isRefused = false;
    return { own: { ...sender, onUsedUp: () => (isRefused = true) }, isRefused: () => isRefused };
  };
  /** What changes a record has one of its own: others may need it as it was made. */
  const makeOnce = (steps: readonly Step[], { model }: Case): Promise<Sending> => {
    const { operation } = sender.contract.byKey.get(model) ?? {};
    const key = JSON.stringify([steps, operation?.effect?.kind === 'update' ? operation.id : '']);
    const made = prepared.get(key) ?? prepare(watched(), steps);
    prepared.set(key, made);
    return made;
  };
  const send = async (tested: Case): Promise<Sending> => {
    const { own, isRefused } = watched();
    const { steps } = tested;
    const setup = tested.shared ? steps.filter((step) => step.setup) : [];
    const before = setup.length > 0 ? await makeOnce(setup, tested) : undefined;
    const naming = await nameCase(own, tested, before?.naming);
    const late = steps.findIndex((step) => step.late === true);
    const answers = await sendSteps(own, steps.slice(setup.length, late < 0 ? undefined : late), naming);
    if (opens(tested)) await clearContainers(sender, tested, naming);
    const all = [...(before?.answers ?? []), ...answers];
    return { naming, answers: all, isRefused: isRefused() || before?.isRefused === true };
  };
  const sendBesides = (tested: Case): Promise<Sending> => {
    const sent = send(tested);
    sending.add(sent);
    return sent.finally(() => sending.delete(sent));
  };
  const base = sender.namer.next([]).container;
  const finishLate = async (run: CaseRun): Promise<void> => {
    if (isOver()) return;
    const start = now();
    const more = await sendSteps(sender, run.tested.steps.slice(run.answers.length), run.naming);
    finish({ ...run, answers: [...run.answers, ...more], duration: run.duration + now() - start });
  };
  /** Deletes what other cases made. */
  const makeRoom = async (): Promise<void> => {
    await Promise.allSettled(sending);
    for (const run of waiting.splice(0)) await finishLate(run);
    prepared.clear();
    await deleteWhere(sender, (container) => container !== base);
  };
  const sendAlone = (tested: Case): Promise<Sending> =>
    oneByOne(async () => {
      await makeRoom();
      return send(tested);
    });
  const begin = async (tested: Case): Promise<void> => {
    if (isOver()) return;
    const start = now();
    const isBeside = !isShort;
    let sent = isBeside ? await sendBesides(tested) : await sendAlone(tested);
    isShort ||= sent.isRefused;
    if (isBeside && sent.isRefused) sent = await sendAlone(tested);
    const { naming, isRefused } = sent;
    const ours = (exchange: Exchange): Exchange => ({ ...exchange, isOurs: true, problem: USED_UP });
    const answers = isRefused ? sent.answers.map((exchanges) => exchanges.map(ours)) : sent.answers;
    const run = { tested, naming, answers, duration: now() - start };
    if (tested.steps.some((step) => step.late === true)) waiting.push(run);
    else finish(run);
  };
  for (const rank of [1, 2, 3, 4]) {
    const own = cases.filter((tested) => tested.rank === rank);
    const others = own.filter((tested) => !isAlone(tested));
    await inParallel(others, concurrency, begin);
    await inParallel(own.filter(isAlone), 1, begin);
  }
  await inParallel(waiting, concurrency, finishLate);
  if (isShort) await makeRoom();
  return isShort;
};

/** Does one thing after the other, whoever asks for it. */
const createOneByOne = (): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
};

/** What is made once for many cases; of the answers only the statuses matter. */
const prepare = async ({ own, isRefused }: Watched, steps: readonly Step[]): Promise<Sending> => {
  const { naming, answers } = await runCase(own, { steps, ownContainer: false });
  const bare = ({ response, ...exchange }: Exchange): Exchange => ({
    ...exchange,
    response: response && { ...response, body: '' },
  });
  return { naming, answers: answers.map((exchanges) => exchanges.map(bare)), isRefused: isRefused() };
};
