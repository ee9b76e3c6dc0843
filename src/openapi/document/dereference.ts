import { type Document, DocumentError, isNode, type Node, putField } from './document.ts';
import { joinPointer, resolvePointer } from './json-pointer.ts';
import { perDocument } from './per-document.ts';

/**
 * A copy of the document, one for all who ask, in which every local `$ref` is replaced by what it leads to (one object
 * for all references to it). Keys beside a `$ref` are laid over a copy of what it leads to. What refers to what it
 * stands in, as the schema of a tree does, holds itself in the copy.
 *
 * @throws DocumentError for a reference that leads nowhere, out of the document, or to itself.
 */
export const dereference = perDocument((document): Document => {
  const done = new Map<unknown, unknown>();
  /** What waits for the end: the object that a `$ref` leads to may not have its keys before. */
  const overlaid = new Map<
    unknown,
    { readonly target: unknown; readonly siblings: object; readonly pointer: string }
  >();

  // Most of a document are texts: their places need no names.
  const visitIn = (value: unknown, pointer: string, key: string | number): unknown =>
    typeof value === 'object' && value !== null ? visit(value, joinPointer(pointer, key)) : value;
  const visit = (value: object, pointer: string): unknown => {
    if (done.has(value)) return done.get(value);
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      done.set(value, items);
      for (const [index, item] of value.entries()) items.push(visitIn(item, pointer, index));
      return items;
    }
    const node = value as Node;
    const { $ref: reference } = node;
    const isReference = typeof reference === 'string';
    const keys = Object.keys(node).filter((key) => key !== '$ref' || !isReference);
    const copy: Record<string, unknown> = {};
    if (!isReference || keys.length > 0) done.set(value, copy);
    for (const key of keys) putField(copy, key, visitIn(node[key], pointer, key));
    if (!isReference) return copy;
    const [target, at] = follow(reference, pointer);
    const resolved = typeof target === 'object' && target !== null ? visit(target, at) : target;
    if (!done.has(value)) done.set(value, resolved);
    else overlaid.set(copy, { target: resolved, siblings: { ...copy }, pointer });
    return done.get(value);
  };

  /** What a reference leads to, through others, and where that stands. */
  const follow = (first: string, pointer: string): readonly [value: unknown, pointer: string] => {
    const passed = new Set<string>();
    for (let reference = first; ; ) {
      const target = reference.startsWith('#') ? resolvePointer(document, reference) : undefined;
      if (target === undefined) throw new DocumentError(pointer, `$ref leads nowhere: ${reference}`);
      if (passed.has(reference)) throw backToItself(pointer);
      passed.add(reference);
      const next = isNode(target) ? target['$ref'] : undefined;
      if (typeof next !== 'string' || Object.keys(target as object).length > 1) return [target, reference.slice(1)];
      reference = next;
    }
  };

  const complete = (copy: unknown, open: ReadonlySet<unknown>): void => {
    const waiting = overlaid.get(copy);
    if (!waiting) return;
    if (open.has(copy)) throw backToItself(waiting.pointer);
    complete(waiting.target, new Set([...open, copy]));
    // The keys of the target come first, as in any copy that is changed.
    for (const key of Object.keys(waiting.siblings)) delete (copy as Record<string, unknown>)[key];
    for (const [key, item] of Object.entries({ ...(waiting.target as object), ...waiting.siblings }))
      putField(copy as Record<string, unknown>, key, item);
    overlaid.delete(copy);
  };

  const result = visit(document, '') as Document;
  for (const copy of [...overlaid.keys()]) complete(copy, new Set());
  return result;
});

const backToItself = (pointer: string): DocumentError => new DocumentError(pointer, 'a $ref leads back to itself.');
