import { isNode, type Node, textAt } from '../../openapi/document/document.ts';
import { NO_CLAUSE } from '../../openapi/operations/clause.ts';
import { type Atom, argumentsOf, listAtoms } from '../../values/read-rule.ts';

/** A property of an answer's body. */
export interface PropertyFacts {
  readonly type: string;
  /** Whether what holds it always has it. */
  readonly always: boolean;
  readonly values: readonly string[];
  readonly description: string;
}

/** Deeper than this no answer goes. */
const DEEPEST = 6;

/** The properties of a body by their paths: `[].tags`, `errors[].code`; the body itself by the empty one. */
export const readShape = (schema: Node | undefined): ReadonlyMap<string, PropertyFacts> => {
  const found = new Map<string, PropertyFacts>();
  if (schema) visit(schema, '', true, found, 0);
  return found;
};

const visit = (schema: Node, path: string, always: boolean, found: Map<string, PropertyFacts>, depth: number): void => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  found.set(path, {
    type: typeOf(atoms),
    always,
    values: valuesOf(atoms),
    description: textAt(schema, 'description') ?? '',
  });
  if (depth > DEEPEST) return;
  for (const items of argumentsOf(atoms, 'items').filter(isNode)) visit(items, `${path}[]`, true, found, depth + 1);
  const required = new Set(argumentsOf(atoms, 'required').flat());
  for (const properties of argumentsOf(atoms, 'properties').filter(isNode))
    for (const [name, property] of Object.entries(properties))
      if (isNode(property))
        visit(property, path === '' ? name : `${path}.${name}`, required.has(name), found, depth + 1);
  for (const options of ['anyOf', 'oneOf'].flatMap((keyword) => argumentsOf(atoms, keyword)))
    if (Array.isArray(options)) mergeOptions(options.filter(isNode), path, found, depth);
};

/** What any of several shapes has; always only what all have. */
const mergeOptions = (
  options: readonly Node[],
  path: string,
  found: Map<string, PropertyFacts>,
  depth: number,
): void => {
  const shapes = options.map((option) => {
    const own = new Map<string, PropertyFacts>();
    visit(option, path, true, own, depth + 1);
    return own;
  });
  for (const key of new Set(shapes.flatMap((shape) => [...shape.keys()]))) {
    const each = shapes.flatMap((shape) => shape.get(key) ?? []);
    const holders = key === path ? shapes : shapes.filter((shape) => shape.has(holderOf(key)));
    found.set(key, {
      type: [...new Set(each.map(({ type }) => type).filter((type) => type !== ''))].join(' or '),
      always: each.length === holders.length && each.every(({ always }) => always),
      values: [...new Set(each.flatMap(({ values }) => values))],
      description: each[0]?.description ?? '',
    });
  }
};

/** The path of what holds a property: `errors[]` for `errors[].code`. */
export const holderOf = (path: string): string =>
  path.endsWith('[]') ? path.slice(0, -2) : path.replace(/\.?[^.[\]]+$/, '');

/** The types of a value, as people write them. */
export const typeOf = (atoms: readonly Atom[]): string => {
  const types = new Set(argumentsOf(atoms, 'type').flat().map(String));
  const listed = [...argumentsOf(atoms, 'enum').flat(), ...argumentsOf(atoms, 'const')];
  if (types.size === 0) for (const value of listed) types.add(typeof value);
  return [...types].join(' or ');
};

/** The values that are listed, as JSON. */
export const valuesOf = (atoms: readonly Atom[]): string[] =>
  [...new Set([...argumentsOf(atoms, 'enum').flat(), ...argumentsOf(atoms, 'const')])].map(showValue);

/** A JSON value as people write it: a text without its quotes where nothing mistakes it for something else. */
export const showValue = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value) && !/^(?:true|false|null)$/.test(value)
    ? value
    : JSON.stringify(value);
