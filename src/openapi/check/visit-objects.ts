import { isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer, resolvePointer } from '../document/json-pointer.ts';
import { ANYWHERE, type Field, fieldsOf, holdersOf, OBJECTS } from './objects.ts';
import { nearest, sayUnknown, suggest, type Tell } from './problem.ts';

/** An object of a document, and what it is one of. */
export interface Visited {
  readonly kind: string;
  readonly node: Node;
  readonly pointer: string;
}

/**
 * Goes through a document object by object, references followed, and tells of names that do not belong
 * where they stand, of values of a wrong type, and of what is missing.
 *
 * @param foreign is told of extensions of others.
 * @returns every object once, with the place where it is written.
 */
export const visitObjects = (document: Node, tell: Tell, foreign: Tell): Visited[] => {
  const found: Visited[] = [];
  const seen = new Map<Node, Set<string>>();
  const known = [...OBJECTS.values(), ANYWHERE]
    .flatMap((fields) => [...fields.keys()])
    .filter((key) => /^x-/.test(key));
  const extensions = new Set(known);
  const usesOurs = hasKey(document, (key) => extensions.has(key));

  const visitObject = (kind: string, value: unknown, pointer: string): undefined => {
    if (kind === 'schema' && typeof value === 'boolean') return;
    if (!isNode(value)) return tell(pointer, `must be an object (it is ${show(value)}).`);
    const kinds = seen.get(value) ?? new Set();
    if (kinds.has(kind)) return;
    seen.set(value, kinds.add(kind));
    const fields = OBJECTS.get(kind) ?? ANYWHERE;
    const reference = textAt(value, '$ref');
    if (reference !== undefined) {
      const target = resolvePointer(document, reference);
      if (target !== undefined) visitObject(kind, target, reference.slice(1));
    } else {
      for (const [name, { required }] of fields)
        if (required && !Object.hasOwn(value, name)) tell(pointer, `"${name}" is missing: ${article(kind)} needs it.`);
    }
    found.push({ kind, node: value, pointer });
    for (const [name, item] of Object.entries(value)) {
      if (name === '$ref' && reference !== undefined) continue;
      const field = fieldsOf.field(kind, name);
      const at = joinPointer(pointer, name);
      if (field) visitField(field, item, at, 0);
      else tellUnknown(kind, name, at, fields);
    }
  };

  const visitField = (field: Field, value: unknown, pointer: string, depth: number): undefined => {
    const around = field.within[depth];
    if (around === '[]') {
      if (!Array.isArray(value)) return tell(pointer, `must be a list (it is ${show(value)}).`);
      for (const [index, item] of value.entries()) visitField(field, item, joinPointer(pointer, index), depth + 1);
    } else if (around === '{}') {
      if (!isNode(value)) return tell(pointer, `must be an object (it is ${show(value)}).`);
      // Names of schemas and of their properties may be anything, those beside paths and statuses may not.
      for (const [name, item] of Object.entries(value))
        if (field.type === 'schema' || !name.startsWith('x-') || field.within.length > depth + 1)
          visitField(field, item, joinPointer(pointer, name), depth + 1);
    } else visitValue(field, value, pointer);
  };

  const visitValue = ({ type, words }: Field, value: unknown, pointer: string): undefined => {
    if (type === 'any') return;
    if (OBJECTS.has(type) || type === 'clause') return visitObject(type, value, pointer);
    const given: string = typeof value;
    if (given !== (type === 'text' ? 'string' : type))
      tell(pointer, `must be ${SAY[type]} (it is ${show(value)}).${type === 'text' ? ' Quote it.' : ''}`);
    else if (words.length > 0 && !words.includes(String(value)))
      tell(pointer, sayUnknown(`must be one of ${words.join(', ')} (it is ${show(value)})`, String(value), words));
  };

  const tellUnknown = (kind: string, name: string, pointer: string, fields: ReadonlyMap<string, Field>): void => {
    const holders = holdersOf(name);
    if (!name.startsWith('x-')) {
      const hint = HINTS[`${kind} ${name}`] ?? suggest(name, fields.keys(), 'Remove it, or begin it with "x-".');
      tell(pointer, `unknown name "${name}" in ${article(kind)}. ${hint}`, true);
    } else if (holders.length > 0)
      tell(
        pointer,
        `"${name}" means nothing in ${article(kind)}: it belongs to ${holders.map(article).join(' or ')}.`,
        true,
      );
    else if (usesOurs && nearest(name, extensions) !== undefined)
      tell(pointer, sayUnknown(`unknown extension "${name}"`, name, extensions), true);
    else foreign(pointer, `the extension ${name} is passed over`, true);
  };

  visitObject('document', document, '');
  return found;
};

/** What is meant by names of earlier versions. */
const HINTS: Readonly<Record<string, string>> = {
  'schema nullable': 'Since OpenAPI 3.1 it is written type: [string, "null"].',
  'schema id': 'JSON Schema calls it "$id" now.',
  'schema definitions': 'JSON Schema calls it "$defs" now.',
  'schema dependencies': 'JSON Schema calls it "dependentRequired" now.',
  'parameter type': 'Since OpenAPI 3.0 it stands in "schema".',
};

const SAY: Readonly<Record<string, string>> = { text: 'a text', boolean: 'true or false', number: 'a number' };

const NAMES: Readonly<Record<string, string>> = {
  docs: 'external documentation',
  path: 'the item of a path',
  body: 'a request body',
  media: 'a media type',
  scheme: 'a security scheme',
  code: 'a row of x-error-codes',
  failure: 'a row of x-failures',
  failures: 'x-failures',
  rule: 'a rule about records',
  unique: 'x-unique-key',
  quota: 'x-quota',
  effect: 'x-effect',
  signature: 'x-signature',
  clause: 'x-clause',
  document: 'the document',
  components: 'components',
  requirement: 'a security requirement',
  info: 'info',
};

const article = (kind: string): string => NAMES[kind] ?? `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;

const MOST = 40;

const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch {
    return 'an object that holds itself';
  }
};

/** A value as it is written, short. */
export const show = (value: unknown): string => {
  const text = written(value);
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
};

const hasKey = (value: unknown, fits: (key: string) => boolean): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, item]) => fits(key) || hasKey(item, fits));
