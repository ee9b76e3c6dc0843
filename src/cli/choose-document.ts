import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { document as shipped } from '../../mocks/document.ts';
import { withoutReadings } from '../openapi/apply-readings.ts';
import { type Document, DocumentError, type Node, textAt } from '../openapi/document.ts';
import { readBuiltEdition } from './built-editions.ts';
import { editionFiles, listOverlays, overlayUrl } from './edition-files.ts';
import { UserError } from './fail.ts';
import { loadDocument, packageFolder, sayCause } from './load-document.ts';

/** The options that choose a document. */
export interface DocumentOptions {
  readonly spec?: string;
  readonly edition?: string;
  readonly overlay: readonly string[];
}

/** A document that options chose, not the one that is built in. */
export interface ChosenDocument {
  /** What it is made from, as rows for people. */
  readonly rows: readonly (readonly [name: string, value: string])[];
  /** The one file that it is, where it is one. */
  readonly file: string | undefined;
  /**
   * Reads it and checks it by `use`.
   *
   * @throws UserError that names file and line where it can't be used.
   */
  readonly load: <Result>(use: (document: Document) => Result) => Promise<Result>;
  /** The files that it is read from, as far as it is known before. */
  readonly files: () => Promise<readonly string[]>;
}

/** The names of all editions, the first one first. */
export const listEditions = (): string[] => [shipped.info.version, ...listOverlays()];

/**
 * The document that options choose; undefined for the one that is built in.
 *
 * @param fromSource read the overlays of an edition, even where the build made a document of them.
 * @throws UserError for an edition that is none.
 */
export const chooseDocument = (options: DocumentOptions, fromSource = false): ChosenDocument | undefined => {
  const { spec, overlay } = options;
  if (spec !== undefined && options.edition !== undefined)
    throw new UserError('Failed to use --edition: --spec gives another document. Give one of them.');
  const edition = checkEdition(options.edition);
  if (edition === undefined && overlay.length === 0) return spec === undefined ? undefined : chosenFile(spec);
  return {
    rows: [
      ...(edition === undefined ? [] : ([['edition', edition]] as const)),
      ...(spec === undefined ? [] : ([['document', spec]] as const)),
      ...overlay.map((file) => ['overlay', file] as const),
    ],
    file: undefined,
    load: async (use) => {
      if (edition === undefined)
        return layOver(spec === undefined ? shipped : await loadDocument(spec, keep), overlay, use);
      const document = await readEdition(edition, fromSource);
      return overlay.length === 0
        ? within(`the edition ${edition}: `, () => use(document))
        : layOver(document, overlay, use);
    },
    files: async () => [
      ...(edition === undefined ? [] : (await resolveEdition(edition)).files.map((url) => fileURLToPath(url))),
      ...(spec === undefined ? [] : [spec]),
      ...overlay,
    ],
  };
};

/**
 * The document of an edition by its name.
 *
 * @throws UserError for a name that is none, or where it can't be used.
 */
export const openEdition = async (name: string): Promise<Document> => {
  const edition = checkEdition(name);
  return edition === undefined ? shipped : readEdition(edition, false);
};

/** The name of the edition that the document of an edition was made from (`x-extends`). */
export const editionBefore = (document: Document): string | undefined =>
  textAt(document as unknown as Node, 'x-extends');

/** A document that is one file. */
export const chosenFile = (file: string): ChosenDocument => ({
  rows: [['document', file]],
  file,
  load: (use) => loadDocument(file, use),
  files: async () => [file],
});

/** Its name; undefined for the edition that is built in. */
const checkEdition = (name: string | undefined): string | undefined => {
  if (name === undefined || name === shipped.info.version) return undefined;
  const known = listEditions();
  if (known.includes(name)) return name;
  throw new UserError(`Failed to use --edition ${name}: there is no such edition (known: ${known.join(', ')}).`);
};

const keep = (document: Document): Document => document;

/** The document of an edition, as the build made it; where nothing is built, from its overlays. */
const readEdition = async (name: string, fromSource: boolean): Promise<Document> => {
  const built = isBuilt() && !fromSource ? readBuiltEdition(name) : undefined;
  if (built) return built;
  const { closeReadings } = await import('../openapi/close-readings.ts');
  const { document } = await resolveEdition(name);
  return within(`the edition ${name}: `, () => closeReadings(document));
};

const resolveEdition = async (name: string) => {
  const { createEditionResolver } = await import('../openapi/editions.ts');
  return within(`the edition ${name}: `, () => createEditionResolver(editionFiles)(overlayUrl(name)));
};

/**
 * The documents of all editions, the first one first, each with its default readings.
 *
 * @throws UserError that names file and line where one can't be used.
 */
export const loadEditions = async (): Promise<readonly { readonly name: string; readonly document: Document }[]> => {
  const { closeReadings } = await import('../openapi/close-readings.ts');
  const first = { name: shipped.info.version, document: closeReadings(shipped) };
  const others = listOverlays();
  const built = others.flatMap((name) => (isBuilt() ? (readBuiltEdition(name) ?? []) : []));
  if (built.length === others.length) return [first, ...built.map((document, index) => named(others[index], document))];
  const { createEditionResolver } = await import('../openapi/editions.ts');
  // One for all: each is made from the one before.
  const resolve = createEditionResolver(editionFiles);
  const made = others.map((name) =>
    within(`the edition ${name}: `, () => named(name, closeReadings(resolve(overlayUrl(name)).document))),
  );
  return [first, ...made];
};

const named = (name: string | undefined, document: Document) => ({ name: name ?? document.info.version, document });

/** Whether this runs as it was built. Code that runs from its sources may be newer than what was built. */
const isBuilt = (): boolean => import.meta.dirname.startsWith(join(packageFolder(), 'dist'));

/** Applies overlays of the user's to a document, then its default readings again. */
const layOver = async <Result>(
  document: Document,
  files: readonly string[],
  use: (document: Document) => Result,
): Promise<Result> => {
  const [{ applyParsed }, { parseOverlay }, { closeReadings }] = await Promise.all([
    import('../openapi/editions.ts'),
    import('../openapi/parse-overlay.ts'),
    import('../openapi/close-readings.ts'),
  ]);
  let changed = withoutReadings(document);
  for (const file of files) {
    const text = readOverlay(file);
    changed = within('the overlay ', () =>
      applyParsed(
        changed,
        at(file, () => parseOverlay(text)),
        file,
      ),
    );
  }
  return within(`the document with ${files.join(', ')}: `, () => use(closeReadings(changed)));
};

const readOverlay = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`Failed to read the overlay ${file}: ${sayCause(error)}.`);
  }
};

/** Puts the file before the message of an error that begins with line and column. */
const at = <Result>(file: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw error instanceof DocumentError ? new DocumentError(error.pointer, `${file}:${error.message}`) : error;
  }
};

const within = <Result>(what: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const place = error.pointer === '' ? '' : ` (${error.pointer})`;
    throw new UserError(`Failed to use ${what}${error.message}${place}`);
  }
};
