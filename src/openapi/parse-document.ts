import { LineCounter, parseDocument as parseYaml, visit } from 'yaml';

import { type Document, DocumentError, isNode } from './document.ts';
import { splitPointer } from './json-pointer.ts';

/** A document and a way to say where in its text a pointer leads. */
export interface ParsedDocument {
  readonly document: Document;
  /** `line:column` of the value at a JSON pointer, or of the nearest one above it. */
  readonly locate: (pointer: string) => string;
}

/**
 * Reads an OpenAPI 3 document from YAML or JSON text.
 *
 * @throws DocumentError if the text is not YAML, or not an OpenAPI 3 document.
 */
export const parseDocument = (text: string): ParsedDocument => {
  const lines = new LineCounter();
  const yaml = parseYaml(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const [error] = yaml.errors;
  if (error) {
    const reason = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '');
    throw new DocumentError('', `${place(error.pos[0])}: not YAML: ${reason}`);
  }

  // Pointers come from the document with its references resolved, so they are followed here too.
  const locate = (pointer: string): string => {
    let path: string[] = [];
    let found = '1:1';
    for (const key of splitPointer(pointer)) {
      const reference: unknown = yaml.getIn([...path, '$ref']);
      if (typeof reference === 'string' && !yaml.hasIn([...path, key])) path = splitPointer(reference);
      path = [...path, key];
      const node = yaml.getIn(path, true) as { range?: readonly number[] } | undefined;
      if (!node?.range) break;
      found = place(node.range[0] ?? 0);
    }
    return found;
  };
  // The library looks for the anchors of aliases only when it makes the value.
  visit(yaml, {
    Alias: (_key, alias) => {
      if (!alias.resolve(yaml))
        throw new DocumentError('', `${place(alias.range?.[0] ?? 0)}: not YAML: no anchor for *${alias.source}`);
    },
  });
  const document: unknown = yaml.toJS();
  if (!isNode(document) || typeof document['openapi'] !== 'string' || !document['openapi'].startsWith('3.'))
    throw new DocumentError('', '1:1: not an OpenAPI 3 document: it has no "openapi: 3.x" at its top.');
  return { document: document as unknown as Document, locate };
};
