import { childNode, type Document, DocumentError, isNode, type Node, textAt } from './document.ts';
import { joinPointer } from './json-pointer.ts';

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

/** The table of error codes of a document. */
export const listErrorCodes = (document: Document): Map<string, ErrorCode> => {
  const table = childNode(components(document), 'x-error-codes');
  return new Map(
    Object.keys(table).map((code) => {
      const row = childNode(table, code);
      const status = row['status'];
      if (typeof status !== 'number')
        throw new DocumentError(joinPointer('/components/x-error-codes', code), 'an error code needs a status.');
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
      return [kind, { code, status: typeof status === 'number' ? status : undefined, clause: textAt(row, 'clause') }];
    }),
  );
};

const components = (document: Document): Node => {
  const node = childNode(document as unknown as Node, 'components');
  return isNode(node) ? node : {};
};
