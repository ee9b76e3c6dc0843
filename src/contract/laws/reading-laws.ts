import { GONE, type LawKit, SUCCESS, shownBy } from './law-kit.ts';

/** What was created can be read with the values that were sent, and nothing exists before. */
export const addReadingLaws = (kit: LawKit): void => {
  const { creator, make, does, asks, add } = kit;
  for (const read of kit.of('read')) {
    for (const [key, values] of kit.variations()) {
      const made = make(values);
      add({
        law: `shown-by-${read.operation.id}`,
        key,
        title: `${read.operation.id} shows what was created (${key})`,
        reason: 'what was created can be read with the values that were sent',
        act: creator,
        value: key,
        steps: [
          does(creator, made),
          asks(read, made, SUCCESS, { kind: 'shows', values: shownBy(read, { ...made.key, ...made.values }) }),
          asks(read, made, SUCCESS, { kind: 'same', as: kit.setup.length + 1, changed: {}, moved: [] }),
        ],
      });
    }
    const [one, two] = [make({}), make({}, 'b')];
    add({
      law: `shown-by-${read.operation.id}`,
      key: 'beside another',
      title: `${read.operation.id} shows each of two records as it is`,
      reason: 'records do not mix',
      act: creator,
      steps: [
        does(creator, one),
        does(creator, two),
        asks(read, one, SUCCESS, { kind: 'shows', values: shownBy(read, one.key) }),
        asks(read, two, SUCCESS, { kind: 'shows', values: shownBy(read, two.key) }),
      ],
    });
    add({
      law: `shown-by-${read.operation.id}`,
      key: 'looked for before',
      title: `${read.operation.id} finds nothing before, and the record once it was created`,
      reason: 'that nothing was there is not remembered',
      act: creator,
      steps: [
        asks(read, one, GONE),
        does(creator, one),
        asks(read, one, SUCCESS, { kind: 'shows', values: shownBy(read, one.key) }),
        asks(read, make({}, 'b'), GONE),
      ],
    });
  }
  for (const exists of kit.of('exists')) {
    const property = exists.answer.exists;
    if (property === undefined) continue;
    const [made, other] = [make(), make({}, 'b')];
    const says = (value: boolean) => ({ kind: 'says', property, value }) as const;
    add({
      law: `known-to-${exists.operation.id}`,
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
    for (const deletion of kit.of('delete'))
      add({
        law: `known-to-${exists.operation.id}`,
        key: 'deleted',
        title: `${exists.operation.id} says that a deleted record does not exist`,
        reason: 'what was deleted is gone',
        act: deletion,
        steps: [
          does(creator, made),
          does(creator, other),
          does(deletion, made),
          asks(exists, made, SUCCESS, says(false)),
          asks(exists, other, SUCCESS, says(true)),
        ],
      });
  }
};
