import type { Document } from '../openapi/document.ts';
import type { Case } from './case.ts';
import { addBesideCases } from './cases/beside-cases.ts';
import { type CaseKit, createCaseKit } from './cases/case-kit.ts';
import { addCredentialCases } from './cases/credential-cases.ts';
import { addExistenceCases } from './cases/existence-cases.ts';
import { addFieldCases } from './cases/field-cases.ts';
import { listLaws } from './cases/law-cases.ts';
import { addMediaTypeCases } from './cases/media-type-cases.ts';
import { addNameCases } from './cases/name-cases.ts';
import { addPairCases } from './cases/pair-cases.ts';
import { addPathCases } from './cases/path-cases.ts';
import { addRareNames } from './cases/rare-name-cases.ts';
import { addRuleCases } from './cases/rule-cases.ts';
import { addStateCases } from './cases/state-cases.ts';
import { addTextCases } from './cases/text-cases.ts';
import { addWordCases } from './cases/word-cases.ts';
import { type ContractModel, type OperationModel, readModel } from './model.ts';
import { prepare } from './prepare.ts';

export interface CaseOptions {
  /** States that a server may have beyond the rule's own and still be found out: 0, 1 or 2. */
  readonly depth?: number;
  /** Decides the order. The cases are the same for every seed. */
  readonly seed?: number;
}

/** The cases of a document, and what it says in the form that judging them needs. */
export interface CaseList {
  readonly model: ContractModel;
  readonly cases: readonly Case[];
}

/**
 * Derives every case from a document. Same document, depth and seed: same cases in the same order.
 *
 * @throws DocumentError if the document can't be used.
 */
export const listCases = (document: Document, { depth = 1, seed = 1 }: CaseOptions = {}): CaseList => {
  const model = readModel(document);
  const perOperation = model.operations.map((operation) => {
    const setup = prepare(model, operation);
    // The deep look is at the operations that make names.
    const isDeep = makesNames(operation) && setup.steps.length === 0;
    const kit = createCaseKit(operation, isDeep ? depth : Math.min(0, depth - 1), setup.steps, setup.isComplete);
    addCases(kit);
    return kit.cases;
  });
  const laws = listLaws(model, depth);
  // Operation after operation: what one creates with an exact name, another may find taken.
  return { model, cases: [...perOperation, laws].flatMap((cases) => shuffle(cases, seed)) };
};

const makesNames = ({ operation, variant }: OperationModel): boolean =>
  variant.length === 0 && (operation.effect === undefined || operation.effect.kind === 'create');

const addCases = (kit: CaseKit): void => {
  const { model } = kit;
  const creates = makesNames(model) && !kit.isPrepared;
  for (const subject of model.subjects) {
    if (creates && (subject === model.nameSubject || model.containers.includes(subject))) {
      addWordCases(kit, subject);
      addNameCases(kit, subject);
      addRareNames(kit, subject);
      addPathCases(kit, subject);
    } else addRuleCases(kit, subject);
  }
  addFieldCases(kit);
  addPairCases(kit);
  addBesideCases(kit);
  for (const subject of model.subjects) addTextCases(kit, subject);
  addMediaTypeCases(kit);
  addStateCases(kit);
  addExistenceCases(kit);
  addCredentialCases(kit);
};

/** Fisher and Yates, with a small generator (mulberry32): an order is part of what "same seed" means. */
const shuffle = (cases: readonly Case[], seed: number): Case[] => {
  const order = [...cases];
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [left, right] = [order[index], order[other]];
    if (left && right) {
      order[index] = right;
      order[other] = left;
    }
  }
  return order;
};
