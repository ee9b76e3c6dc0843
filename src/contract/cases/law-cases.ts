import type { Case } from '../case.ts';
import { addDeletionLaws } from '../laws/deletion-laws.ts';
import { createLawKit } from '../laws/law-kit.ts';
import { addListingLaws } from '../laws/listing-laws.ts';
import { addPagingLaws } from '../laws/paging-laws.ts';
import { addReadingLaws } from '../laws/reading-laws.ts';
import { addRefusalLaws } from '../laws/refusal-laws.ts';
import { addUpdateLaws } from '../laws/update-laws.ts';
import type { ContractModel } from '../model.ts';

/**
 * The state laws: what one operation does, the others show. They follow from what the document says
 * of each operation's effect (`x-effect`, `x-unique-key`), not from the operations themselves.
 */
export const listLaws = (model: ContractModel, depth: number): readonly Case[] =>
  model.resources.flatMap((resource) => {
    const kit = createLawKit(model, resource, depth);
    if (!kit) return [];
    addReadingLaws(kit);
    addListingLaws(kit);
    addPagingLaws(kit);
    addUpdateLaws(kit);
    addDeletionLaws(kit);
    addRefusalLaws(kit);
    return kit.cases;
  });
