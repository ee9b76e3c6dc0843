import { dereference } from '../../openapi/document/dereference.ts';
import { childNode, type Document, type Node } from '../../openapi/document/document.ts';
import { listOperations } from '../../openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../openapi/overlays/apply-readings.ts';
import { textOf } from '../../text/bilingual.ts';
import type { Comparison, Difference } from '../change.ts';
import { mergeDifferences } from '../tell/merge-differences.ts';
import type { ChangeKind } from '../tell/sentences.ts';
import { compareGeneral, ERROR_PLACE } from './compare-general.ts';
import { compareOperation } from './compare-operations.ts';
import { type PlacedOperation, placeOperation } from './placed-operation.ts';

/**
 * What differs between two documents, as sentences in both languages. The same change at several operations is one.
 *
 * @param before as readings have made it, as `after`.
 * @throws DocumentError where one can't be read.
 */
export const compareDocuments = (before: Document, after: Document): Comparison => {
  const [old, now] = [readDocument(before), readDocument(after)];
  const general = compareGeneral(old.document, now.document);
  const told = new Set(general.map(({ kind, place }) => `${kind} ${place}`));
  const elsewhere = {
    isKnown: (kind: string, path: string) => told.has(`${kind} ${ERROR_PLACE}.${path}`),
    isPointBefore: (id: string) => old.points.has(id),
    isPointAfter: (id: string) => now.points.has(id),
  };
  const differences = [
    ...[...now.operations].flatMap(([id, operation]) => {
      const same = old.operations.get(id);
      return same ? compareOperation(same, operation, elsewhere) : [tellOperation('operation-added', operation)];
    }),
    ...[...old.operations].flatMap(([id, operation]) =>
      now.operations.has(id) ? [] : [tellOperation('operation-removed', operation)],
    ),
    ...general,
  ];
  return {
    before: before.info.version,
    after: after.info.version,
    common: [...now.operations.keys()].filter((id) => old.operations.has(id)),
    changes: mergeDifferences(differences, [...now.operations.keys(), ...old.operations.keys()]),
  };
};

interface ReadDocument {
  readonly document: Document;
  readonly operations: ReadonlyMap<string, PlacedOperation>;
  /** Ids of the points of its register. */
  readonly points: ReadonlySet<string>;
}

const readDocument = (given: Document): ReadDocument => {
  const document = dereference(given);
  const paths = childNode(document as unknown as Node, 'paths');
  return {
    document,
    operations: new Map(listOperations(document).map((operation) => [operation.id, placeOperation(paths, operation)])),
    points: new Set(listAmbiguities(given).map(({ id }) => id)),
  };
};

const tellOperation = (kind: ChangeKind, { operation, node }: PlacedOperation): Difference => {
  const { id, method, template, summary } = operation;
  const zh = node['x-summary-zh'];
  return {
    kind,
    operation: id,
    place: '',
    name: textOf(id),
    values: {
      method: textOf(method),
      path: textOf(template),
      summary: textOf(summary, typeof zh === 'string' ? zh : ''),
    },
    before: [],
    after: [],
  };
};
