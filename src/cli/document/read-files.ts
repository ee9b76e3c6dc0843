import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { Document } from '../../openapi/document/document.ts';
import type { SourceFiles } from '../../openapi/files/source-files.ts';
import type { ParsedOverlay } from '../../openapi/overlays/parse-overlay.ts';
import { readText } from '../read-lines.ts';
import { sayCause } from './load-document.ts';
import { type Locate, NOWHERE, within } from './use-document.ts';

/** A document as it was read from files. */
export interface ReadDocument {
  readonly document: Document;
  /** All that it was read from. */
  readonly files: readonly string[];
  /** Whether one file is it, word for word. */
  readonly isVerbatim: boolean;
  readonly locate: Locate;
}

/** Files called as the user called the one that leads to them. */
const filesBeside = (file: string): SourceFiles => ({
  read: (url) => {
    try {
      return readFileSync(fileURLToPath(url), 'utf8');
    } catch (error) {
      throw new Error(sayCause(error));
    }
  },
  show: (url) => showBeside(file, url),
});

const showBeside = (file: string, url: string): string => {
  const path = fileURLToPath(url);
  return path === resolve(file) ? file : join(dirname(file), relative(dirname(resolve(file)), path));
};

const urlOf = (file: string): string => pathToFileURL(resolve(file)).href;

/**
 * Reads a document and what it refers to in other files.
 *
 * @throws UserError that names file, line and column if one can't be read, or is none.
 */
export const readDocument = async (file: string): Promise<ReadDocument> => {
  const { parseDocument } = await import('../../openapi/document/parse-document.ts');
  const text = readText(file, 'the document');
  const { urls, ...parsed } = within('the document', NOWHERE, () =>
    parseDocument(text, { url: urlOf(file), files: filesBeside(file) }),
  );
  return { ...parsed, files: urls.map((url) => showBeside(file, url)) };
};

/** The same for an overlay. */
export const readOverlay = async (file: string): Promise<ParsedOverlay & Pick<ReadDocument, 'files'>> => {
  const { parseOverlay } = await import('../../openapi/overlays/parse-overlay.ts');
  const text = readText(file, 'the overlay');
  const parsed = within('the overlay', NOWHERE, () =>
    parseOverlay(text, { url: urlOf(file), files: filesBeside(file) }),
  );
  return { ...parsed, files: parsed.urls.map((url) => showBeside(file, url)) };
};
