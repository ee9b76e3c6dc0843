import { type Document, DocumentError, isNode } from './document.ts';
import { type ParsedYaml, parseYaml } from './parse-yaml.ts';

/** A document and a way to say where in its text a pointer leads. */
export interface ParsedDocument extends Pick<ParsedYaml, 'locate'> {
  readonly document: Document;
}

/**
 * Reads an OpenAPI 3 document from YAML or JSON text.
 *
 * @throws DocumentError if the text is not YAML, or not an OpenAPI 3 document.
 */
export const parseDocument = (text: string): ParsedDocument => {
  const { value, locate } = parseYaml(text);
  if (!isNode(value) || typeof value['openapi'] !== 'string' || !value['openapi'].startsWith('3.'))
    throw new DocumentError('', '1:1: not an OpenAPI 3 document: it has no "openapi: 3.x" at its top.');
  return { document: value as unknown as Document, locate };
};
