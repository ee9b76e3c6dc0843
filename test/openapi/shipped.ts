import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { dereference } from '../../src/openapi/dereference.ts';
import type { Document, Node } from '../../src/openapi/document.ts';
import { resolvePointer } from '../../src/openapi/json-pointer.ts';

/** The text of spec/openapi.yaml. */
export const shippedText = readFileSync(new URL('../../spec/openapi.yaml', import.meta.url), 'utf8');

/** The document of this project, as spec/openapi.yaml has it. */
export const shipped = parse(shippedText) as Document;

/** The same with its references resolved. */
export const resolved = dereference(shipped);

/** The object at a pointer of a document. */
export const nodeAt = (document: Document, pointer: string): Node => {
  const value = resolvePointer(document, pointer);
  if (typeof value !== 'object' || value === null) throw new Error(`Nothing at ${pointer}.`);
  return value as Node;
};

/** The path of the one operation, and a pointer to it. */
export const PATH = '/v2/manage/namespaces/{namespace}/repos';
export const OPERATION = '/paths/~1v2~1manage~1namespaces~1{namespace}~1repos/post';
