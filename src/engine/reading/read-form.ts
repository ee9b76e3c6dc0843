import type { FormFile } from '../../http/bodies/read-multipart.ts';
import { childNode, type Node, putField } from '../../openapi/document/document.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import type { Issue } from '../../openapi/operations/issue.ts';
import type { RequestMediaType } from '../../openapi/operations/list-operations.ts';

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
  const fields = fieldsOf(media.schema);
  const value: Record<string, unknown> = {};
  const repeated: string[] = [];
  for (const [sentName, sent] of entries) {
    const field = fields.get(sentName);
    // Of two equal texts, the document's is a key of objects already.
    const name = field?.name ?? sentName;
    if (field?.emptyIsAbsent && sent === '') continue;
    const read = field && typeof sent === 'string' ? coerce(sent, field.type) : sent;
    if (field?.isList) {
      if (Object.hasOwn(value, name)) (value[name] as unknown[]).push(read);
      else putField(value, name, [read]);
      continue;
    }
    if (Object.hasOwn(value, name)) {
      if (field && media.repeatedFields === 'reject') repeated.push(name);
      if (media.repeatedFields !== 'last') continue;
    }
    putField(value, name, read);
  }
  const issues = [...new Set(repeated)].map(
    (name): Issue => ({ location: 'body', name, keyword: 'field-repeated', clause: undefined, code: undefined }),
  );
  return { value, issues };
};

interface Field {
  readonly name: string;
  readonly isList: boolean;
  /** Of its items where it is a list. */
  readonly type: unknown;
  readonly emptyIsAbsent: boolean;
}

const fieldsOf = perDocument(
  (schema: Node): ReadonlyMap<string, Field> =>
    new Map(
      Object.keys(childNode(schema, 'properties')).map((name) => {
        const property = childNode(childNode(schema, 'properties'), name);
        const type = isList(property) ? childNode(property, 'items')['type'] : property['type'];
        return [name, { name, isList: isList(property), type, emptyIsAbsent: property['x-empty'] === 'absent' }];
      }),
    ),
);

/** Whether a schema wants a list. */
export const isList = ({ type }: Node): boolean => type === 'array' || (Array.isArray(type) && type.includes('array'));

/** Reads a text as the type a schema wants; a text that is none stays as it is, for the schema to refuse. */
export const coerce = (text: string, type: unknown): unknown => {
  if (Array.isArray(type)) return type.map((each) => coerce(text, each)).find((value) => value !== text) ?? text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if ((type !== 'integer' && type !== 'number') || !NUMBERS[type].test(text)) return text;
  const number = Number(text);
  // What is too large for any number here stays what was sent.
  return Number.isFinite(number) ? number : text;
};

const NUMBERS = { integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/ };
