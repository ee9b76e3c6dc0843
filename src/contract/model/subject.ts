import { compileSchema, issuesOf, isValid } from '../../openapi/compile-schema.ts';
import { isNode, type Node, textAt } from '../../openapi/document/document.ts';
import { type Clause, type ClauseScope, enterClause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { Operation, Parameter, RequestMediaType } from '../../openapi/operations/list-operations.ts';
import { createNameMaker, type NameMaker } from '../../values/name-maker.ts';
import { FORMATS, listedValues, plainValue, propertiesOf, typeOf } from '../../values/plain-value.ts';
import { argumentsOf, boundOf, clauseIds, listAtoms, readRule, type StringRule } from '../../values/read-rule.ts';
import { asText, coerceText, TEXT_TYPES, type TextType } from '../../values/text-value.ts';
import { sampleOf, TOKEN } from './placeholders.ts';

/** A value of a request that the document describes. */
export interface Subject {
  /** `path.namespace`, `body.repository` */
  readonly ref: string;
  readonly place: 'path' | 'query' | 'header' | 'cookie' | 'body';
  readonly name: string;
  /** The parameter that holds it as `name::value`; its own name then begins with that one's. */
  readonly pairs?: string;
  /** Whether it chooses among the records of a list. */
  readonly isFilter?: boolean;
  /** Whether it says by which property a list is ordered, or which way (`x-order`). */
  readonly order?: 'by' | 'way' | undefined;
  /** The property of an answer whose value is sent here to read on behind it (`x-continues`). */
  readonly continues?: string | undefined;
  /** Whether records are created with such a value. */
  readonly isOfRecord?: boolean;
  /** Characters of a value in a path, and what stands for each there (`x-path-escape`). */
  readonly pathEscape?: Parameter['pathEscape'];
  /** Whether it names what another service has, which a run can't know (`x-external`). */
  readonly isExternal?: boolean;
  /** Whether its baseline was given by the user. */
  readonly isGiven?: boolean;
  /** The property of the record that it is the value of. */
  readonly record: string;
  readonly schema: Node;
  readonly required: boolean;
  /** `other`: a list or object, written as JSON. */
  readonly type: TextType;
  /** The values allowed, where they are listed. */
  readonly values: readonly string[];
  /** Those of them that another reading of the document has not: a server may refuse them. */
  readonly doubtful?: readonly string[];
  readonly rule: StringRule;
  /** The clause that says whether it must be there. */
  readonly presence: Clause | undefined;
  /** The clause of the list of values, else the first one about the value. */
  readonly valueClause: Clause | undefined;
  /** The valid text that other cases use; undefined where none can be made. */
  readonly baseline: string | undefined;
  /** Makes names that keep the rule. */
  readonly maker: NameMaker | undefined;
  /** Ids of the clauses that a value breaks. */
  readonly broken: (value: string) => string[];
  readonly isValid: (value: string) => boolean;
  /** Ids of all clauses about the value, in the document's order. */
  readonly clauses: readonly string[];
}

/** Whether a filter chooses by a text that records have: one of listed values may say what kind of list is wanted. */
export const choosesRecords = ({ isFilter, isOfRecord, type, values }: Subject): boolean =>
  isFilter === true && (type === 'string' || type === 'boolean') && (values.length === 0 || isOfRecord === true);

/** The values that ask for a page of a list: how many records to leave out and to show, or where to read on. */
export const pageSubjects = ({ subjects }: { readonly subjects: readonly Subject[] }) => {
  const named = (end: RegExp): Subject | undefined => subjects.find(({ isFilter, name }) => isFilter && end.test(name));
  return {
    offset: named(/(^|\.)offset$/),
    limit: named(/(^|\.)limit$/),
    marker: subjects.find(({ continues }) => continues !== undefined),
  };
};

/** Whether it names what another service has, and the run makes it up. */
export const isMadeUp = ({ isExternal = false, isGiven = false }: Subject): boolean => isExternal && !isGiven;

/** The listed values that every reading has. */
export const sureValues = ({ values, doubtful = [] }: Subject): readonly string[] =>
  values.filter((value) => !doubtful.includes(value));

/** Whether a value stands in a path and holds what programs and proxies may refuse before any rule is looked at. */
export const isRouted = (subject: Pick<Subject, 'place'>, text: string): boolean =>
  leadsElsewhere(subject, text) || (subject.place === 'path' && /[{}[\]|^`<>"]|\p{Cc}/u.test(text));

/** Whether it may even be taken for another path. */
export const leadsElsewhere = ({ place }: Pick<Subject, 'place'>, text: string): boolean =>
  place === 'path' && /^\.{0,2}$|[/\\%;?#]/.test(text);

/** What the values of a request are made of. */
interface Material {
  /** See `createNameMaker`. */
  readonly alphabet: number;
  /** Whether lists and objects can be sent in its body. */
  readonly isJson: boolean;
  /** The example of its body. */
  readonly example: unknown;
  /** The places of values that name what another service has. */
  readonly external: readonly string[];
  /** Which of two ways to choose among records it is asked by. */
  readonly query: QueryForm | undefined;
}

/** A list is asked for in pairs, or by plain parameters of the same names (`x-overrides-query`). */
export type QueryForm = 'pairs' | 'plain';

/** The values of a request, in the order of the document; of `name::value` pairs each is one (`x-pairs`). */
export const listSubjects = (
  { parameters, effect }: Operation,
  media: RequestMediaType | undefined,
  material: Material,
): Subject[] => {
  const { external } = material;
  const own = { ...material, isJson: false, example: undefined };
  // Of a list that knows no pairs, plain parameters choose.
  const isPlain = material.query === 'plain' || (effect?.kind === 'list' && !parameters.some(({ pairs }) => pairs));
  const sent = parameters.flatMap(({ name, in: place, schema, required, scope, pairs, pathEscape }): Subject[] => {
    const ref = `${place}.${name}`;
    const isFilter = isPlain && place === 'query';
    const continues = textAt(schema, 'x-continues');
    if (!pairs) return [{ ...readSubject(ref, schema, required, scope, own), isFilter, pathEscape, continues }];
    return memberSubjects(ref, schema, scope, own).map((subject) => ({ ...subject, pairs: name, isFilter: true }));
  });
  const ways = sent.flatMap(({ schema }) => textAt(schema, 'x-order') ?? []);
  const withOrder = (subject: Subject): Subject => {
    if (textAt(subject.schema, 'x-order') !== undefined) return { ...subject, order: 'by' };
    return ways.includes(subject.record) ? { ...subject, order: 'way' } : subject;
  };
  const all = [...sent.map(withOrder), ...(media ? bodySubjects(media, material) : [])];
  // Each another one: what is taken for another value shows.
  const madeUp = ({ name, baseline, isValid }: Subject): string | undefined => {
    const own = `${baseline}-${name.replace(/[^a-z\d]+/gi, '-').toLowerCase()}`;
    return baseline === 'text' && isValid(own) ? own : baseline;
  };
  return all.map((subject) =>
    external.includes(subject.ref) ? { ...subject, isExternal: true, baseline: madeUp(subject) } : subject,
  );
};

/** The values of a body; of one that is a list those of its items. */
const bodySubjects = ({ schema }: RequestMediaType, material: Material): Subject[] => {
  const items = material.isJson ? itemSchemaOf(schema) : undefined;
  if (!items) return memberSubjects('body', schema, NO_CLAUSE, material);
  const around = enterClause(schema, NO_CLAUSE);
  const [shown] = Array.isArray(material.example) ? material.example : [];
  const own = { ...material, example: shown as unknown };
  return typeOf(listAtoms(items, around)) === 'object'
    ? memberSubjects(ITEM, items, around, own)
    : [readSubject(ITEM, items, true, enterClause(items, around), own)];
};

/** The place of an item of a body that is a list. */
const ITEM = 'body[]';

/** What the items of a list keep: objects, or texts and numbers; undefined for what is no such list. */
const itemSchemaOf = (schema: Node): Node | undefined => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  const [items] = argumentsOf(atoms, 'items');
  // One item must do.
  const wantsMore =
    boundOf(atoms, 'minItems', Math.max) > 1 ||
    ['contains', 'prefixItems'].some((each) => argumentsOf(atoms, each).length > 0);
  if (typeOf(atoms) !== 'array' || !isNode(items) || wantsMore) return undefined;
  const type = typeOf(listAtoms(items, NO_CLAUSE));
  return type === 'object' || TEXT_TYPES.some((each) => each === type) ? items : undefined;
};

/** The properties of an object schema and of the members of its allOf, each a subject. */
const memberSubjects = (place: string, schema: Node, around: ClauseScope, material: Material): Subject[] => {
  const outer = enterClause(schema, around);
  const atoms = listAtoms(schema, around);
  const required = new Set(argumentsOf(atoms, 'required').flat());
  return Object.entries(propertiesOf(atoms)).flatMap(([name, property]) =>
    isNode(property)
      ? [readSubject(`${place}.${name}`, property, required.has(name), enterClause(property, outer), material)]
      : [],
  );
};

/** Reads what the document says about one value of a request. */
const readSubject = (
  ref: string,
  schema: Node,
  required: boolean,
  scope: ClauseScope,
  { alphabet, isJson, example }: Material,
): Subject => {
  const [place = 'body', ...path] = ref.replace('[]', '').split('.');
  const record = textAt(schema, 'x-record') ?? path.at(-1);
  const name = path.length > 0 ? path.join('.') : (record ?? 'item');
  const presence = scope.clause;
  const atoms = listAtoms(schema, scope);
  const type = TEXT_TYPES.find((each) => each === typeOf(atoms)) ?? 'other';
  const validate = compileSchema(schema, '', scope);
  const keeps = (value: string): boolean => isValid(validate, coerceText(value, type));

  const [format] = argumentsOf(atoms, 'format').filter((each) => each !== 'date-time');
  const listed = listedValues(atoms);
  const values = listed.length === 0 && type === 'boolean' ? [true, false] : listed;
  // Which texts a format takes, nobody here can say: the one that is known stands for all.
  const known = type === 'string' ? FORMATS[String(format)] : undefined;
  const texts = values.length === 0 && known !== undefined ? [known] : values.map(asText);

  const rule = readRule(atoms, presence);
  const canName = type === 'string' && texts.length === 0 && (rule.automaton !== undefined || !rule.hasPatterns);
  const maker = canName ? createNameMaker(rule.automaton, rule.least, rule.most, alphabet) : undefined;
  const isNamed = rule.hasPatterns && maker !== undefined && keeps(sampleOf(TOKEN, maker));
  const made = isNamed ? TOKEN : type === 'other' && !isJson ? undefined : (texts[0] ?? plainText(schema));
  // Lists, objects and what can't be made are taken from the example.
  const inExample = path.length === 0 ? example : isNode(example) ? example[name] : undefined;
  const shown = inExample === undefined ? undefined : asText(inExample);
  const isShown = shown !== undefined && (made === undefined || type === 'other') && keeps(shown);

  const valueClause = (
    atoms.find(({ keyword }) => keyword === 'enum' || keyword === 'const') ??
    atoms.find((atom) => atom.scope.clause && atom.scope.clause.id !== presence?.id)
  )?.scope.clause;
  return {
    ref,
    place: place as Subject['place'],
    name,
    record: record ?? name,
    schema,
    required,
    type,
    values: [...new Set(texts)],
    rule,
    presence,
    valueClause: valueClause ?? presence,
    baseline: isShown ? shown : made,
    maker,
    broken: (value) => [
      ...new Set(issuesOf(validate, coerceText(value, type)).map(({ clause, keyword }) => clause?.id ?? keyword)),
    ],
    isValid: keeps,
    clauses: clauseIds(atoms, presence),
  };
};

const plainText = (schema: Node): string | undefined => {
  const plain = plainValue(schema);
  return plain === undefined ? undefined : asText(plain);
};
