import { childNode, isNode, type Node } from '../openapi/document.ts';
import { type DocumentedResponse, isJsonType, type Operation } from '../openapi/list-operations.ts';

/** An answer that the document itself gives. */
export interface ExampleAnswer {
  readonly status: number;
  /** Of the body, where it has one. */
  readonly type: string;
  /** As it is sent; empty where the success has no body. */
  readonly body: string;
}

/**
 * The success of an operation as its example shows it: the example of the media type, else one that
 * the examples of its schema make up. Undefined where a body belongs there and nothing shows one.
 */
export const exampleAnswer = ({ responses, success }: Operation): ExampleAnswer | undefined => {
  const response = responseOf(responses, success);
  if (!response || response.type === '') return { status: success, type: '', body: '' };
  const { type, schema } = response;
  const example = response.example ?? exampleOf(schema, new Set());
  if (example === undefined) return undefined;
  const isText = typeof example === 'string' && !isJsonType(type);
  return { status: success, type, body: isText ? example : JSON.stringify(example) };
};

/** The documented answer of a status: by its number, its range, or what stands for all others. */
const responseOf = (responses: readonly DocumentedResponse[], status: number): DocumentedResponse | undefined =>
  [String(status), `${String(status)[0]}XX`, 'default']
    .map((wanted) => responses.find((response) => response.status.toUpperCase() === wanted.toUpperCase()))
    .find((response) => response !== undefined);

/** A value that the examples within a schema make up; undefined where a required part has none. */
const exampleOf = (schema: unknown, holders: ReadonlySet<unknown>): unknown => {
  if (!isNode(schema) || holders.has(schema)) return undefined;
  const within = (part: unknown): unknown => exampleOf(part, new Set(holders).add(schema));
  const [listed] = [...list(schema['examples']), ...list(schema['enum'])];
  const own = schema['example'] ?? schema['const'] ?? schema['default'] ?? listed;
  if (own !== undefined) return own;
  const members = list(schema['allOf']).map(within);
  if (members.includes(undefined)) return undefined;
  if (isNode(schema['items'])) {
    const item = within(schema['items']);
    return item === undefined ? undefined : [item];
  }
  const [option] = [...list(schema['oneOf']), ...list(schema['anyOf'])]
    .map(within)
    .filter((each) => each !== undefined);
  const shown = Object.keys(childNode(schema, 'properties')).flatMap((name) => {
    const value = within(childNode(schema, 'properties')[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const parts = [...members, ...(option === undefined ? [] : [option])];
  if (shown.length === 0) return parts.every(isNode) && parts.length > 1 ? Object.assign({}, ...parts) : parts[0];
  const whole = Object.assign({}, ...parts.filter(isNode), Object.fromEntries(shown)) as Node;
  return list(schema['required']).every((name) => Object.hasOwn(whole, String(name))) ? whole : undefined;
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
