import { type BodyCheck, CONTAINER, CONTAINER_IN_CAPITALS, type Step, TOKEN, TOKEN_IN_CAPITALS } from '../case.ts';
import type { OperationModel } from '../model.ts';
import type { Subject } from '../subject.ts';
import { type LawKit, type Made, SUCCESS, shownBy } from './law-kit.ts';

/** A filter by name: values of some of its subjects; undefined leaves one out. */
export type FilterSet = Readonly<Record<string, string | undefined>>;

type Since = Extract<BodyCheck, { kind: 'lists' }>['since'];

/** Lists contain a record exactly once under every filter that fits, and under none that does not. */
export const addListingLaws = (kit: LawKit): void => {
  for (const list of kit.of('list')) {
    addValues(kit, list);
    addNames(kit, list);
    for (const filter of filtersOf(list)) addValueFilter(kit, list, filter);
    addMany(kit, list);
    addEnds(kit, list);
  }
};

/** Times by which a record is certainly valid still, and certainly no more. */
const TIMES = { forever: 'true', '2099-01-01T00:00:00Z': 'true', '2001-01-01T00:00:00Z': 'false' };

/** What holds until a time is shown as valid before it, and not behind it. */
const addEnds = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const { until } = list.answer;
  const field = creator.subjects.find(({ place, record }) => place === 'body' && record === until?.record);
  if (!until || !field) return;
  for (const [time, value] of Object.entries(TIMES)) {
    if (!field.isValid(time)) continue;
    const made = make({ [field.record]: time });
    const values = { [until.property]: value };
    add({
      law: `listed-by-${list.operation.id}`,
      key: `${until.property} ${time}`,
      title: `${list.operation.id} shows ${until.property} ${value} where ${field.name} is ${time}`,
      reason: `${until.property} says whether ${field.name} has passed`,
      act: creator,
      steps: [
        does(creator, made),
        asks(list, made, SUCCESS, { kind: 'lists', key: shownBy(list, made.key), values, times: 1 }),
      ],
    });
  }
};

/** A step that looks for a record in a list. */
export const looksFor = (
  kit: LawKit,
  list: OperationModel,
  made: Made,
  times: number,
  set: FilterSet = {},
  values = made.values,
  since?: Since,
): Step =>
  kit.asks(
    list,
    made,
    SUCCESS,
    { kind: 'lists', key: shownBy(list, made.key), values: shownBy(list, values), times, ...(since ? { since } : {}) },
    { set },
  );

/** The texts by which a list can be filtered. */
export const filtersOf = (list: OperationModel): readonly Subject[] =>
  list.subjects.filter(({ pairs, type }) => pairs !== undefined && type === 'string');

/** The filter by what holds the records. */
export const containerFilter = (kit: LawKit, list: OperationModel): Subject | undefined => {
  const { key } = kit.make();
  return filtersOf(list).find((filter) => key[filter.record] === CONTAINER && filter !== list.nameSubject);
};

const addValues = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, add } = kit;
  const law = `listed-by-${list.operation.id}`;
  for (const [key, values, about] of kit.variations()) {
    const made = make(values);
    add({
      law,
      key,
      title: `${list.operation.id} lists what was created (${key})`,
      reason: 'a list contains what was created exactly once, with the values that were sent',
      act: creator,
      about,
      value: key,
      steps: [does(creator, made), looksFor(kit, list, made, 1)],
    });
  }
  const made = make();
  add({
    law,
    key: 'listed before',
    title: `${list.operation.id} lists nothing before, and the record once it was created`,
    reason: 'a list is not kept while it changes',
    alone: true,
    act: creator,
    steps: [looksFor(kit, list, made, 0), does(creator, made), looksFor(kit, list, made, 1)],
  });
};

const addNames = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, add } = kit;
  const own = list.nameSubject;
  if (!own) return;
  const [one, two] = [make(), make({}, { [own.record]: 'b' })];
  add({
    law: `listed-by-${list.operation.id}`,
    key: 'another name',
    title: `${list.operation.id} does not list a record under the name of another`,
    reason: 'a list contains nothing that the filter does not fit',
    act: creator,
    holders: [one, two],
    steps: [
      does(creator, one),
      does(creator, two),
      looksFor(kit, list, one, 1),
      looksFor(kit, list, one, 0, { [own.ref]: `${TOKEN}b` }),
      looksFor(kit, list, two, 1),
      looksFor(kit, list, one, 0, { [own.ref]: 'zqxzqxzqxzqx' }),
      looksFor(kit, list, one, 0, { [own.ref]: TOKEN_IN_CAPITALS }),
      // Whether a part of a name is enough may be open.
      ...(own.ambiguity('x-match') === undefined ? [looksFor(kit, list, two, 0, { [own.ref]: TOKEN })] : []),
    ],
  });
  if (list.operation.parameters.some(({ pairs, required }) => pairs && required)) return;
  add({
    law: `listed-by-${list.operation.id}`,
    key: 'no filter',
    title: `${list.operation.id} lists a record once where nothing is filtered`,
    reason: 'a list without a filter is the whole list',
    act: creator,
    steps: [
      ...MANY.map((suffix) => does(creator, make({}, suffix))),
      looksFor(kit, list, one, 1, { [own.ref]: undefined }),
    ],
  });
};

/** One filter with the value of the record, and with others. */
const addValueFilter = (kit: LawKit, list: OperationModel, filter: Subject): void => {
  const { creator, make, does, add } = kit;
  const inKey = make().key[filter.record] === CONTAINER;
  const field = creator.subjects.find(({ place, record }) => place === 'body' && record === filter.record);
  if (filter === list.nameSubject || filter.values.length > 0 || (!inKey && !field)) return;
  const name = list.nameSubject?.ref;
  const container = containerFilter(kit, list);
  const whole = (set: FilterSet): FilterSet =>
    name === undefined || !container ? set : { [name]: undefined, [container.ref]: CONTAINER, ...set };
  const common = {
    law: `listed-by-${list.operation.id}`,
    title: `${list.operation.id} obeys the filter ${filter.name.split('.').at(-1)}`,
    reason: 'a list contains what fits the filter, and nothing else',
    act: creator,
    ownContainer: true,
  };
  if (inKey) {
    const made = make();
    const elsewhere = make({}, { [filter.record]: 'b' });
    add({
      ...common,
      key: `filter ${filter.name}`,
      steps: [
        does(creator, made),
        looksFor(kit, list, made, 1, { [filter.ref]: CONTAINER }),
        looksFor(kit, list, made, 1, whole({})),
        ...[`${CONTAINER}b`, 'zqx', CONTAINER_IN_CAPITALS].map((other) =>
          looksFor(kit, list, made, 0, { [filter.ref]: other }),
        ),
      ],
    });
    add({
      ...common,
      key: `filter ${filter.name} of another`,
      needsContainers: true,
      steps: [
        does(creator, made),
        does(creator, elsewhere),
        looksFor(kit, list, elsewhere, 0, { [filter.ref]: CONTAINER }),
        looksFor(kit, list, made, 1, { [filter.ref]: CONTAINER }),
        looksFor(kit, list, made, 0, { [filter.ref]: `${CONTAINER}b` }),
        looksFor(kit, list, elsewhere, 1, { [filter.ref]: `${CONTAINER}b` }),
      ],
    });
    return;
  }
  const values = field?.values ?? [];
  for (const own of values) {
    const made = make({ [filter.record]: own });
    const others = values.filter((each) => each !== own).slice(0, 3);
    add({
      ...common,
      key: `filter ${filter.name}=${own}`,
      steps: [
        does(creator, made),
        looksFor(kit, list, made, 1, { [filter.ref]: own }),
        looksFor(kit, list, made, 1, whole({ [filter.ref]: own })),
        ...others.map((other) => looksFor(kit, list, made, 0, { [filter.ref]: other })),
      ],
    });
  }
  if (field?.required) return;
  const without = make();
  add({
    ...common,
    key: `filter ${filter.name} without`,
    steps: [
      does(creator, without),
      looksFor(kit, list, without, 1, whole({})),
      ...values.slice(0, 3).map((other) => looksFor(kit, list, without, 0, { [filter.ref]: other })),
    ],
  });
};

/** More records than fit on the pages that programs like, where no filter is needed to see them alone. */
const addMany = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, add } = kit;
  if (filtersOf(list).length > 0) return;
  const records = MANY.map((suffix) => make({}, suffix));
  add({
    law: `listed-by-${list.operation.id}`,
    key: `${records.length} records`,
    title: `${list.operation.id} lists ${records.length} records, each once`,
    reason: 'a list is whole',
    act: creator,
    steps: [
      ...records.map((made) => does(creator, made)),
      ...[records[0], records[5], records.at(-1)].flatMap((made) => (made ? [looksFor(kit, list, made, 1)] : [])),
      kit.asks(list, make(), SUCCESS, { kind: 'lists', key: {}, values: {}, times: records.length }),
    ],
  });
};

/** Texts behind a name, for a dozen records. */
export const MANY: readonly string[] = ['', ...'bcdfghjklmn'];
