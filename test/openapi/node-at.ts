import type { Document, Node } from '../../src/openapi/document/document.ts';
import { resolvePointer } from '../../src/openapi/document/json-pointer.ts';

/** The object at a pointer of a document. */
export const nodeAt = (document: Document, pointer: string): Node => {
  const value = resolvePointer(document, pointer);
  if (typeof value !== 'object' || value === null) throw new Error(`Nothing at ${pointer}.`);
  return value as Node;
};
