import type { PlacedClause } from '../../../openapi/operations/clause.ts';
import { type Text, textOf } from '../../../text/bilingual.ts';
import { kindOf } from '../../../values/characters.ts';
import type { Judged } from '../../judge/judged.ts';
import type { ContractModel, OperationModel } from '../../model/read-model.ts';
import { brokenBy } from '../../model/request.ts';
import { type Attempt, lastPlan, valueOfLast } from '../laboratory.ts';
import { join, sayLength, sayOneValue, sayWithout } from '../say.ts';
import { facetOf, type Symptom } from '../symptom.ts';
import { type Cause, type Dig, fuse, type Particulars, plainNeighbour, reduceChanges, statusOf } from './dig.ts';
import { findBound, findNeighbour, lengthOf, shrinkValue } from './dig-word.ts';

/** Bad requests that are accepted for one reason, the one to look at first. */
export interface LaxGroup extends Cause {
  /** What kinds of values the server takes that break the clause. */
  readonly kinds: readonly string[];
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
  const told = symptoms.map((symptom) => {
    const cause = causeOf(symptom, symptoms);
    const clause = clauseOfLax(cause, symptoms);
    const key = contract.open.has(clause) ? clause : `${cause.deviation.level} ${ruleOf(cause)} ${clause}`;
    return { symptom, clause, key };
  });
  const named = new Set(told.map(({ clause }) => clause));
  const groups = [...Map.groupBy(told, ({ key }) => key).values()].flatMap((same): LaxGroup[] => {
    const members = same.map(({ symptom }) => symptom);
    const clause = same[0]?.clause ?? '';
    const kinds = new Set(members.map(kindOfLax).filter((kind) => kind !== ''));
    const own = members.filter(({ deviation }) => deviation.clauses.includes(clause));
    const strict = own.filter(({ deviation }) => deviation.level === own[0]?.deviation.level);
    const ofKind = (kind: string) => strict.find((symptom) => kindOfLax(symptom) === kind);
    const main = ofKind('any text') ?? ofKind('long') ?? strict[0] ?? members[0];
    if (!main) return [];
    const operation = main.model.operation.id;
    // Of one operation the clauses that no other group names.
    const others = members.filter(({ model }) => model.operation.id === operation);
    const also = others.flatMap(({ deviation }) => deviation.clauses.filter((id) => !named.has(id)));
    return [
      {
        ...{ main, symptoms: members, operation, clause },
        also: also.map((id) => ({ operation, clause: id })),
        // A server that takes any text takes the rest by itself.
        kinds: kinds.has('any text') ? ['any text'] : [...kinds].toSorted(),
      },
    ];
  });
  const byValue = fuse(fuse(groups, fieldOf, fuseValues), bodyOf, fuseValues);
  const byRule = fuse(byValue, ruleOnCharacters, fuseRules);
  const operationOf = ({ operation }: LaxGroup): string => operation;
  return fuse(byRule, operationOf, (same, { main }) => fuseAll(same, main.model, judged));
};

/** Clauses of an operation by which some request had to be refused, but for what is missing. */
export const clausesTested = (judged: readonly Judged[], key: string): string[] =>
  judged
    .flatMap(({ judgement }) => judgement.answers)
    .filter(({ model, prediction: { outcome, missing, level, statuses } }) => {
      const isBad = outcome === 'refusal' && !missing && level === 'must' && !statuses.includes('401');
      return model === key && isBad;
    })
    .flatMap(({ prediction }) => prediction.clauses);

/** The plainer deviation that an accepted request shows once more. */
const causeOf = (symptom: Symptom, all: readonly Symptom[]): Symptom => {
  const { model, subject, value, plan } = symptom;
  const broken = brokenBy(model, plan.changes);
  const isOfPath = broken.length > 0 && broken.every(({ ref }) => ref.startsWith('path.'));
  const isMissing = (each: Symptom): boolean => each.model === model && each.deviation.prediction.missing !== undefined;
  const isLeftOut = (each: Symptom): boolean =>
    each.tested.kind === 'missing' && each.model.operation === model.operation && each.subject?.ref === subject?.ref;
  // What finds what was never there finds a name that breaks its rules, too; where a value may be missing, an empty
  // one is no more than that.
  const plainer = isOfPath ? isMissing : value === '' ? isLeftOut : undefined;
  return (plainer && all.find(plainer)) ?? symptom;
};

/** A rule with patterns may stand in several operations; any other clause is one of its own. */
const ruleOf = (symptom: Symptom): string => {
  const { model, subject, tested, deviation } = symptom;
  const { id } = model.operation;
  if (deviation.prediction.missing) return `${id} ${deviation.clauses[0]}`;
  if (!subject) return `${id} ${tested.family} ${tested.kind}`;
  return subject.rule.hasPatterns ? subject.rule.id : id;
};

const kindOfLax = ({ facet, tested: { kind } }: Symptom): string =>
  kind !== '' && kind !== 'length' ? kind : (facet?.kind ?? '');

const clauseOfLax = (symptom: Symptom, all: readonly Symptom[]): string => {
  const { subject, value = '', facet, deviation, model } = symptom;
  const { clauses } = deviation;
  const fallback = clauses[0] ?? model.clauseOf.refusal ?? model.operation.id;
  if (!subject?.rule.hasPatterns || facet?.place === undefined) return fallback;
  const alike = all.filter((each) => ruleOf(each) === ruleOf(symptom) && each.facet?.kind === facet.kind);
  const at = (place: string): Symptom | undefined => alike.find((each) => each.facet?.place === place);
  const plainer = at('middle') ?? at('start');
  if (plainer) return plainer.deviation.clauses[0] ?? fallback;
  // At the end only: what the middle does not break as well.
  const inside = subject.broken(`b${[...value].at(-1)}b`);
  return clauses.find((id) => !inside.includes(id)) ?? fallback;
};

type Fused = Partial<LaxGroup> | undefined;

/** A value without patterns: of a record in whatever operation, of a path in its own. */
const fieldOf = ({ main: { subject }, operation }: LaxGroup): string | undefined =>
  subject && !subject.rule.hasPatterns
    ? `${subject.place === 'path' ? operation : ''} ${subject.place} ${subject.name}`
    : undefined;

/** A body as a whole, in whatever operation: how it is read is the affair of one reader. */
const bodyOf = ({ main: { subject, tested } }: LaxGroup): string | undefined =>
  subject || tested.family !== 'body' ? undefined : `${tested.level} ${tested.kind}`;

/** Several operations take the same of a value, and some even what must be refused: one cause. */
const fuseValues = (same: readonly LaxGroup[]): Fused => {
  const must = same.filter(({ main }) => main.deviation.level === 'must');
  const own = must.length > 0 ? must : same;
  const isAlike = own.every(({ kinds }) => kinds.join() === own[0]?.kinds.join());
  return isAlike && new Set(own.map(({ operation }) => operation)).size === own.length ? own[0] : undefined;
};

const ruleOnCharacters = ({ main, clause }: LaxGroup): string | undefined =>
  main.subject?.rule.hasPatterns && !main.subject.rule.lengthClauses.includes(clause)
    ? main.subject.rule.id
    : undefined;

/** Clauses on the characters of a rule that is not checked at all are one cause. */
const fuseRules = (same: readonly LaxGroup[], { main }: LaxGroup): Fused => {
  const FEWEST = 3;
  const { rule } = main.subject ?? {};
  const named = new Set(same.map(({ clause }) => clause));
  const all = rule?.id.split(' ').filter((id) => !rule.lengthClauses.includes(id)) ?? [];
  if (same.length < FEWEST || !all.every((id) => named.has(id))) return undefined;
  const [most] = same.toSorted((left, right) => right.symptoms.length - left.symptoms.length);
  return { ...most, kinds: [ANY_CHARACTER] };
};

/** A server that takes every bad request checks nothing: one cause, not a dozen. */
const fuseAll = (same: readonly LaxGroup[], { key, clauseOf }: OperationModel, judged: readonly Judged[]): Fused => {
  const MOST_SINGLE = 6;
  const lax = new Set(same.flatMap(({ symptoms }) => symptoms.flatMap(({ deviation }) => deviation.clauses)));
  const isAll = same.length >= MOST_SINGLE && clausesTested(judged, key).every((id) => lax.has(id));
  return isAll && clauseOf.refusal !== undefined ? { clause: clauseOf.refusal, kinds: ['everything'] } : undefined;
};

/** A bad request that is accepted: what of it is taken that the group's clause forbids. */
export const digLax = async (dig: Dig, first: Attempt, { clause, kinds }: LaxGroup): Promise<Particulars> => {
  const { model, subject, tested, deviation } = dig.symptom;
  const named = dig.contract.clauses.find(({ id }) => id === clause);
  const start = await reduceChanges(dig, first, subject?.ref);
  const common = { clause, direction: 'too lax', example: start } as const;
  if (deviation.prediction.missing) {
    const places = model.subjects.flatMap(({ record }) => (kinds.includes(record) ? [record] : []));
    const what =
      tested.family === 'law/apart'
        ? textOf(`what lies in another ${places.join(' or ')}`, `位于另一个 ${places.join(' 或 ')} 中的内容`)
        : textOf('what does not exist', '不存在的内容');
    return {
      ...common,
      seen: 'finds-what-is-not-there',
      title: textOf(
        `answers ${statusOf(start)} for ${what.en} (expected ${deviation.expected})`,
        `对${what.zh}应答 ${statusOf(start)}（预期 ${deviation.expected}）`,
      ),
      neighbour: await plainNeighbour(dig),
      // What finds what never was finds what is no more.
      explains: (other) => other.model.operation.id === model.operation.id && other.deviation.aspect === 'absence',
    };
  }
  const { changes, given } = lastPlan(start.steps);
  const about = subject?.ref ?? '';
  const value = changes.set?.[about];
  if (!subject || given || typeof value !== 'string') {
    const isLeftOut = value === undefined && Object.hasOwn(changes.set ?? {}, about);
    const isOfAccess = tested.family === 'credentials';
    // Where nobody asks for credentials, what is not there is looked for without any.
    const looksAnyhow = ({ tested: { family }, deviation: { received } }: Symptom): boolean =>
      family === 'credentials' && received === '404';
    return {
      ...{ ...common, about },
      ...(isOfAccess ? { explains: looksAnyhow } : {}),
      seen: `accepts-${isOfAccess ? 'without-credentials' : tested.kind || 'it'}`,
      title: sayAccepted(isLeftOut && subject ? sayWithout(subject) : tested.what, named),
      neighbour: await plainNeighbour(dig),
    };
  }
  const { most, least } = subject.rule;
  const { kind } = facetOf(subject, value);
  const isLong = kind === 'long';
  const lengths = [lengthOf(subject, value), isLong ? most : Math.max(least, 1)] as const;
  const bound = isLong || kind === 'short' ? await findBound(dig, start, subject, lengths) : undefined;
  if (bound) {
    const reach = isLong ? sayReach(bound.most, bound.tried, kinds.includes('short')) : undefined;
    return {
      ...{ ...common, about },
      seen: isLong ? `accepts-up-to-${bound.most ?? 'any'}` : `accepts-${bound.wrong.length}`,
      title: sayAccepted(sayLength(subject, bound.wrong.length), named, reach),
      example: bound.wrong.attempt,
      neighbour: bound.right.attempt,
    };
  }
  const bad = await shrinkValue(dig, start, subject);
  return {
    ...{ ...common, about },
    seen: `accepts-${kinds.join('+') || 'it'}`,
    title: sayAccepted(sayOneValue(subject, valueOfLast(bad.steps, about)), named, sayKinds(kinds)),
    example: bad,
    neighbour: await findNeighbour(dig, bad, subject),
  };
};

/** What is accepted, how far, and the clause that forbids it. */
const sayAccepted = (what: Text, clause: PlacedClause | undefined, more = textOf('')): Text => {
  // "must start with …" is said of the value, "A request …" is a sentence of its own.
  const it = clause && /^[A-Z]/.test(clause.title) ? '' : 'it ';
  const must = clause ? textOf(`: ${it}${clause.title}`, `：${clause.zh}`) : textOf('');
  return textOf(`accepts ${what.en}${more.en}${must.en}`, `接受${what.zh}${more.zh}${must.zh}`);
};

/** How far a server goes that takes more than it may; `isShort` where it takes too few as well. */
const sayReach = (most: number | undefined, tried: number, isShort: boolean): Text => {
  const [en, zh] = isShort ? [', and too few', '，也接受过少字符'] : ['', ''];
  return most === undefined
    ? textOf(` (of any length; up to ${tried} were tried${en})`, `（不限长度；最多试到 ${tried}${zh}）`)
    : textOf(` (it takes up to ${most}${en})`, `（最多接受 ${most}${zh}）`);
};

/** The kind of what is taken where no rule on characters is checked. */
const ANY_CHARACTER = 'any character';

const KIND_WORDS = new Map<string, Text>(
  ['A', 'a', '1', '\n', '\0', ' ', '\u4e2d', '/'].map(kindOf).map((kind) => [kind.id, kind]),
);

/** What else is taken that breaks the same clause. */
const sayKinds = (kinds: readonly string[]): Text => {
  if (kinds.includes(ANY_CHARACTER))
    return textOf(' (none of the rules on its characters is checked)', '（未检查任何字符规则）');
  const told = kinds.map((kind) => KIND_WORDS.get(kind) ?? textOf(kind.length === 1 ? JSON.stringify(kind) : kind));
  const [en, zh] = [join(told.map((each) => each.en)), told.map((each) => each.zh).join('、')];
  return told.length < 2 ? textOf('') : textOf(` (and others: ${en})`, `（及其他：${zh}）`);
};
