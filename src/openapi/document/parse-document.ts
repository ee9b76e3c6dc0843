import { upgrade } from '@scalar/openapi-upgrader';
import { joinFiles } from '../files/join-files.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { type Document, DocumentError, isNode, type Node, textAt } from './document.ts';
import { type ParsedYaml, parseYaml } from './parse-yaml.ts';

/** A document and a way to say where in its text a pointer leads. */
export interface ParsedDocument extends Pick<ParsedYaml, 'locate'> {
  readonly document: Document;
  /** The URLs of the files that it was read from, where they are known. */
  readonly urls: readonly string[];
  /** Whether it is what the text says: of one file, and of a version that needs no change. */
  readonly isVerbatim: boolean;
}

/** Where Swagger has what OpenAPI has elsewhere. */
const SWAGGER_PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\/components\/schemas/, '/definitions'],
  [/^\/components\/securitySchemes/, '/securityDefinitions'],
  [/^\/components(\/(?:parameters|responses))/, '$1'],
  [/\/content\/[^/]+\/schema/, '/schema'],
];

/**
 * Reads an OpenAPI document from YAML or JSON text. Swagger 2.0 and OpenAPI 3.0 become OpenAPI 3.1.
 *
 * @param from the URL of its file, and what reads the files that it refers to; `locate` and errors then name the file.
 *   Default: references to other files stay as they are.
 * @throws DocumentError if the text is not YAML, or not an OpenAPI document.
 */
export const parseDocument = (
  text: string,
  from?: { readonly url: string; readonly files: SourceFiles },
): ParsedDocument => {
  const joined = from ? joinFiles(text, from.url, 'document', from.files) : { ...parseYaml(text), urls: [] };
  const { value, urls, locate } = joined;
  const version = (isNode(value) && (textAt(value, 'openapi') ?? textAt(value, 'swagger'))) || '';
  if (!isNode(value) || !/^(?:3\.[0-2]\.\d|2\.0$)/.test(version))
    throw new DocumentError(
      '',
      `${locate('')}: not an OpenAPI document: it has no "openapi: 3.x.y" or "swagger: '2.0'" at its top.`,
    );
  if (/^3\.[12]/.test(version))
    return { document: value as unknown as Document, urls, locate, isVerbatim: urls.length <= 1 };
  return {
    document: withoutNullable(toNewest(value, version, locate)) as Document,
    urls,
    isVerbatim: false,
    locate: (pointer, part) =>
      locate(
        version === '2.0' ? SWAGGER_PLACES.reduce((place, [old, now]) => place.replace(old, now), pointer) : pointer,
        part,
      ),
  };
};

const toNewest = (value: Node, version: string, locate: ParsedDocument['locate']): unknown => {
  try {
    return upgrade(value, '3.1');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DocumentError(
      '',
      `${locate('')}: it could not be turned from version ${version} into 3.1 (${reason}): something in it is no object where one belongs.`,
    );
  }
};

/** What is left of a keyword that has become a type, or that says what is so anyway. */
const withoutNullable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (!isNode(value)) return value;
  const kept = Object.entries(value).filter(([name, item]) => name !== 'nullable' || typeof item !== 'boolean');
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutNullable(item)]));
};
