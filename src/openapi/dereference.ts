import { type Document, DocumentError } from './document.ts';
import { joinPointer, resolvePointer } from './json-pointer.ts';
import { perDocument } from './per-document.ts';

/**
 * A copy of the document, one for all who ask, in which every local `$ref` is replaced by what it leads to (one object
 * for all references to it). Keys beside a `$ref` are laid over a copy of what it leads to.
 *
 * @throws DocumentError for a reference that leads nowhere, out of the document, or back to itself.
 */
export const dereference = perDocument((document): Document => {
  const done = new Map<unknown, unknown>();
  const open = new Set<unknown>();

  const visit = (value: unknown, pointer: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (done.has(value)) return done.get(value);
    if (open.has(value)) throw new DocumentError(pointer, 'a $ref leads back to itself.');
    open.add(value);
    const result = Array.isArray(value)
      ? value.map((item, index) => visit(item, joinPointer(pointer, index)))
      : visitObject(value as Record<string, unknown>, pointer);
    open.delete(value);
    done.set(value, result);
    return result;
  };

  const visitObject = (value: Record<string, unknown>, pointer: string): unknown => {
    const { $ref: reference, ...rest } = value;
    const siblings = Object.fromEntries(
      Object.entries(rest).map(([key, item]) => [key, visit(item, joinPointer(pointer, key))]),
    );
    if (typeof reference !== 'string') return reference === undefined ? siblings : { ...siblings, $ref: reference };
    const target = reference.startsWith('#') ? resolvePointer(document, reference) : undefined;
    if (target === undefined) throw new DocumentError(pointer, `$ref leads nowhere: ${reference}`);
    const resolved = visit(target, reference.slice(1));
    return Object.keys(siblings).length === 0 ? resolved : { ...(resolved as object), ...siblings };
  };

  return visit(document, '') as Document;
});
