import { curlLine } from '../../http/curl-line.ts';
import { redactHeaders, redactTarget } from '../../http/redact.ts';
import type { Level, Step } from '../cases/case.ts';
import { type Deviation, judge } from '../judge/judge.ts';
import type { Prediction } from '../laws/world.ts';
import type { Naming } from '../model/placeholders.ts';
import type { RequestPlan } from '../model/request.ts';
import { encodeRequest, type WireRequest } from '../run/encode-request.ts';
import { nameCase, openingPlan, type Sender, type StepExchanges, sendSteps } from '../run/run-cases.ts';
import type { Exchange } from '../run/transport.ts';
import type { Words } from './diagnosis.ts';
import type { Example, SentRequest } from './finding.ts';
import { speak } from './say.ts';

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
  readonly absent: ReadonlyMap<string, string>;
}

/** Layers of how an answer is told, not of what is done. */
const HOW_TOLD: ReadonlySet<string> = new Set(['number', 'body']);

/** Requests that one finding may cost. */
const BUDGET = 60;

/** Steps that were sent to find out, with fresh names. */
export interface Attempt {
  readonly steps: readonly Step[];
  readonly naming: Naming;
  readonly answers: readonly StepExchanges[];
  /** What in the last step is not as it must be. */
  readonly deviation: Deviation | undefined;
  /** Whether the last step could be judged, and does what it must, however it is told. */
  readonly isRight: boolean;
  /** Whether the document says what the last answer must show, or that it must be refused. */
  readonly looks: boolean;
  /** The last request and its answer, or the one that deviates. */
  readonly exchange: Exchange | undefined;
}

/** Asks the server, as often as one finding may. */
export interface Experiment {
  readonly attempt: (steps: readonly Step[]) => Promise<Attempt | undefined>;
  /** Requests that may be sent still. */
  readonly left: () => number;
}

/** @param level of what is looked for: open points are judged as such. */
export const createExperiment = (laboratory: Laboratory, level: Level, budget: number = BUDGET): Experiment => {
  const { sender, freshContainers } = laboratory;
  let left = budget;
  return {
    left: () => left,
    attempt: async (steps) => {
      left -= steps.reduce((sum, { requests }) => sum + requests.length, 0);
      if (left < 0 || sender.transport.stopped() !== undefined) return undefined;
      const tested = { steps, level, clauses: [], ownContainer: freshContainers };
      const naming = await nameCase(sender, tested);
      const answers = await sendSteps(sender, steps, naming);
      const judgement = judge(sender.contract, tested, answers, sender.namer.fill(naming));
      const last = steps.length - 1;
      const deviation = judgement.deviations.find(({ step }) => step === last);
      if (answers.some((exchanges) => exchanges.some(({ isOurs }) => isOurs))) return undefined;
      return {
        steps,
        naming,
        answers,
        deviation,
        isRight: judgement.problem === undefined && judgement.deviations.every(({ layer }) => HOW_TOLD.has(layer)),
        looks: isForetold(judgement.answers.at(-1)?.prediction),
        exchange: answers[last]?.[deviation?.request ?? 0],
      };
    },
  };
};

const isForetold = (prediction: Prediction | undefined): boolean =>
  prediction !== undefined && (prediction.sees !== undefined || prediction.outcome !== 'success');

/** An attempt as people are shown it, with the words that say its values. */
export interface Spoken {
  readonly example: Example;
  readonly title: Words;
  /** The curl lines with names that were never sent, for where the sent ones could not be deleted. */
  readonly spare: string;
}

/** The attempt for people. */
export const toExample = async (
  laboratory: Laboratory,
  { steps, exchange, naming }: Attempt,
  value: string,
  words: Words,
): Promise<Spoken> => {
  const { sender } = laboratory;
  const { namer } = sender;
  const say = (text: string): string => namer.fill(naming)(text, makerOf(laboratory, steps, text));
  const others = await nameCase({ ...sender, opener: undefined }, { steps, ownContainer: laboratory.freshContainers });
  // Where containers must exist first, the lines make their own.
  const container = sender.mustOpen ? namer.newContainer() : others.container;
  return {
    example: {
      request: exchange ? toSent(exchange.request, laboratory, curlLines(laboratory, steps, naming)) : EMPTY,
      response: exchange?.response,
      value: say(value),
    },
    title: speak(words, say),
    spare: curlLines(laboratory, steps, { ...others, container }),
  };
};

/** What a shell is given to see the last answer: all that was sent before it, too. */
const curlLines = (laboratory: Laboratory, steps: readonly Step[], names: Naming): string => {
  const { contract, namer, mustOpen, opener } = laboratory.sender;
  const containers = mustOpen && opener ? [names.container, names.otherContainer].filter((each) => each !== '') : [];
  const opening = containers.flatMap((each) => (opener ? [openingPlan(opener, each)] : []));
  const lines = [...opening, ...steps.flatMap(({ requests }) => requests)].flatMap((plan) => {
    const model = contract.byKey.get(plan.model);
    return model ? [toCurl(encodeRequest(model, plan, namer.fill(names)), laboratory)] : [];
  });
  const together = steps.at(-1)?.requests.length ?? 1;
  const last = lines.at(-1) ?? '';
  const all = together > 1 ? `for n in $(seq ${together}); do ${last} & done; wait` : last;
  return [...lines.slice(0, -together), all].join('\n');
};

const EMPTY: SentRequest = { method: '', url: '', headers: {}, body: '', curl: '' };

/** What makes the names in a value: that of the subject which has it. */
const makerOf = ({ sender: { contract } }: Laboratory, steps: readonly Step[], value: string) => {
  const plan = steps.at(-1)?.requests[0];
  const model = contract.byKey.get(plan?.model ?? '');
  const ref = Object.entries(plan?.changes.set ?? {}).find(([, each]) => each === value)?.[0];
  return (model?.subjects.find((subject) => subject.ref === ref) ?? model?.nameSubject)?.maker;
};

const headersOf = (request: WireRequest, { credentials }: Laboratory): Record<string, string> =>
  redactHeaders({ ...(request.credentials ? credentials : {}), ...request.headers });

const toSent = (request: WireRequest, laboratory: Laboratory, curl: string): SentRequest => ({
  method: request.method,
  url: laboratory.origin + redactTarget(request.path),
  headers: headersOf(request, laboratory),
  body: new TextDecoder().decode(request.body),
  curl,
});

const toCurl = (request: WireRequest, laboratory: Laboratory): string =>
  curlLine({
    method: request.method,
    url: laboratory.origin + request.path,
    headers: headersOf(request, laboratory),
    body: request.body,
    exact: request.exact,
  });

/** The last request of some steps. */
export const lastPlan = (steps: readonly Step[], request = 0): RequestPlan | undefined =>
  steps.at(-1)?.requests[request] ?? steps.at(-1)?.requests[0];

/** The steps with another last request. */
export const withLast = (steps: readonly Step[], plan: RequestPlan): Step[] => [
  ...steps.slice(0, -1),
  { requests: [plan] },
];
