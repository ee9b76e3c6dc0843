import type { KeyRule } from '../openapi/rules.ts';
import type { Step } from './case.ts';
import type { ContractModel, OperationModel } from './model.ts';
import { plainValue, planRequest } from './plan-request.ts';

/** The operation that creates records of a collection. */
export const creatorOf = (contract: Pick<ContractModel, 'resources'>, collection: string): OperationModel | undefined =>
  contract.resources
    .find((resource) => resource.collection === collection)
    ?.operations.find(({ operation }) => operation.effect?.kind === 'create');

/** Success in any number: what only prepares is not what is tested. */
const ANY_SUCCESS = { outcome: 'success', statuses: ['2xx'] } as const;

/**
 * The steps that make what a plain request of an operation needs to be there. What holds everything
 * (a namespace) is the run's own and is there already.
 *
 * @returns as many steps as there are operations for, and whether that is all it needs.
 */
export const prepare = (
  contract: Pick<ContractModel, 'resources'>,
  model: OperationModel,
): { readonly steps: Step[]; readonly isComplete: boolean } => {
  const steps: Step[] = [];
  for (const rule of model.operation.requires) {
    const values = valuesOf(model, rule);
    // A container's own name: what it needs is the run's affair.
    if (values.every(({ isContainer }) => isContainer)) continue;
    const creator = creatorOf(contract, rule.collection);
    if (!creator) return { steps, isComplete: false };
    const places = creator.operation.uniqueKey?.key ?? {};
    const set = Object.fromEntries(values.map(({ property, value }) => [places[property] ?? '', value]));
    steps.push({ requests: [planRequest(creator, { set })], expect: ANY_SUCCESS, setup: true });
  }
  return { steps, isComplete: true };
};

const valuesOf = (
  model: OperationModel,
  { key }: KeyRule,
): { readonly property: string; readonly value: string; readonly isContainer: boolean }[] =>
  Object.entries(key).flatMap(([property, ref]) => {
    const subject = model.subjects.find((each) => each.ref === ref);
    return subject
      ? [{ property, value: plainValue(model, subject), isContainer: model.containers.includes(subject) }]
      : [];
  });
