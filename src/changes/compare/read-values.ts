import { isNode, type Node } from '../../openapi/document/document.ts';
import { type Clause, type ClauseScope, enterClause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { Parameter } from '../../openapi/operations/list-operations.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { type Atom, argumentsOf, listAtoms } from '../../values/read-rule.ts';

/** A value of a request, as the document describes it. */
export interface ValueFacts {
  /** `query.filter.limit`, `body.name`; `body` for the body as a whole. */
  readonly place: string;
  /** What people call it: `filter.limit`, `name`. */
  readonly name: Text;
  /** Where it stands, and what it is called there. */
  readonly within: Text;
  readonly nameWithin: Text;
  readonly required: boolean;
  /** What the document says of it in a sentence. */
  readonly description: string;
  /** The clause that says whether it must be there. */
  readonly presence: Clause | undefined;
  readonly schema: Node;
  /** Its keywords, each with the clause that governs it. */
  readonly atoms: readonly Atom[];
  /** What else the document says of it, by the text that says so. */
  readonly marks: readonly Text[];
}

const WITHIN: Readonly<Record<Parameter['in'] | 'body', Text>> = {
  path: textOf('the path', '路径'),
  query: textOf('the query', '查询参数'),
  header: textOf('the headers', '请求头'),
  cookie: textOf('the cookies', 'Cookie '),
  body: textOf('the body', '请求体'),
};

/** Deeper than this no request goes. */
const DEEPEST = 6;

/** How a value is reached. */
interface Path {
  readonly place: string;
  /** Its name in the request, and in what it stands within; empty for a body. */
  readonly name: string;
  readonly inside: string;
  readonly within: Text;
}

/** What stands around a value. */
interface Around {
  readonly required: boolean;
  readonly presence: Clause | undefined;
  readonly scope: ClauseScope;
  readonly depth: number;
}

/** The values of a parameter: itself, and what it is made of. */
export const parameterValues = (parameter: Parameter): ValueFacts[] => {
  const { name, schema, scope, required, pairs, pathEscape, overridesQuery } = parameter;
  const escapes = pathEscape.map(([character, written]) =>
    textOf(`"${character}" is written "${written}" in the path`, `路径中的 "${character}" 写作 "${written}"`),
  );
  const overrides = overridesQuery
    ? [textOf('where it is given, it alone counts of the query', '提供时忽略其余查询参数')]
    : [];
  const path = { place: `${parameter.in}.${name}`, name, inside: name, within: WITHIN[parameter.in] };
  const [own, ...members] = valuesAt(path, schema, { required, presence: scope.clause, scope, depth: 0 });
  if (!own) return [];
  return [
    { ...own, marks: [...escapes, ...overrides, ...own.marks] },
    // Each pair is a value of its own within the parameter that holds them.
    ...members.map((member) => (pairs ? { ...member, ...withinParameter(name, member.name) } : member)),
  ];
};

const withinParameter = (parameter: string, { en }: Text): Pick<ValueFacts, 'within' | 'nameWithin'> => ({
  within: textOf(parameter, `${parameter} `),
  nameWithin: textOf(en.slice(parameter.length + 1)),
});

/** The values of a body: itself, and its fields. */
export const bodyValues = (schema: Node): ValueFacts[] => {
  const path = { place: 'body', name: '', inside: '', within: WITHIN.body };
  const { clause } = enterClause(schema, NO_CLAUSE);
  const [own, ...members] = valuesAt(path, schema, { required: true, presence: clause, scope: NO_CLAUSE, depth: 0 });
  // What is said of a body as a whole is about what is sent, and has no other words.
  return own ? [{ ...own, name: WITHIN.body, nameWithin: WITHIN.body, description: '' }, ...members] : [];
};

/** A value and what it is made of. */
const valuesAt = (path: Path, schema: Node, { required, presence, scope, depth }: Around): ValueFacts[] => {
  const atoms = listAtoms(schema, scope);
  const own: ValueFacts = {
    place: path.place,
    name: textOf(path.name),
    within: path.within,
    nameWithin: textOf(path.inside),
    required,
    description: describe(schema),
    presence,
    schema,
    atoms,
    marks: schemaMarks(schema),
  };
  return depth > DEEPEST ? [own] : [own, ...atoms.flatMap((atom) => membersOf(atom, own, path, depth + 1))];
};

/** The items of a list, or the properties of an object. */
const membersOf = ({ keyword, argument, scope }: Atom, holder: ValueFacts, path: Path, depth: number): ValueFacts[] => {
  if (!isNode(argument)) return [];
  const presenceOf = (schema: Node): Clause | undefined => enterClause(schema, scope).clause ?? holder.presence;
  if (keyword === 'items')
    return valuesAt(step(path, '[]'), argument, { required: true, presence: presenceOf(argument), scope, depth });
  if (keyword !== 'properties') return [];
  const names = new Set(argumentsOf(holder.atoms, 'required').flat());
  return Object.entries(argument).flatMap(([name, schema]) =>
    isNode(schema)
      ? valuesAt(step(path, name), schema, { required: names.has(name), presence: presenceOf(schema), scope, depth })
      : [],
  );
};

/** The path of a property, or of the items. */
const step = ({ place, name, inside, within }: Path, key: string): Path => {
  const join = (before: string): string => (before === '' || key === '[]' ? `${before}${key}` : `${before}.${key}`);
  return { place: join(place), name: join(name), inside: join(inside), within };
};

/** Its own description, or that of the schema that it is made of. */
const describe = (schema: Node): string => {
  const own = schema['description'];
  if (typeof own === 'string') return own;
  const parts = schema['allOf'];
  return Array.isArray(parts)
    ? (parts
        .filter(isNode)
        .map(describe)
        .find((text) => text !== '') ?? '')
    : '';
};

/** Texts of extensions that say what a value means. */
const schemaMarks = (schema: Node): Text[] => [
  ...(schema['x-fold-case'] === true ? [textOf('capitals and small letters are the same', '不区分大小写')] : []),
  ...(schema['x-match'] === 'part' ? [textOf('compared in part', '模糊匹配')] : []),
  ...(schema['x-empty'] === 'absent' ? [textOf('empty counts as left out', '空值视为未提供')] : []),
];
