import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { listOperations, type Operation } from '../../src/openapi/operations/list-operations.ts';

/** The text of spec/openapi.yaml. */
export const shippedText = readFileSync(new URL('../../spec/openapi.yaml', import.meta.url), 'utf8');

/** The document of this project, as spec/openapi.yaml has it. */
export const shipped = parse(shippedText) as Document;

/** The same with its references resolved. */
export const resolved = dereference(shipped);

/** The operation with this id, of the shipped document or of one made from it. */
export const operationOf = (id: string, document: Document = resolved): Operation => {
  const operation = listOperations(document).find((each) => each.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
};

const numbered = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts).flatMap(([letters, count]) =>
    Array.from({ length: count }, (_, index) => `${letters}${index + 1}`),
  );

/** The ids of the clauses of createRepository, from its own page. */
export const PAGE_CLAUSES = numbered({ N: 7, R: 7, C: 2, D: 1, P: 2, X: 1, S: 4 });

/** The ids of the clauses of the operations around it. */
export const OTHER_CLAUSES = numbered({
  ...{ NC: 6, NL: 5, NG: 5, ND: 5, RL: 8, RP: 1, RG: 5, RU: 8, RD: 5, TL: 4, T: 4, TD: 4 },
  ...{ AC: 10, AL: 4, AP: 1, AG: 4, AU: 7, AD: 4, SL: 8 },
});

/** The ids of the ambiguity register. */
export const AMBIGUITIES = numbered({ A: 20 });

/** The path of createRepository, and a pointer to it. */
export const PATH = '/v2/manage/namespaces/{namespace}/repos';
export const OPERATION = '/paths/~1v2~1manage~1namespaces~1{namespace}~1repos/post';
