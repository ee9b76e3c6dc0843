import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { document as shipped } from '../../../mocks/document.ts';
import { type Document, type Node, textAt } from '../../openapi/document/document.ts';
import type { ResolveEdition } from '../../openapi/overlays/editions.ts';
import { readBuiltEdition } from '../editions/built-editions.ts';
import { editionFiles, listOverlays, overlayUrl } from '../editions/edition-files.ts';
import { UserError } from '../fail.ts';
import { layOver } from './lay-over.ts';
import { packageFolder } from './load-document.ts';
import { type ReadDocument, readDocument } from './read-files.ts';
import { NOWHERE, printNote, type TellNote, useDocument, within } from './use-document.ts';

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
  /** The one file that it is, word for word, where it is one; known when it was loaded. */
  readonly file: () => string | undefined;
  /**
   * Reads it, checks it, and makes something of it.
   *
   * @param tell is told what can be lived with. Default: it is printed.
   * @throws UserError that names file and line of all that is wrong with it.
   */
  readonly load: <Result>(use: (document: Document) => Result, tell?: TellNote) => Promise<Result>;
  /** The files that it is read from; known when it was loaded. */
  readonly files: () => readonly string[];
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
  let files: readonly string[] = [];
  return {
    rows: [
      ...(edition === undefined ? [] : ([['edition', edition]] as const)),
      ...(spec === undefined ? [] : ([['document', spec]] as const)),
      ...overlay.map((file) => ['overlay', file] as const),
    ],
    file: () => undefined,
    load: async (use, tell = printNote) => {
      const base =
        spec === undefined ? await readEdition(edition ?? shipped.info.version, fromSource) : await readDocument(spec);
      files = base.files;
      // Editions were checked when they were built.
      if (overlay.length === 0) return within(`the edition ${edition}`, base.locate, () => use(base.document));
      const laid = await layOver(base, overlay);
      files = laid.files;
      return useDocument(laid, `the document with ${overlay.join(', ')}`, use, tell);
    },
    files: () => files,
  };
};

/**
 * The document of an edition by its name.
 *
 * @throws UserError for a name that is none, or where it can't be used.
 */
export const openEdition = async (name: string): Promise<Document> => {
  const edition = checkEdition(name);
  return edition === undefined ? shipped : (await readEdition(edition, false)).document;
};

/** The name of the edition that the document of an edition was made from (`x-extends`). */
export const editionBefore = (document: Document): string | undefined =>
  textAt(document as unknown as Node, 'x-extends');

/** A document that is a file, with those that it refers to. */
export const chosenFile = (file: string): ChosenDocument => {
  let read: ReadDocument | undefined;
  return {
    rows: [['document', file]],
    file: () => (read?.isVerbatim ? file : undefined),
    load: async (use, tell = printNote) => {
      read = await readDocument(file);
      return useDocument(read, 'the document', use, tell);
    },
    files: () => read?.files ?? [file],
  };
};

/** Its name; undefined for the edition that is built in. */
const checkEdition = (name: string | undefined): string | undefined => {
  if (name === undefined || name === shipped.info.version) return undefined;
  const known = listEditions();
  if (known.includes(name)) return name;
  throw new UserError(`Failed to use --edition ${name}: there is no such edition (known: ${known.join(', ')}).`);
};

/** The document of an edition, as the build made it; where nothing is built, from its overlays. */
const readEdition = async (name: string, fromSource: boolean, make = createMaker()): Promise<ReadDocument> => {
  const read = { files: [], isVerbatim: false, locate: NOWHERE };
  if (name === shipped.info.version) return { ...read, document: shipped };
  const built = isBuilt() && !fromSource ? readBuiltEdition(name) : undefined;
  return { ...read, ...(built ? { document: built } : await make(name)) };
};

/** Makes editions from their overlays, each from the one before. What does so is loaded when it is asked for. */
const createMaker = () => {
  let resolve: ResolveEdition | undefined;
  return async (name: string): Promise<Pick<ReadDocument, 'document' | 'files'>> => {
    const [{ closeReadings }, { createEditionResolver }] = await Promise.all([
      import('../../openapi/overlays/close-readings.ts'),
      import('../../openapi/overlays/editions.ts'),
    ]);
    const make = resolve ?? createEditionResolver(editionFiles);
    resolve = make;
    return within(`the edition ${name}`, NOWHERE, () => {
      const { document, files } = make(overlayUrl(name));
      return { document: closeReadings(document), files: files.map((url) => fileURLToPath(url)) };
    });
  };
};

let loaded: Promise<readonly { readonly name: string; readonly document: Document }[]> | undefined;

/**
 * The documents of all editions, the first one first, each with its default readings; loaded once.
 *
 * @throws UserError that names file and line where one can't be used.
 */
export const loadEditions = (): NonNullable<typeof loaded> => {
  const make = createMaker();
  loaded ??= Promise.all(
    listEditions().map(async (name) => ({ name, document: (await readEdition(name, false, make)).document })),
  );
  return loaded;
};

/** Whether this runs as it was built. Code that runs from its sources may be newer than what was built. */
const isBuilt = (): boolean => import.meta.dirname.startsWith(join(packageFolder(), 'dist'));
