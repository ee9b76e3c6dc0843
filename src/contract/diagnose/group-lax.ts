import type { ContractModel } from '../model/read-model.ts';
import type { Diagnosis } from './diagnosis.ts';
import { ANY_CHARACTER } from './dig-lax.ts';
import type { Judged } from './judged.ts';
import { breaksPathOnly, facetOf, type Symptom } from './symptom.ts';

/** Bad requests that are accepted for one reason. */
export interface LaxGroup {
  readonly main: Symptom;
  readonly clause: string;
  readonly members: readonly Symptom[];
  /** What kinds of values the server takes that break the clause. */
  readonly kinds: readonly string[];
  readonly also: Diagnosis['also'];
}

/**
 * Accepted bad requests by the clause that is not kept. The same rule may stand in several operations;
 * a kind of character that is taken everywhere is the affair of the clause about the middle, one that
 * is taken at an end only of the clause about that end.
 */
export const groupLax = (
  symptoms: readonly Symptom[],
  judged: readonly Judged[],
  contract: ContractModel,
): LaxGroup[] => {
  const groups = new Map<string, { clause: string; members: Symptom[] }>();
  const optional = new Map(
    symptoms.filter(({ tested }) => tested.kind === 'missing').map((each) => [refOf(each), each]),
  );
  const absent = new Map(symptoms.flatMap((each) => (each.deviation.prediction.missing ? [[each.model, each]] : [])));
  for (const each of symptoms) {
    // What finds what was never there finds a name that breaks its rules, too.
    const symptom = (breaksPathOnly(each) && absent.get(each.model)) || each;
    const missing = symptom.value === '' ? optional.get(refOf(symptom)) : undefined;
    const clause = missing
      ? clauseOfLax(missing, symptoms)
      : saysNone(symptom)
        ? (symptom.model.clauseOf.refusal ?? '')
        : clauseOfLax(symptom, symptoms);
    const { level } = symptom.deviation;
    // Where a value may be missing, an empty one is no more than that.
    const point = contract.open.has(clause) ? clause : undefined;
    // A rule with patterns may stand in several operations; any other clause is one of its own.
    const { subject, model } = symptom;
    const isOfClause = (subject !== undefined && !subject.rule.hasPatterns) || saysNone(symptom);
    const rule = isOfClause ? model.operation.id : ruleOf(symptom);
    const key = point === undefined ? `${level} ${rule} ${clause}` : point;
    const group = groups.get(key) ?? { clause, members: [] };
    group.members.push(each);
    groups.set(key, group);
  }
  const listed = [...groups.values()].flatMap(({ clause, members }): LaxGroup[] => {
    const own = members.filter(({ deviation }) => deviation.clauses.includes(clause));
    const main =
      own.find(({ tested }) => tested.kind === 'any text') ??
      own.find((each) => kindOfLax(each) === 'long') ??
      own[0] ??
      members[0];
    if (!main) return [];
    const pairs = members.flatMap(({ model, deviation }) =>
      deviation.clauses.map((id) => ({ operation: model.operation.id, clause: id })),
    );
    const others = pairs.filter(
      (pair, index) =>
        !(pair.operation === main.model.operation.id && pair.clause === clause) &&
        // Of one operation the clauses that no other group names.
        (pair.operation === main.model.operation.id ? !groupsNamed(groups, pair.clause) : pair.clause === clause) &&
        pairs.findIndex((each) => each.operation === pair.operation && each.clause === pair.clause) === index,
    );
    return [
      {
        main,
        clause,
        members,
        kinds: kindsOf(members),
        also: others,
      },
    ];
  });
  // What finds what was never there explains more than a name that breaks its rules.
  const ordered = listed.toSorted((left, right) => Number(!isOfMissing(left)) - Number(!isOfMissing(right)));
  return collapse(fuseRules(fuseFields(fuseLevels(ordered))), judged, contract);
};

/** What should be refused as well, of a value that takes even what must be, is no finding of its own. */
const fuseLevels = (groups: readonly LaxGroup[]): LaxGroup[] => {
  const placeOf = ({ main: { model, subject } }: LaxGroup): string | undefined =>
    subject && !subject.rule.hasPatterns ? `${model.operation.id} ${subject.ref}` : undefined;
  const levelOf = ({ main }: LaxGroup): string => main.deviation.level;
  return [...Map.groupBy(groups, (group) => placeOf(group) ?? group).values()].flatMap((same) => {
    const must = same.filter((group) => levelOf(group) === 'must');
    const [first] = must;
    if (!first || must.length !== 1) return same;
    return [{ ...fuse(first, same), kinds: first.kinds }];
  });
};

/** The same value of a record is taken by several operations: one cause. */
const fuseFields = (groups: readonly LaxGroup[]): LaxGroup[] => {
  const keyOf = (group: LaxGroup): string | LaxGroup => {
    const { subject, deviation } = group.main;
    return subject && subject.place !== 'path' && !subject.rule.hasPatterns
      ? [deviation.level, subject.place, subject.name, ...group.kinds].join(' ')
      : group;
  };
  return [...Map.groupBy(groups, keyOf).values()].flatMap((same) => {
    const [first] = same;
    const operations = new Set(same.map(({ main }) => main.model.operation.id));
    return first && operations.size === same.length ? [fuse(first, same)] : same;
  });
};

const fuse = (main: LaxGroup, all: readonly LaxGroup[]): LaxGroup => ({
  ...main,
  members: all.flatMap(({ members }) => members),
  also: all.flatMap((each) => [
    ...(each === main ? [] : [{ operation: each.main.model.operation.id, clause: each.clause }]),
    ...each.also,
  ]),
});

/** Clauses on the characters of a rule that is not checked at all are one cause. */
const fuseRules = (groups: readonly LaxGroup[]): LaxGroup[] => {
  const FEWEST = 3;
  const isOnCharacters = ({ main: { subject }, clause }: LaxGroup): boolean =>
    subject?.rule.hasPatterns === true && !subject.rule.lengthClauses.includes(clause);
  const byRule = Map.groupBy(groups, (group) => (isOnCharacters(group) ? ruleOf(group.main) : group));
  return [...byRule.values()].flatMap((same) => {
    const [first] = same;
    const rule = first?.main.subject?.rule;
    const named = new Set(same.map(({ clause }) => clause));
    const all = rule?.id.split(' ').filter((id) => !rule.lengthClauses.includes(id)) ?? [];
    if (!first || same.length < FEWEST || !all.every((id) => named.has(id))) return same;
    const most = same.toSorted((left, right) => right.members.length - left.members.length)[0] ?? first;
    return [{ ...fuse(most, same), kinds: [ANY_CHARACTER] }];
  });
};

const isOfMissing = ({ main }: LaxGroup): boolean => main.deviation.prediction.missing !== undefined;

/** A list or a look-up that answers "none" to a name that breaks its rules: one habit, whatever the rule. */
const saysNone = (symptom: Symptom): boolean =>
  symptom.deviation.level === 'should' &&
  LOOKS.has(symptom.model.operation.effect?.kind ?? '') &&
  breaksPathOnly(symptom);

const LOOKS: ReadonlySet<string> = new Set(['list', 'exists']);

const groupsNamed = (groups: ReadonlyMap<string, { readonly clause: string }>, clause: string): boolean =>
  [...groups.values()].some((group) => group.clause === clause);

const ruleOf = ({ model, subject, tested, deviation }: Symptom): string => {
  if (deviation.prediction.missing) return `${model.operation.id} ${deviation.clauses[0]}`;
  if (subject?.rule.id && subject.rule.hasPatterns) return subject.rule.id;
  return subject ? `${model.operation.id} ${subject.ref}` : `${model.operation.id} ${tested.family} ${tested.kind}`;
};

/** What else is taken; a server that takes any text takes the rest by itself. */
const kindsOf = (members: readonly Symptom[]): readonly string[] => {
  const kinds = [...new Set(members.map(kindOfLax))].filter((kind) => kind !== '');
  return kinds.includes('any text') ? ['any text'] : kinds;
};

const refOf = ({ model, subject }: Symptom): string => `${model.operation.id} ${subject?.ref}`;

const kindOfLax = ({ subject, value, tested }: Symptom): string =>
  tested.kind !== '' && tested.kind !== 'length'
    ? tested.kind
    : subject && value !== undefined
      ? facetOf(subject, value).kind
      : '';

const clauseOfLax = (symptom: Symptom, all: readonly Symptom[]): string => {
  const { subject, value, deviation, model } = symptom;
  const [first] = deviation.clauses;
  const fallback = first ?? model.clauseOf.refusal ?? model.operation.id;
  if (!subject || value === undefined || !subject.rule.hasPatterns) return fallback;
  const { kind, place } = facetOf(subject, value);
  if (place === undefined) return fallback;
  const alike = all.filter((other) => {
    if (ruleOf(other) !== ruleOf(symptom) || !other.subject || other.value === undefined) return false;
    return facetOf(other.subject, other.value).kind === kind;
  });
  const at = (wanted: string): Symptom | undefined =>
    alike.find((other) => other.subject && facetOf(other.subject, other.value ?? '').place === wanted);
  const middle = at('middle');
  if (middle) return middle.deviation.clauses[0] ?? fallback;
  const start = at('start');
  if (start) return start.deviation.clauses[0] ?? fallback;
  // At the end only: what the middle does not break as well.
  const inside = subject.broken(`b${[...value].at(-1)}b`);
  return deviation.clauses.find((id) => !inside.includes(id)) ?? fallback;
};

/** A server that takes every bad request checks nothing: one cause, not a dozen. */
const collapse = (groups: readonly LaxGroup[], judged: readonly Judged[], contract: ContractModel): LaxGroup[] => {
  const MOST_SINGLE = 6;
  const tested = new Map<string, Set<string>>();
  for (const { judgement } of judged)
    for (const { model, prediction } of judgement.answers) {
      if (prediction.outcome !== 'refusal' || prediction.missing || prediction.level !== 'must') continue;
      const id = contract.byKey.get(model)?.operation.id ?? '';
      const own = tested.get(id) ?? new Set();
      for (const clause of prediction.clauses) own.add(clause);
      tested.set(id, own);
    }
  const result: LaxGroup[] = [];
  for (const own of Map.groupBy(groups, ({ main }) => main.model.operation.id).values()) {
    const [first] = own;
    const model = first?.main.model;
    const clauses = tested.get(model?.operation.id ?? '') ?? new Set();
    const lax = new Set(own.flatMap(({ members }) => members.flatMap(({ deviation }) => deviation.clauses)));
    const isAll =
      first !== undefined &&
      model?.clauseOf.refusal !== undefined &&
      own.length >= MOST_SINGLE &&
      [...clauses].every((clause) => lax.has(clause));
    if (!isAll || !first || !model?.clauseOf.refusal) result.push(...own);
    else
      result.push({
        ...first,
        clause: model.clauseOf.refusal,
        kinds: ['everything'],
        members: own.flatMap(({ members }) => members),
        also: own.map(({ clause }) => ({ operation: model.operation.id, clause })),
      });
  }
  return result;
};
