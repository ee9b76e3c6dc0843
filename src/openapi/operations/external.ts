import { DocumentError, isTexts, type Node } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { PLACE, PLACES } from './rules.ts';

/**
 * The places of a request whose values name what another service has, such as a user or a region (`x-external`).
 *
 * @param node the operation.
 * @throws DocumentError where they are no places.
 */
export const readExternal = (node: Node, pointer: string): readonly string[] => {
  const places = node['x-external'] ?? [];
  if (isTexts(places) && places.every((place) => PLACE.test(place))) return places;
  throw new DocumentError(joinPointer(pointer, 'x-external'), `must be a list of places in a request: ${PLACES}.`);
};
