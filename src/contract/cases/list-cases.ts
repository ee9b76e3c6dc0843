import type { ContractModel, OperationModel } from '../model/read-model.ts';
import type { Subject } from '../model/subject.ts';
import { addBodyCases, addPathCases } from './body-cases.ts';
import type { Case, Rank } from './case.ts';
import { createCaseKit } from './case-kit.ts';
import { addExistenceCases } from './existence-cases.ts';
import { addFieldCases } from './field-cases.ts';
import { addFilterCases } from './filter-cases.ts';
import { addWordCases } from './word-cases.ts';

/**
 * The cases of one request each, up to a rank. Plain data: the same document gives the same cases.
 *
 * @param offered the operations to make them for.
 */
export const listRequestCases = (contract: ContractModel, deepest: Rank, offered: ReadonlySet<string>): Case[] => {
  const models = contract.operations.filter(({ operation }) => offered.has(operation.id));
  const homes = homesOf(models);
  return models.flatMap((model) => {
    // A refusal may be for what could not be made.
    if (model.unmakeable !== undefined) return [];
    const kit = createCaseKit(contract, model, deepest);
    addExistenceCases(kit);
    for (const subject of model.subjects.filter(isWord))
      addWordCases(kit, subject, homes.get(subject.rule.id) === `${model.key} ${subject.ref}`);
    addFieldCases(kit);
    addFilterCases(kit);
    addBodyCases(kit);
    addPathCases(kit);
    return [...kit.cases.values()];
  });
};

/** Whether a value by itself has a rule of characters or length. */
const isWord = ({ rule, values, type, pairs }: Subject): boolean =>
  type === 'string' &&
  pairs === undefined &&
  values.length === 0 &&
  (rule.hasPatterns || Number.isFinite(rule.most) || rule.least > 0);

/**
 * Where each rule is proven in full: at the value that names what an operation creates, else where
 * something is created, else where it stands first.
 */
export const homesOf = (models: readonly OperationModel[]): ReadonlyMap<string, string> => {
  const homes = new Map<string, string>();
  const weights = new Map<string, number>();
  for (const { operation, nameSubject, subjects, isMain, key } of models)
    for (const { ref, rule } of isMain ? subjects.filter(isWord) : []) {
      const creates = operation.effect?.kind === 'create' || operation.effect === undefined;
      const weight = nameSubject?.ref === ref ? 2 : creates && operation.requires.length === 0 ? 1 : 0;
      if (weight <= (weights.get(rule.id) ?? -1)) continue;
      weights.set(rule.id, weight);
      homes.set(rule.id, `${key} ${ref}`);
    }
  return homes;
};
