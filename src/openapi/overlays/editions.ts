import { copyOf, type Document, DocumentError } from '../document/document.ts';
import { parseDocument } from '../document/parse-document.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { applyActions } from './apply-overlay.ts';
import { jsonPath } from './json-path.ts';
import { type ParsedOverlay, parseOverlay } from './parse-overlay.ts';

/** An edition, made from the overlays that lead to it. */
export interface ResolvedEdition {
  /** Without readings applied, see `closeReadings`. */
  readonly document: Document;
  /** The files that it is made from, the first document first. */
  readonly files: readonly string[];
}

/** Makes the document of an edition from the URL of its overlay. */
export type ResolveEdition = (url: string) => ResolvedEdition;

/**
 * A resolver of editions. An edition is an overlay whose `extends` is the document before it: the overlay of
 * another edition, or an OpenAPI document. Each is made once.
 *
 * @returns a function that throws a DocumentError whose message begins with file, line and column.
 */
export const createEditionResolver = (files: SourceFiles): ResolveEdition => {
  const made = new Map<string, ResolvedEdition>();

  const resolve = (url: string, open: readonly string[]): ResolvedEdition => {
    const done = made.get(url);
    if (done) return done;
    const text = files.read(url);
    const result = isOverlay(text)
      ? extend(url, text, open)
      : { document: within(url, () => parseDocumentOnce(url, text)), files: [url] };
    made.set(url, result);
    return result;
  };

  const extend = (url: string, text: string, open: readonly string[]): ResolvedEdition => {
    const parsed = within(url, () => parseOverlayOnce(url, text));
    const { overlay, locate } = parsed;
    const name = nameOf(url);
    const failAt = (pointer: string, message: string): never => {
      throw new DocumentError('', `${files.show(url)}:${locate(pointer)}: ${message}`);
    };
    if (overlay.info.version !== name) failAt('/info/version', `the version must be the name of the file, ${name}.`);
    const target = overlay.extends ?? failAt('', 'an edition must say what it extends.');
    const before = new URL(target, url).href;
    const chain = [...open, url];
    if (chain.includes(before))
      failAt('/extends', `the editions extend each other: ${[...chain, before].map(nameOf).join(', ')}.`);
    try {
      // Missing files are told where they are asked for.
      files.read(before);
    } catch (error) {
      failAt('/extends', `it extends ${target}, which can't be read: ${(error as Error).message}.`);
    }
    const base = resolve(before, chain);
    const pieces = (overlay['x-includes'] ?? []).map((piece, index) => {
      const at = new URL(piece, url).href;
      try {
        return [at, files.read(at)] as const;
      } catch (error) {
        return failAt(
          `/x-includes/${index}`,
          `it includes ${piece}, which can't be read: ${(error as Error).message}.`,
        );
      }
    });
    const whole = pieces.reduce(
      (document, [at, piece]) =>
        applyParsed(
          document,
          within(at, () => parseOverlayOnce(at, piece)),
          files.show(at),
        ),
      base.document,
    );
    const document = applyParsed(whole, parsed, files.show(url));
    return {
      document: Object.assign(
        { ...document, info: { ...document.info, version: name } },
        { 'x-extends': base.document.info.version },
      ),
      files: [...base.files, ...pieces.map(([at]) => at), url],
    };
  };

  const within = <Result>(url: string, act: () => Result): Result => {
    try {
      return act();
    } catch (error) {
      if (error instanceof DocumentError) throw new DocumentError('', `${files.show(url)}:${error.message}`);
      throw error;
    }
  };

  return (url) => resolve(url, []);
};

/** Reads a file again only where its text is another: between two times that an edition is made, few of them change. */
const onlyIfChanged = <Read>(read: (text: string) => Read): ((url: string, text: string) => Read) => {
  const last = new Map<string, { readonly text: string; readonly read: Read }>();
  return (url, text) => {
    const before = last.get(url);
    const now = before?.text === text ? before : { text, read: read(text) };
    last.set(url, now);
    return now.read;
  };
};

const parseOverlayOnce = onlyIfChanged((text) => parseOverlay(text));
const parseDocumentOnce = onlyIfChanged((text) => copyOf(parseDocument(text).document));

/**
 * A copy of a document with an overlay laid over it.
 *
 * @param document without readings applied.
 * @param shown what the overlay's file is called, unless it says so itself where it locates something.
 * @throws DocumentError whose message begins with file, line and column.
 */
export const applyParsed = (
  document: Document,
  { overlay, locate }: Pick<ParsedOverlay, 'overlay' | 'locate'>,
  shown?: string,
): Document => {
  const copy = copyOf(document);
  const file = shown === undefined ? '' : `${shown}:`;
  const say = (pointer: string, message: string): string => `${file}${locate(pointer)}: ${message}`;
  try {
    applyActions(copy, overlay.actions, {
      query: jsonPath,
      pointer: '/actions',
    });
  } catch (error) {
    throw error instanceof DocumentError ? new DocumentError('', say(error.pointer, error.message)) : error;
  }
  return copy;
};

/** `2019-02` of `file:///spec/editions/2019-02.yaml` */
export const nameOf = (url: string): string => url.replace(/^.*\//, '').replace(/\.(?:ya?ml|json)$/, '');

const isOverlay = (text: string): boolean => /^["']?overlay["']?\s*:|^\s*\{\s*"overlay"\s*:/m.test(text);
