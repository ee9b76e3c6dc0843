import { childNode, type Document, type Node } from '../document/document.ts';
import type { Action } from './apply-overlay.ts';
import { actionsOf } from './apply-readings.ts';
import { targetPointer } from './singular-query.ts';

/**
 * Finds the point of the register one of whose readings changes a keyword at a place (the end of a
 * pointer), to what does not hold the text `lost`.
 */
export type FindPoint = (suffix: string, keyword: string, lost?: string) => string | undefined;

/** Reads the register of a document for `FindPoint`. */
export const createFindPoint = (document: Document): FindPoint => {
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const points = Object.keys(register).map((id) => {
    const readings = Object.values(childNode(childNode(register, id), 'readings'));
    return { id, changes: readings.flatMap(actionsOf).map(changeOf) };
  });
  return (suffix, keyword, lost) => {
    const isFound = ({ pointer, text }: PlaceOfChange): boolean =>
      pointer.endsWith(suffix) &&
      text.includes(`"${keyword}"`) &&
      (lost === undefined || !text.includes(JSON.stringify(lost)));
    return points.find(({ changes }) => changes.some(isFound))?.id;
  };
};

interface PlaceOfChange {
  readonly pointer: string;
  readonly text: string;
}

const changeOf = ({ target, ...change }: Action): PlaceOfChange => ({
  pointer: targetPointer(target),
  text: JSON.stringify(change),
});

/** The point that has other shapes for the body of every error (`x-problem`). */
export const pointOfProblem = (components: Node, findPoint: FindPoint): string | undefined => {
  const schemas = childNode(components, 'schemas');
  const problem = components['x-problem'];
  const name = Object.keys(schemas).find((each) => schemas[each] === problem);
  return name === undefined ? undefined : findPoint(`/schemas/${name}`, 'remove');
};
