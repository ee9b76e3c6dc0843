import { CONTAINER, type Step, TOKEN } from '../case.ts';
import type { OperationModel } from '../model.ts';
import type { Subject } from '../subject.ts';
import { type LawKit, type Made, SUCCESS, shownBy } from './law-kit.ts';

/** A filter by name: values of some of its subjects; undefined leaves one out. */
export type FilterSet = Readonly<Record<string, string | undefined>>;

/** Lists contain a record exactly once under every filter that fits and under none that does not; pages join to the list. */
export const addListingLaws = (kit: LawKit): void => {
  for (const list of kit.of('list')) {
    addFilters(kit, list);
    addPages(kit, list);
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
): Step =>
  kit.asks(
    list,
    made,
    SUCCESS,
    { kind: 'lists', key: shownBy(list, made.key), values: shownBy(list, values), times },
    { set },
  );

const filtersOf = (list: OperationModel): readonly Subject[] =>
  list.subjects.filter(({ pairs, type }) => pairs !== undefined && type === 'string');

const addFilters = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, add } = kit;
  const law = `listed-by-${list.operation.id}`;
  const filters = filtersOf(list);
  for (const [key, values] of kit.variations()) {
    const made = make(values);
    add({
      law,
      key,
      title: `${list.operation.id} lists what was created (${key})`,
      reason: 'a list contains what was created exactly once, with the values that were sent',
      act: creator,
      value: key,
      steps: [does(creator, made), looksFor(kit, list, made, 1)],
    });
  }
  const before = make();
  add({
    law,
    key: 'listed before',
    title: `${list.operation.id} lists nothing before, and the record once it was created`,
    reason: 'a list is not kept while it changes',
    act: creator,
    steps: [looksFor(kit, list, before, 0), does(creator, before), looksFor(kit, list, before, 1)],
  });
  const [one, two] = [make(), make({}, 'b')];
  const own = filters.find((filter) => filter === list.nameSubject);
  if (own)
    add({
      law,
      key: 'another name',
      title: `${list.operation.id} does not list a record under the name of another`,
      reason: 'a list contains nothing that the filter does not fit',
      act: creator,
      steps: [
        does(creator, one),
        does(creator, two),
        looksFor(kit, list, one, 1),
        looksFor(kit, list, one, 0, { [own.ref]: `${TOKEN}b` }),
        looksFor(kit, list, two, 1),
        looksFor(kit, list, one, 0, { [own.ref]: 'zqxzqxzqxzqx' }),
      ],
    });
  for (const filter of filters) addValueFilter(kit, list, filter);
};

/** One filter with the value of the record, and with others. */
const addValueFilter = (kit: LawKit, list: OperationModel, filter: Subject): void => {
  const { creator, make, does, add } = kit;
  const inKey = Object.keys(make().key).includes(filter.record);
  const field = creator.subjects.find(({ place, record }) => place === 'body' && record === filter.record);
  if (filter === list.nameSubject || filter.values.length > 0 || (!inKey && !field)) return;
  const sets = inKey
    ? [{ own: CONTAINER, others: [`${CONTAINER}b`, 'zqx'], values: {} }]
    : (field?.values ?? []).map((value) => ({
        own: value,
        others: (field?.values ?? []).filter((each) => each !== value).slice(0, 3),
        values: { [filter.record]: value },
      }));
  const name = list.nameSubject?.ref;
  for (const { own, others, values } of sets) {
    const made = make(values);
    const container = filtersOf(list).find(({ record }) => made.key[record] === CONTAINER);
    add({
      law: `listed-by-${list.operation.id}`,
      key: `filter ${filter.name}=${own === CONTAINER ? 'own' : own}`,
      title: `${list.operation.id} obeys the filter ${filter.name.split('.').at(-1)}`,
      reason: 'a list contains what fits the filter, and nothing else',
      act: creator,
      ownContainer: true,
      steps: [
        does(creator, made),
        looksFor(kit, list, made, 1, { [filter.ref]: own }),
        ...(name === undefined || !container
          ? []
          : [looksFor(kit, list, made, 1, { [name]: undefined, [container.ref]: CONTAINER, [filter.ref]: own })]),
        ...others.map((other) => looksFor(kit, list, made, 0, { [filter.ref]: other })),
      ],
    });
  }
};

/** Numbers of records and of a page. */
const SIZES = [1, 2, 3, 4, 7];

/** Pages of any size, joined, are the whole list. */
const addPages = (kit: LawKit, list: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const subject = (name: string): Subject | undefined =>
    list.subjects.find(({ pairs, name: full }) => pairs !== undefined && full.endsWith(`.${name}`));
  const [offset, limit] = [subject('offset'), subject('limit')];
  const any = make();
  const container = filtersOf(list).find(({ record }) => any.key[record] === CONTAINER);
  const name = list.nameSubject?.ref;
  if (!offset || !limit || !container || name === undefined) return;
  const records = ['', 'b', 'c', 'd', 'e'].map((suffix) => make({}, suffix));
  const whole = { [name]: undefined, [container.ref]: CONTAINER };
  const first = kit.setup.length + records.length;
  const total = records.length;
  for (const size of SIZES) {
    const offsets = Array.from({ length: Math.ceil(total / size) + 1 }, (_, index) => index * size);
    const pages = offsets.map((at) =>
      asks(
        list,
        any,
        SUCCESS,
        { kind: 'page', of: first, offset: at, limit: size, total },
        { set: { ...whole, [offset.ref]: String(at), [limit.ref]: String(size) } },
      ),
    );
    add({
      law: `paged-by-${list.operation.id}`,
      key: `${size} at a time`,
      title: `pages of ${size} of ${list.operation.id}, joined, are the whole list`,
      reason: 'a page is a part of the list',
      act: list,
      ownContainer: true,
      steps: [
        ...records.map((made) => does(creator, made)),
        asks(list, any, SUCCESS, { kind: 'lists', key: {}, values: {}, times: total }, { set: whole }),
        ...pages,
      ],
    });
  }
};
