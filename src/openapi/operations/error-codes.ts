import { childNode, type Document, DocumentError, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';

/** A row of the table of error codes (`components.x-error-codes`). */
export interface ErrorCode {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly zh: string;
  /** The schema of the error body, where it is not that of all others. */
  readonly body: Node | undefined;
}

/** The answer to what goes wrong outside of any schema (`components.x-failures`). */
export interface Failure {
  readonly code: string;
  /** Where it differs from the code's own. */
  readonly status: number | undefined;
  /** Id of a clause or an ambiguity. */
  readonly clause: string | undefined;
}

/** The status that HTTP has for each kind of failure. */
const STATUSES: Readonly<Record<string, number>> = {
  invalid: 400,
  'credentials-missing': 401,
  'credentials-refused': 401,
  'path-unknown': 404,
  'key-missing': 404,
  'method-unknown': 405,
  'key-present': 409,
  'body-too-large': 413,
  'media-type': 415,
  internal: 500,
  unresolved: 501,
};

const PLAIN_ERRORS: Node = {
  'x-error-codes': Object.fromEntries(Object.values(STATUSES).map((status) => [status, { status }])),
  'x-failures': Object.fromEntries(Object.entries(STATUSES).map(([kind, status]) => [kind, { code: String(status) }])),
  'x-problem': {
    type: 'object',
    properties: { code: { 'x-fill': 'code' }, message: { 'x-fill': 'message' }, detail: { 'x-fill': 'detail' } },
  },
};

/** A document as it is, if it has any table of errors; else with the statuses of HTTP for codes. */
export const withErrorCodes = (document: Document): Document =>
  Object.keys(PLAIN_ERRORS).some((name) => Object.hasOwn(components(document), name))
    ? document
    : { ...document, components: { ...components(document), ...PLAIN_ERRORS } };

/** The table of error codes of a document. */
export const listErrorCodes = (document: Document): Map<string, ErrorCode> => {
  const table = childNode(components(document), 'x-error-codes');
  return new Map(
    Object.keys(table).map((code) => {
      const row = childNode(table, code);
      const status = row['status'];
      if (!isStatus(status))
        throw new DocumentError(
          joinPointer('/components/x-error-codes', code),
          'an error code needs a status from 200 to 599.',
        );
      const title = textAt(row, 'title') ?? code;
      return [
        code,
        { code, status, title, zh: textAt(row, 'zh') ?? title, body: isNode(row['body']) ? row['body'] : undefined },
      ];
    }),
  );
};

/** The failures of a document by kind. */
export const listFailures = (document: Document): Map<string, Failure> =>
  readFailures(components(document), '/components');

/** The failures that a node lists (`x-failures`). */
export const readFailures = (node: Node, pointer: string): Map<string, Failure> => {
  const table = childNode(node, 'x-failures');
  return new Map(
    Object.keys(table).map((kind) => {
      const row = childNode(table, kind);
      const code = textAt(row, 'code');
      if (code === undefined)
        throw new DocumentError(joinPointer(pointer, 'x-failures', kind), 'a failure needs a code.');
      const status = row['status'];
      if (status !== undefined && !isStatus(status))
        throw new DocumentError(
          joinPointer(pointer, 'x-failures', kind, 'status'),
          'must be a status from 200 to 599.',
        );
      return [kind, { code, status, clause: textAt(row, 'clause') }];
    }),
  );
};

/** No answer ends with one below 200. */
const isStatus = (status: unknown): status is number =>
  Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599;

const components = (document: Document): Node => {
  const node = childNode(document as unknown as Node, 'components');
  return isNode(node) ? node : {};
};
