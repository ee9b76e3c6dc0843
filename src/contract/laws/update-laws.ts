import type { Shown, Step } from '../case.ts';
import type { OperationModel } from '../model.ts';
import type { Subject } from '../subject.ts';
import { GONE, type LawKit, type Made, SUCCESS, samples, shownBy } from './law-kit.ts';
import { otherPlaces } from './reading-laws.ts';
import { viewsOf } from './views.ts';

/** A changed value is changed, and no other is; what moves with every change has moved. */
export const addUpdateLaws = (kit: LawKit): void => {
  for (const update of kit.of('update')) {
    const fields = update.subjects.filter(({ place }) => place === 'body');
    for (const start of starts(kit))
      for (const field of fields)
        for (const value of samples(field, kit.depth)) addChange(kit, update, start, field, value);
    addTogether(kit, update, fields);
    addNeighbours(kit, update, fields);
    addTwice(kit, update, fields);
    addMissing(kit, update);
  }
};

/** Values of every field, so that one that is lost is missed: the last ones, and the first. */
const starts = ({ creator, depth }: LawKit): readonly Shown[] =>
  [-1, 0].map((at) =>
    Object.fromEntries(
      creator.subjects.flatMap((field) =>
        field.place === 'body' && field !== creator.nameSubject
          ? [[field.record, samples(field, depth).at(at) ?? field.baseline]]
          : [],
      ),
    ),
  );

const full = (kit: LawKit, suffix: string | Shown = ''): Made => kit.make(starts(kit)[0], suffix);

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
  later(kit.does(update, made, {}, { set: changesOf(update, made, field, value) }));

/** The step a moment later: clocks may count in milliseconds. */
const later = (step: Step): Step => ({ ...step, wait: 3 });

const addChange = (kit: LawKit, update: OperationModel, values: Shown, field: Subject, value: string): void => {
  const { creator, does, add } = kit;
  // A change to the same value says nothing about whether it happened.
  const before = values[field.record] === value ? other(field, value) : (values[field.record] ?? '');
  if (before === undefined) return;
  const start = kit.make({ ...values, [field.record]: before });
  const changed = { [field.record]: value };
  const common = {
    act: update,
    value: `${field.name}=${value}`,
    reason: 'a changed value is changed, and no other is',
    key: `${field.name}=${value}`,
    about: field.presence?.id,
  };
  for (const { model, finds, findsSame } of viewsOf(kit)) {
    const isList = model.operation.effect?.kind === 'list';
    if (isList && model.answer.shown[field.record] === undefined) continue;
    add({
      ...common,
      law: `changed-for-${model.operation.id}`,
      title: `${model.operation.id} shows ${field.name} changed, and nothing else`,
      alone: isList && value === samples(field, kit.depth)[0],
      steps: [
        does(creator, start),
        finds(start),
        change(kit, update, start, field, value),
        findsSame(start, 1, changed),
      ],
    });
  }
};

/** Several values in one request. */
const addTogether = (kit: LawKit, update: OperationModel, fields: readonly Subject[]): void => {
  const { creator, does, asks, add } = kit;
  const start = full(kit);
  const changed = Object.fromEntries(
    fields.map((field) => [
      field.record,
      other(field, start.values[field.record] ?? '') ?? start.values[field.record] ?? '',
    ]),
  );
  for (const read of kit.of('read'))
    add({
      act: update,
      law: `changed-for-${read.operation.id}`,
      key: 'all at once',
      title: `${read.operation.id} shows all values changed at once`,
      reason: 'every value that was sent is changed',
      steps: [
        does(creator, start),
        asks(read, start, SUCCESS),
        later(does(update, start, changed)),
        asks(read, start, SUCCESS, { kind: 'same', as: 1, changed: shownBy(read, changed), moved: read.answer.moved }),
      ],
    });
};

/** A change of what is not there makes nothing. */
const addMissing = (kit: LawKit, update: OperationModel): void => {
  const { asks, add } = kit;
  const made = kit.make();
  const refused = { ...asks(update, made, GONE), setup: true };
  for (const { model, misses } of viewsOf(kit))
    add({
      act: update,
      law: 'refused-changes-nothing',
      key: `missing for ${model.operation.id}`,
      title: `${update.operation.id} of what is not there makes nothing`,
      reason: 'a refused call changes nothing',
      steps: [refused, misses(made)],
    });
};

const other = (field: Subject, value: string): string | undefined => samples(field, 1).find((each) => each !== value);

/** Records beside the changed one, and of the same name elsewhere, stay as they were. */
const addNeighbours = (kit: LawKit, update: OperationModel, fields: readonly Subject[]): void => {
  const places = [
    { property: 'beside', made: full(kit, 'b'), isContainer: false },
    ...otherPlaces(kit).map((each) => ({ ...each, made: full(kit, { [each.property]: 'b' }) })),
  ];
  for (const place of places) for (const field of fields) addNeighbour(kit, update, field, place);
};

const addNeighbour = (
  kit: LawKit,
  update: OperationModel,
  field: Subject,
  { property, made: two, isContainer }: ReturnType<typeof otherPlaces>[number],
): void => {
  const { creator, does, add } = kit;
  const one = full(kit);
  const value = other(field, one.values[field.record] ?? '');
  if (value === undefined) return;
  const common = {
    act: update,
    law: 'changes-no-other',
    reason: 'only the record that is named is changed',
    needsContainers: isContainer,
    holders: [one, two],
  };
  for (const { model, finds, findsSame } of viewsOf(kit))
    add({
      ...common,
      key: `${field.name} ${property} ${model.operation.id}`,
      title: `${model.operation.id} shows the record ${property} the changed one as it was`,
      steps: [
        does(creator, one),
        does(creator, two),
        finds(two),
        change(kit, update, one, field, value),
        findsSame(two, 2),
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
