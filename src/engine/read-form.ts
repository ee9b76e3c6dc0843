import type { FormFile } from '../http/bodies/read-multipart.ts';
import { childNode, isNode, type Node } from '../openapi/document.ts';
import type { Issue } from '../openapi/issue.ts';
import type { RequestMediaType } from '../openapi/list-operations.ts';

/** A form as an object of its fields, and the fields sent twice where that is refused. */
export interface ReadForm {
  readonly value: Node;
  readonly issues: readonly Issue[];
}

/**
 * Turns the entries of a form into an object: fields sent twice are settled as the document says
 * (`x-repeated-fields`), numbers and booleans are read from their text where the schema wants them,
 * and an empty text counts as not sent where the schema says so (`x-empty: absent`). Where the
 * schema wants a list, each field of the name is an item. A field that the schema doesn't know is
 * kept as it is.
 */
export const readForm = (
  entries: readonly (readonly [string, string | FormFile])[],
  media: Pick<RequestMediaType, 'schema' | 'repeatedFields'>,
): ReadForm => {
  const properties = childNode(media.schema, 'properties');
  // No prototype: a field may be called "__proto__".
  const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const repeated = new Set<string>();
  for (const [name, sent] of entries) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isNode(property) && property['x-empty'] === 'absent' && sent === '') continue;
    if (isNode(property) && isList(property)) {
      const item = typeof sent === 'string' ? coerce(sent, childNode(property, 'items')['type']) : sent;
      value[name] = [...((value[name] as unknown[] | undefined) ?? []), item];
      continue;
    }
    if (name in value) {
      if (property !== undefined && media.repeatedFields === 'reject') repeated.add(name);
      if (media.repeatedFields !== 'last') continue;
    }
    value[name] = isNode(property) && typeof sent === 'string' ? coerce(sent, property['type']) : sent;
  }
  const issues = [...repeated].map(
    (name): Issue => ({ location: 'body', name, keyword: 'field-repeated', clause: undefined, code: undefined }),
  );
  return { value, issues };
};

/** Whether a schema wants a list. */
export const isList = (schema: Node): boolean => [schema['type']].flat().includes('array');

/** Reads a text as the type a schema wants; a text that is none stays as it is, for the schema to refuse. */
export const coerce = (text: string, type: unknown): unknown => {
  if (Array.isArray(type)) return type.map((each) => coerce(text, each)).find((value) => value !== text) ?? text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type !== 'number') return text;
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
};
