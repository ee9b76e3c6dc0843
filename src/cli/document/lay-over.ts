import { withoutReadings } from '../../openapi/overlays/apply-readings.ts';
import { type ReadDocument, readOverlay } from './read-files.ts';
import { NOWHERE, within } from './use-document.ts';

/**
 * Applies overlays to a document, then its default readings again.
 *
 * @throws UserError that names file and line where one can't be read or applied.
 */
export const layOver = async (base: ReadDocument, overlays: readonly string[]): Promise<ReadDocument> => {
  const [{ applyParsed }, { closeReadings }, { locateInOverlay }] = await Promise.all([
    import('../../openapi/overlays/editions.ts'),
    import('../../openapi/overlays/close-readings.ts'),
    import('../../openapi/files/locate-in-overlay.ts'),
  ]);
  let changed = withoutReadings(base.document);
  const applied: Awaited<ReturnType<typeof readOverlay>>[] = [];
  for (const file of overlays) {
    const overlay = await readOverlay(file);
    changed = within('the overlay', NOWHERE, () => applyParsed(changed, overlay));
    applied.push(overlay);
  }
  const document = within(`the document with ${overlays.join(', ')}`, NOWHERE, () => closeReadings(changed));
  return {
    document,
    files: [...base.files, ...applied.flatMap(({ files }) => files)],
    isVerbatim: false,
    // What no overlay says is as it was before them.
    locate: (pointer, part) => {
      for (const overlay of applied.toReversed()) {
        const place = locateInOverlay(document, overlay, pointer, part);
        if (place !== undefined) return place;
      }
      return base.locate(pointer, part);
    },
  };
};
