import type { Comparison } from '../../changes/change.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import { applyReadings } from '../../openapi/overlays/apply-readings.ts';
import { editionBefore, listEditions, openEdition } from '../document/choose-document.ts';

/** What a document changed in the edition that it was made from; null and nothing where there is none before it. */
export interface ToldChanges extends Pick<Comparison, 'after' | 'changes'> {
  readonly before: string | null;
}

/**
 * Tells what the document in force changed in the edition before it. That one is read, and the two are compared, when
 * somebody asks: a server of the first edition loads nothing.
 */
export const tellChanges = perDocument(async (document): Promise<ToldChanges> => {
  const former = editionBefore(document);
  if (former === undefined || !listEditions().includes(former))
    return { before: null, after: document.info.version, changes: [] };
  const { compareDocuments } = await import('../../changes/compare/compare-documents.ts');
  const { before, after, changes } = compareDocuments(applyReadings(await openEdition(former), {}), document);
  return { before, after, changes };
});
