import { childNode, type Node, textAt } from '../../openapi/document/document.ts';
import { type Clause, enterClause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { DocumentedResponse } from '../../openapi/operations/list-operations.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { type Note, noteLists } from '../change.ts';
import { joinValues } from '../tell/join-values.ts';
import type { PlacedOperation } from './placed-operation.ts';
import { holderOf, type PropertyFacts, readShape } from './read-shape.ts';
import { showType } from './show-type.ts';

/** The longest example of a body that stands in a sentence. */
const MOST_EXAMPLE = 40;

/**
 * What differs between the answers of two operations.
 *
 * @param isKnown whether a change of a property is told elsewhere, for every error body.
 */
export const compareAnswers = (
  before: PlacedOperation,
  after: PlacedOperation,
  isKnown: (kind: string, path: string) => boolean,
  note: Note,
): void => {
  const old = new Map(before.operation.responses.map((response) => [response.status, response]));
  const now = new Set(after.operation.responses.map(({ status }) => status));
  for (const response of after.operation.responses) {
    const { status } = response;
    const same = old.get(status);
    const clause = clauseOf(after.node, status);
    if (same) {
      compareHeaders(before.node, after.node, status, note);
      compareBodies(same, response, isKnown, note);
    } else if (response.isAlternative)
      note({
        kind: 'alternative-added',
        place: status,
        name: textOf(status),
        values: { success: textOf(String(after.operation.success)) },
        after: listed(clause),
      });
    else
      note({
        kind: 'status-added',
        place: status,
        name: textOf(status),
        values: { title: titleOf(after.node, status, clause) },
        after: listed(clause),
      });
  }
  for (const { status, isAlternative } of before.operation.responses) {
    if (now.has(status)) continue;
    if (isAlternative) {
      const success = textOf(String(before.operation.success));
      note({ kind: 'alternative-removed', place: status, name: textOf(status), values: { success } });
      continue;
    }
    const clause = clauseOf(before.node, status);
    const values = { title: titleOf(before.node, status, clause) };
    note({ kind: 'status-removed', place: status, name: textOf(status), values, before: listed(clause) });
  }
};

const listed = (clause: Clause | undefined): Clause[] => (clause ? [clause] : []);

const responseOf = (node: Node, status: string): Node => childNode(childNode(node, 'responses'), status);

const clauseOf = (node: Node, status: string): Clause | undefined =>
  enterClause(responseOf(node, status), NO_CLAUSE).clause;

/** What a status says, in the words of its clause where it has one. */
const titleOf = (node: Node, status: string, clause: Clause | undefined): Text =>
  clause ? textOf(clause.title, clause.zh) : textOf(textAt(responseOf(node, status), 'description') ?? '');

const compareHeaders = (before: Node, after: Node, status: string, note: Note): void => {
  const headersOf = (node: Node): string[] => Object.keys(childNode(responseOf(node, status), 'headers'));
  noteLists(headersOf(before), headersOf(after), ['header-added', 'header-removed'], note, (name) => ({
    place: `${status}.${name}`,
    values: { answer: textOf(status) },
  }));
};

const compareBodies = (
  before: DocumentedResponse,
  after: DocumentedResponse,
  isKnown: (kind: string, path: string) => boolean,
  note: Note,
): void => {
  const { status } = after;
  if (!before.schema && after.schema)
    note({ kind: 'body-added', place: status, name: textOf(status), values: { body: showBody(after) } });
  if (before.schema && !after.schema) note({ kind: 'body-removed', place: status, name: textOf(status) });
  if (!before.schema || !after.schema) return;
  const noteUnknown: Note = (parts) => {
    const path = (parts.place ?? '').slice(status.length + 1);
    if (!isKnown(parts.kind, path)) note(parts);
  };
  compareShapes(readShape(before.schema), readShape(after.schema), status, textOf(status), noteUnknown);
};

const showBody = ({ example, schema }: DocumentedResponse): Text => {
  const text = example === undefined ? '' : JSON.stringify(example);
  if (text !== '' && text.length <= MOST_EXAMPLE) return textOf(text);
  return showType(readShape(schema).get('')?.type ?? '');
};

/** What differs between the bodies of two answers. What lies in something new is not told for itself. */
export const compareShapes = (
  before: ReadonlyMap<string, PropertyFacts>,
  after: ReadonlyMap<string, PropertyFacts>,
  place: string,
  answer: Text,
  note: Note,
): void => {
  const about = (path: string) => ({
    place: `${place}.${path}`,
    name: path === '' ? textOf('its body', '响应体') : textOf(path.replace(/^\[\]\.?/, '')),
  });
  const isInside = (path: string, others: ReadonlyMap<string, PropertyFacts>): boolean => {
    return path !== '' && !others.has(holderOf(path));
  };
  for (const [path, property] of after) {
    const old = before.get(path);
    if (!old) {
      if (!isInside(path, before)) note({ kind: 'property-added', ...about(path), values: { answer } });
      continue;
    }
    if (old.type !== property.type)
      note({
        kind: 'property-type',
        ...about(path),
        values: { answer, before: showType(old.type), after: showType(property.type) },
      });
    if (old.always !== property.always)
      note({ kind: property.always ? 'property-always' : 'property-sometimes', ...about(path), values: { answer } });
    if (old.description !== property.description && old.description !== '' && property.description !== '')
      note({ kind: 'property-text', ...about(path), values: { answer, after: textOf(property.description) } });
    if (old.values.length === 0 || property.values.length === 0) continue;
    const added = property.values.filter((value) => !old.values.includes(value));
    const removed = old.values.filter((value) => !property.values.includes(value));
    if (added.length > 0)
      note({ kind: 'property-values-added', ...about(path), values: { answer, values: joinValues(added) } });
    if (removed.length > 0)
      note({ kind: 'property-values-removed', ...about(path), values: { answer, values: joinValues(removed) } });
  }
  for (const path of before.keys())
    if (!after.has(path) && !isInside(path, after))
      note({ kind: 'property-removed', ...about(path), values: { answer } });
};
