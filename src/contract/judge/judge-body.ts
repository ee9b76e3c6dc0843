import { parseBody, withDigits } from '../../http/bodies/parse-body.ts';
import type { ReceivedResponse } from '../../http/received-response.ts';
import { isNode, type Node } from '../../openapi/document/document.ts';
import { filtersIn, keyPlaces, type Page, type Shown, type Sight, type WorldRecord } from '../laws/world.ts';
import { itemsOf } from '../model/read-answer.ts';
import { type ContractModel, creatorOf, type OperationModel } from '../model/read-model.ts';
import type { Fill, RequestPlan } from '../model/request.ts';
import { pageSubjects, type Subject } from '../model/subject.ts';

interface Misstatement {
  /** Default: `state`. */
  readonly layer?: 'shape';
  /** The property, or `presence`, `order`, `page`, `next`, `Content-Range`. */
  readonly aspect: string;
  readonly expected: string;
  readonly received: string;
  /** Where another reading has it so. */
  readonly level?: 'should';
  readonly clauses?: readonly string[];
}

/** Shorter lists are no page that a server cuts off by itself. */
const SHORTEST_PAGE = 10;

/** See `createWitness`. */
export type Witness = ReturnType<typeof createWitness>;

interface Seen {
  readonly model: OperationModel;
  readonly record: WorldRecord;
  readonly node: Node;
}

type Values = readonly (readonly [name: string, value: string])[];

/** Remembers what the answers of one case said, and says where one says other than it must, or than before. */
export const createWitness = (contract: ContractModel, fill: Fill) => {
  /** What was last seen of each record, by each model. */
  let seen: readonly Seen[] = [];
  const wholes = new Map<string, readonly Node[]>();

  /** The values of a record as an operation shows them, by the property of its answer. */
  const shownBy = ({ answer }: OperationModel, { collection, key }: WorldRecord, values: Shown): Values => {
    const creator = creatorOf(contract, collection);
    // By their order: what holds a record may have another name there.
    const places = creator ? Object.values(keyPlaces(creator)) : [];
    const properties = Object.keys(key);
    return Object.entries(values).flatMap(([property, value]) => {
      const shown = answer.shown[property];
      const maker = creator?.subjects.find(({ ref }) => ref === places[properties.indexOf(property)])?.maker;
      return shown === undefined ? [] : [[shown, fill(value, maker)] as const];
    });
  };

  const compare = (now: Seen): Misstatement | undefined => {
    const { model, record, node } = now;
    const values = shownBy(model, record, { ...record.key, ...record.values });
    const wrong = differs(node, values) ?? judgeUntil(now);
    if (wrong) return wrong;
    const isSame = (one: WorldRecord): boolean =>
      one.collection === record.collection && JSON.stringify(one.key) === JSON.stringify(record.key);
    const before = seen.find((each) => each.model === model && isSame(each.record));
    const others = seen.filter((each) => each !== before);
    seen = [...others, now];
    const sent = values.map(([name]) => name);
    if (before) return sinceBefore(before, now, sent);
    const sequence = contract.resources.find(({ collection }) => collection === record.collection)?.sequence;
    const alike = others.filter((each) => isSame(each.record) && each.record.changes === record.changes);
    return agreement(alike, now, sent) ?? distinct(others, now, sequence);
  };

  const lookAtList = (
    model: OperationModel,
    { fitting, others, isWhole }: Extract<Sight, { kind: 'list' }>,
    items: readonly Node[],
  ): Misstatement | undefined => {
    const keyOf = (record: WorldRecord): Values => shownBy(model, record, record.key);
    const isWholeKey = (record: WorldRecord): boolean => keyOf(record).length >= Object.keys(record.key).length;
    const keys = fitting.map((record) => JSON.stringify(keyOf(record)));
    const list = `a list of ${items.length}`;
    for (const record of fitting) {
      const key = keyOf(record);
      const [item, ...more] = items.filter((each) => differs(each, key) === undefined);
      const isOnlyOne = keys.filter((each) => each === JSON.stringify(key)).length === 1;
      if (!item) return misstate('presence', 'the record listed once', `${list} without it`);
      if (more.length > 0 && (isOnlyOne || isWholeKey(record)))
        return misstate('repeated', 'the record listed once', `${list} with it ${more.length + 1} times`);
      const wrong = isOnlyOne ? compare({ model, record, node: item }) : undefined;
      if (wrong) return wrong;
    }
    const wrongly = others.find((record) => {
      const key = keyOf(record);
      return !keys.includes(JSON.stringify(key)) && items.some((item) => !differs(item, key));
    });
    const [aspect, which] = wrongly?.isAlive
      ? ['filter', 'other']
      : ['absence', wrongly?.wasMade ? 'deleted' : 'refused'];
    if (wrongly) return misstate(aspect, `the ${which} record not listed`, `${list} with it`);
    const count = new Set(keys).size;
    return isWhole && fitting.every(isWholeKey) && items.length !== count
      ? misstate('filter', `${count} records`, `${items.length} records`)
      : undefined;
  };

  /** What is listed shows the values that were asked for, or more of them: a filter may find parts of names. */
  const findStray = (model: OperationModel, plan: RequestPlan, items: readonly Node[]): Misstatement | undefined => {
    const isStray = ([{ record, maker }, value]: readonly [Subject, string]): boolean =>
      items.some((item) => {
        const shown = item[model.answer.shown[record] ?? ''] ?? '';
        return shown !== '' && typeof shown !== 'object' && !String(shown).includes(fill(value, maker));
      });
    // Where the parameter is written otherwise, its values are not asked for.
    const filters = plan.changes.query ? undefined : filtersIn(model, plan);
    return filters?.some(isStray)
      ? misstate('filter', 'nothing else listed', `a list of ${items.length} with others`)
      : undefined;
  };

  /** Only records of the case are looked at: how a server orders texts of all kinds, the document does not say. */
  const findDisorder = (
    model: OperationModel,
    { fitting, order }: Extract<Sight, { kind: 'list' }>,
    items: readonly Node[],
  ): Misstatement | undefined => {
    if (!order) return undefined;
    const { property, isDown } = order;
    const keys = fitting.map((record) => shownBy(model, record, record.key));
    const values = items
      .filter((item) => keys.some((key) => differs(item, key) === undefined))
      .map((item) => rankOf(item[property]));
    const expected = values.toSorted((one, other) => (one === other ? 0 : one < other === isDown ? 1 : -1));
    return values.every((value, index) => value === expected[index])
      ? undefined
      : misstate('order', `${property} ${short(expected.join(', '))}`, `${property} ${short(values.join(', '))}`);
  };

  return (model: OperationModel, plan: RequestPlan, sight: Sight | undefined, response: ReceivedResponse) => {
    const { changes } = plan;
    const read = parseBody(response.body);
    const [misfit] = [...model.answer.misfits(read), ...model.answer.headerMisfits(response.headers)];
    // Two long numbers may be the same one once they are read.
    const body = withDigits(response.body, read);
    const shape = misfit && misstate(misfit.name, short(misfit.expected), short(misfit.received));
    if (shape) return { ...shape, layer: 'shape' as const };
    if (!sight) return undefined;
    if (sight.kind === 'list') {
      const items = itemsOf(body, model.answer.list);
      if (!items) return misstate('presence', 'a list', short(response.body));
      const paging = Object.values(pageSubjects(model)).map((subject) => subject?.ref);
      const set = Object.entries(changes.set ?? {}).filter(([ref]) => !paging.includes(ref));
      const place = `${model.key} ${JSON.stringify(set)}`;
      if (sight.page) return judgePage(items, wholes.get(place), sight.page, body, response.headers['content-range']);
      // A list as long as a page may have gone on.
      if (items.length >= (model.operation.page ?? Number.POSITIVE_INFINITY)) return findStray(model, plan, items);
      wholes.set(place, items);
      const wrong = lookAtList(model, sight, items);
      // How many records a list has at most that gives no limit may be open.
      const isShort = items.length < SHORTEST_PAGE || wrong?.aspect !== 'presence';
      const point = isShort ? undefined : model.ambiguityAt(model.operation.pointer, 'x-page');
      if (wrong && point !== undefined) return { ...wrong, level: 'should' as const, clauses: [point] };
      return wrong ?? findStray(model, plan, items) ?? findDisorder(model, sight, items);
    }
    if (!isNode(body)) return misstate('presence', 'an object', short(response.body) || 'nothing');
    if (sight.kind === 'read') return compare({ model, record: sight.record, node: body });
    const name = model.answer.exists;
    if (name === undefined || body[name] === sight.isAlive) {
      const { record } = sight;
      if (!record?.isAlive) return undefined;
      // What else it says of the record must be so; some editions say nothing.
      const told = shownBy(model, record, { ...record.key, ...record.values }).filter(([property]) => property in body);
      return differs(body, told);
    }
    return misstate(
      sight.isAlive ? 'presence' : 'absence',
      `${name}: ${sight.isAlive}`,
      `${name}: ${quote(body[name])}`,
    );
  };
};

const sinceBefore = (before: Seen, now: Seen, sent: readonly string[]): Misstatement | undefined => {
  const { node, record, model } = now;
  const open = (record.open ?? []).flatMap((property) => model.answer.shown[property] ?? []);
  const moved = record.changes > before.record.changes ? model.answer.moved : [];
  const isStuck = (name: string): boolean =>
    before.node[name] !== undefined && before.node[name] === node[name] && !isWholeSecond(node[name]);
  const stuck = moved.find(isStuck);
  if (stuck !== undefined) return misstate(stuck, `${stuck} to move with the change`, `${tell(node, stuck)} as before`);
  return differing(before, now, [...sent, ...moved, ...open], 'as before');
};

/** What two operations show of one record under one name is the same. */
const agreement = (others: readonly Seen[], now: Seen, sent: readonly string[]): Misstatement | undefined => {
  // A property may be one of what the record lies in.
  const isOfRecord = ({ answer }: OperationModel, name: string): boolean => Object.values(answer.shown).includes(name);
  for (const other of others) {
    const isShared = (name: string): boolean => isOfRecord(now.model, name) && isOfRecord(other.model, name);
    const apart = Object.keys(other.node).filter((name) => !isShared(name));
    const wrong = differing(other, now, [...sent, ...apart], `as ${other.model.key} shows it`);
    if (wrong) return wrong;
  }
  return undefined;
};

/** No number is given to two records. */
const distinct = (others: readonly Seen[], now: Seen, name: string | undefined): Misstatement | undefined => {
  const { model, record, node } = now;
  if (name === undefined || node[name] === undefined || !model.answer.properties.includes(name)) return undefined;
  const isSame = (each: Seen): boolean => each.model === model && each.record.collection === record.collection;
  return others.some((each) => isSame(each) && each.node[name] === node[name])
    ? misstate(name, `another ${name} than that of another record`, tell(node, name))
    : undefined;
};

/** A value to be compared; what says nothing may be told in several ways. */
const wordOf = (value: unknown): string =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0) ? 'null' : JSON.stringify(value);

/** The first property that was shown otherwise before, some left out. */
const differing = (before: Seen, now: Seen, besides: readonly string[], as: string): Misstatement | undefined => {
  const isOther = (name: string): boolean => name in now.node && wordOf(before.node[name]) !== wordOf(now.node[name]);
  const left = [...besides, ...now.model.answer.loose, ...before.model.answer.loose];
  // Of what the document does not name nothing is known: it may count something.
  const { properties } = now.model.answer;
  const name = Object.keys(before.node).find(
    (each) => properties.includes(each) && !left.includes(each) && isOther(each),
  );
  return name === undefined ? undefined : misstate(name, `${tell(before.node, name)} ${as}`, tell(now.node, name));
};

/** What holds until a time is shown as valid before it, and not behind it; near the present it may be either. */
const judgeUntil = ({ model, record, node }: Seen): Misstatement | undefined => {
  const { until } = model.answer;
  const time = until && record.values[until.record];
  if (!until || time === undefined || until.property === until.record) return undefined;
  const year = Number(/^(\d{4})-/.exec(time)?.[1] ?? '9999');
  const isValid = year >= 2090;
  if ((year >= 2010 && !isValid) || node[until.property] === isValid) return undefined;
  const expected = `${until.property} ${isValid} (${until.record} ${time})`;
  return misstate(until.property, expected, tell(node, until.property));
};

/** Whether what is shown is what was sent; of a time the same moment. */
const isSaid = (shown: unknown, sent: string): boolean =>
  String(shown) === sent || (TIME.test(sent) && rankOf(String(shown)) === rankOf(sent));

const TIME = /^\d{4}-\d\d-\d\dT/;

/** A value as it is compared with others: times by the moment, so that they may be written in any way. */
const rankOf = (value: unknown): number | string => {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  const moment = TIME.test(String(value)) ? Date.parse(String(value)) : Number.NaN;
  return Number.isNaN(moment) ? String(value) : moment;
};

const differs = (node: Node, values: Values): Misstatement | undefined => {
  // What was never given may be shown as nothing at all.
  const isOther = (shown: unknown, sent: string): boolean =>
    typeof (shown ?? '') === 'object' ? !holdsAll(shown, parseBody(sent)) : !isSaid(shown ?? '', sent);
  const [name, value] = values.find(([each, sent]) => isOther(node[each], sent)) ?? [];
  if (name === undefined) return undefined;
  // As the property has it: `false`, and not "false".
  const sent = typeof node[name] === 'string' ? value : parseBody(value ?? '');
  return misstate(name, `${name} ${quote(sent ?? value)}`, tell(node, name));
};

/** Whether a list or an object that is shown has all that was sent in it, in whatever order, and maybe more properties. */
const holdsAll = (shown: unknown, sent: unknown): boolean => {
  if (Array.isArray(sent) && Array.isArray(shown))
    return shown.length === sent.length && sent.every((each) => shown.some((other) => holdsAll(other, each)));
  if (isNode(sent) && isNode(shown)) return Object.entries(sent).every(([name, value]) => holdsAll(shown[name], value));
  // Of what is no list and no object when it is sent, the source hardly says how it is shown as one.
  return typeof (shown ?? '') === 'object' || String(shown ?? '') === String(sent ?? '');
};

// A clock of seconds may not have moved between two requests.
const isWholeSecond = (time: unknown): boolean => /:\d\d(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)$/.test(String(time));

const judgePage = (
  items: readonly Node[],
  whole: readonly Node[] | undefined,
  { offset, limit, next }: Page,
  body: unknown,
  range: string | undefined,
): Misstatement | undefined => {
  if (!whole) return undefined;
  const part = whole.slice(offset, offset + limit);
  const sayPlaces = (places: readonly number[]): string => {
    const numbers = places.map((place) => place + 1).join(', ');
    return places.length === 0 ? 'no record' : `record${places.length === 1 ? '' : 's'} ${numbers} of ${whole.length}`;
  };
  if (JSON.stringify(part) !== JSON.stringify(items)) {
    const places = items.map((item) => whole.findIndex((each) => JSON.stringify(each) === JSON.stringify(item)));
    const received = places.includes(-1)
      ? `${items.length} records, not all of which the whole list has`
      : sayPlaces(places);
    return misstate('page', sayPlaces(part.map((_, index) => offset + index)), received);
  }
  if (next !== undefined) return judgeNext(next, isNode(body) ? body[next] : undefined, offset + limit, whole.length);
  const [, from, count, all] = /^\s*(\d+)-(\d+)\/(\d+)\s*$/.exec(range ?? '') ?? [];
  // Read as a number of records or as the place of the last one.
  const isCount = Number(count) === part.length || Number(count) === Math.max(0, offset + part.length - 1);
  if (Number(from) === offset && isCount && Number(all) === whole.length) return undefined;
  const received = range === undefined ? 'no Content-Range' : `Content-Range: ${short(range)}`;
  return misstate('Content-Range', `Content-Range: ${offset}-${part.length}/${whole.length}`, received);
};

/**
 * A page behind which there is more says where, and one that is not full says nothing: who reads on until then comes to
 * an end. Whoever fills a page with the last record may not know yet that it was the last.
 */
const judgeNext = (name: string, next: unknown, end: number, all: number): Misstatement | undefined => {
  const isSaid = ![undefined, null, '', 0].includes(next as never);
  const isMore = end < all;
  if (isSaid === isMore || end === all) return undefined;
  const received = `${name} ${isSaid ? quote(next) : 'missing'}`;
  return misstate('next', isMore ? `${name}, for there is more` : `no ${name} behind the last record`, received);
};

const misstate = (aspect: string, expected: string, received: string): Misstatement => ({ aspect, expected, received });

const tell = (node: Node, name: string): string => `${name} ${quote(node[name])}`;

const quote = (value: unknown): string => short(JSON.stringify(value), typeof value === 'string' ? value : undefined);

/** A text by both of its ends, with the length of the value that it says. */
const short = (text = 'nothing', value = text): string =>
  text.length > 100 ? `${text.slice(0, 80)}…${text.slice(-12)} (${[...value].length} characters)` : text;
