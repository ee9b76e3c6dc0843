import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTypes } from '../../openapi/operations/write-types.ts';
import { closeReadings } from '../../openapi/overlays/close-readings.ts';
import { createEditionResolver } from '../../openapi/overlays/editions.ts';
import { plainDocument } from '../../openapi/plain-document.ts';
import { baseUrl, editionFiles, listOverlays, overlayUrl } from '../editions/edition-files.ts';

/**
 * Makes the document, the one for tools of others and the types of each edition.
 *
 * @throws DocumentError if an overlay can't be used; its message names file and line.
 */
export const buildEditions = (out: string): void => {
  const resolve = createEditionResolver(editionFiles);
  mkdirSync(join(out, 'plain'), { recursive: true });
  for (const url of [baseUrl(), ...listOverlays().map(overlayUrl)]) {
    const document = closeReadings(resolve(url).document);
    const name = document.info.version;
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify(document)}\n`);
    writeFileSync(join(out, 'plain', `${name}.json`), `${JSON.stringify(plainDocument(document))}\n`);
    writeFileSync(join(out, `${name}.d.ts`), writeTypes(document, `${editionFiles.show(url)} by the build`));
  }
};
