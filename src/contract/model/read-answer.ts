import { isSecret, jsonWithoutSecrets } from '../../http/secrets/is-secret.ts';
import { redactHeader } from '../../http/secrets/redact.ts';
import { compileSchema, issuesOf } from '../../openapi/compile-schema.ts';
import { childNode, isNode, type Node, textAt } from '../../openapi/document/document.ts';
import type { Issue } from '../../openapi/operations/issue.ts';

/** What the body of a successful answer says of records, by its schema. */
export interface AnswerShape {
  readonly hasBody: boolean;
  /** Whether it says nothing, so that nothing is as good: `{}`. */
  readonly isBare: boolean;
  /** From property of a record to the property of the answer (of an item, where it is a list) that shows it. */
  readonly shown: Readonly<Record<string, string>>;
  /** Properties that every change of the record moves (`x-updated`). */
  readonly moved: readonly string[];
  /** Properties that nothing is held against: they tell of the whole list (`x-of-list`), or are a value's second name. */
  readonly loose: readonly string[];
  /** The property that is true until the time that a property of the record gives (`x-until`). */
  readonly until: { readonly property: string; readonly record: string } | undefined;
  /** The property that says whether the record exists (`x-exists`). */
  readonly exists: string | undefined;
  /** The property of the body that holds the list; undefined where the body is the list, or there is none. */
  readonly list: string | undefined;
  /** The names of all properties. */
  readonly properties: readonly string[];
  /** Where a value goes against the schema. What was never sent may be null or left out. */
  readonly misfits: (value: unknown) => Misfit[];
  /** The same of headers, by names in small letters; of those alone that have to come. */
  readonly headerMisfits: (headers: Readonly<Record<string, string>>) => Misfit[];
}

type Misfit = Readonly<Record<'name' | 'expected' | 'received', string>>;

/**
 * Reads the schema of a success, and its headers, references resolved.
 *
 * @param optional properties that a client need not send.
 * @param isList whether it may hold a list of records; what one record holds may be a list, too.
 */
export const readAnswer = (
  schema: Node | undefined,
  headers: Node,
  optional: ReadonlySet<string>,
  isList: boolean,
): AnswerShape => {
  const known = childNode((isList ? itemSchema(schema ?? {}) : undefined) ?? schema ?? {}, 'properties');
  const properties = Object.entries(known).filter((entry): entry is [string, Node] => isNode(entry[1]));
  const validate = compileSchema(schema ?? {});
  const shown: Record<string, string> = {};
  const loose: string[] = [];
  for (const [name, property] of properties) {
    const record = textAt(property, 'x-record') ?? name;
    if (property['x-of-list'] === true || shown[record] !== undefined) loose.push(name);
    else if (record !== '') shown[record] = name;
  }
  return {
    hasBody: schema !== undefined,
    isBare: schema?.['type'] === 'object' && Object.keys(childNode(schema, 'properties')).length === 0,
    shown,
    loose,
    moved: properties.flatMap(([name, property]) => (property['x-updated'] === true ? [name] : [])),
    until: properties
      .flatMap(([property, node]) => {
        const record = textAt(node, 'x-until');
        return record === undefined ? [] : [{ property, record }];
      })
      .at(0),
    exists: properties.find(([, property]) => property['x-exists'] === true)?.[0],
    list: schema && isList ? listIn(schema) : undefined,
    properties: properties.map(([name]) => name),
    misfits: (value) => {
      const isGiven = ({ name, keyword, received }: Issue): boolean =>
        (keyword !== 'required' && received !== null) || !optional.has(name.split('.').at(-1) ?? '');
      return issuesOf(validate, value)
        .filter(isGiven)
        .map(({ name, keyword, received }) => ({
          name: `${name.replace(/\[\d+\]/g, '')} ${keyword}`.trim(),
          expected: `${name || 'the body'}: ${sayWanted(schema ?? {}, name, keyword)}`,
          received: `${name || 'the body'}: ${received === undefined ? 'nothing' : isSecret(name, received) ? '(hidden)' : jsonWithoutSecrets(received)}`,
        }));
    },
    headerMisfits: createHeaderMisfits(headers),
  };
};

const createHeaderMisfits = (headers: Node): AnswerShape['headerMisfits'] => {
  const required = Object.keys(headers)
    .filter((name) => childNode(headers, name)['required'] === true)
    .map((name) => {
      const schema = childNode(childNode(headers, name), 'schema');
      return { name, schema, validate: compileSchema(schema) };
    });
  return (sent) =>
    required.flatMap(({ name, schema, validate }) => {
      const value = sent[name.toLowerCase()];
      if (value === undefined) return [{ name: `${name} required`, expected: name, received: `no ${name}` }];
      return issuesOf(validate, value).map(({ keyword }) => ({
        name: `${name} ${keyword}`,
        expected: `${name}: ${sayWanted(schema, '', keyword)}`,
        received: `${name}: ${redactHeader(name, value)}`,
      }));
    });
};

const sayWanted = (schema: Node, name: string, keyword: string): string =>
  SHAPES.has(keyword) ? 'one of the shapes described' : `${keyword} ${wantedAt(schema, name, keyword)}`.trim();

const SHAPES: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

/** What a keyword wants of the value at a place (`[0].created_at`), where that can be said in a word. */
const wantedAt = (schema: Node, name: string, keyword: string): string => {
  const pieces = name.split(/\.|(?=\[)/).filter((piece) => piece !== '');
  const steps = pieces.flatMap((piece) => (piece.startsWith('[') ? ['items'] : ['properties', piece]));
  const wanted = steps.reduce((node, step) => childNode(node, step), schema)[keyword];
  return keyword === 'required' ? '' : typeof wanted === 'string' ? wanted : (JSON.stringify(wanted) ?? '');
};

/** The property of a schema that is a list of objects. */
const listIn = (schema: Node): string | undefined => {
  const properties = childNode(schema, 'properties');
  return Object.keys(properties).find((name) => {
    const { type, items } = childNode(properties, name);
    return type === 'array' && isNode(items) && Object.keys(childNode(items, 'properties')).length > 0;
  });
};

/** The schema of the items of a list, which may stand in a property of the body. */
const itemSchema = (schema: Node): Node | undefined => {
  if (schema['type'] === 'array') return childNode(schema, 'items');
  const list = listIn(schema);
  return list === undefined ? undefined : childNode(childNode(childNode(schema, 'properties'), list), 'items');
};

/**
 * The items of an answered list; undefined where there is none.
 *
 * @param list the property that holds it; without it the first list of the body is taken.
 */
export const itemsOf = (body: unknown, list?: string): readonly Node[] | undefined => {
  const own = list !== undefined && isNode(body) ? [body[list]] : [];
  const [items] = [...own, body, ...(isNode(body) ? Object.values(body) : [])].filter((value) => Array.isArray(value));
  return items?.filter(isNode);
};
