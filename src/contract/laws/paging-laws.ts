import { CONTAINER, type Shown } from '../case.ts';
import type { OperationModel } from '../model.ts';
import type { Subject } from '../subject.ts';
import { type LawDraft, type LawKit, type Made, SUCCESS } from './law-kit.ts';
import { containerFilter, type FilterSet, filtersOf, MANY } from './listing-laws.ts';

/** Records of a page. */
const SIZES = [1, 2, 5, 7, 12, 20];

/** Pages of any size, joined, are the whole list. */
export const addPagingLaws = (kit: LawKit): void => {
  for (const list of kit.of('list')) {
    const container = containerFilter(kit, list);
    if (container) addPagesOfContainer(kit, list, container);
    else if (list.nameSubject && kit.resource.key[0] !== undefined && kit.resource.parent !== undefined)
      addPagesOfName(kit, list, kit.resource.key[0]);
  }
};

/** The records of one container, all of them, and those with one value. */
const addPagesOfContainer = (kit: LawKit, list: OperationModel, container: Subject): void => {
  const name = list.nameSubject?.ref;
  if (name === undefined) return;
  const whole = { [name]: undefined, [container.ref]: CONTAINER };
  addPages(
    kit,
    list,
    MANY.map((suffix) => kit.make({}, suffix)),
    whole,
    '',
    { ownContainer: true },
  );
  for (const filter of filtersOf(list)) {
    const field = kit.creator.subjects.find(({ place, record }) => place === 'body' && record === filter.record);
    const [own, other] = field?.values ?? [];
    if (own === undefined || other === undefined) continue;
    // Every other record has another value.
    const records = MANY.map((suffix, index): Made => {
      const values: Shown = { [filter.record]: index % 2 === 0 ? own : other };
      return kit.make(values, suffix);
    });
    addPages(
      kit,
      list,
      records,
      { ...whole, [filter.ref]: own },
      ` with ${filter.name}`,
      { ownContainer: true },
      records.length / 2,
    );
  }
};

/** Records of one name in a few containers: there is nothing else under that name. */
const addPagesOfName = (kit: LawKit, list: OperationModel, property: string): void => {
  const records = MANY.slice(0, 5).map((suffix) => kit.make({}, { [property]: suffix }));
  addPages(kit, list, records, {}, '', { needsContainers: true, holders: records });
};

const addPages = (
  kit: LawKit,
  list: OperationModel,
  records: readonly Made[],
  whole: FilterSet,
  about: string,
  more: Pick<LawDraft, 'ownContainer' | 'needsContainers' | 'holders'>,
  total = records.length,
): void => {
  const { creator, make, does, asks, add } = kit;
  const subject = (name: string): Subject | undefined =>
    list.subjects.find(({ pairs, name: full }) => pairs !== undefined && full.endsWith(`.${name}`));
  const [offset, limit] = [subject('offset'), subject('limit')];
  if (!offset || !limit) return;
  for (const size of SIZES.filter((each) => each <= total || each === SIZES.at(-1))) {
    const offsets = Array.from({ length: Math.ceil(total / size) + 1 }, (_, index) => index * size);
    add({
      law: `paged-by-${list.operation.id}`,
      key: `${size} at a time${about}`,
      title: `pages of ${size} of ${list.operation.id}${about}, joined, are the whole list`,
      reason: 'a page is a part of the list',
      act: list,
      about: offset.presence?.id,
      ...more,
      steps: [
        ...records.map((made) => does(creator, made)),
        asks(list, make(), SUCCESS, { kind: 'lists', key: {}, values: {}, times: total }, { set: whole }),
        ...offsets.map((at) =>
          asks(
            list,
            make(),
            SUCCESS,
            { kind: 'page', of: records.length, offset: at, limit: size, total },
            { set: { ...whole, [offset.ref]: String(at), [limit.ref]: String(size) } },
          ),
        ),
      ],
    });
  }
};
