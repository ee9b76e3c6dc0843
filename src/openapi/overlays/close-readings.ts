import { type Document, isNode, type Node } from '../document/document.ts';
import type { Action } from './apply-overlay.ts';
import { applyReadings } from './apply-readings.ts';
import type { Path } from './singular-query.ts';

/**
 * The document with its default readings applied, for readers who know nothing of registers. What undoes
 * them stands in `x-before-readings`, so that another reading can still be chosen.
 *
 * @param document without readings applied.
 */
export const closeReadings = (document: Document): Document => {
  const closed = applyReadings(document, {});
  const actions = [...listChanges(closed as unknown as Node, document as unknown as Node, [])];
  return actions.length === 0 ? closed : Object.assign(closed, { 'x-before-readings': actions });
};

/** The actions that make one object of another. */
function* listChanges(from: Node, to: Node, path: Path): Generator<Action> {
  const added: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const within = listWithin(from[key], to[key], [...path, key]);
    if (within) {
      yield* within;
      continue;
    }
    if (Object.hasOwn(from, key)) yield { target: writePath([...path, key]), remove: true };
    if (Object.hasOwn(to, key)) added[key] = to[key];
  }
  if (Object.keys(added).length > 0) yield { target: writePath(path), update: added };
}

/** The changes inside of a value; undefined where it must be replaced. */
const listWithin = (from: unknown, to: unknown, path: Path): Action[] | undefined => {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (isNode(from) && isNode(to)) return [...listChanges(from, to, path)];
  if (!Array.isArray(from) || !Array.isArray(to) || from.length !== to.length) return undefined;
  const within = from.map((item, index) => listWithin(item, to[index], [...path, index]));
  return within.some((changes) => changes === undefined) ? undefined : within.flatMap((changes) => changes ?? []);
};

/** A path as a query. */
const writePath = (path: Path): string => `$${path.map((key) => `[${JSON.stringify(key)}]`).join('')}`;
