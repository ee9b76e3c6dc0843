import { createDice } from '../../http/dice.ts';
import type { Document } from '../../openapi/document/document.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import { shuffle } from '../../values/shuffle.ts';
import { type Case, DEPTHS, type Depth, type Rank } from '../cases/case.ts';
import { listRequestCases } from '../cases/list-cases.ts';
import { type ContractModel, readModel } from '../model/read-model.ts';
import { addBesideLaws } from './beside-laws.ts';
import { createLawKit } from './law-kit.ts';
import { addListLaws } from './list-laws.ts';
import { addNameLaws } from './name-laws.ts';
import { addRecordLaws } from './record-laws.ts';

export interface CaseOptions {
  /** How far to go; default `standard`. */
  readonly depth?: Depth;
  /** Decides the order among cases of one rank. The cases are the same for every seed. */
  readonly seed?: number;
  /** Ids of the operations to make cases for. Default: all. */
  readonly offered?: ReadonlySet<string>;
}

/** The last rank that a depth sends. */
export const rankOf = (depth: Depth): Rank => (DEPTHS.indexOf(depth) + 1) as Rank;

/**
 * Derives every case from a document, those most worth sending first. Same document, depth and seed:
 * same cases in the same order.
 *
 * @throws DocumentError if the document can't be used.
 */
export const listCases = (document: Document, options: CaseOptions = {}): Case[] =>
  casesOf(readModel(document), options);

/** The same of a document that was read. */
export const casesOf = (
  contract: ContractModel,
  { depth = 'standard', seed = 1, offered }: CaseOptions = {},
): Case[] => {
  const own = offered ?? new Set(contract.operations.map(({ operation }) => operation.id));
  const made = listed(contract);
  const key = [depth, ...[...own].sort()].join(' ');
  const cases = made.get(key) ?? derive(contract, rankOf(depth), own);
  made.set(key, cases);
  return shuffle(cases, createDice(seed)).toSorted((left, right) => left.rank - right.rank);
};

// For a second target, or by another seed, they are the same.
const listed = perDocument((_contract: ContractModel) => new Map<string, Case[]>());

const derive = (contract: ContractModel, deepest: Rank, own: ReadonlySet<string>): Case[] => {
  const known: ContractModel = {
    ...contract,
    resources: contract.resources.map((resource) => ({
      ...resource,
      operations: resource.operations.filter(({ operation }) => own.has(operation.id)),
    })),
  };
  // The state laws follow from what the document says of each operation's effect (`x-effect`, `x-unique-key`).
  const kits = known.resources.flatMap((resource) => createLawKit(known, resource, deepest) ?? []);
  for (const kit of kits) for (const add of [addNameLaws, addRecordLaws, addBesideLaws, addListLaws]) add(kit);
  return [...listRequestCases(known, deepest, own), ...kits.flatMap((kit) => kit.cases())];
};
