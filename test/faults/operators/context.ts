import { childNode, type Document, isNode, type Node, textAt } from '../../../src/openapi/document/document.ts';
import { joinPointer } from '../../../src/openapi/document/json-pointer.ts';
import type { Action } from '../../../src/openapi/overlays/apply-overlay.ts';
import { actionsOf } from '../../../src/openapi/overlays/apply-readings.ts';
import { targetPointer } from '../../../src/openapi/overlays/singular-query.ts';
import type { Edit, Expected, Mutant } from '../mutant.ts';
import {
  byCanonical,
  listOperationPlaces,
  listSites,
  type OperationPlace,
  requirementsOf,
  type Site,
} from '../places.ts';
import type { Hooks } from '../serve.ts';

/** What operators walk over. */
export interface Context {
  readonly document: Document;
  readonly operations: readonly OperationPlace[];
  readonly sites: readonly Site[];
  /** The same by where they are written. */
  readonly written: readonly (readonly [Site, ...Site[]])[];
  /** Whether an id is a point on which the source is silent, and the points that may change what stands at a place. */
  readonly isOpen: (clause: string | undefined) => boolean;
  readonly openAt: (at: string) => string[];
  /** Error codes and their statuses. */
  readonly codes: ReadonlyMap<string, number>;
  /** Whether records of a collection can be made by an operation. */
  readonly isMakeable: (collection: string) => boolean;
}

/** A way to change a contract, as data: which servers it makes of a document. */
export interface Operator {
  readonly id: string;
  readonly title: string;
  readonly mutants: (context: Context) => readonly Draft[];
}

export const operator = (id: string, title: string, mutants: Operator['mutants']): Operator => ({ id, title, mutants });

/** A mutant without its operator; its level is must, unless all that it expects is open. */
export type Draft = Omit<Mutant, 'operator' | 'title' | 'level'> & { readonly level?: Mutant['level'] };

/** What a draft says of its place and of the report that is right. */
export type Judged = Partial<Draft>;

/** @param change of the document, or what of the fake is replaced. */
export const draft = (id: string, change: readonly Edit[] | (() => Hooks), ...more: Judged[]): Draft => ({
  expects: [],
  places: [],
  ...Object.assign({}, ...more),
  id,
  ...(typeof change === 'function' ? { edits: [], hooks: change } : { edits: change }),
});

export const createContext = (document: Document): Context => {
  const root = document as unknown as Node;
  const operations = listOperationPlaces(document);
  const sites = listSites(document, operations);
  const register = childNode(root, 'x-ambiguities');
  const table = childNode(childNode(root, 'components'), 'x-error-codes');
  return {
    document,
    operations,
    sites,
    written: byCanonical(sites),
    isOpen: (clause) => clause !== undefined && Object.hasOwn(register, clause),
    openAt: (at) =>
      Object.keys(register).filter((id) => changedBy(childNode(register, id)).some((each) => each.startsWith(at))),
    codes: new Map(Object.keys(table).map((code) => [code, Number(childNode(table, code)['status'])])),
    isMakeable: (name) => operations.some(({ kind, collection }) => kind === 'create' && collection === name),
  };
};

/** The places that the readings of a point of the register change. */
export const changedBy = (point: Node): string[] =>
  Object.values(childNode(point, 'readings')).flatMap(actionsOf).flatMap(placesOf);

const placesOf = ({ target, update }: Action): string[] => {
  const at = targetPointer(target);
  return isNode(update) ? Object.keys(update).map((key) => joinPointer(at, key)) : [at];
};

/** Every mutant of some operators. */
export const listMutants = (context: Context, operators: readonly Operator[]): Mutant[] =>
  operators.flatMap(({ id: operator, title, mutants }) =>
    mutants(context).map((each): Mutant => {
      const level = each.expects.every(({ clause }) => context.isOpen(clause)) ? 'should' : 'must';
      return { level, title, ...each, id: `${operator}/${each.id}`, operator };
    }),
  );

/** One place that an operator changes, or all places that share what is written once. */
export interface Spot {
  readonly context: Context;
  /** For the id. */
  readonly label: string;
  readonly at: string;
  readonly ownerAt: string | undefined;
  readonly sites: readonly Site[];
  /** Whether it is one of several places of a rule. */
  readonly isAlone: boolean;
}

/** A value of an operation: `createRepository.body.category`. */
export const nameOf = ({ operation, subject }: Site): string => `${operation.id}.${subject}`;

/** Each written place that fits, and where others share it, one of them alone: another for each turn. */
export const each = (
  context: Context,
  fits: (site: Site) => boolean,
  make: (spot: Spot, site: Site) => readonly Draft[],
): Draft[] =>
  context.written.flatMap((group, turn) => {
    const [first] = group;
    if (!fits(first)) return [];
    const clause = first.clause === undefined ? '' : `:${first.clause}`;
    const isShared = new Set(group.map(nameOf)).size > 1;
    const written = isShared ? /^\/components\/[^/]+\/([^/]+)/.exec(first.canonical)?.[1] : undefined;
    const one = group[(turn * 5 + 3) % group.length] ?? first;
    const label = `${written ?? nameOf(first)}${clause}`;
    const shared = { label, at: first.canonical, ownerAt: first.owner?.canonical, sites: group, isAlone: false };
    const alone = { at: one.at, ownerAt: one.owner?.at, sites: [one], isAlone: true };
    return [
      ...make({ context, ...shared }, first),
      ...(isShared ? make({ context, label: `${nameOf(one)}${clause}`, ...alone }, one) : []),
    ];
  });

/** A mutant that takes more than it must, by a change at a spot, or of a key below. */
export const loosen = (spot: Spot, what: string, key: readonly string[], set: unknown, ...more: Judged[]): Draft =>
  draft(nameMutant(spot, what), [{ at: joinPointer(spot.at, ...key), set }], lax(spot), ...more);

/** A mutant that refuses what it must take. */
export const tighten = (spot: Spot, what: string, key: readonly string[], set: unknown, ...more: Judged[]): Draft =>
  draft(nameMutant(spot, what), [{ at: joinPointer(spot.at, ...key), set }], strict(spot.context, spot), ...more);

const nameMutant = ({ label }: Spot, what: string): string => (what === '' ? label : `${label}/${what}`);

/** A rule is proven in full at one place; elsewhere it is enough that each of its clauses is in force. */
export const elsewhere = ({ isAlone }: Spot): Judged =>
  isAlone ? { beyond: 'elsewhere than at its home one word a clause shows that a rule is in force' } : {};

/** What no record can be under may be answered as what is not there: looseness of such a value never shows. */
const isLookedUp = ({ operation, subject }: Site): boolean =>
  requirementsOf(operation).some((rule) => Object.values(childNode(rule, 'key')).includes(subject));

/** Whether a point of the register may take a rule away: then no source says for certain that it must be kept. */
export const mayGo = ({ openAt }: Context, { canonical }: Pick<Site, 'canonical'>): boolean =>
  /\/allOf\/\d+$/.test(canonical) && openAt(canonical.replace(/\/\d+$/, '')).length > 0;

export const LISTS: ReadonlySet<string> = new Set(['list', 'exists']);

/** A rule that a server is not strict about. */
export const lax = (spot: Pick<Spot, 'sites'>, clause?: string): Judged => {
  const seen = spot.sites.filter((site) => !isLookedUp(site));
  const isSilent = seen.every(({ subject, operation }) => subject.startsWith('path.') && LISTS.has(operation.kind));
  return {
    places: [...new Set(spot.sites.map(nameOf))],
    expects: seen.flatMap((site) => pair(site.operation, clause ?? site.clause ?? site.operation.clauseAt('400'))),
    ...(seen.length === 0 ? { equivalent: 'what can have no record under that name is not there either' } : {}),
    ...(isSilent ? { level: 'should' } : {}),
  };
};

/** A valid value that a server refuses: any clause of the value may name what it permits. */
export const strict = (context: Context, { sites }: Pick<Spot, 'sites'>): Judged => {
  const seen = sites.filter(({ operation }) => operation.canSucceed || operation.clauseAt('404') !== undefined);
  return {
    places: [...new Set(sites.map(nameOf))],
    expects: seen.flatMap(({ operation, subject }) => [
      ...clausesOf(context, operation, subject),
      // What is refused is not looked for.
      ...ofStatus(operation, operation.success, ...(operation.canSucceed ? [] : ['404'])),
    ]),
    ...(seen.length === 0 ? { equivalent: 'no operation makes what it is about' } : {}),
    ...(seen.some(({ operation }) => operation.canSucceed) ? {} : { beyond: 'no operation makes what it looks for' }),
  };
};

export const clausesOf = ({ sites }: Context, operation: OperationPlace, subject?: string): Expected[] => {
  const own = sites.filter((site) => site.operation.id === operation.id && (subject ?? site.subject) === site.subject);
  const ids = new Set(own.flatMap(({ clause, presence }) => [clause, presence]));
  return [...ids].flatMap((clause) => pair(operation, clause));
};

export const pair = ({ id }: OperationPlace, clause: string | undefined): Expected[] =>
  clause === undefined ? [] : [{ operation: id, clause }];

/** The clauses of some statuses of an operation. */
export const ofStatus = (operation: OperationPlace, ...statuses: string[]): Expected[] =>
  statuses.flatMap((status) => pair(operation, operation.clauseAt(status)));

/** What the document says when a kind of failure happens. */
export const failureClause = ({ document }: Context, operation: OperationPlace, kind: string): Expected[] => {
  const general = childNode(childNode(childNode(document as unknown as Node, 'components'), 'x-failures'), kind);
  const own = childNode(childNode(operation.node, 'x-failures'), kind);
  return pair(operation, textAt(own, 'clause') ?? textAt(general, 'clause'));
};

/** The media types of a body. */
export const contentOf = ({ node }: OperationPlace): Node => childNode(childNode(node, 'requestBody'), 'content');
