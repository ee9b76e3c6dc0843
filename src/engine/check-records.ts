import { isNode } from '../openapi/document/document.ts';
import type { KeyPlaces, KeyRule } from '../openapi/operations/rules.ts';
import type { RequestValues } from './reading/read-request.ts';
import type { Call, Outcome } from './resolver.ts';

/** What the engine asks about records before a resolver is called. */
export interface Lookup {
  readonly has: (collection: string, key: readonly string[]) => boolean;
  /** Whether any record's key begins so. */
  readonly hasBelow: (collection: string, prefix: readonly string[]) => boolean;
}

/** The values of a key at the places of a request: `path.namespace`, `body.repository`. */
export const pickKey = (key: KeyPlaces, call: RequestValues): string[] => pickKeys(key, call)[0] ?? [];

/** The keys of a request: one, or where a place leads into a list (`body[].user`) one for each of its items. */
export const pickKeys = (key: KeyPlaces, call: RequestValues): string[][] => {
  const columns = Object.values(key).map((place) => valuesAt(place, call));
  const count = columns.find((values) => Array.isArray(values))?.length ?? 1;
  return Array.from({ length: count }, (_, index) =>
    columns.map((values) => String((Array.isArray(values) ? values[index] : values) ?? '')),
  );
};

/** The value at a place; a list of values where that leads into a list. */
const valuesAt = (place: string, { path, query, body, items }: RequestValues): unknown => {
  const [location = '', name = ''] = place.split('.');
  if (location === 'body[]') return name === '' ? items : items.map((item) => (isNode(item) ? item[name] : undefined));
  const source = location === 'path' ? path : location === 'query' ? query : body;
  return source[name.replace(/\[\]$/, '')];
};

/**
 * Which rule about records a request goes against. Asked right before the resolver and without a pause, so that
 * nothing can happen in between.
 */
export const checkRecords = (call: Call, lookup: Lookup | undefined): Outcome | undefined => {
  if (!lookup) return undefined;
  const holds = ({ unless }: KeyRule): boolean => unless === undefined || valuesAt(unless, call) !== true;
  for (const rule of call.operation.requires) {
    if (!holds(rule)) continue;
    for (const values of pickKeys(rule.key, call))
      if (!lookup.has(rule.collection, values)) return { refuse: 'key-missing', rule, values };
  }
  for (const rule of call.operation.requiresNone) {
    if (!holds(rule)) continue;
    const values = pickKey(rule.key, call);
    if (!lookup.hasBelow(rule.collection, values)) continue;
    // The record itself, or what it would hold.
    return { refuse: lookup.has(rule.collection, values) ? 'unique' : 'key-present', rule, values };
  }
  return undefined;
};
