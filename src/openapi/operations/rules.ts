import { childNode, DocumentError, isNode, isTexts, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';

/**
 * Property of a record to the place of its value in the request: `{ name: 'body.repository' }`. A place in a list
 * (`body[]`, `body[].user`, `body.users[]`) makes a key of each item.
 */
export type KeyPlaces = Readonly<Record<string, string>>;

/** Which values of a request form a key in a collection, and the answer when that is taken or missing. */
export interface KeyRule {
  readonly collection: string;
  readonly key: KeyPlaces;
  readonly code: string;
  /** Id of the clause. */
  readonly clause: string | undefined;
  /** A place in the request: where `true` stands there, the rule does not hold. */
  readonly unless?: string;
}

/** The key that a success takes. */
export interface UniqueRule extends KeyRule {
  /** What a taken key means: the request is refused, or the record gets the new values. */
  readonly taken: 'refuse' | 'replace';
}

/** How many records a collection may hold for each value of a property. */
export interface QuotaRule extends Omit<KeyRule, 'key'> {
  readonly most: number;
  readonly by: string;
}

/** What an operation does to the records of a collection, or says about them. */
export interface Effect {
  readonly kind: 'create' | 'read' | 'exists' | 'list' | 'update' | 'delete';
  readonly collection: string;
  /** The record it is about; empty for a list. */
  readonly key: KeyPlaces;
  /** Whether a list shows what no request made, too. */
  readonly mixed?: boolean;
}

/** What an operation demands of the records that are there, and does to them. */
export interface OperationRules {
  /** `x-unique-key`: a success needs this key to be new. */
  readonly uniqueKey: UniqueRule | undefined;
  /** `x-requires`: a success needs each of these keys to exist; the first missing one is answered. */
  readonly requires: readonly KeyRule[];
  /** `x-requires-none`: a success needs that no record's key begins with this one. */
  readonly requiresNone: readonly KeyRule[];
  /** `x-quota`: of the collection that it names, else of that of the unique key. */
  readonly quota: QuotaRule | undefined;
  /** `x-effect`, or `create` where there is a unique key. */
  readonly effect: Effect | undefined;
  /** `x-page`: records of a list whose request gives no limit. */
  readonly page: number | undefined;
}

const KINDS = ['create', 'read', 'exists', 'list', 'update', 'delete'] as const;

/**
 * Reads the rules of an operation about records.
 *
 * @param root the document, references resolved.
 * @throws DocumentError where a rule is incomplete or names an unknown collection.
 */
export const readRules = (root: Node, node: Node, pointer: string): OperationRules => {
  const uniqueKey = readUnique(root, node, pointer);
  const requires = readKeyRules(root, node, 'x-requires', pointer, 'whole');
  return {
    uniqueKey,
    requires,
    requiresNone: readKeyRules(root, node, 'x-requires-none', pointer, 'beginning'),
    quota: readQuota(node, uniqueKey, pointer),
    effect: readEffect(root, node, uniqueKey, requires, pointer),
    page: readPage(node, pointer),
  };
};

const readPage = (node: Node, pointer: string): number | undefined => {
  const page = node['x-page'];
  if (page === undefined) return undefined;
  if (Number.isSafeInteger(page) && (page as number) > 0) return page as number;
  throw new DocumentError(joinPointer(pointer, 'x-page'), 'must be a whole number from 1.');
};

const readUnique = (root: Node, node: Node, pointer: string): UniqueRule | undefined => {
  const rule = node['x-unique-key'];
  if (rule === undefined) return undefined;
  const at = joinPointer(pointer, 'x-unique-key');
  return {
    ...readKeyRule(root, rule, at, 'whole'),
    taken: readTaken(rule, at),
  };
};

const readTaken = (rule: unknown, at: string): UniqueRule['taken'] => {
  const taken = isNode(rule) ? (rule['taken'] ?? 'refuse') : 'refuse';
  if (taken === 'refuse' || taken === 'replace') return taken;
  throw new DocumentError(joinPointer(at, 'taken'), 'must be refuse or replace.');
};

/** Whether a rule is about one record, or about all whose key begins so. */
type Extent = 'whole' | 'beginning';

const readKeyRules = (root: Node, node: Node, extension: string, pointer: string, extent: Extent): KeyRule[] => {
  const rules = node[extension] ?? [];
  const at = joinPointer(pointer, extension);
  if (!Array.isArray(rules)) throw new DocumentError(at, 'must be a list of rules.');
  return rules.map((rule: unknown, index) => readKeyRule(root, rule, joinPointer(at, index), extent));
};

export const readKeyRule = (root: Node, rule: unknown, at: string, extent: Extent): KeyRule => {
  const code = isNode(rule) ? textAt(rule, 'code') : undefined;
  if (!isNode(rule) || code === undefined || textAt(rule, 'collection') === undefined)
    throw new DocumentError(at, 'needs a collection, a key and a code.');
  const collection = readCollection(root, rule, at);
  return {
    collection,
    key: readKey(root, collection, rule['key'], joinPointer(at, 'key'), extent),
    code,
    clause: textAt(rule, 'clause'),
    ...readUnless(rule, at),
  };
};

const readUnless = (rule: Node, at: string): { readonly unless?: string } => {
  const unless = rule['unless'];
  if (unless === undefined) return {};
  if (typeof unless === 'string' && PLACE.test(unless) && !unless.includes('[]')) return { unless };
  throw new DocumentError(
    joinPointer(at, 'unless'),
    'must be a place in a request: path.NAME, query.NAME or body.NAME.',
  );
};

const collectionsOf = (root: Node): Node => childNode(childNode(root, 'components'), 'x-collections');

const readCollection = (root: Node, rule: Node, at: string): string => {
  const collection = textAt(rule, 'collection') ?? '';
  const known = collectionsOf(root);
  if (!Object.hasOwn(known, collection) || !isNode(known[collection]))
    throw new DocumentError(at, `unknown collection "${collection}" (known: ${Object.keys(known).join(', ')}).`);
  return collection;
};

/** Where a value may stand, for people. */
export const PLACES = 'path.NAME, query.NAME, body.NAME, body.NAME[], body[] or body[].NAME';
/** Where a value may stand in a request. */
export const PLACE = /^(?:(?:path|query)\.[^.[\]]+|body(?:\[\])?\.[^.[\]]+|body\.[^.[\]]+\[\]|body\[\])$/;

// Records are looked up by the values alone, so their order must be the collection's.
const readKey = (root: Node, collection: string, key: unknown, at: string, extent: Extent): KeyPlaces => {
  const own = childNode(collectionsOf(root), collection)['key'];
  const properties = isTexts(own) ? own : [];
  const named = isNode(key) ? Object.keys(key) : [];
  const fits =
    named.length > 0 &&
    named.every((property, index) => property === properties[index]) &&
    (extent === 'beginning' || named.length === properties.length);
  if (!isNode(key) || !fits) {
    const wanted = extent === 'whole' ? 'must name' : 'must begin with';
    throw new DocumentError(at, `${wanted} the key of "${collection}" in its order: ${properties.join(', ')}.`);
  }
  for (const place of Object.values(key))
    if (typeof place !== 'string' || !PLACE.test(place))
      throw new DocumentError(
        at,
        `"${typeof place === 'object' ? typeof place : place}" is no place in a request: ${PLACES}.`,
      );
  return key as KeyPlaces;
};

const readQuota = (node: Node, uniqueKey: UniqueRule | undefined, pointer: string): QuotaRule | undefined => {
  const quota = node['x-quota'];
  if (quota === undefined) return undefined;
  const at = joinPointer(pointer, 'x-quota');
  const most = isNode(quota) ? quota['most'] : undefined;
  const by = isNode(quota) ? textAt(quota, 'by') : undefined;
  const code = isNode(quota) ? textAt(quota, 'code') : undefined;
  const collection = (isNode(quota) ? textAt(quota, 'collection') : undefined) ?? uniqueKey?.collection;
  if (!isNode(quota) || !Number.isSafeInteger(most) || by === undefined || code === undefined || !collection)
    throw new DocumentError(at, 'needs "most", "by", a code and a collection.');
  return { collection, most: most as number, by, code, clause: textAt(quota, 'clause') };
};

const readEffect = (
  root: Node,
  node: Node,
  uniqueKey: UniqueRule | undefined,
  requires: readonly KeyRule[],
  pointer: string,
): Effect | undefined => {
  const effect = node['x-effect'];
  if (effect === undefined)
    return uniqueKey && { kind: 'create', collection: uniqueKey.collection, key: uniqueKey.key };
  const at = joinPointer(pointer, 'x-effect');
  const kind = isNode(effect) ? KINDS.find((each) => each === effect['kind']) : undefined;
  if (!isNode(effect) || !kind) throw new DocumentError(at, `needs a kind (${KINDS.join(', ')}) and a collection.`);
  const collection = readCollection(root, effect, at);
  const own =
    effect['key'] === undefined
      ? requires.find((rule) => rule.collection === collection)?.key
      : readKey(root, collection, effect['key'], joinPointer(at, 'key'), 'whole');
  if (own === undefined && kind !== 'list' && kind !== 'create')
    throw new DocumentError(at, `needs a key to ${kind}, or "x-requires" of the same collection.`);
  return { kind, collection, key: own ?? {}, ...(effect['mixed'] === true ? { mixed: true } : {}) };
};
