import { CONTAINER } from '../model/placeholders.ts';
import { type ContractModel, creatorOf, type OperationModel } from '../model/read-model.ts';
import type { RequestPlan } from '../model/request.ts';
import type { Step } from './case.ts';

/** What makes what a plain request needs to be there, and whether that is all it needs. */
interface Preparation {
  readonly steps: readonly Step[];
  readonly isComplete: boolean;
}

/**
 * The steps that make what a plain request of an operation needs to be there. What holds everything
 * (a namespace) is the run's own and is there already.
 */
export const prepare = (contract: ContractModel, model: OperationModel): Preparation => {
  const steps = new Map<string, Step>();
  for (const rule of model.operation.requires) {
    // A list names several records; what it must hold, nobody here can make.
    const isKnown = (ref: string): boolean => model.subjects.some((subject) => subject.ref === ref);
    if (!Object.values(rule.key).every(isKnown)) return { steps: [...steps.values()], isComplete: false };
    const values = Object.entries(rule.key).map(([property, ref]) => [property, model.plain[ref]] as const);
    if (values.every(([, value]) => value === undefined || value === CONTAINER)) continue;
    const creator = creatorOf(contract, rule.collection);
    // What only the server names is known by the number that its creation answers.
    const isNamed = creator?.operation.uniqueKey !== undefined || creator?.gives !== undefined;
    if (!creator || creator.unmakeable !== undefined || !isNamed)
      return { steps: [...steps.values()], isComplete: false };
    const before = prepare(contract, creator);
    if (!before.isComplete) return before;
    const step: Step = { requests: [createRequest(creator, new Map(values))], setup: true };
    for (const each of [...before.steps, step]) steps.set(JSON.stringify(each), each);
  }
  return { steps: [...steps.values()], isComplete: true };
};

/** The request that creates a record with these values of its key, by property. */
export const createRequest = (creator: OperationModel, key: ReadonlyMap<string, string | undefined>): RequestPlan => {
  const places = Object.entries(creator.operation.uniqueKey?.key ?? {});
  const set = Object.fromEntries(places.map(([property, ref]) => [ref, key.get(property)]));
  return { model: creator.key, changes: { set } };
};
