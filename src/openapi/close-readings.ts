import type { Action } from './apply-overlay.ts';
import { applyReadings } from './apply-readings.ts';
import { type Document, isNode } from './document.ts';
import type { Path } from './singular-query.ts';

/**
 * The document with its default readings applied, for readers who know nothing of registers. What undoes
 * them stands in `x-before-readings`, so that another reading can still be chosen.
 *
 * @param document without readings applied.
 */
export const closeReadings = (document: Document): Document => {
  const closed = applyReadings(document, {});
  const actions = [...listChanges(closed, document, [])];
  return actions.length === 0 ? closed : Object.assign(closed, { 'x-before-readings': actions });
};

/** The actions that make one JSON value of another. A list that differs is replaced. */
function* listChanges(from: unknown, to: unknown, path: Path): Generator<Action> {
  if (!isNode(from) || !isNode(to)) return;
  const added: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[key], to[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    const here = [...path, key];
    if (isNode(before) && isNode(after)) {
      yield* listChanges(before, after, here);
      continue;
    }
    if (Object.hasOwn(from, key)) yield { target: writePath(here), remove: true };
    if (Object.hasOwn(to, key)) added[key] = after;
  }
  if (Object.keys(added).length > 0) yield { target: writePath(path), update: added };
}

/** A path as a query. */
const writePath = (path: Path): string => `$${path.map((key) => `[${JSON.stringify(key)}]`).join('')}`;
