import { document } from '../mocks/document.ts';
import { editionFiles, listOverlays, overlayUrl } from '../src/cli/editions/edition-files.ts';
import type { Document } from '../src/openapi/document/document.ts';
import { applyReadings } from '../src/openapi/overlays/apply-readings.ts';
import { createEditionResolver } from '../src/openapi/overlays/editions.ts';

const resolve = createEditionResolver(editionFiles);

/** The names of the editions that are made from overlays. */
export const editions = listOverlays();

/** The document of an edition, its readings not applied; the first one without a name. */
export const resolveEdition = (name?: string): Document =>
  name === undefined || name === document.info.version ? document : resolve(overlayUrl(name)).document;

/** The document of an edition with its default readings. */
export const loadEdition = (name?: string): Document => applyReadings(resolveEdition(name), {});
