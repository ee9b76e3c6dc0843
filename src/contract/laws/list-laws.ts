import { textOf } from '../../text/bilingual.ts';
import type { Step } from '../cases/case.ts';
import { CONTAINER, markOf, nameOf, OTHER_CONTAINER, TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import { MAY_REFUSE } from '../model/request.ts';
import { choosesRecords, pageSubjects, type Subject, sureValues } from '../model/subject.ts';
import type { Law, LawKit, Values } from './law-kit.ts';
import { orderSubjects } from './world.ts';

/** A list has a record once under every filter that fits, and under none that does not; pages join to the list. */
export const addListLaws = (kit: LawKit): void => {
  const { creator, creates, asks, make, many, add } = kit;
  for (const list of kit.of('list')) {
    const { id } = list.operation;
    const name = list.nameSubject?.ref;
    const law = { law: `listed-by-${id}`, act: creator };
    const filters = list.subjects.filter(choosesRecords);
    // The filter by what holds the records can stand alone.
    const container = filters.find(({ record, ref }) => make().key[record] === CONTAINER && ref !== name);
    const whole = name !== undefined && container ? { [name]: undefined, [container.ref]: CONTAINER } : {};
    addNames(kit, list, law);
    for (const filter of filters) if (filter.ref !== name) addFilter(kit, list, law, filter, whole);
    // No filter is needed to see them alone.
    const dozen = [creates(...many(12)), asks(list, make())];
    if (filters.length === 0)
      add(
        { ...law, kind: 'many' },
        'a dozen',
        textOf(`${id} lists twelve records, each once`, `${id} 列出十二条记录，各一次`),
        dozen,
      );
    addPages(kit, list, whole);
    addMarkedPages(kit, list, whole);
    addOrders(kit, list, whole);
    addEnds(kit, list, law);
  }
};

const addNames = (kit: LawKit, list: OperationModel, law: Law): void => {
  const { make, many, longer, ending, creates, asks, asksWith, add } = kit;
  const { id, parameters } = list.operation;
  const { name: kind, record, ref } = list.nameSubject ?? {};
  if (kind === undefined || record === undefined || ref === undefined) return;
  const one = make();
  const two = one.key[record] === TOKEN ? make({}, {}, 1) : make({}, { [record]: nameOf(9) });
  const byName = [...asks(list, one, two), ...asksWith(list, one, { [ref]: nameOf(5) })];
  const unfiltered = asksWith(list, one, { [ref]: undefined });
  const title = textOf(`${id} lists no record under the name of another`, `${id} 不会在一个名称下列出另一条记录`);
  add({ ...law, kind }, 'another name', title, [creates(one, two), byName]);
  // Where the document does not say it, a name is the whole name, as far as one may expect.
  const match = list.nameSubject?.schema['x-match'];
  const point = list.ambiguityAt(`/properties/${kind.split('.').at(-1)}`, 'x-match');
  const how =
    match === 'part'
      ? textOf(`${id} finds each name that holds the one that is asked for`, `${id} 找到包含所给名称的每个名称`)
      : textOf(`${id} finds no name that only holds the one that is asked for`, `${id} 不返回仅包含所给名称的名称`);
  const level = match === undefined || point !== undefined ? 'should' : 'must';
  const matched = { ...law, kind, clauses: [point], level } as const;
  add(matched, 'part of a name', how, [creates(one, longer(), ending()), asksWith(list, one, {})]);
  addOtherCase(kit, list, matched);
  if (parameters.some(({ pairs, required }) => pairs && required)) return;
  const all = textOf(`${id} lists each record once where nothing is filtered`, `不过滤时，${id} 将每条记录列出一次`);
  add({ ...law, kind }, 'no filter', all, [creates(...many(4)), unfiltered]);
};

/** A name in other letters is another name. */
const addOtherCase = ({ make, creates, asksWith, add }: LawKit, list: OperationModel, law: Law): void => {
  const { record, ref, schema } = list.nameSubject ?? {};
  if (record === undefined || ref === undefined || schema?.['x-fold-case'] === true) return;
  const one = make({}, { [record]: `${TOKEN}b` });
  const title = textOf(
    `${list.operation.id} finds no name under one of other letters`,
    `${list.operation.id} 不会在大小写不同的名称下查到名称`,
  );
  add(law, 'another case', title, [creates(one), asksWith(list, one, { [ref]: `${TOKEN}B` })]);
};

const addFilter = (kit: LawKit, list: OperationModel, law: Law, filter: Subject, whole: Values): void => {
  const { creator, make, creates, asksWith } = kit;
  const { name, record, ref } = filter;
  const add = (key: string, steps: Parameters<LawKit['add']>[3]): void =>
    kit.add(
      { ...law, kind: name, ownContainer: true },
      key,
      textOf(`${list.operation.id} obeys the filter ${name}`, `${list.operation.id} 遵循过滤条件 ${name}`),
      steps,
    );
  const made = make();
  if (made.key[record] === CONTAINER) {
    const sets = [CONTAINER, OTHER_CONTAINER].map((value) => ({ [ref]: value }));
    const other = make({}, { [record]: OTHER_CONTAINER });
    add(name, [creates(made), asksWith(list, made, ...sets, whole)]);
    add(`${name} of another`, [creates(made, other), asksWith(list, made, ...sets)]);
    return;
  }
  const field = creator.subjects.find((each) => each.place === 'body' && each.record === record);
  const [one, two] = likest(field ? sureValues(field) : []);
  if (one === undefined || two === undefined || field === undefined) return;
  const first = make({ [record]: one });
  const others = [make({ [record]: two }, {}, 1), ...(field.required ? [] : [make({}, {}, 2)])];
  const sets = [{}, whole].flatMap((more) => [one, two].map((value) => ({ ...more, [ref]: value })));
  add(name, [creates(first, ...others), asksWith(list, first, ...sets)]);
};

/** Two of some values: one that the other begins with, where there is such. */
const likest = (values: readonly string[]): readonly string[] => {
  const beginsLonger = (value: string): boolean => values.some((other) => other !== value && other.startsWith(value));
  const one = values.find(beginsLonger);
  return one === undefined ? values : values.filter((value) => value.startsWith(one));
};

/** Pages of any size are parts of the whole list. */
const addPages = (kit: LawKit, list: OperationModel, whole: Values): void => {
  const { make, many, creates, asksWith, resource, elsewhere, add } = kit;
  const { id } = list.operation;
  const { offset, limit } = pageSubjects(list);
  const [place] = elsewhere;
  if (!offset || !limit || !list.nameSubject) return;
  // The records of one container, or those of one name in some containers.
  const ownContainer = Object.keys(whole).length > 0;
  const apart = resource.parent === undefined || !place ? [] : [make(), make({}, place[1])];
  const records = ownContainer ? many(5) : apart;
  const law = { law: `paged-by-${id}`, act: list, kind: 'page', clauses: [offset.presence?.id], ownContainer };
  for (const size of records.length > 0 ? [1, 2, 3, 10] : []) {
    const count = Math.min(4, Math.ceil(records.length / size) + 1);
    const places = Array.from({ length: count }, (_, index) => String(index * size));
    const pages = places.map((at) => ({ ...whole, [offset.ref]: at, [limit.ref]: String(size) }));
    const title = textOf(
      `pages of ${size} of ${id}, joined, are the whole list`,
      `${id} 每页 ${size} 条的各页合起来就是完整列表`,
    );
    add(law, `${size} at a time`, title, [creates(...records), asksWith(list, make(), whole, ...pages)]);
  }
  if (records.length === 0 || !limit.isValid(LARGEST)) return;
  const rest = { ...whole, [offset.ref]: '1', [limit.ref]: LARGEST };
  const title = textOf(`a page of ${id} as large as a number can be`, `${id} 的一页大到数值所允许的上限`);
  // No page says how large a page may be.
  const page = asksWith(list, make(), rest).map(mayBeRefused);
  add(law, 'largest', title, [creates(...records), asksWith(list, make(), whole), page]);
};

/** The same where a refusal is as good. */
const mayBeRefused = (step: Step): Step => ({
  ...step,
  requests: step.requests.map((plan) => ({ ...plan, given: MAY_REFUSE })),
});

/** Of 32 bits: one more is less than nothing. */
const LARGEST = String(2 ** 31 - 1);

/** The same where each page says where the next one begins, and the last one that there is none. */
const addMarkedPages = (kit: LawKit, list: OperationModel, whole: Values): void => {
  const { make, many, creates, asksWith, add } = kit;
  const { id } = list.operation;
  const { limit, marker } = pageSubjects(list);
  if (!limit || !marker) return;
  // A marker is not known before it is given: there must be as many pages as are asked for.
  const isWholeKey = Object.keys(make().key).every((property) => list.answer.shown[property] !== undefined);
  if (Object.keys(whole).length === 0 || !isWholeKey) return;
  const records = many(5);
  const law = { law: `paged-by-${id}`, act: list, kind: 'page', clauses: [limit.presence?.id, marker.presence?.id] };
  for (const size of [1, 2, 3, 5, 10]) {
    const pages = Array.from({ length: Math.ceil(records.length / size) }, (_, page) => ({
      ...whole,
      [limit.ref]: String(size),
      ...(page > 0 ? { [marker.ref]: markOf(page - 1) } : {}),
    }));
    const title = textOf(
      `pages of ${size} of ${id}, read on to the last one, are the whole list`,
      `${id} 每页 ${size} 条，依次读到最后一页即为完整列表`,
    );
    const steps = [creates(...records), asksWith(list, make(), whole, ...pages)];
    add({ ...law, ownContainer: true }, `${size} at a time`, title, steps);
  }
};

/** A list comes in the order that is asked for, up and down. */
const addOrders = ({ creator, make, creates, asksWith, add }: LawKit, list: OperationModel, whole: Values): void => {
  const { id } = list.operation;
  const [by, way] = orderSubjects(list);
  if (!by || !way) return;
  const ownContainer = Object.keys(whole).length > 0;
  const law = { law: `ordered-by-${id}`, act: list, clauses: [by.valueClause?.id], ownContainer };
  const listed = creator.subjects.filter(({ place, values }) => place === 'body' && values.length > 1);
  // Neither in the order of their names nor against it, and of each listed value some.
  const records = [1, 3, 0, 2].map((name, index) =>
    make(Object.fromEntries(listed.map(({ record, values }) => [record, values[index % 2] ?? ''])), {}, name),
  );
  const { shown, moved } = list.answer;
  const differing = [Object.keys(make().key).at(-1), ...listed.map(({ record }) => record), ...moved];
  for (const value of by.values) {
    if (shown[value] === undefined || !differing.includes(value)) continue;
    const ways = way.values.map((each) => ({ ...whole, [by.ref]: value, [way.ref]: each }));
    const title = textOf(`${id} is ordered by ${value}, up and down`, `${id} 按 ${value} 升序和降序排列`);
    add({ ...law, kind: value }, value, title, [creates(...records), asksWith(list, make(), ...ways)]);
  }
};

const PAST = '2001-01-01T00:00:00Z';
/** Times by which a record is certainly valid still, and certainly no more. */
const TIMES = ['forever', '2099-01-01T00:00:00Z', PAST];

/** What holds until a time is shown as valid before it, and not behind it. */
const addEnds = ({ creator, make, creates, asks, add }: LawKit, list: OperationModel, law: Law): void => {
  const { until } = list.answer;
  const field = creator.subjects.find(({ place, record }) => place === 'body' && record === until?.record);
  if (!until || !field) return;
  const kind = until.property;
  for (const time of TIMES.filter(field.isValid)) {
    const made = make({ [field.record]: time });
    const title = textOf(
      `${list.operation.id} says whether ${field.name} ${time} has passed`,
      `${list.operation.id} 说明 ${field.name} ${time} 是否已过`,
    );
    // What ends before it begins need not be taken.
    const creation = time === PAST ? creates(made).map(mayBeRefused) : creates(made);
    add({ ...law, kind }, `${kind} ${time}`, title, [creation, asks(list, made)]);
  }
};
