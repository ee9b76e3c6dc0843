import type { OperationModel } from '../model.ts';
import { GONE, type LawKit, type Made, SUCCESS, shownBy } from './law-kit.ts';
import { looksFor } from './listing-laws.ts';
import { viewsOf } from './views.ts';

/** What was created can be read with the values that were sent, and nothing exists before. */
export const addReadingLaws = (kit: LawKit): void => {
  for (const read of kit.of('read')) {
    addValues(kit, read);
    addOthers(kit, read);
    addAgreement(kit, read);
  }
  for (const exists of kit.of('exists')) addExistence(kit, exists);
  addUnusualNames(kit);
};

const addValues = (kit: LawKit, read: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  for (const [key, values, about] of kit.variations()) {
    const made = make(values);
    add({
      law: `shown-by-${read.operation.id}`,
      key,
      title: `${read.operation.id} shows what was created (${key})`,
      reason: 'what was created can be read with the values that were sent',
      act: creator,
      about,
      value: key,
      steps: [
        does(creator, made),
        asks(read, made, SUCCESS, { kind: 'shows', values: shownBy(read, { ...made.key, ...made.values }) }),
        asks(read, made, SUCCESS, { kind: 'same', as: 1, changed: {}, moved: [] }),
      ],
    });
  }
};

const addOthers = (kit: LawKit, read: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const law = `shown-by-${read.operation.id}`;
  const [one, two] = [make(), make({}, 'b')];
  const shows = (made: Made) => ({ kind: 'shows', values: shownBy(read, made.key) }) as const;
  add({
    law,
    key: 'beside another',
    title: `${read.operation.id} shows each of two records as it is`,
    reason: 'records do not mix',
    act: creator,
    steps: [
      does(creator, one),
      does(creator, two),
      asks(read, one, SUCCESS, shows(one)),
      asks(read, two, SUCCESS, shows(two)),
      ...(read.answer.properties.includes('id')
        ? [asks(read, two, SUCCESS, { kind: 'distinct', as: 2, property: 'id' })]
        : []),
    ],
  });
  add({
    law,
    key: 'looked for before',
    title: `${read.operation.id} finds nothing before, and the record once it was created`,
    reason: 'that nothing was there is not remembered',
    act: creator,
    steps: [
      asks(read, one, GONE),
      does(creator, one),
      asks(read, one, SUCCESS, shows(one)),
      asks(read, make({}, 'b'), GONE),
    ],
  });
};

/** What a list and a single view both show of a record is the same. */
const addAgreement = (kit: LawKit, read: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const made = make(kit.variations().at(-1)?.[1] ?? {});
  for (const list of kit.of('list'))
    add({
      law: `listed-by-${list.operation.id}`,
      key: `as ${read.operation.id}`,
      title: `${list.operation.id} shows a record as ${read.operation.id} does`,
      reason: 'both show one record',
      compares: true,
      act: creator,
      steps: [
        does(creator, made),
        asks(read, made, SUCCESS),
        looksFor(kit, list, made, 1, {}, made.values, { as: 1, changed: {}, moved: [] }),
      ],
    });
};

const addExistence = (kit: LawKit, exists: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const property = exists.answer.exists;
  if (property === undefined) return;
  const law = `known-to-${exists.operation.id}`;
  const [made, other] = [make(), make({}, 'b')];
  const says = (value: boolean) => ({ kind: 'says', property, value }) as const;
  add({
    law,
    key: 'before and after',
    title: `${exists.operation.id} says whether a record exists`,
    reason: 'it exists from its creation on, and no other does',
    act: creator,
    steps: [
      asks(exists, made, SUCCESS, says(false)),
      does(creator, made),
      asks(exists, made, SUCCESS, says(true)),
      asks(exists, other, SUCCESS, says(false)),
    ],
  });
  for (const elsewhere of otherPlaces(kit))
    add({
      law,
      key: `elsewhere ${elsewhere.property}`,
      title: `${exists.operation.id} tells records of one name in different places apart`,
      reason: 'a record lies in one place',
      act: creator,
      needsContainers: elsewhere.isContainer,
      holders: [made, elsewhere.made],
      steps: [
        does(creator, made),
        asks(exists, elsewhere.made, SUCCESS, says(false)),
        asks(exists, made, SUCCESS, says(true)),
      ],
    });
  for (const deletion of kit.of('delete'))
    add({
      law,
      key: 'deleted',
      title: `${exists.operation.id} says that a deleted record does not exist`,
      reason: 'what was deleted is gone',
      act: deletion,
      steps: [
        does(creator, made),
        does(creator, other),
        asks(exists, made, SUCCESS, says(true)),
        does(deletion, made),
        asks(exists, made, SUCCESS, says(false)),
        asks(exists, other, SUCCESS, says(true)),
      ],
    });
};

/** Records of the same name, each in another place. */
export const otherPlaces = (
  kit: LawKit,
): readonly { readonly property: string; readonly made: Made; readonly isContainer: boolean }[] =>
  kit.resource.key.slice(0, -1).map((property, index) => ({
    property,
    made: kit.make({}, { [property]: 'b' }),
    isContainer: index === 0,
  }));

/** Names that a rule allows and a route may not: each operation must find them. */
const addUnusualNames = (kit: LawKit): void => {
  const { creator, make, does, asks, add } = kit;
  const name = creator.nameSubject;
  if (!name?.rule.automaton) return;
  const [deletion] = kit.of('delete');
  for (const suffix of ['0', '_b', '-b', '__b', '--b', '---b', '-0_b--1', 'k'.repeat(name.rule.most - 11)]) {
    if (!name.isValid(`bdfghjkmnpb${suffix}`)) continue;
    const made = make({}, suffix);
    const shown = suffix.length > 20 ? 'longest' : `t${suffix}`;
    const common = { law: 'unusual-names', reason: 'the name keeps every rule', act: creator, value: shown };
    const found = [
      ...viewsOf(kit).map(({ model, finds }) => [model, finds(made)] as const),
      ...kit.of('update').map((update) => [update, { ...does(update, made, {}), setup: false }] as const),
    ];
    for (const [model, step] of found)
      add({
        ...common,
        key: [shown, model.operation.id, ...model.variant].join(' '),
        title: `${model.operation.id} finds ${shown}`,
        steps: [does(creator, made), step],
      });
    const [read] = kit.of('read');
    if (deletion)
      add({
        ...common,
        act: deletion,
        key: `${shown} deleted`,
        title: `${deletion.operation.id} finds ${shown}`,
        steps: [
          does(creator, made),
          { ...does(deletion, made), setup: false },
          ...(read ? [asks(read, made, GONE)] : []),
        ],
      });
  }
};
