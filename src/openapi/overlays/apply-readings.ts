import { childNode, copyOf, type Document, DocumentError, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { type Action, applyActions } from './apply-overlay.ts';

/** One way to read a point on which the source is silent. */
export interface Reading {
  readonly value: string;
  readonly title: string;
  readonly zh: string;
}

/** A point on which the source is silent, with the reading taken and the others. */
export interface Ambiguity {
  readonly id: string;
  readonly question: string;
  readonly zh: string;
  /** Anchor in the source page. */
  readonly at: string;
  readonly place: string;
  readonly why: string;
  readonly default: string;
  /** The reading in use: the default one unless `applyReadings` took another. */
  readonly chosen: string;
  readonly readings: readonly Reading[];
  readonly pointer: string;
}

/** Chosen readings by ambiguity id, e.g. `{ A7: 'last' }`. */
export type Readings = Readonly<Record<string, string>>;

/** A choice that the register doesn't offer. */
export class ReadingError extends Error {
  override readonly name = 'ReadingError';
}

/** The ambiguity register of a document (`x-ambiguities`), in its order. */
export const listAmbiguities = (document: Document): Ambiguity[] => {
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  return Object.keys(register).map((id) => {
    const entry = childNode(register, id);
    const pointer = joinPointer('', 'x-ambiguities', id);
    const readings = Object.entries(childNode(entry, 'readings')).map(([value, reading]) => ({
      value: value === '$value' ? 'N' : value,
      title: isNode(reading) ? (textAt(reading, 'title') ?? '') : '',
      zh: isNode(reading) ? (textAt(reading, 'zh') ?? '') : '',
    }));
    const first = textAt(entry, 'default') ?? '';
    if (nameReading(childNode(entry, 'readings'), first) === undefined)
      throw new DocumentError(joinPointer(pointer, 'default'), `${id}: the default reading is not among its readings.`);
    return {
      id,
      question: textAt(entry, 'question') ?? '',
      zh: textAt(entry, 'zh') ?? '',
      at: textAt(entry, 'at') ?? '',
      place: textAt(entry, 'place') ?? '',
      why: textAt(entry, 'why') ?? '',
      default: first,
      chosen: textAt(entry, 'chosen') ?? first,
      readings,
      pointer,
    };
  });
};

/**
 * A copy of the document as the chosen readings have it. A reading carries the actions of an overlay; those of
 * a default reading are applied where no other is chosen.
 *
 * @throws ReadingError for an unknown ambiguity or reading; it lists what may be chosen.
 */
export const applyReadings = (document: Document, readings: Readings): Document => {
  const copy = withoutReadings(document);
  const register = childNode(copy as unknown as Node, 'x-ambiguities');
  for (const id of Object.keys(readings))
    if (!Object.hasOwn(register, id))
      throw new ReadingError(`unknown point "${id}" (known: ${Object.keys(register).join(', ') || 'none'}).`);
  // In the order of the register: what one moves, an earlier one may change.
  for (const id of Object.keys(register)) {
    const point = childNode(register, id) as Record<string, unknown>;
    const chosen = Object.hasOwn(readings, id) ? readings[id] : undefined;
    const value = chosen ?? ('chosen' in point ? undefined : textAt(point, 'default'));
    if (value === undefined) continue;
    const known = childNode(point, 'readings');
    const name = nameReading(known, value);
    if (name === undefined) {
      // A default that is none is told by `listAmbiguities`.
      if (chosen === undefined) continue;
      throw new ReadingError(`unknown reading "${value}" of ${id} (known: ${sayChoices(known)}).`);
    }
    const actions = actionsOf(known[name]).map((action) => fillIn(action, value));
    applyActions(copy, actions, { pointer: joinPointer('', 'x-ambiguities', id, 'readings', name, 'actions') });
    if (chosen !== undefined || actions.length > 0) point['chosen'] = value;
  }
  return copy;
};

/** A copy of a document before its default readings were applied to it (`x-before-readings`). */
export const withoutReadings = (document: Document): Document => {
  const { 'x-before-readings': actions, ...copy } = copyOf(document) as unknown as Record<string, unknown>;
  if (Array.isArray(actions)) applyActions(copy, actions, { pointer: '/x-before-readings' });
  return copy as unknown as Document;
};

/** The actions of a reading. */
export const actionsOf = (reading: unknown): readonly Action[] =>
  isNode(reading) && Array.isArray(reading['actions']) ? (reading['actions'] as Action[]) : [];

/** The name under which a reading stands in the register: that of a number is `$value`. */
const nameReading = (known: Node, value: string): string | undefined => {
  if (Object.hasOwn(known, value) && value !== '$value') return value;
  return Object.hasOwn(known, '$value') && /^[1-9]\d{0,8}$/.test(value) ? '$value' : undefined;
};

const sayChoices = (known: Node): string =>
  Object.keys(known)
    .map((choice) => (choice === '$value' ? 'a number from 1' : choice))
    .join(', ');

// "$value" in an action stands for the number that was chosen, alone or within a text.
const fillIn = (node: unknown, value: string): unknown => {
  if (node === '$value') return Number(value);
  if (typeof node === 'string') return node.replaceAll('$value', value);
  if (Array.isArray(node)) return node.map((item) => fillIn(item, value));
  if (!isNode(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, fillIn(item, value)]));
};
