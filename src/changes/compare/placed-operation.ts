import { childNode, type Node } from '../../openapi/document/document.ts';
import type { Operation } from '../../openapi/operations/list-operations.ts';

/** An operation and its object in the document: clauses and texts that only people read stand there. */
export interface PlacedOperation {
  readonly operation: Operation;
  /** With the parameters that its path gives to all of its operations. */
  readonly node: Node;
}

/** Finds the object of an operation in the paths of its document. */
export const placeOperation = (paths: Node, operation: Operation): PlacedOperation => {
  const item = childNode(paths, operation.template);
  const node = childNode(item, operation.method.toLowerCase());
  const parameters = [item['parameters'] ?? [], node['parameters'] ?? []].flat();
  return { operation, node: { ...node, parameters } };
};
