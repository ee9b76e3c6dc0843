import { isNode } from '../openapi/document/document.ts';
import { type Clause, type ClauseScope, enterClause } from '../openapi/operations/clause.ts';
import type { Automaton } from './automaton.ts';
import { type PatternRule, separateLengths } from './build-automaton.ts';

/** What the document says about texts of one schema. */
export interface StringRule {
  /** Ids of its clauses: the same rule may stand in several places. */
  readonly id: string;
  /** Undefined where the patterns can't be turned into one. Lengths are not part of it, but for "not empty". */
  readonly automaton: Automaton | undefined;
  readonly least: number;
  readonly most: number;
  readonly hasPatterns: boolean;
  readonly patterns: readonly PatternRule[];
  /** The clauses of the length. */
  readonly lengthClauses: readonly string[];
}

/** A keyword of a schema or of a member of its allOf, and the clause that governs it. */
export interface Atom {
  readonly keyword: string;
  readonly argument: unknown;
  readonly negated: boolean;
  readonly scope: ClauseScope;
}

const RESTATED = new Set(['pattern', 'minLength', 'maxLength']);

/** Every keyword of a schema and of the members of its allOf. */
export const listAtoms = (schema: unknown, outer: ClauseScope): Atom[] => {
  if (!isNode(schema)) return [];
  const scope = enterClause(schema, outer);
  return Object.entries(schema).flatMap(([keyword, argument]): Atom[] => {
    if (schema['x-restates'] === 'allOf' && RESTATED.has(keyword)) return [];
    if (keyword === 'allOf' && Array.isArray(argument)) return argument.flatMap((member) => listAtoms(member, scope));
    if (keyword === 'not' && isNode(argument) && Object.keys(argument).length === 1 && 'pattern' in argument)
      return [{ keyword: 'pattern', argument: argument['pattern'], negated: true, scope }];
    return [{ keyword, argument, negated: false, scope }];
  });
};

/** The arguments of one keyword. */
export const argumentsOf = (atoms: readonly Atom[], wanted: string): unknown[] =>
  atoms.flatMap(({ keyword, argument }) => (keyword === wanted ? [argument] : []));

/** The tightest of the bounds that a keyword gives. */
export const boundOf = (atoms: readonly Atom[], keyword: string, tightest: (...bounds: number[]) => number): number =>
  tightest(...argumentsOf(atoms, keyword).filter((argument) => typeof argument === 'number'));

/** The ids of the clauses of some keywords; of the one around them where they have none. */
export const clauseIds = (atoms: readonly Atom[], outer: Clause | undefined): string[] => {
  const ids = atoms.flatMap(({ scope }) => (scope.clause && scope.clause !== outer ? [scope.clause.id] : []));
  return ids.length > 0 ? [...new Set(ids)] : outer ? [outer.id] : [];
};

/** Reads the patterns and lengths of a text. */
export const readRule = (atoms: readonly Atom[], outer: Clause | undefined): StringRule => {
  const patterns = atoms.flatMap(({ keyword, argument, negated }): PatternRule[] =>
    keyword === 'pattern' && typeof argument === 'string' ? [{ pattern: argument, negated }] : [],
  );
  const least = Math.max(0, boundOf(atoms, 'minLength', Math.max));
  const most = boundOf(atoms, 'maxLength', Math.min);
  const lengths = atoms.filter(({ keyword }) => keyword === 'minLength' || keyword === 'maxLength');
  return {
    id: clauseIds(
      atoms.filter(({ keyword }) => RESTATED.has(keyword)),
      outer,
    ).join(' '),
    ...(patterns.length === 0 ? { automaton: undefined, least, most } : separateLengths(patterns, least, most)),
    hasPatterns: patterns.length > 0,
    patterns,
    lengthClauses: [...new Set(lengths.flatMap(({ scope }) => scope.clause?.id ?? []))],
  };
};
