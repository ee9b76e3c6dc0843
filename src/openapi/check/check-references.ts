import { isNode, type Node } from '../document/document.ts';
import { joinPointer, resolvePointer, splitPointer } from '../document/json-pointer.ts';
import { sayUnknown, type Tell } from './problem.ts';

/** Tells of references that lead nowhere; gives a copy of the document without them. */
export const checkReferences = (document: Node, tell: Tell): Node => {
  const visit = (value: unknown, pointer: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, joinPointer(pointer, index)));
    if (!isNode(value)) return value;
    const isBroken = typeof value['$ref'] === 'string' && !leadsSomewhere(document, value['$ref'], pointer, tell);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) =>
        isBroken && key === '$ref' ? [] : [[key, visit(item, joinPointer(pointer, key))]],
      ),
    );
  };
  return visit(document, '') as Node;
};

const leadsSomewhere = (document: Node, reference: string, pointer: string, tell: Tell): boolean => {
  const at = joinPointer(pointer, '$ref');
  if (!reference.startsWith('#')) {
    tell(at, `$ref leads out of the document: ${reference}. Copy what it leads to into "components".`);
    return false;
  }
  if (resolvePointer(document, reference) !== undefined) return true;
  const keys = splitPointer(reference);
  const index = keys.findIndex(
    (_, end) => resolvePointer(document, joinPointer('', ...keys.slice(0, end + 1))) === undefined,
  );
  const holder = resolvePointer(document, joinPointer('', ...keys.slice(0, index)));
  const known = isNode(holder) ? Object.keys(holder) : [];
  const word = keys[index] ?? '';
  const missing = `There is no "${keys[index] ?? reference}".`;
  tell(at, sayUnknown(`$ref leads nowhere: ${reference}`, word, known, missing));
  return false;
};
