import type { BodyPlan, Step } from '../case.ts';
import { multipartText } from '../encode-request.ts';
import type { OperationModel } from '../model.ts';
import { GONE, type LawKit, type Made, SUCCESS } from './law-kit.ts';
import { looksFor } from './listing-laws.ts';

/** A refused call changes nothing. */
export const addRefusalLaws = (kit: LawKit): void => {
  const { creator, make, does, asks, add } = kit;
  const made = make(kit.variations().at(-1)?.[1] ?? {});
  const attempts: [string, OperationModel, Step][] = [];
  const second = { ...made, values: make().values };
  attempts.push(['a duplicate', creator, { ...asks(creator, second, GONE), setup: true }]);
  for (const update of kit.of('update')) {
    for (const field of update.subjects.filter(({ place }) => place === 'body')) {
      if (field.isValid('nonsense')) continue;
      const others = update.subjects.filter((each) => each.place === 'body' && each !== field);
      const set = Object.fromEntries([
        ...others.map((each) => [each.ref, each.values.at(-1) ?? (each.isValid('moved') ? 'moved' : each.baseline)]),
        [field.ref, 'nonsense'],
      ]);
      attempts.push([
        [...update.variant, `${update.operation.id} with a bad ${field.name}`].join(' '),
        update,
        { ...asks(update, made, GONE, undefined, { set }), setup: true },
      ]);
    }
  }
  addBadCreations(kit);
  for (const [key, act, attempt] of attempts) {
    for (const read of kit.of('read'))
      add({
        ...common(key, act),
        key: `${key} for ${read.operation.id}`,
        steps: [does(creator, made), asks(read, made, SUCCESS), attempt, sameAs(kit, read, made)],
      });
    for (const list of kit.of('list'))
      add({
        ...common(key, act),
        key: `${key} for ${list.operation.id}`,
        steps: [does(creator, made), attempt, looksFor(kit, list, made, 1)],
      });
  }
};

/** The body of a valid creation, called plain text. */
const asText = (kit: LawKit, made: Made): BodyPlan => {
  const body = kit.does(kit.creator, made).requests[0]?.body;
  const text =
    body?.kind === 'form' ? multipartText(body.fields) : body?.kind === 'json' ? JSON.stringify(body.value) : '';
  return { kind: 'raw', type: 'text/plain', text };
};

/** A creation that is refused creates nothing, whatever it is refused for. */
const addBadCreations = (kit: LawKit): void => {
  const { creator, make, asks, add } = kit;
  const made = make();
  const attempts: [string, Step][] = [
    ['no credentials', asks(creator, made, GONE, undefined, { credentials: false })],
    ['another media type', asks(creator, made, GONE, undefined, { body: asText(kit, made) })],
    ...creator.subjects.flatMap((field): [string, Step][] =>
      field.place !== 'body' || field === creator.nameSubject || field.isValid('nonsense')
        ? []
        : [[`a bad ${field.name}`, asks(creator, made, GONE, undefined, { set: { [field.ref]: 'nonsense' } })]],
    ),
    ...creator.subjects.flatMap((field): [string, Step][] =>
      field.place !== 'body' || field === creator.nameSubject || !field.required
        ? []
        : [[`no ${field.name}`, asks(creator, made, GONE, undefined, { set: { [field.ref]: undefined } })]],
    ),
  ];
  for (const [key, attempt] of attempts) {
    const refused = { ...attempt, setup: true };
    for (const read of kit.of('read'))
      add({
        ...common(`a creation with ${key}`, creator),
        key: `${key} for ${read.operation.id}`,
        steps: [refused, asks(read, made, GONE)],
      });
    for (const list of kit.of('list'))
      add({
        ...common(`a creation with ${key}`, creator),
        key: `${key} for ${list.operation.id}`,
        steps: [refused, looksFor(kit, list, made, 0)],
      });
  }
};

const common = (key: string, act: OperationModel) => ({
  act,
  law: 'refused-changes-nothing',
  title: `${key} changes nothing`,
  reason: 'a refused call changes nothing',
});

const sameAs = (kit: LawKit, read: OperationModel, made: Made): Step =>
  kit.asks(read, made, SUCCESS, { kind: 'same', as: 1, changed: {}, moved: [] });
