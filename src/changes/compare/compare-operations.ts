import { childNode, isNode } from '../../openapi/document/document.ts';
import { type Clause, enterClause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { Operation, RequestMediaType } from '../../openapi/operations/list-operations.ts';
import type { KeyRule } from '../../openapi/operations/rules.ts';
import { fill, textOf } from '../../text/bilingual.ts';
import { formatNumber } from '../../text/numbers.ts';
import { createNotes, type Difference, type Note, noteLists } from '../change.ts';
import { compareAnswers } from './compare-answers.ts';
import { compareClauses, listOperationClauses } from './compare-clauses.ts';
import { compareValues } from './compare-values.ts';
import type { PlacedOperation } from './placed-operation.ts';
import { bodyValues, parameterValues, type ValueFacts } from './read-values.ts';

/** What is told of all operations at once, or is no clause. */
export interface Elsewhere {
  readonly isKnown: (kind: string, path: string) => boolean;
  readonly isPointBefore: (id: string) => boolean;
  readonly isPointAfter: (id: string) => boolean;
}

/** What differs between an operation before and after. */
export const compareOperation = (
  before: PlacedOperation,
  after: PlacedOperation,
  elsewhere: Elsewhere,
): Difference[] => {
  const { found, note: take } = createNotes();
  const note: Note = (parts) => take({ operation: after.operation.id, ...parts });
  comparePlaces(before.operation, after.operation, note);
  compareValues(
    before.operation.parameters.flatMap(parameterValues),
    after.operation.parameters.flatMap(parameterValues),
    note,
  );
  compareMedia(before, after, note);
  compareAnswers(before, after, elsewhere.isKnown, note);
  compareRules(before.operation, after.operation, found, note);
  compareClauses(
    listOperationClauses(before.node, valuesOf(before.operation), elsewhere.isPointBefore),
    listOperationClauses(after.node, valuesOf(after.operation), elsewhere.isPointAfter),
    found,
    note,
  );
  return found;
};

/** All values of an operation's requests. */
const valuesOf = ({ parameters, mediaTypes }: Operation): ValueFacts[] => [
  ...parameters.flatMap(parameterValues),
  ...mediaTypes.flatMap(({ schema }) => bodyValues(schema)),
];

const comparePlaces = (before: Operation, after: Operation, note: Note): void => {
  const [old, now] = [before, after].map(({ method, template }) => `${method} ${template}`);
  if (old !== undefined && now !== undefined && old !== now)
    note({ kind: 'operation-moved', values: { before: textOf(old), after: textOf(now) } });
  noteLists(before.aliases, after.aliases, ['alias-added', 'alias-removed'], note);
  const [oldWays, newWays] = [before, after].map(({ security }) =>
    security.map((alternative) => alternative.map(({ label }) => label).join(' + ')),
  );
  noteLists(oldWays ?? [], newWays ?? [], ['credentials-added', 'credentials-removed'], note);
};

const compareMedia = (from: PlacedOperation, to: PlacedOperation, note: Note): void => {
  const [before, after] = [from.operation, to.operation];
  const [old, now] = [before, after].map(({ mediaTypes }) => mediaTypes.map(({ type }) => type));
  for (const media of after.mediaTypes)
    if (!old?.includes(media.type))
      note({ kind: 'media-added', place: media.type, name: textOf(media.type), after: ownClauses(media, to) });
  for (const media of before.mediaTypes)
    if (!now?.includes(media.type))
      note({ kind: 'media-removed', place: media.type, name: textOf(media.type), before: ownClauses(media, from) });
  if (before.mediaTypes.length > 0 && after.mediaTypes.length > 0 && before.bodyRequired !== after.bodyRequired)
    note({ kind: after.bodyRequired ? 'field-required' : 'field-optional', place: 'body', name: BODY });
  const kept = after.mediaTypes.find(({ type }) => old?.includes(type));
  for (const media of after.mediaTypes) {
    const same = before.mediaTypes.find(({ type }) => type === media.type);
    // A new one is compared with the one that stays, else with what could be sent before.
    const other = same ?? kept ?? before.mediaTypes[0];
    const values = bodyValues(media.schema);
    if (!other) compareValues([], values.slice(1), note);
    else compareValues(bodyValues(other.schema), values, same || !kept ? note : noteIn(media.type, note));
  }
};

/** Notes how one media type differs from another, beside which it came. */
const noteIn =
  (type: string, note: Note): Note =>
  ({ kind, name = BODY, ...parts }) =>
    note({
      ...parts,
      kind: kind === 'field-type' ? 'field-type-here' : kind,
      name: fill(textOf('{name} in {type}', '{type} 中的 {name}'), { name, type }),
    });

/** The clauses that only one of an operation's media types has, without those of texts: they are told by themselves. */
const ownClauses = (media: RequestMediaType, place: PlacedOperation): Clause[] => {
  const others = place.operation.mediaTypes.filter((each) => each !== media);
  const known = new Set(others.flatMap((each) => clausesOfMedia(each, place).map(({ id }) => id)));
  return clausesOfMedia(media, place).filter(({ id }) => !known.has(id));
};

const clausesOfMedia = ({ type, schema }: RequestMediaType, { node }: PlacedOperation): Clause[] => {
  const content = childNode(childNode(node, 'requestBody'), 'content');
  const written = Object.keys(content).find((each) => each.toLowerCase() === type) ?? type;
  const examples = Object.values(childNode(childNode(content, written), 'examples'));
  return [
    ...bodyValues(schema).flatMap(({ presence, atoms }) => [
      ...(presence ? [presence] : []),
      ...atoms.flatMap(({ keyword, scope }) => (scope.clause && !TEXT_RULES.has(keyword) ? [scope.clause] : [])),
    ]),
    ...examples.flatMap((example) => (isNode(example) ? (enterClause(example, NO_CLAUSE).clause ?? []) : [])),
  ];
};

/** Keywords of rules for texts, and of what only says what a rule is called. */
const TEXT_RULES = new Set(['pattern', 'not', 'minLength', 'maxLength', 'title', 'x-clause']);

const BODY = textOf('the body', '请求体');

const compareRules = (before: Operation, after: Operation, told: readonly Difference[], note: Note): void => {
  const toldClauses = new Set(told.flatMap((each) => [...each.before, ...each.after]).map(({ id }) => id));
  const unsaid = (rules: readonly KeyRule[]): KeyRule[] =>
    rules.filter(({ clause }) => clause === undefined || !toldClauses.has(clause));
  const noteRules = (
    old: readonly KeyRule[],
    now: readonly KeyRule[],
    kinds: readonly [Difference['kind'], Difference['kind']],
  ): void => {
    const isIn = (rules: readonly KeyRule[], rule: KeyRule): boolean =>
      rules.some((each) => each.collection === rule.collection && each.code === rule.code);
    for (const rule of unsaid(now))
      if (!isIn(old, rule))
        note({ kind: kinds[0], name: textOf(rule.collection), values: { code: textOf(rule.code) } });
    for (const rule of unsaid(old)) if (!isIn(now, rule)) note({ kind: kinds[1], name: textOf(rule.collection) });
  };
  noteRules(before.requires, after.requires, ['needs-added', 'needs-removed']);
  noteRules(before.requiresNone, after.requiresNone, ['needs-none-added', 'needs-none-removed']);
  const [oldQuota, quota] = [before.quota, after.quota];
  if (oldQuota?.most !== quota?.most && (quota ?? oldQuota))
    note({
      kind: quota ? 'quota-added' : 'quota-removed',
      name: textOf((quota ?? oldQuota)?.collection ?? ''),
      values: { most: textOf(formatNumber((quota ?? oldQuota)?.most ?? 0)) },
    });
  if (before.page !== after.page)
    note({
      kind: before.page === undefined ? 'page-added' : after.page === undefined ? 'page-removed' : 'page-changed',
      values: Object.fromEntries(
        Object.entries({ before: before.page, after: after.page }).flatMap(([key, page]) =>
          page === undefined ? [] : [[key, textOf(formatNumber(page))]],
        ),
      ),
    });
};
