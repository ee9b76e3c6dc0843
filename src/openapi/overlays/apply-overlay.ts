import { copyOf, DocumentError, isNode, type Node } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { type Path, type Query, singularQuery } from './singular-query.ts';

/** One change of a document (an Action Object of the Overlay Specification). */
export interface Action {
  readonly target: string;
  readonly update?: unknown;
  readonly copy?: string;
  readonly remove?: boolean;
}

/** How actions are applied. */
export interface ApplyOptions {
  /** What reads targets. Default: singular queries only, so that a browser needs no more. */
  readonly query?: Query;
  /** Where the actions stand, for errors. */
  readonly pointer: string;
}

/**
 * Changes a document as the actions of an overlay say (Overlay Specification 1.1, which holds 1.0),
 * one after another.
 *
 * @param root is changed itself; none of its objects may stand in two places.
 * @throws DocumentError with the pointer of the action's target; also where it leads nowhere, which the specification
 *   allows.
 */
export const applyActions = (root: object, actions: readonly unknown[], options: ApplyOptions): void => {
  const { query = singularQuery, pointer } = options;
  actions.forEach((action, index) => {
    const at = joinPointer(pointer, index, 'target');
    if (!isNode(action) || typeof action['target'] !== 'string')
      throw new DocumentError(joinPointer(pointer, index), 'an action needs a "target", a query.');
    const { target, update, copy, remove } = action as unknown as Action;
    const places = find(query, root, target, at);
    if (places.length === 0) throw new DocumentError(at, `the target leads nowhere: ${target}`);
    try {
      if (remove === true) removeAll(places);
      else if (update !== undefined) updateAll(places, update);
      else if (copy !== undefined)
        updateAll(places, only(find(query, root, copy, joinPointer(pointer, index, 'copy'))));
    } catch (error) {
      throw error instanceof Misfit ? new DocumentError(at, `${error.message}: ${target}`) : error;
    }
  });
};

/** A copy of a document with an overlay's actions applied, see `applyActions`. */
export const applyOverlay = <Root extends object>(
  document: Root,
  actions: readonly unknown[],
  options: Omit<ApplyOptions, 'pointer'> = {},
): Root => {
  const copy = copyOf(document);
  applyActions(copy, actions, { ...options, pointer: '/actions' });
  return copy;
};

/** A change that does not fit what stands at its target. */
class Misfit extends Error {}

/** A place in the document, by what holds it. */
interface Place {
  /** Undefined for the document itself. */
  readonly holder: Record<string | number, unknown> | undefined;
  readonly key: string | number;
  readonly value: unknown;
}

const find = (query: Query, root: object, text: string, pointer: string): Place[] => {
  let paths: readonly Path[];
  try {
    paths = query(root, text);
  } catch (error) {
    throw new DocumentError(pointer, `not a query that can be used: ${text} (${(error as Error).message})`);
  }
  // A query may lead to one place in two ways.
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...unique.values()].map((path) => {
    let holder: unknown;
    let value: unknown = root;
    for (const key of path) {
      holder = value;
      value = (holder as Record<string | number, unknown>)[key];
    }
    return { holder: holder as Place['holder'], key: path.at(-1) ?? '', value };
  });
};

const only = (places: readonly Place[]): unknown => {
  const [place, ...others] = places;
  if (!place || others.length > 0) throw new Misfit(`what is copied must be one value (it is ${places.length})`);
  return place.value;
};

const removeAll = (places: readonly Place[]): void => {
  const indexOf = ({ key }: Place): number => (typeof key === 'number' ? key : -1);
  // From the end of a list: what is removed moves all behind it.
  for (const { holder, key } of [...places].sort((one, other) => indexOf(other) - indexOf(one))) {
    if (!holder) throw new Misfit('the document itself cannot be removed');
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  }
};

const updateAll = (places: readonly Place[], update: unknown): void => {
  if (new Set(places.map(({ value }) => kindOf(value))).size > 1)
    throw new Misfit('the target leads to values of different kinds');
  for (const { holder, key, value } of places) {
    // A list takes one more item, too.
    const fitting = Array.isArray(value) && !Array.isArray(update) ? [update] : update;
    const result = combine(value, copyOf(fitting));
    if (holder) holder[key] = result;
  }
};

/** Objects are merged, lists joined, anything else is replaced. */
const combine = (value: unknown, update: unknown): unknown => {
  const kind = kindOf(value);
  if (kind !== kindOf(update)) throw new Misfit(`the update is ${kindOf(update)}, what stands there is ${kind}`);
  if (Array.isArray(value)) {
    value.push(...(update as unknown[]));
    return value;
  }
  if (!isNode(value)) return update;
  const object = value as Record<string, unknown>;
  for (const [key, item] of Object.entries(update as Node)) {
    if (key === '__proto__') throw new Misfit('the update has a name that is none');
    object[key] = Object.hasOwn(object, key) ? combine(object[key], item) : item;
  }
  return object;
};

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : isNode(value) ? 'an object' : 'a value');
