import type { Document } from '../../openapi/document/document.ts';
import { withoutReadings } from '../../openapi/overlays/apply-readings.ts';

/** Texts for readers of the document; nothing that answers a request needs them. */
const PROSE = new Set(['description', 'summary', 'x-summary-zh', 'at', 'place', 'why', 'x-generated']);
/** What a point of the register and a reading are called. */
const READER_TITLES = new Set(['question', 'title', 'zh']);

/**
 * The document without what only readers need: descriptions, places in the source, examples of
 * answers. Rules, titles of clauses in both languages, codes and readings stay; so do examples of what
 * is sent, from which the contract suite makes its valid requests.
 */
export const slimDocument = (document: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  slimObject(document, []);

/** The same of an edition's document. Its default readings are not applied yet: the fake applies them as it does others. */
export const slimEdition = (document: Document): Record<string, unknown> =>
  slimDocument(withoutReadings(document) as unknown as Record<string, unknown>);

const slim = (value: unknown, path: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => slim(item, [...path, String(index)]));
  return typeof value === 'object' && value !== null ? slimObject(value as Record<string, unknown>, path) : value;
};

const slimObject = (object: Readonly<Record<string, unknown>>, path: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) =>
      isForReaders(key, value, path) ? [] : [[key, slim(value, [...path, key])]],
    ),
  );

const isForReaders = (key: string, value: unknown, path: readonly string[]): boolean => {
  const holder = path.at(-1);
  // A field may be called "description".
  if (holder === 'properties' || holder === 'key') return false;
  if (PROSE.has(key)) return typeof value === 'string';
  // How operations are grouped, and what the groups are.
  if (key === 'tags') return Array.isArray(value);
  const isPoint = path.length === 2 && path[0] === 'x-ambiguities';
  const isReading = path.at(-2) === 'readings';
  if ((isPoint || isReading) && READER_TITLES.has(key)) return true;
  // A reading gives an answer its body by an example.
  return (key === 'example' || key === 'examples') && path.includes('responses') && path[0] !== 'x-ambiguities';
};
