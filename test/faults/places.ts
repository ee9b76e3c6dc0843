import { placeAt } from '../../src/identify/evidence/document-places.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../src/openapi/document/document.ts';
import { joinPointer, splitPointer } from '../../src/openapi/document/json-pointer.ts';
import { type ClauseScope, enterClause, NO_CLAUSE } from '../../src/openapi/operations/clause.ts';
import { schemaFieldOf } from '../../src/openapi/operations/list-operations.ts';

/** One operation as it stands in the document. */
export interface OperationPlace {
  readonly id: string;
  readonly at: string;
  readonly node: Node;
  readonly kind: string;
  readonly collection: string;
  /** Status of success, and the clause of each status. */
  readonly success: string;
  readonly clauseAt: (status: string) => string | undefined;
  /** Whether records that it needs can be made by any operation. */
  readonly canSucceed: boolean;
}

/** A schema of a value that is sent, at one place of one operation. */
export interface Site {
  readonly operation: OperationPlace;
  /** `path.namespace`, `body.repository`, `query.filter.center` */
  readonly subject: string;
  readonly media: string | undefined;
  /** Where it stands, references gone through: an edit there changes this place alone. */
  readonly at: string;
  /** Where it is written: an edit there changes every place that refers to it. */
  readonly canonical: string;
  readonly node: Node;
  /** The clause in force, that of the value as such, and every clause of the value. */
  readonly clause: string | undefined;
  readonly presence: string | undefined;
  readonly clauses: readonly string[];
  /** The object that this is a property of, and its name there. */
  readonly owner:
    | { readonly at: string; readonly canonical: string; readonly node: Node; readonly name: string }
    | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

export const listOperationPlaces = (document: Document): OperationPlace[] => {
  const paths = Object.entries(childNode(document as unknown as Node, 'paths')) as [string, Node][];
  const all = paths.flatMap(([template, item]) =>
    METHODS.filter((method) => isNode(item[method])).map((method) => {
      const node = childNode(item, method);
      const [effect, unique] = [childNode(node, 'x-effect'), childNode(node, 'x-unique-key')];
      const collection = textAt(effect, 'collection') ?? textAt(unique, 'collection') ?? '';
      const kind = textAt(effect, 'kind') ?? (textAt(unique, 'collection') === undefined ? '' : 'create');
      return { at: joinPointer('', 'paths', template, method), node, kind, collection };
    }),
  );
  const made = new Set(all.filter(({ kind }) => kind === 'create').map(({ collection }) => collection));
  return all.map((place) => {
    const responses = childNode(place.node, 'responses');
    return {
      ...place,
      id: textAt(place.node, 'operationId') ?? '',
      success: Object.keys(responses).find((status) => status.startsWith('2')) ?? '',
      clauseAt: (status) => textAt(childNode(childNode(responses, status), 'x-clause'), 'id'),
      canSucceed: requirementsOf(place).every((rule) => made.has(textAt(rule, 'collection') ?? '')),
    };
  });
};

/** The rules of an operation about records that must be there. */
export const requirementsOf = ({ node }: Pick<OperationPlace, 'node'>): readonly Node[] =>
  Array.isArray(node['x-requires']) ? (node['x-requires'] as Node[]) : [];

/** Every schema of every value that is sent, with the members of its `allOf` and `anyOf`. */
export const listSites = (document: Document, operations: readonly OperationPlace[]): Site[] =>
  operations.flatMap((operation) => [...parameterSites(document, operation), ...bodiesOf(document, operation)]);

type Where = Pick<Site, 'operation' | 'subject' | 'media' | 'at' | 'canonical' | 'presence' | 'owner'> & {
  readonly scope: ClauseScope;
};

/** The parameters of an operation: where each stands, and where it is written. */
export const parametersOf = (
  document: Document,
  { at, node }: Pick<OperationPlace, 'at' | 'node'>,
): { readonly at: string; readonly node: Node; readonly canonical: string; readonly subject: string }[] =>
  (Array.isArray(node['parameters']) ? node['parameters'] : []).map((_, index) => {
    const own = joinPointer(at, 'parameters', index);
    const found = follow(document, own);
    return { at: own, ...found, subject: `${textAt(found.node, 'in')}.${textAt(found.node, 'name')}` };
  });

const parameterSites = (document: Document, operation: OperationPlace): Site[] =>
  parametersOf(document, operation).flatMap(({ at, canonical, node, subject }) => {
    const scope = enterClause(node, NO_CLAUSE);
    const common = { operation, subject, media: undefined, presence: scope.clause?.id, scope, owner: undefined };
    const key = schemaFieldOf(node);
    return visit(document, { ...common, at: joinPointer(at, key), canonical: joinPointer(canonical, key) });
  });

const bodiesOf = (document: Document, operation: OperationPlace): Site[] =>
  Object.keys(childNode(childNode(operation.node, 'requestBody'), 'content')).flatMap((media) => {
    const at = joinPointer(operation.at, 'requestBody', 'content', media, 'schema');
    const common = { operation, subject: 'body', media, presence: undefined, scope: NO_CLAUSE, owner: undefined };
    return visit(document, { ...common, at, canonical: at });
  });

const visit = (document: Document, where: Where): Site[] => {
  const { node, canonical } = follow(document, where.canonical);
  const scope = enterClause(node, where.scope);
  const clause = scope.clause?.id;
  const isProperty = where.owner !== undefined && where.presence === undefined;
  const presence = isProperty ? clause : where.presence;
  const own = { ...where, canonical, presence, scope };
  const below = (key: string, index: string | number): Where => ({
    ...own,
    at: joinPointer(where.at, key, index),
    canonical: joinPointer(canonical, key, index),
  });
  const members = ['allOf', 'anyOf'].flatMap((key) =>
    (Array.isArray(node[key]) ? node[key] : []).flatMap((_, index) => visit(document, below(key, index))),
  );
  const properties = Object.keys(childNode(node, 'properties')).flatMap((name) =>
    visit(document, {
      ...below('properties', name),
      subject: `${where.subject}.${name}`,
      presence: undefined,
      owner: { at: where.at, canonical, node, name },
    }),
  );
  const { scope: _, ...rest } = own;
  const clauses = new Set([...(clause === undefined ? [] : [clause]), ...members.flatMap((each) => each.clauses)]);
  return [{ ...rest, node, clause, clauses: [...clauses] }, ...members, ...properties];
};

/** What a pointer leads to, references gone through, and where that is written. */
export const follow = (document: Document, at: string): { node: Node; canonical: string } => {
  const place = placeAt(document, splitPointer(at));
  return place ? { node: place.node, canonical: joinPointer('', ...place.path) } : { node: {}, canonical: at };
};

/** Sites that are written once, those of each place together, in the document's order. */
export const byCanonical = (sites: readonly Site[]): (readonly [Site, ...Site[]])[] =>
  [...Map.groupBy(sites, ({ canonical }) => canonical).values()] as unknown as (readonly [Site, ...Site[]])[];
