import type { Case } from '../../contract/cases/case.ts';
import { listRequestCases } from '../../contract/cases/list-cases.ts';
import { CONTAINER, HOLDER, OTHER_CONTAINER, sampleOf, TOKEN } from '../../contract/model/placeholders.ts';
import { type ContractModel, type OperationModel, readModel } from '../../contract/model/read-model.ts';
import type { RequestPlan } from '../../contract/model/request.ts';
import { encodeRequest } from '../../contract/run/encode-request.ts';
import { makesRoots } from '../../contract/survey/survey.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import type { Candidate } from './candidate.ts';
import { shownCases } from './shown-cases.ts';

/** An edition, read. */
export interface CandidateModel extends Candidate {
  readonly contract: ContractModel;
  readonly cases: readonly Case[];
}

/** One request, with what it is about. */
export interface ProbeStep {
  readonly plan: RequestPlan;
  readonly model: OperationModel;
  /** What it asks, whatever its names: the same for the same request of several editions. */
  readonly point: string;
  /** The point of the plainest valid request of its kind: what that is refused for, it is refused for, too. */
  readonly control: string;
  /** What it finds out: a clause at a place, say. One fault shows in all that find out the same. */
  readonly fact: string;
}

/** A request that may tell editions apart, with what makes what it needs. */
export interface Probe {
  readonly id: string;
  /** The document that its requests are written by. */
  readonly contract: ContractModel;
  readonly tested: Case;
  readonly setup: readonly ProbeStep[];
  readonly step: ProbeStep;
  /** It looks, and needs nothing that must be made. */
  readonly isReadOnly: boolean;
  /** Whether the run's own container must be there. */
  readonly needsContainer: boolean;
  /** Whether its last request names that. */
  readonly usesContainer: boolean;
  /** Whether it creates, reads or deletes containers themselves. */
  readonly isOfRoots: boolean;
}

/** Cases that are about their operation as a whole. */
const WHOLE: ReadonlySet<string> = new Set(['plain', 'shown']);

/** Preparations of a probe are cheap; longer ones are none. */
const MOST_STEPS = 3;

export const readCandidate = (candidate: Candidate): CandidateModel => ({
  ...candidate,
  ...readOnce(candidate.document),
});

const readOnce = perDocument((document): Pick<CandidateModel, 'contract' | 'cases'> => {
  const contract = readModel(document);
  const offered = new Set(contract.operations.map(({ operation }) => operation.id));
  const cases = listRequestCases(contract, 1, offered);
  return { contract, cases: [...cases, ...shownCases(contract)] };
});

/** The requests that the cases of all editions hold, each once. */
export const listProbes = (candidates: readonly CandidateModel[]): Probe[] => {
  const probes = new Map<string, Probe>();
  for (const { contract, cases } of candidates) {
    const roots = makesRoots(contract);
    for (const tested of cases) {
      const probe = probeOf(contract, tested, roots);
      if (probe && !probes.has(probe.id)) probes.set(probe.id, probe);
    }
  }
  return [...probes.values()];
};

const probeOf = (contract: ContractModel, tested: Case, roots: ReadonlySet<string>): Probe | undefined => {
  const plans = tested.steps.flatMap(({ requests }) => requests);
  const text = JSON.stringify(plans);
  const { changes } = plans.at(-1) ?? {};
  const isOdd = changes?.credentials !== undefined || changes?.body !== undefined || tested.level === 'transport';
  if (isOdd || tested.ownContainer || tested.needsContainers || text.includes(OTHER_CONTAINER)) return undefined;
  const steps = plans.map((plan) => stepOf(contract, plan));
  const last = steps.at(-1);
  if (!last || steps.length > MOST_STEPS) return undefined;
  const { operation } = last.model;
  // What a request makes or changes must be known, or nobody can delete it.
  if (!LOOKS.has(operation.method) && operation.effect === undefined) return undefined;
  const step = WHOLE.has(tested.family) ? last : { ...last, fact: factOf(last, tested) };
  const setup = steps.slice(0, -1);
  const isReadOnly = LOOKS.has(operation.method) && setup.length === 0;
  return {
    id: steps.map(({ point }) => point).join('\n'),
    contract,
    tested,
    setup,
    step,
    isReadOnly: isReadOnly && !needsContainer(step),
    needsContainer: steps.some(needsContainer),
    usesContainer: usesOwn(step, CONTAINER),
    isOfRoots: roots.has(operation.id),
  };
};

/**
 * The clauses of the value that it is about, wherever that stands, and which of the listed values it is; else the
 * operation and all clauses.
 */
const factOf = ({ model }: ProbeStep, { clauses, subject: ref = '', kind }: Case): string => {
  const subject = model.subjects.find((each) => each.ref === ref);
  const own = clauses.filter((clause) => subject?.clauses.includes(clause)).map(bare);
  const value = subject && subject.values.length > 0 ? [kind] : [];
  return own.length > 0 ? [...own, ...value].join(' ') : [model.operation.id, ref, ...clauses].join(' ');
};

/** An edition that changes a clause puts its name behind an `@`. */
const bare = (clause: string): string => clause.replace(/@.*$/, '');

const LOOKS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether the run's own container must be there: a list that is filtered by it is empty without. */
const needsContainer = (step: ProbeStep): boolean => {
  const { method, effect, requires } = step.model.operation;
  const isList = LOOKS.has(method) && effect?.kind === 'list' && requires.length === 0;
  return usesOwn(step, CONTAINER) && !isList;
};

/** Whether a request has a placeholder anywhere. */
const usesOwn = ({ model, plan }: ProbeStep, mark: string): boolean =>
  JSON.stringify([{ ...model.plain, ...plan.changes.set }, plan.changes.query]).includes(mark);

const stepOf = (contract: ContractModel, plan: RequestPlan): ProbeStep => {
  const model = contract.byKey.get(plan.model);
  if (!model) throw new Error(`Failed to list the requests that tell editions apart: no operation ${plan.model}.`);
  const point = pointOf(model, plan);
  return { plan, model, point, control: pointOf(model, { model: model.key, changes: {} }), fact: point };
};

const utf8 = new TextDecoder();

const pointOf = (model: OperationModel, plan: RequestPlan): string => {
  // Whether a name is used once or again makes no other request.
  const { method, path, headers, body } = encodeRequest(model, plan, (value, maker) =>
    sampleOf(value.replaceAll(HOLDER, TOKEN), maker),
  );
  return `${method} ${path} ${JSON.stringify(headers)} ${utf8.decode(body)}`;
};
