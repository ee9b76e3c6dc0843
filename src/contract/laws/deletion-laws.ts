import type { OperationModel } from '../model.ts';
import { creatorOf } from '../prepare.ts';
import { GONE, type LawKit, type Made, SUCCESS, shownBy } from './law-kit.ts';
import { looksFor } from './listing-laws.ts';
import { otherPlaces } from './reading-laws.ts';

/** What was deleted is gone for every operation, and nothing else is; its name is free again. */
export const addDeletionLaws = (kit: LawKit): void => {
  const { creator, make, does, asks, add } = kit;
  for (const deletion of kit.of('delete')) {
    const law = 'deleted';
    const common = { act: deletion, law, reason: 'what was deleted is gone' };
    const [made, beside] = [make(), make({}, 'b')];
    const start = [does(creator, made), does(creator, beside), does(deletion, made)];
    for (const read of kit.of('read'))
      add({
        ...common,
        key: read.operation.id,
        title: `${read.operation.id} no longer finds what was deleted, but what stands beside it`,
        steps: [
          does(creator, made),
          does(creator, beside),
          // What was read before must not be remembered.
          asks(read, made, SUCCESS),
          does(deletion, made),
          asks(read, made, GONE),
          asks(read, beside, SUCCESS, shows(kit, beside)),
        ],
      });
    for (const list of kit.of('list'))
      add({
        ...common,
        key: list.operation.id,
        title: `${list.operation.id} no longer lists what was deleted, but what stands beside it`,
        alone: true,
        steps: [
          does(creator, made),
          does(creator, beside),
          // Another record that an item of the list stands for may go on keeping it there.
          looksFor(kit, list, made, 1),
          does(deletion, made),
          ...(isListedByKey(kit, list.answer.shown) ? [looksFor(kit, list, made, 0)] : []),
          looksFor(kit, list, beside, 1),
        ],
      });
    for (const list of kit.of('list'))
      if (!isListedByKey(kit, list.answer.shown))
        add({
          ...common,
          key: `${list.operation.id} last one`,
          title: `${list.operation.id} no longer lists what its last record was deleted of`,
          alone: true,
          steps: [
            does(creator, made),
            looksFor(kit, list, made, 1),
            does(deletion, made),
            looksFor(kit, list, made, 0),
          ],
        });
    for (const update of kit.of('update'))
      add({
        ...common,
        key: [update.operation.id, ...update.variant].join(' '),
        title: `${update.operation.id} no longer changes what was deleted`,
        steps: [...start, asks(update, made, GONE)],
      });
    add({
      ...common,
      key: 'again',
      title: `${deletion.operation.id} of what was deleted is refused`,
      reason: 'there is nothing left to delete',
      clauses: [deletion.operation.requires.at(-1)?.clause],
      steps: [...start, asks(deletion, made, GONE)],
    });
    add({
      ...common,
      key: 'created again',
      title: 'what was deleted can be created again, and once only',
      reason: 'its name is free again',
      steps: [...start, asks(creator, made, SUCCESS), asks(creator, made, GONE)],
    });
    addElsewhere(kit, deletion);
    addFresh(kit, deletion);
  }
  addHolder(kit);
};

/** A record of the same name in another place stays. */
const addElsewhere = (kit: LawKit, deletion: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const made = make();
  for (const { property, made: other, isContainer } of otherPlaces(kit)) {
    const common = {
      act: deletion,
      law: 'deleted',
      title: 'what has the same name in another place stays',
      reason: 'only the record that is named is deleted',
      needsContainers: isContainer,
      holders: [made, other],
    };
    const start = [does(creator, made), does(creator, other), does(deletion, made)];
    for (const read of kit.of('read'))
      add({
        ...common,
        key: `elsewhere ${property} ${read.operation.id}`,
        steps: [...start, asks(read, made, GONE), asks(read, other, SUCCESS, shows(kit, other))],
      });
    for (const list of kit.of('list'))
      add({
        ...common,
        key: `elsewhere ${property} ${list.operation.id}`,
        steps: [...start, looksFor(kit, list, other, 1)],
      });
  }
};

/** Whether an item of a list stands for one record. */
const isListedByKey = ({ resource }: LawKit, shown: Readonly<Record<string, string>>): boolean =>
  shown[resource.key.at(-1) ?? ''] !== undefined;

const shows = (kit: LawKit, made: Made) => {
  const [read] = kit.of('read');
  return { kind: 'shows', values: read ? shownBy(read, made.key) : {} } as const;
};

/** A record created again has its new values, none of the old ones. */
const addFresh = (kit: LawKit, deletion: OperationModel): void => {
  const { creator, make, does, asks, add } = kit;
  const full = make(kit.variations().at(-1)?.[1] ?? {});
  for (const read of kit.of('read'))
    for (const [key, values] of kit.variations().slice(0, 3)) {
      const again = make(values);
      add({
        act: deletion,
        law: 'deleted',
        key: `fresh ${key}`,
        title: 'what is created again has its new values',
        reason: 'nothing of what was deleted is left',
        steps: [
          does(creator, full),
          does(deletion, full),
          does(creator, again),
          asks(read, again, SUCCESS, { kind: 'shows', values: shownBy(read, { ...again.key, ...again.values }) }),
        ],
      });
    }
};

/** Where what holds a record is deleted, the record is gone with it. */
const addHolder = (kit: LawKit): void => {
  const { contract, resource, creator, make, does, asks, add } = kit;
  const holder = contract.resources.find(({ collection }) => collection === resource.parent);
  const deletion = holder?.operations.find(({ operation }) => operation.effect?.kind === 'delete');
  const holderCreator = holder && creatorOf(contract, holder.collection);
  if (!holder || !deletion || !holderCreator) return;
  const made = make();
  const holderMade: Made = {
    key: Object.fromEntries(holder.key.map((property, index) => [property, made.key[resource.key[index] ?? ''] ?? ''])),
    values: {},
  };
  const removal = does(deletion, holderMade);
  const again = does(holderCreator, holderMade);
  for (const read of kit.of('read'))
    add({
      act: deletion,
      law: 'deleted-with-all',
      key: read.operation.id,
      title: `${read.operation.id} no longer finds what lay in what was deleted`,
      reason: 'what is deleted takes what it holds with it',
      ownContainer: true,
      steps: [does(creator, made), removal, asks(read, made, GONE), again, asks(read, made, GONE)],
    });
  for (const list of kit.of('list'))
    add({
      act: deletion,
      law: 'deleted-with-all',
      key: list.operation.id,
      title: `${list.operation.id} no longer lists what lay in what was deleted`,
      reason: 'what is deleted takes what it holds with it',
      ownContainer: true,
      steps: [does(creator, made), removal, again, looksFor(kit, list, made, 0)],
    });
};
