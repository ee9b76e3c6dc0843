import type { Document } from '../openapi/document.ts';
import type { Case } from './case.ts';
import { addBesideCases } from './cases/beside-cases.ts';
import { createCaseKit } from './cases/case-kit.ts';
import { addCredentialCases } from './cases/credential-cases.ts';
import { addFieldCases } from './cases/field-cases.ts';
import { addMediaTypeCases } from './cases/media-type-cases.ts';
import { addNameCases } from './cases/name-cases.ts';
import { addPathCases } from './cases/path-cases.ts';
import { addRareNames } from './cases/rare-name-cases.ts';
import { addStateCases } from './cases/state-cases.ts';
import { addTextCases } from './cases/text-cases.ts';
import { addWordCases } from './cases/word-cases.ts';
import { type ContractModel, readModel } from './model.ts';

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
  const cases = model.operations.flatMap((operation) => {
    const kit = createCaseKit(operation, depth);
    for (const subject of operation.subjects) {
      addWordCases(kit, subject);
      addNameCases(kit, subject);
      addRareNames(kit, subject);
      addPathCases(kit, subject);
    }
    addFieldCases(kit);
    addBesideCases(kit);
    for (const subject of operation.subjects) addTextCases(kit, subject);
    addMediaTypeCases(kit);
    addStateCases(kit);
    addCredentialCases(kit);
    return kit.cases;
  });
  return { model, cases: shuffle(cases, seed) };
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
