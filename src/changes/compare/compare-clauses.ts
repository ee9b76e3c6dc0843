import { isNode, type Node } from '../../openapi/document/document.ts';
import { type Clause, type ClauseScope, enterClause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import { NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import type { Difference, Note } from '../change.ts';
import type { ValueFacts } from './read-values.ts';

/** A clause and what it is about. */
export interface ClauseFacts {
  readonly clause: Clause;
  readonly place: string;
  readonly name: Text;
}

/**
 * The clauses of an operation, by id: those of its values, then those of its answers and of all else.
 *
 * @param isPoint whether an id is a point of the register; its rules are none of the source.
 */
export const listOperationClauses = (
  node: Node,
  values: readonly ValueFacts[],
  isPoint: (id: string) => boolean,
): ReadonlyMap<string, ClauseFacts> => {
  const found = new Map<string, ClauseFacts>();
  const add = (clause: Clause | undefined, place: string, name: Text): void => {
    if (clause && !found.has(clause.id) && !isPoint(clause.id)) found.set(clause.id, { clause, place, name });
  };
  for (const { presence, atoms, place, name } of values) {
    add(presence, place, name);
    for (const { scope } of atoms) add(scope.clause, place, name);
  }
  // A schema may hold itself; what was seen has nothing new to say.
  const seen = new Set<Node>();
  const visit = (value: unknown, outer: ClauseScope, place: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, outer, place);
    if (!isNode(value) || seen.has(value)) return;
    seen.add(value);
    const scope = enterClause(value, outer);
    if (scope.clause !== outer.clause) add(scope.clause, place, place === '' ? NOTHING : textOf(place));
    for (const item of Object.values(value)) visit(item, scope, place);
  };
  const responses = node['responses'];
  if (isNode(responses)) for (const [status, response] of Object.entries(responses)) visit(response, NO_CLAUSE, status);
  visit(node, NO_CLAUSE, '');
  return found;
};

/**
 * What differs between the clauses of two operations, without what other changes say already. A clause whose id
 * differs from a former one only in its edition takes the place of that one.
 *
 * @param told the other changes at the operation.
 */
export const compareClauses = (
  before: ReadonlyMap<string, ClauseFacts>,
  after: ReadonlyMap<string, ClauseFacts>,
  told: readonly Difference[],
  note: Note,
): void => {
  const toldBefore = new Set(told.flatMap((each) => each.before.map(({ id }) => id)));
  const toldAfter = new Set(told.flatMap((each) => each.after.map(({ id }) => id)));
  const gone = [...before.values()].filter(({ clause }) => !after.has(clause.id));
  const replaced = new Set<string>();
  for (const facts of after.values()) {
    const { clause, place, name } = facts;
    const isNew = !before.has(clause.id);
    const former = isNew ? findFormer(facts, gone, replaced) : before.get(clause.id);
    if (former) replaced.add(former.clause.id);
    // Beside the former one, which stays: the same rule in another place.
    const twin = former ?? [...before.values()].find((each) => stemOf(each.clause.id) === stemOf(clause.id));
    if (twin && saysSame(twin.clause, clause)) continue;
    if (toldAfter.has(clause.id)) continue;
    if (former)
      note({
        kind: 'clause-changed',
        place,
        name,
        values: { before: titleOf(former.clause), after: titleOf(clause) },
        before: [former.clause],
        after: [clause],
      });
    else note({ kind: 'clause-added', place, name, values: { after: titleOf(clause) }, after: [clause] });
  }
  for (const { clause, place, name } of gone)
    if (!replaced.has(clause.id) && !toldBefore.has(clause.id))
      note({ kind: 'clause-removed', place, name, values: { before: titleOf(clause) }, before: [clause] });
};

const stemOf = (id: string): string => id.replace(/@.*$/, '');
const titleOf = ({ title, zh }: Clause): Text => textOf(title, zh);
const saysSame = (one: Clause, other: Clause): boolean => one.title === other.title && one.zh === other.zh;

/** The clause that is gone and whose place a new one takes; one about the same value, if there is one. */
const findFormer = (
  { clause, place }: ClauseFacts,
  gone: readonly ClauseFacts[],
  replaced: ReadonlySet<string>,
): ClauseFacts | undefined => {
  const fitting = gone.filter((each) => stemOf(each.clause.id) === stemOf(clause.id) && !replaced.has(each.clause.id));
  return fitting.find((each) => each.place === place) ?? fitting[0];
};
