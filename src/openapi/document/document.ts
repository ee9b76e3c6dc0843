import type { OpenAPIV3_1 } from 'openapi-types';

/**
 * A parsed OpenAPI 3 document. Its extensions are read where they are used and listed in
 * spec/README.md.
 */
export type Document = OpenAPIV3_1.Document;

/** Any JSON object of a document. */
export type Node = Readonly<Record<string, unknown>>;

/** The document can't be used: where it is broken (a JSON pointer) and why. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a list of texts. */
export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The object at a key, or an empty one. */
export const childNode = (node: Node, key: string): Node => {
  const value = node[key];
  return isNode(value) ? value : {};
};

/** The text at a key, if there is one. */
export const textAt = (node: Node, key: string): string | undefined => {
  const value = node[key];
  return typeof value === 'string' ? value : undefined;
};

/** Sets a field of an object, which may be called "__proto__". What inherits nothing would need no care, but is slow. */
export const putField = (object: Record<string, unknown>, name: string, value: unknown): void => {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
};

/** A copy of a JSON value. What stands in two places of it (by an alias in YAML) is two objects then. */
export const copyOf = <Value>(value: Value): Value => copy(value) as Value;

// Three times as fast as by way of JSON, whose words for dates and for what is not there it keeps.
const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (!isNode(value)) return value;
  if (value instanceof Date) return value.toJSON();
  const own: Record<string, unknown> = {};
  for (const name of Object.keys(value)) if (value[name] !== undefined) putField(own, name, copy(value[name]));
  return own;
};
