import type { Case, Step } from './case.ts';
import type { Namer } from './create-namer.ts';
import { encodeRequest, type Naming, type WireRequest } from './encode-request.ts';
import type { StepExchanges } from './judge.ts';
import type { Transport } from './transport.ts';

/** A case that was sent, with the names it used. */
export interface CaseRun {
  readonly tested: Case;
  readonly naming: Naming;
  readonly answers: readonly StepExchanges[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface RunOptions {
  readonly transport: Transport;
  readonly namer: Namer;
  readonly concurrency: number;
  readonly now: () => number;
  /** Makes a container where it must exist before anything is created in it. */
  readonly openContainer?: (naming: Naming) => Promise<void>;
  /** Called after each case; true ends the run. */
  readonly onCase: (run: CaseRun) => boolean;
}

/**
 * Sends the cases, several at a time, the steps of one case in order; then those that want to be alone,
 * and last the steps marked late.
 */
export const runCases = async (cases: readonly Case[], options: RunOptions): Promise<void> => {
  const { transport, namer, concurrency, now, openContainer, onCase } = options;
  const waiting: CaseRun[] = [];
  let ended = false;
  const finish = (run: CaseRun): void => {
    if (onCase(run)) ended = true;
  };

  const begin = async (tested: Case): Promise<void> => {
    if (ended || transport.stopped() !== undefined) return;
    const naming = namer.next(tested.ownContainer ? namer.next().token : undefined);
    if (tested.ownContainer) await openContainer?.(naming);
    const late = tested.steps.findIndex((step) => step.late === true);
    const first = late < 0 ? tested.steps : tested.steps.slice(0, late);
    const start = now();
    const answers = await sendSteps(first, naming, transport);
    const run = { tested, naming, answers, duration: now() - start };
    if (late < 0) finish(run);
    else waiting.push(run);
  };
  await inParallel(
    cases.filter(({ alone }) => !alone),
    concurrency,
    begin,
  );
  await inParallel(
    cases.filter(({ alone }) => alone),
    1,
    begin,
  );
  await inParallel(waiting, concurrency, async (run) => {
    if (ended || transport.stopped() !== undefined) return;
    const start = now();
    const more = await sendSteps(run.tested.steps.slice(run.answers.length), run.naming, transport);
    finish({ ...run, answers: [...run.answers, ...more], duration: run.duration + now() - start });
  });
};

/** Sends steps one after the other, the requests of one step at once. */
export const sendSteps = async (
  steps: readonly Step[],
  naming: Naming,
  transport: Transport,
): Promise<StepExchanges[]> => {
  const answers: StepExchanges[] = [];
  for (const step of steps) {
    if (step.wait !== undefined) await transport.pause(step.wait);
    const requests = step.requests.map((plan): WireRequest => encodeRequest(plan, naming));
    const [only] = requests;
    answers.push(
      only && requests.length === 1
        ? [await transport.exchange(only)]
        : await Promise.all(requests.map((request) => transport.exchange(request))),
    );
  }
  return answers;
};

/** Works through a list, so many at a time, in its order. */
export const inParallel = async <Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
};
