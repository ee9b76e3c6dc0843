import { childNode, type Document, DocumentError, isNode, type Node, textAt } from './document.ts';
import { joinPointer, splitPointer } from './json-pointer.ts';

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
    if (!readings.some(({ value }) => value === first))
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
 * A copy of the document as the chosen readings have it. Each reading but the default one carries an
 * overlay: a list of `{ at, merge }`, `{ at, set }` or `{ at, move }`, with JSON pointers into the document.
 *
 * @throws ReadingError for an unknown ambiguity or reading; it lists what may be chosen.
 */
export const applyReadings = (document: Document, readings: Readings): Document => {
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const copy = structuredClone(document);
  for (const id of Object.keys(readings))
    if (!Object.hasOwn(register, id))
      throw new ReadingError(`unknown point "${id}" (known: ${Object.keys(register).join(', ') || 'none'}).`);
  // In the order of the register: what one moves, an earlier one may change.
  for (const id of Object.keys(register)) {
    const value = Object.hasOwn(readings, id) ? readings[id] : undefined;
    if (value === undefined) continue;
    const known = childNode(childNode(register, id), 'readings');
    const isNumber = Object.hasOwn(known, '$value') && /^[1-9]\d{0,8}$/.test(value);
    const reading = Object.hasOwn(known, value) ? known[value] : isNumber ? known['$value'] : undefined;
    if (!isNode(reading) || value === '$value') {
      const choices = Object.keys(known).map((choice) => (choice === '$value' ? 'a number from 1' : choice));
      throw new ReadingError(`unknown reading "${value}" of ${id} (known: ${choices.join(', ')}).`);
    }
    const overlay = reading['overlay'];
    for (const change of Array.isArray(overlay) ? overlay : [])
      applyChange(copy, fillIn(change, value) as Node, joinPointer('', 'x-ambiguities', id));
    (childNode(childNode(copy as unknown as Node, 'x-ambiguities'), id) as Record<string, unknown>)['chosen'] = value;
  }
  return copy;
};

// "$value" in an overlay stands for the number that was chosen, alone or within a text.
const fillIn = (node: unknown, value: string): unknown => {
  if (node === '$value') return Number(value);
  if (typeof node === 'string') return node.replaceAll('$value', value);
  if (Array.isArray(node)) return node.map((item) => fillIn(item, value));
  if (!isNode(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, fillIn(item, value)]));
};

const applyChange = (document: Document, change: Node, pointer: string): void => {
  const at = textAt(change, 'at') ?? '';
  if ('move' in change) {
    const from = slotAt(document, String(change['move']), false);
    const to = slotAt(document, at, true);
    if (!from || !to || !holds(from))
      throw new DocumentError(pointer, `an overlay leads nowhere: ${String(change['move'])}`);
    if (Object.hasOwn(to.parent, to.key))
      throw new DocumentError(pointer, `an overlay moves onto what is there: ${at}`);
    to.parent[to.key] = from.parent[from.key];
    delete from.parent[from.key];
    return;
  }
  const slot = slotAt(document, at, false);
  if (!slot || !holds(slot)) throw new DocumentError(pointer, `an overlay leads nowhere: ${at}`);
  slot.parent[slot.key] = 'set' in change ? change['set'] : merge(slot.parent[slot.key], change['merge']);
};

interface Slot {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

// Not hasOwn: the length of a list is no place in a document.
const holds = ({ parent, key }: Slot): boolean => Object.prototype.propertyIsEnumerable.call(parent, key);

/** The object that holds the value at a pointer, and its key there. */
const slotAt = (document: Document, pointer: string, make: boolean): Slot | undefined => {
  const path = splitPointer(pointer);
  const key = path.pop();
  let parent: unknown = document;
  for (const step of path) {
    if (!isNode(parent) && !Array.isArray(parent)) return undefined;
    const holder = parent as Record<string, unknown>;
    if (make && step !== '__proto__' && !Object.hasOwn(holder, step)) holder[step] = {};
    parent = Object.hasOwn(holder, step) ? holder[step] : undefined;
  }
  if (key === undefined || !(isNode(parent) || Array.isArray(parent))) return undefined;
  return { parent: parent as Record<string, unknown>, key };
};

const merge = (base: unknown, patch: unknown): unknown => {
  if (!isNode(base) || !isNode(patch)) return patch;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) result[key] = merge(base[key], value);
  return result;
};
