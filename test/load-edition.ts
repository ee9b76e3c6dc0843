import { document } from '../mocks/document.ts';
import { editionFiles, listOverlays, overlayUrl } from '../src/cli/edition-files.ts';
import { applyReadings } from '../src/openapi/apply-readings.ts';
import type { Document } from '../src/openapi/document.ts';
import { createEditionResolver } from '../src/openapi/editions.ts';

const resolve = createEditionResolver(editionFiles);

/** The names of the editions that are made from overlays. */
export const editions = listOverlays();

/** The document of an edition, its readings not applied; the first one without a name. */
export const resolveEdition = (name?: string): Document =>
  name === undefined || name === document.info.version ? document : resolve(overlayUrl(name)).document;

/** The document of an edition with its default readings. */
export const loadEdition = (name?: string): Document => applyReadings(resolveEdition(name), {});
