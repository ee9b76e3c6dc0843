import { childNode, type Document, isNode, type Node } from '../../openapi/document/document.ts';
import { splitPointer } from '../../openapi/document/json-pointer.ts';
import type { Path } from '../../openapi/overlays/singular-query.ts';

/** A place in a document that holds an object: where it stands, references followed, and the object. */
export interface Place {
  readonly path: Path;
  readonly node: Node;
}

/** The object at the end of a way, references followed at each step; undefined where there is none. */
export const placeAt = (document: Document, way: Path): Place | undefined => {
  let place: Place | undefined = { path: [], node: document as unknown as Node };
  for (const key of way) {
    if (!place) return undefined;
    const next: unknown = (place.node as Record<string | number, unknown>)[key];
    // Lists are walked through, like objects.
    place =
      typeof next === 'object' && next !== null ? follow(document, [...place.path, key], next as Node) : undefined;
  }
  return place;
};

const follow = (document: Document, path: Path, node: Node): Place | undefined =>
  typeof node['$ref'] === 'string' ? placeAt(document, splitPointer(node['$ref'])) : { path, node };

/** A schema and the members of its allOf, and of theirs. */
export const partsOf = (document: Document, way: Path): Place[] => {
  const place = placeAt(document, way);
  if (!place) return [];
  const members = Array.isArray(place.node['allOf']) ? [...place.node['allOf'].keys()] : [];
  return [place, ...members.flatMap((index) => partsOf(document, [...place.path, 'allOf', index]))];
};

/** The places where a schema describes a property. */
export const propertyPlaces = (document: Document, way: Path, name: string): Place[] =>
  partsOf(document, way).flatMap(({ path, node }) =>
    isNode(childNode(node, 'properties')[name]) ? partsOf(document, [...path, 'properties', name]) : [],
  );

/** The schema of the records of an answer: of its items, where it is a list or holds one. */
export const recordWay = (document: Document, way: Path): Path | undefined => {
  const place = placeAt(document, way);
  if (!place) return undefined;
  if (isNode(place.node['items'])) return [...place.path, 'items'];
  const list = Object.entries(childNode(place.node, 'properties')).find(
    ([, property]) => isNode(property) && property['type'] === 'array' && isNode(property['items']),
  );
  return list ? [...place.path, 'properties', list[0], 'items'] : place.path;
};

/** Writes a way as a query (RFC 9535), short where that can be read. */
export const queryOf = (way: Path): string =>
  `$${way
    .map((key) => (typeof key === 'number' ? `[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${quote(key)}']`))
    .join('')}`;

/** A text within the quotes of a query. */
export const quote = (text: string): string => text.replace(/['\\]/g, '\\$&');
