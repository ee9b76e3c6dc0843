import type { KeyRule } from '../../openapi/operations/rules.ts';
import type { Level } from '../cases/case.ts';
import { CONTAINER, HOLDER, isFresh, isNumber, numberOf, OTHER_CONTAINER, pageOf } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { type Breach, brokenBy, type RequestPlan, valueIn, valuesOf } from '../model/request.ts';
import { choosesRecords, isRouted, pageSubjects, type Subject } from '../model/subject.ts';

/** Values by the name of a record's property; placeholders stand for names. */
export type Shown = Readonly<Record<string, string>>;

/** What is known of a record that a case made, or that it tried to make. */
export interface WorldRecord {
  readonly collection: string;
  readonly key: Shown;
  /** Of its own, without the key. */
  readonly values: Shown;
  readonly isAlive: boolean;
  /** Whether it was there at all: what was refused never was. */
  readonly wasMade: boolean;
  /** How often it was changed. */
  readonly changes: number;
  /** Properties that nothing is known of since it was changed. */
  readonly open?: readonly string[];
}

/** All that a case has made so far. A plain value: acting gives another world. */
export type World = readonly WorldRecord[];

/** What an answer must be, by the document and by what was done before. */
export interface Prediction {
  readonly outcome: 'success' | 'refusal' | 'conflict';
  /** Exact (`201`) or a class (`4xx`); any is as good as another. */
  readonly statuses: readonly string[];
  /** Ids of the clauses that a refusal rests on. */
  readonly clauses: readonly string[];
  readonly level: Level;
  /** Whether a web server may refuse it by itself, in whatever way. */
  readonly isRouted: boolean;
  /** What is not there, though it must be. */
  readonly missing: KeyRule | undefined;
  /** What the body of a success must say. */
  readonly sees: Sight | undefined;
}

/** A part of a list. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
  /** The property of the answer that says where the next page begins, where it has such. */
  readonly next: string | undefined;
}

/** What an operation that looks must show. */
export type Sight =
  | { readonly kind: 'read'; readonly record: WorldRecord }
  | { readonly kind: 'exists'; readonly isAlive: boolean; readonly record: WorldRecord | undefined }
  | {
      readonly kind: 'list';
      /** Records of the case that the filter fits, and the others of their kind, gone ones too. */
      readonly fitting: readonly WorldRecord[];
      readonly others: readonly WorldRecord[];
      /** Whether nothing but the records of the case can fit. */
      readonly isWhole: boolean;
      readonly page: Page | undefined;
      /** The property of an answer by which the records are ordered, and which way. */
      readonly order: { readonly property: string; readonly isDown: boolean } | undefined;
    };

/** What the answer to a request must be in a world. */
export const predict = (contract: ContractModel, world: World, plan: RequestPlan): Prediction => {
  const model = contract.byKey.get(plan.model);
  if (!model) return refusal(['4xx']);
  const { security, uniqueKey, requires, requiresNone } = model.operation;
  if (plan.given?.outcome === 'refusal') return refusal(plan.given.statuses ?? [model.refusal]);
  if (plan.given) return success(model, world, plan);
  if (plan.changes.credentials === false && security.length > 0) {
    const own = model.clauseAt('401');
    return refusal(['401'], [own ?? model.failureClause('credentials-missing')], own === undefined);
  }
  const breaches = brokenBy(model, plan.changes);
  const isTaken =
    uniqueKey?.taken === 'refuse' && find(world, uniqueKey.collection, keyIn(model, plan))?.isAlive === true;
  if (breaches.length > 0) return refused(model, plan, breaches, isTaken);
  const missing = requires.find((rule) => !holds(world, model, plan, rule));
  if (missing) {
    const { code, clause } = missing;
    return { ...refusal([model.statusOf(code)], [clause], clause === undefined || model.isOpen(clause)), missing };
  }
  const blocking = requiresNone.find((rule) => {
    const beginning = valuesAt(model, plan, rule.key);
    return world.some((each) => each.isAlive && each.collection === rule.collection && begins(each.key, beginning));
  });
  if (blocking) return refusal([model.statusOf(blocking.code)], [blocking.clause]);
  if (isTaken) return { ...refusal(model.conflicts, [model.clauseOf.conflict]), outcome: 'conflict' };
  return success(model, world, plan);
};

/** Ids of clauses, where there are such. */
export type Clauses = readonly (string | undefined)[];

const refusal = (statuses: readonly string[], clauses: Clauses = [], isOpen = false): Prediction => ({
  outcome: 'refusal',
  statuses,
  clauses: clauses.filter((clause) => clause !== undefined),
  level: isOpen ? 'should' : 'must',
  isRouted: false,
  missing: undefined,
  sees: undefined,
});

const success = (model: OperationModel, world: World, plan: RequestPlan): Prediction => ({
  ...refusal(model.success),
  outcome: 'success',
  sees: sightOf(model, world, plan),
});

/** The source fixes no order of checks: each broken rule may be the one that is answered. */
const refused = (
  model: OperationModel,
  { changes }: RequestPlan,
  breaches: readonly Breach[],
  isTaken: boolean,
): Prediction => {
  const { requires, effect } = model.operation;
  // What can't have this name is not there either.
  const lookedUp = requires.filter(({ key }) => breaches.some(({ ref }) => Object.values(key).includes(ref)));
  const ofPath = breaches.filter(({ ref }) => ref.startsWith('path.'));
  // That nothing is there is a true answer, too.
  const saysNone = (effect?.kind === 'list' || effect?.kind === 'exists') && ofPath.length === breaches.length;
  // What is too long for a rule may be too long for a URL (RFC 9110 section 15.5.15).
  const isTooLong = ofPath.some(({ clause, ref }) =>
    model.subjects.find((subject) => subject.ref === ref)?.rule.lengthClauses.includes(clause),
  );
  const isOfServer = model.subjects.some((each) => isRouted(each, valueIn(model, changes, each.ref) ?? ' '));
  const statuses = [
    ...breaches.map(({ status }) => status),
    ...lookedUp.map(({ code }) => model.statusOf(code)),
    ...(isTooLong ? ['414'] : []),
    ...(isTaken ? model.conflicts : []),
  ];
  const clauses = new Set(breaches.map(({ clause }) => clause));
  const isOpen = saysNone || breaches.every((each) => each.isOpen);
  return { ...refusal([...new Set(statuses)], [...clauses], isOpen), isRouted: isOfServer };
};

/** The world after a request that succeeded, or one that was refused. */
export const act = (contract: ContractModel, world: World, plan: RequestPlan, isDone: boolean): World => {
  const model = contract.byKey.get(plan.model);
  const effect = model?.operation.effect;
  if (!model || !effect) return world;
  const { collection, kind } = effect;
  const key = keyIn(model, plan);
  if (model.gives !== undefined) {
    // What was refused has no number.
    if (!isDone) return world;
    const count = world.filter((each) => isNumber(Object.values(each.key).at(-1) ?? '')).length;
    const values = [...Object.values(key), numberOf(count)];
    const properties = contract.resources.find((each) => each.collection === collection)?.key ?? [];
    const own = Object.fromEntries(properties.map((property, index) => [property, values[index] ?? '']));
    return [
      ...world,
      { collection, key: own, values: sent(model, plan, own), isAlive: true, wasMade: true, changes: 0 },
    ];
  }
  const before = find(world, collection, key);
  if (kind === 'create') {
    // Where a taken key gives the record new values, creating is changing.
    const changes = before?.isAlive ? before.changes + 1 : 0;
    const values = sent(model, plan, key);
    const record: WorldRecord = { collection, key, values, isAlive: isDone, wasMade: isDone, changes };
    // What was refused is remembered too: it must not be there.
    return !isDone && before ? world : [...world.filter((each) => each !== before), record];
  }
  if (!isDone) return world;
  return world.map((each) => {
    if (kind === 'update' && each === before && each.isAlive) return updated(model, each, sent(model, plan, key));
    const isWithin = each === before || (isBelow(contract, each.collection, collection) && begins(each.key, key));
    return kind === 'delete' && isWithin ? { ...each, isAlive: false } : each;
  });
};

/**
 * A record with new values. One that must be given some of them anew may be given all anew: what an update then leaves
 * out, the source does not say.
 */
const updated = ({ subjects }: OperationModel, record: WorldRecord, values: Shown): WorldRecord => {
  const isWhole = subjects.some(({ place, required }) => place === 'body' && required);
  const open = isWhole ? Object.keys(record.values).filter((property) => values[property] === undefined) : [];
  const kept = Object.entries(record.values).filter(([property]) => !open.includes(property));
  return { ...record, values: { ...Object.fromEntries(kept), ...values }, open, changes: record.changes + 1 };
};

/** Whether the records of a collection lie in those of another. */
export const isBelow = (contract: ContractModel, collection: string, above: string): boolean => {
  const parent = contract.resources.find((each) => each.collection === collection)?.parent;
  return parent !== undefined && (parent === above || isBelow(contract, parent, above));
};

const sent = (model: OperationModel, { changes }: RequestPlan, key: Shown): Shown =>
  Object.fromEntries(
    valuesOf(model, changes).flatMap(([{ place, record }, value]) =>
      place === 'body' && key[record] === undefined && typeof value === 'string' ? [[record, value]] : [],
    ),
  );

/** Where the key of the record that an operation is about stands in a request; of a list nothing. */
export const keyPlaces = ({ operation: { uniqueKey, effect }, gives, within }: OperationModel): Shown =>
  uniqueKey?.key ?? (gives === undefined ? (effect?.key ?? {}) : within);

/** The key of the record that a request is about. */
export const keyIn = (model: OperationModel, plan: RequestPlan): Shown => valuesAt(model, plan, keyPlaces(model));

const valuesAt = (model: OperationModel, { changes }: RequestPlan, places: Shown): Shown =>
  Object.fromEntries(Object.entries(places).map(([property, ref]) => [property, valueIn(model, changes, ref) ?? '']));

/** The record of this key, in whatever state. */
export const find = (world: World, collection: string, key: Shown): WorldRecord | undefined =>
  world.find((each) => each.collection === collection && begins(each.key, key) && begins(key, each.key));

/** By the order of their properties: a key may have other names where it is referred to. */
const begins = (key: Shown, beginning: Shown): boolean =>
  Object.values(beginning).every((value, index) => Object.values(key)[index] === value);

/** Whether a record that an operation wants is there; the run's own containers always are. */
const holds = (world: World, model: OperationModel, plan: RequestPlan, rule: KeyRule): boolean => {
  const key = valuesAt(model, plan, rule.key);
  const isOwn = Object.values(key).every((value) => value === CONTAINER || value === OTHER_CONTAINER);
  return isOwn || find(world, rule.collection, key)?.isAlive === true;
};

const sightOf = (model: OperationModel, world: World, plan: RequestPlan): Sight | undefined => {
  const { effect, requires } = model.operation;
  const key = keyIn(model, plan);
  const record = effect && find(world, effect.collection, key);
  if (effect?.kind === 'read') return record?.isAlive ? { kind: 'read', record } : undefined;
  if (effect?.kind === 'exists') {
    const name = Object.values(key).at(-1) ?? '';
    // A word of an exact form may have been made by another case.
    const isKnown = record !== undefined || isFresh(name) || name === HOLDER;
    return isKnown ? { kind: 'exists', isAlive: record?.isAlive === true, record: record || undefined } : undefined;
  }
  const filters = filtersIn(model, plan);
  // A list of something else than the plainest (of what others share, say) shows nothing of ours.
  if (effect?.kind !== 'list' || !filters) return undefined;
  // What lies in a record is asked for by the record's key.
  const holder = valuesAt(model, plan, model.within);
  const fits = (each: WorldRecord): boolean =>
    each.isAlive &&
    begins(each.key, holder) &&
    filters.every(([{ record: property, schema }, value]) => {
      const own = each.key[property] ?? each.values[property] ?? '';
      return schema['x-match'] === 'part' ? own.includes(value) : own === value;
    });
  const records = world.filter(({ collection }) => collection === effect.collection);
  return {
    kind: 'list',
    fitting: records.filter(fits),
    others: records.filter((each) => !fits(each)),
    isWhole: !effect.mixed && (requires.length > 0 || filters.some(([, value]) => value === CONTAINER)),
    page: pageIn(model, plan),
    order: orderIn(model, plan),
  };
};

/** The values by which a list is filtered; undefined where a listed value of another kind is not the plain one. */
export const filtersIn = (model: OperationModel, { changes }: RequestPlan): [Subject, string][] | undefined => {
  const own = valuesOf(model, changes).flatMap(([subject, value]): [Subject, string][] =>
    subject.isFilter && (subject.type === 'string' || subject.type === 'boolean') ? [[subject, String(value)]] : [],
  );
  const isPlain = own.every(
    ([subject, value]) => choosesRecords(subject) || subject.order || value === subject.values[0],
  );
  return isPlain ? own.filter(([subject]) => choosesRecords(subject)) : undefined;
};

/** What says by which property a list is ordered, and which way. */
export const orderSubjects = ({ subjects }: OperationModel): readonly (Subject | undefined)[] =>
  (['by', 'way'] as const).map((order) => subjects.find((each) => each.isFilter && each.order === order));

const orderIn = (model: OperationModel, { changes }: RequestPlan) => {
  const [by, way] = orderSubjects(model);
  const property = model.answer.shown[valueIn(model, changes, by?.ref) ?? ''];
  const value = valueIn(model, changes, way?.ref);
  return property === undefined || value === undefined ? undefined : { property, isDown: value !== way?.values[0] };
};

const pageIn = (model: OperationModel, { changes }: RequestPlan): Page | undefined => {
  const subjects = pageSubjects(model);
  const [offset, limit, mark] = [subjects.offset, subjects.limit, subjects.marker].map((subject) =>
    valueIn(model, changes, subject?.ref),
  );
  const next = subjects.marker?.continues;
  if (limit === undefined || (offset === undefined && next === undefined)) return undefined;
  const size = Number(limit);
  if (next === undefined) return { offset: Number(offset), limit: size, next };
  const before = mark === undefined ? -1 : pageOf(mark);
  return before === undefined ? undefined : { offset: (before + 1) * size, limit: size, next };
};
