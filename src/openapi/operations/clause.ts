import { childNode, type Document, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';

/** One atomic rule of the source, as an `x-clause` of the document names it. */
export interface Clause {
  readonly id: string;
  /** What the rule demands, in English: "must start with a lowercase letter". */
  readonly title: string;
  /** The same in Chinese. */
  readonly zh: string;
  /** Anchor in the source page. */
  readonly at: string;
  /** The same place in words. */
  readonly place: string;
}

/** A clause and where the document states it. */
export interface PlacedClause extends Clause {
  readonly pointer: string;
}

/** What a node takes over from the nodes around it. */
export interface ClauseScope {
  readonly clause: Clause | undefined;
  readonly at: string;
  readonly place: string;
  /** The error code of a broken rule, for any keyword or for one. */
  readonly code: string | undefined;
  readonly codeOf: Readonly<Record<string, string>>;
}

export const NO_CLAUSE: ClauseScope = { clause: undefined, at: '', place: '', code: undefined, codeOf: {} };

/**
 * The clause that governs a node: its own `x-clause` where that has an id, else the one around it.
 * Place and code are taken over from around where the node gives none, so a schema can say them once
 * for all of its members.
 */
export const enterClause = (node: Node, outer: ClauseScope): ClauseScope => {
  const own = node['x-clause'];
  if (!isNode(own)) return outer;
  const at = textAt(own, 'at') ?? outer.at;
  const place = textAt(own, 'place') ?? outer.place;
  const id = textAt(own, 'id');
  const title = textAt(own, 'title') ?? textAt(node, 'title') ?? textAt(node, 'description') ?? '';
  const clause = id === undefined ? outer.clause : { id, title, zh: textAt(own, 'zh') ?? title, at, place };
  const code = own['code'];
  if (code === undefined) return { ...outer, clause, at, place };
  return isNode(code)
    ? { clause, at, place, code: undefined, codeOf: code as Record<string, string> }
    : { clause, at, place, code: String(code), codeOf: {} };
};

/**
 * Every clause of a document, in the document's order, each at the place that states it first. A rule
 * that only a point of the register puts there is none.
 */
export const listClauses = (document: Document): PlacedClause[] => {
  const found = new Map<string, PlacedClause>();
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  // With references resolved an object stands in several places, or within itself.
  const seen = new Set<unknown>();
  const visit = (value: unknown, pointer: string, outer: ClauseScope): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, joinPointer(pointer, index), outer);
      return;
    }
    if (!isNode(value) || seen.has(value)) return;
    seen.add(value);
    const scope = enterClause(value, outer);
    const { clause } = scope;
    if (clause && clause !== outer.clause && !found.has(clause.id) && !Object.hasOwn(register, clause.id))
      found.set(clause.id, { ...clause, pointer });
    // Texts hold no clauses, and are most of a document.
    for (const [key, item] of Object.entries(value))
      if (typeof item === 'object' && key !== 'x-ambiguities') visit(item, joinPointer(pointer, key), scope);
  };
  visit(document, '', NO_CLAUSE);
  return [...found.values()];
};
