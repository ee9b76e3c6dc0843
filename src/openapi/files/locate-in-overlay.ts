import { isNode } from '../document/document.ts';
import { joinPointer, resolvePointer, splitPointer } from '../document/json-pointer.ts';
import { jsonPath } from '../overlays/json-path.ts';
import type { ParsedOverlay } from '../overlays/parse-overlay.ts';

/**
 * Where an overlay says what stands at a JSON pointer of the document that it made; undefined where it
 * does not.
 */
export const locateInOverlay = (
  document: unknown,
  { overlay, locate }: ParsedOverlay,
  pointer: string,
  part?: 'name' | 'value',
): string | undefined => {
  for (const [index, { target, update }] of [...overlay.actions.entries()].reverse())
    for (const path of findPlaces(document, target)) {
      const place = joinPointer('', ...path);
      if (update === undefined || (pointer !== place && !pointer.startsWith(`${place}/`))) continue;
      const said = follow(update, splitPointer(pointer.slice(place.length)), resolvePointer(document, place));
      if (said) return locate(joinPointer('/actions', index, 'update', ...said), part);
    }
  return undefined;
};

const findPlaces = (document: unknown, target: string): ReturnType<typeof jsonPath> => {
  try {
    return jsonPath(document, target);
  } catch {
    return [];
  }
};

/** The keys in an update that lead to what stands in its place now, as far as it goes; undefined where it says nothing of it. */
const follow = (update: unknown, keys: readonly string[], now: unknown): string[] | undefined => {
  const [key, ...others] = keys;
  if (key === undefined) return [];
  const next = resolvePointer(now, joinPointer('', key));
  if (Array.isArray(now)) {
    // It was put behind what stood there.
    const items = Array.isArray(update) ? update : [update];
    const index = items.findIndex((item) => JSON.stringify(item) === JSON.stringify(next));
    if (index < 0) return undefined;
    const within = follow(items[index], others, next) ?? [];
    return Array.isArray(update) ? [String(index), ...within] : within;
  }
  if (!isNode(update) || !Object.hasOwn(update, key)) return undefined;
  return [key, ...(follow(update[key], others, next) ?? [])];
};
