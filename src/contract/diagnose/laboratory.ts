import type { Case, Step } from '../cases/case.ts';
import { type Deviation, judge } from '../judge/judge.ts';
import type { Naming } from '../model/placeholders.ts';
import type { Changes, RequestPlan } from '../model/request.ts';
import { clearContainers } from '../run/clean-up.ts';
import { nameCase, type Sender, sendSteps } from '../run/send-steps.ts';
import type { Exchange } from '../run/transport.ts';

/** What is needed to ask the server again. */
export interface Laboratory {
  readonly sender: Sender;
  /** Of the target, without a slash at its end. */
  readonly origin: string;
  /** Headers of the credentials, for the curl line. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Whether names may be made in containers that did not exist. */
  readonly freshContainers: boolean;
  /** Operations that the server does not offer. */
  readonly absent: ReadonlyMap<string, unknown>;
}

/** Requests that one finding may cost. */
const BUDGET = 60;

/** Steps that were sent to find out, with fresh names. */
export interface Attempt {
  readonly steps: readonly Step[];
  readonly naming: Naming;
  /** What in the last step is not as it must be. */
  readonly deviation: Deviation | undefined;
  /** Whether the last step could be judged, and does what it must, however it is told. */
  readonly isRight: boolean;
  /** Whether the document says what the last answer must show, or that it must be refused. */
  readonly looks: boolean;
  /** The last request and its answer, or the one that deviates. */
  readonly exchange: Exchange;
}

/** Asks the server, as often as one finding may. */
export interface Experiment {
  readonly attempt: (steps: readonly Step[]) => Promise<Attempt | undefined>;
  /** Requests that may be sent still. */
  readonly left: () => number;
}

/** @param of the case that is looked into: open points are judged as such, and what was alone in a container is again. */
export const createExperiment = (
  { sender, freshContainers }: Laboratory,
  { level, family, ownContainer: wasAlone }: Pick<Case, 'level' | 'family' | 'ownContainer'>,
): Experiment => {
  const { mustOpen = false } = sender;
  const ownContainer = freshContainers || (wasAlone && mustOpen);
  const opens = ownContainer && mustOpen;
  let left = BUDGET;
  return {
    left: () => left,
    attempt: async (steps) => {
      left -= steps.reduce((sum, { requests }) => sum + requests.length, opens ? 2 : 0);
      if (left < 0 || sender.transport.stopped() !== undefined) return undefined;
      const tested = { steps, level, family, clauses: [], ownContainer };
      const naming = await nameCase(sender, tested);
      const answers = await sendSteps(sender, steps, naming);
      // An account may have few.
      if (opens) await clearContainers(sender, tested, naming);
      const judgement = judge(sender.contract, tested, answers, sender.namer.fill(naming));
      const deviation = judgement.deviations.find(({ step }) => step === steps.length - 1);
      const exchange = answers.at(-1)?.[deviation?.request ?? 0];
      if (!exchange || answers.flat().some(({ isOurs }) => isOurs)) return undefined;
      const foretold = judgement.answers.at(-1)?.prediction;
      const isTold = judgement.deviations.every(({ layer }) => layer === 'number' || layer === 'body');
      return {
        ...{ steps, naming, deviation, exchange },
        isRight: judgement.problem === undefined && isTold,
        looks: foretold !== undefined && (foretold.sees !== undefined || foretold.outcome !== 'success'),
      };
    },
  };
};

/** The last request of some steps. */
export const lastPlan = (steps: readonly Step[]): RequestPlan =>
  steps.at(-1)?.requests[0] ?? { model: '', changes: {} };

/** The steps with other changes in one of them, the last unless told otherwise. */
export const withChanges = (steps: readonly Step[], changes: Changes, place = steps.length - 1): Step[] =>
  steps.map((step, index) =>
    index === place ? { ...step, requests: step.requests.slice(0, 1).map((plan) => ({ ...plan, changes })) } : step,
  );

/** Sets one value of the last request; undefined leaves it out. */
export const withValue = (steps: readonly Step[], ref: string, value: string | undefined): Step[] => {
  const { changes } = lastPlan(steps);
  return withChanges(steps, { ...changes, set: { ...changes.set, [ref]: value } });
};

/** The value of the last request, as it is planned; empty where it is about none. */
export const valueOfLast = (steps: readonly Step[], ref: string | undefined): string => {
  const value = lastPlan(steps).changes.set?.[ref ?? ''];
  return typeof value === 'string' ? value : '';
};
