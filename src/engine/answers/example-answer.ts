import { compileSchema, isValid } from '../../openapi/compile-schema.ts';
import { childNode, isNode } from '../../openapi/document/document.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import { type DocumentedResponse, isJsonType, type Operation } from '../../openapi/operations/list-operations.ts';

/** An answer that the document itself gives. */
export interface ExampleAnswer {
  readonly status: number;
  /** Of the body, where it has one. */
  readonly type: string;
  /** As it is sent; empty where the success has no body. */
  readonly body: string;
  readonly spelling?: DocumentedResponse['spelling'];
}

/**
 * The success of an operation as its example shows it: the example of the media type, else one that
 * the examples of its schema make up. Undefined where a body belongs there and nothing shows one.
 */
export const exampleAnswer = perDocument(({ responses, success }: Operation): ExampleAnswer | undefined => {
  const response = responseOf(responses, success);
  if (!response || response.type === '') return { status: success, type: '', body: '' };
  const { type, schema, spelling } = response;
  const made = response.example ?? exampleOf(schema, new Set());
  const example = response.example ?? (isValid(compileSchema(schema ?? {}), made) ? made : undefined);
  if (example === undefined) return undefined;
  const isText = typeof example === 'string' && !isJsonType(type);
  return { status: success, type, body: isText ? example : JSON.stringify(example), spelling };
});

/** The documented answer of a status: by its number, its range, or what stands for all others. */
const responseOf = (responses: readonly DocumentedResponse[], status: number): DocumentedResponse | undefined =>
  [`${status}`, `${Math.floor(status / 100)}XX`, 'default'].flatMap(
    (wanted) => responses.find((each) => each.status.toUpperCase() === wanted.toUpperCase()) ?? [],
  )[0];

/** A value that the examples within a schema make up; a tree ends where it would hold itself. */
const exampleOf = (schema: unknown, holders: ReadonlySet<unknown>): unknown => {
  if (!isNode(schema) || holders.has(schema)) return undefined;
  const within = (part: unknown): unknown => exampleOf(part, new Set(holders).add(schema));
  const { example, examples, const: constant, default: byDefault, items, enum: values } = schema;
  const [own] = [example, ...list(examples), constant, byDefault, ...list(values)].filter(isGiven);
  if (own !== undefined) return own;
  const item = within(items);
  if (item !== undefined) return [item];
  const [option] = [...list(schema['oneOf']), ...list(schema['anyOf'])].map(within).filter(isGiven);
  const shown = Object.entries(childNode(schema, 'properties')).flatMap(([name, part]) => {
    // A list that must be there and has no example is empty.
    const isBare = isNode(part) && part['type'] === 'array' && list(schema['required']).includes(name);
    const value = within(part) ?? (isBare ? [] : undefined);
    return value === undefined ? [] : [{ [name]: value }];
  });
  const parts = [...list(schema['allOf']).map(within), option, ...shown].filter(isGiven);
  return parts.length > 0 && parts.every(isNode) ? Object.assign({}, ...parts) : parts[0];
};

const isGiven = (value: unknown): boolean => value !== undefined;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
