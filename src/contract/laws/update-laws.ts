import type { Step } from '../case.ts';
import type { OperationModel } from '../model.ts';
import type { Subject } from '../subject.ts';
import { type LawKit, type Made, SUCCESS, samples, shownBy } from './law-kit.ts';
import { looksFor } from './listing-laws.ts';

/** A changed value is changed, and no other is; what moves with every change has moved. */
export const addUpdateLaws = (kit: LawKit): void => {
  for (const update of kit.of('update')) {
    const fields = update.subjects.filter(({ place }) => place === 'body');
    for (const field of fields) for (const value of samples(field, kit.depth)) addChange(kit, update, field, value);
    addNeighbour(kit, update, fields);
    addTwice(kit, update, fields);
  }
};

/** A record with values of every field, so that one that is lost is missed. */
const full = (kit: LawKit, suffix = ''): Made => kit.make(kit.variations().at(-1)?.[1] ?? {}, suffix);

/** What an update must send besides the value in question: the record's own values. */
const changesOf = (
  update: OperationModel,
  made: Made,
  field: Subject,
  value: string,
): Record<string, string | undefined> =>
  Object.fromEntries(
    update.subjects.flatMap((subject) => {
      if (subject.place !== 'body') return [];
      if (subject === field) return [[subject.ref, value]];
      return [[subject.ref, subject.required ? (made.values[subject.record] ?? subject.baseline) : undefined]];
    }),
  );

const change = (kit: LawKit, update: OperationModel, made: Made, field: Subject, value: string): Step =>
  kit.does(update, made, {}, { set: changesOf(update, made, field, value) });

const addChange = (kit: LawKit, update: OperationModel, field: Subject, value: string): void => {
  const { creator, does, asks, add } = kit;
  const made = full(kit);
  // A change to the same value says nothing about whether it happened.
  const before = made.values[field.record] === value ? other(field, value) : (made.values[field.record] ?? '');
  if (before === undefined) return;
  const start = { ...made, values: { ...made.values, [field.record]: before } };
  const common = {
    act: update,
    value: `${field.name}=${value}`,
    reason: 'a changed value is changed, and no other is',
    key: `${field.name}=${value}`,
  };
  for (const read of kit.of('read')) {
    add({
      ...common,
      law: `changed-for-${read.operation.id}`,
      title: `${read.operation.id} shows ${field.name} changed, and nothing else`,
      steps: [
        does(creator, start),
        asks(read, start, SUCCESS),
        change(kit, update, start, field, value),
        asks(read, start, SUCCESS, {
          kind: 'same',
          as: kit.setup.length + 1,
          changed: shownBy(read, { [field.record]: value }),
          moved: read.answer.moved,
        }),
      ],
    });
  }
  for (const list of kit.of('list')) {
    if (list.answer.shown[field.record] === undefined) continue;
    add({
      ...common,
      law: `changed-for-${list.operation.id}`,
      title: `${list.operation.id} shows ${field.name} changed, and nothing else`,
      steps: [
        does(creator, start),
        looksFor(kit, list, start, 1),
        change(kit, update, start, field, value),
        looksFor(kit, list, start, 1, {}, { ...start.values, [field.record]: value }),
      ],
    });
  }
};

const other = (field: Subject, value: string): string | undefined => samples(field, 1).find((each) => each !== value);

/** The record beside the changed one stays as it was. */
const addNeighbour = (kit: LawKit, update: OperationModel, fields: readonly Subject[]): void => {
  const { creator, does, asks, add } = kit;
  const [one, two] = [full(kit), full(kit, 'b')];
  const field = fields.at(-1);
  const value = field && other(field, one.values[field.record] ?? '');
  if (!field || value === undefined) return;
  const law = 'changes-no-other';
  const common = { act: update, law, reason: 'only the record that is named is changed' };
  for (const read of kit.of('read'))
    add({
      ...common,
      key: read.operation.id,
      title: `${read.operation.id} shows the record beside the changed one as it was`,
      steps: [
        does(creator, one),
        does(creator, two),
        asks(read, two, SUCCESS),
        change(kit, update, one, field, value),
        asks(read, two, SUCCESS, { kind: 'same', as: kit.setup.length + 2, changed: {}, moved: [] }),
      ],
    });
  for (const list of kit.of('list'))
    add({
      ...common,
      key: list.operation.id,
      title: `${list.operation.id} shows the record beside the changed one as it was`,
      steps: [
        does(creator, one),
        does(creator, two),
        change(kit, update, one, field, value),
        looksFor(kit, list, two, 1),
      ],
    });
};

/** Each change lasts until the next one. */
const addTwice = (kit: LawKit, update: OperationModel, fields: readonly Subject[]): void => {
  const { creator, does, asks, add } = kit;
  const made = full(kit);
  // A list with one value can't be changed.
  const first = fields.find((field) => other(field, made.values[field.record] ?? '') !== undefined);
  for (const read of kit.of('read'))
    for (const second of fields) {
      if (!first || second === first) continue;
      const [one, two] = [
        other(first, made.values[first.record] ?? ''),
        other(second, made.values[second.record] ?? ''),
      ];
      if (one === undefined || two === undefined) continue;
      const changed = { ...made.values, [first.record]: one, [second.record]: two };
      // A value that has to be sent every time is sent with its last value.
      const after = { ...made, values: { ...made.values, [first.record]: one } };
      add({
        act: update,
        law: `changed-for-${read.operation.id}`,
        key: `${first.name} then ${second.name}`,
        title: `${first.name} stays changed when ${second.name} is changed`,
        reason: 'a change lasts until the next one of the same value',
        steps: [
          does(creator, made),
          change(kit, update, made, first, one),
          change(kit, update, after, second, two),
          asks(read, made, SUCCESS, { kind: 'shows', values: shownBy(read, changed) }),
        ],
      });
    }
};
