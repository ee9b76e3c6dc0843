import { parseBody } from '../../http/bodies/parse-body.ts';
import type { Text } from '../../text/bilingual.ts';
import { isScarce } from '../../values/name-maker.ts';
import type { Case, Rank, Step } from '../cases/case.ts';
import { printable } from '../cases/case-kit.ts';
import { createRequest, prepare } from '../cases/prepare.ts';
import { CONTAINER, HOLDER, nameOf, numberOf, OTHER_CONTAINER, sampleOf, TOKEN } from '../model/placeholders.ts';
import { type ContractModel, creatorOf, type OperationModel, type Resource } from '../model/read-model.ts';
import type { RequestPlan } from '../model/request.ts';
import { isMadeUp, type Subject, sureValues } from '../model/subject.ts';
import { type Clauses, keyPlaces, type Shown } from './world.ts';

/** A record that a case makes: the values of its key, and the others that are sent, by property. */
export interface Made {
  readonly key: Shown;
  readonly values: Shown;
}

/** What the cases of a law share. */
export interface Law extends Partial<Pick<Case, 'rank' | 'level' | 'ownContainer' | 'alone'>> {
  readonly law: string;
  /** The operation whose effect is looked at. */
  readonly act: OperationModel;
  /** The clauses it is about, beside the successes of its operations. */
  readonly clauses?: Clauses;
  /** How the second of two names differs from the first, or what else sets the case apart. */
  readonly kind?: string;
}

/** What the laws of one kind of record build their cases with. */
export type LawKit = NonNullable<ReturnType<typeof createLawKit>>;

/** A kit for the laws of a resource; undefined where none of its records can be made. */
export const createLawKit = (contract: ContractModel, resource: Resource, deepest: Rank) => {
  const creator = creatorOf(contract, resource.collection);
  if (!creator || creator.unmakeable !== undefined || !(creator.nameSubject ?? creator.gives)) return undefined;
  const prepared = prepare(contract, creator);
  if (!prepared.isComplete) return undefined;
  const cases = new Map<string, Case>();
  // Where a rule has few names, each case needs a place of its own.
  const isCrowded = isScarce(creator.nameSubject?.maker) && creator.containers.length > 0;
  const isNumbered = creator.nameSubject === undefined;
  const refs = Object.values(keyPlaces(creator));
  const places = resource.key.flatMap((property, index) => (refs[index] ? [[property, refs[index]] as const] : []));
  const nameProperty = resource.key.at(-1) ?? '';
  const plainKey = Object.fromEntries(places.map(([property, ref]) => [property, creator.plain[ref] ?? TOKEN]));
  const makeable = resource.operations.filter(({ unmakeable }) => unmakeable === undefined);
  /** The fields of a new record that are not its key. */
  const fields = bodyFields(creator).filter((field) => {
    // What is made up, and need not be sent, may be refused.
    const mayBeRefused = isMadeUp(field) && creator.plain[field.ref] === undefined;
    return !mayBeRefused && places.every(([, place]) => place !== field.ref);
  });
  const valuesOf = (own: readonly Subject[], value: (field: Subject) => string | undefined): Shown =>
    Object.fromEntries(own.map((field) => [field.record, value(field) ?? '']));
  const needed = fields.filter(({ required }) => required);
  const plainValues = valuesOf(needed, ({ ref, baseline }) => creator.plain[ref] ?? baseline);

  /** A record: its name is the k-th new one, unless `key` says otherwise; its number, that of the k-th that is made. */
  const make = (values: Shown = {}, key: Shown = {}, name = 0): Made => ({
    key: { ...plainKey, [nameProperty]: isNumbered ? numberOf(name) : nameOf(name), ...key },
    values: { ...plainValues, ...values },
  });
  const named = (word: string): Made => make({}, { [nameProperty]: word });
  const does = (model: OperationModel, made: Made, values = made.values): Step => ({
    requests: [requestOf(model, made, values)],
    setup: true,
  });
  /** Requests about a record whose answers are judged, one for each set of other values. */
  const asksWith = (model: OperationModel, made: Made, ...sets: readonly Values[]): Step[] =>
    sets.map((set) => {
      const plan = requestOf(model, made, model === creator ? made.values : {});
      return { requests: [{ ...plan, changes: { set: { ...plan.changes.set, ...set } } }] };
    });
  const given = creator.subjects.filter(({ isGiven }) => isGiven).map(({ ref }) => ref);
  /** Another place for records of the same name, for each property of the key but the name. */
  const elsewhere = resource.key.slice(0, -1).flatMap((property): [property: string, key: Shown][] => {
    // Of what the user gave there is no other.
    if (places.some(([own, place]) => own === property && given.includes(place))) return [];
    const other = plainKey[property] === CONTAINER ? OTHER_CONTAINER : nameOf(9);
    return [[property, { [property]: other }]];
  });
  const asks = (model: OperationModel, ...records: readonly Made[]): Step[] =>
    records.flatMap((made) => asksWith(model, made, {}));

  return {
    ...{ contract, resource, creator, fields, make, does, asks, asksWith },
    /** Whether the server names the records: no two are the same, whatever is sent. */
    isNumbered,
    /** The operations of one kind. */
    of: (...kinds: readonly string[]) =>
      makeable.filter(({ operation }) => kinds.includes(operation.effect?.kind ?? '')),
    named,
    /** A record whose name begins with that of the first one. */
    longer: (): Made =>
      isNumbered ? make({}, {}, 1) : make({}, { [nameProperty]: longerName(creator.nameSubject, TOKEN) }),
    /** A record whose name ends with that of the first one. */
    ending: (): Made => make({}, { [nameProperty]: endingName(creator.nameSubject, TOKEN) }),
    /** A record whose name is a path that begins with that of the first one, where a rule takes such. */
    below: (): Made | undefined => {
      const word = `${TOKEN}/b`;
      const { nameSubject: name } = creator;
      return name?.maker && name.isValid(sampleOf(word, name.maker)) ? named(word) : undefined;
    },
    many: (count: number): Made[] => Array.from({ length: count }, (_, index) => make({}, {}, index)),
    creates: (...records: readonly Made[]): Step[] => records.map((made) => does(creator, made)),
    watches: (view: OperationModel, one: Made, ...steps: Step[]) => [...asks(view, one), ...steps, ...asks(view, one)],
    /** Values of all fields, the first and the last of each. */
    first: valuesOf(fields, (field) => samples(field)[0]),
    last: valuesOf(fields, (field) => samples(field).at(-1)),
    /** How strictly names are looked at: what names something of others, an account, may have rules that nobody here knows. */
    nameLevel: creator.nameSubject?.rule.hasPatterns ? ('must' as const) : ('should' as const),
    /** What can be true is. */
    set: valuesOf(
      fields.filter(({ values }) => values.includes('true')),
      () => 'true',
    ),
    elsewhere: isNumbered ? [] : elsewhere,
    /** Places where a number of another place is none. */
    apart: isNumbered ? elsewhere : [],
    /** Adds a case, unless it is of a deeper rank than is wanted, or there is one of its id. */
    add: (of: Law, key: string, what: Text, nested: readonly (Step | readonly Step[])[]): void => {
      const { law, act, rank = 2, level = 'must', kind = '', ownContainer = isCrowded, alone = false } = of;
      const id = ['law', act.key.replaceAll(' ', '/'), law, printable(key)].join('/');
      if (rank > deepest || cases.has(id)) return;
      const steps = nested.flat();
      const asked = steps.flatMap(({ setup, requests }) => (setup ? [] : requests.map(({ model }) => model)));
      const successes = [act.key, ...asked].map((model) => contract.byKey.get(model)?.clauseOf.success);
      const clauses = [...successes, ...(of.clauses ?? [])].filter((clause) => clause !== undefined);
      cases.set(id, {
        ...{ id, title: what.en, what, model: act.key, operation: act.operation.id },
        ...{ family: `law/${law}`, rank, level },
        ...{ clauses: [...new Set(clauses)], reason: '', subject: undefined, kind },
        steps: [...prepared.steps, ...holdersOf(contract, resource, steps), ...steps],
        ...{ needsContainers: false, ownContainer, shared: false, alone },
      });
    },
    cases: (): Case[] => [...cases.values()],
  };
};

/** Longer names are not tried. */
export const LONGEST = 1000;

/** A new name with something behind it, where a rule takes such; else another name. */
export const longerName = (subject: Subject | undefined, name: string): string =>
  validName(subject, (plain) => `${name}${plain}`) ?? nameOf(1);

/** The same with something in front of it. */
const endingName = (subject: Subject | undefined, name: string): string =>
  validName(subject, (plain) => `${plain}${name}`) ?? nameOf(2);

const validName = (subject: Subject | undefined, make: (plain: string) => string): string | undefined => {
  const word = make(subject?.rule.automaton?.classes[0]?.sample ?? 'b');
  return subject?.isValid(sampleOf(word, subject.maker)) ? word : undefined;
};

/** Other values of a request; undefined leaves one out. */
export type Values = Readonly<Record<string, string | undefined>>;

/** What other records than the plainest lie in, where a case uses such. */
const holdersOf = (contract: ContractModel, resource: Resource, steps: readonly Step[]): readonly Step[] => {
  const parent = contract.resources.find(({ collection }) => collection === resource.parent);
  const creator = parent?.parent === undefined ? undefined : creatorOf(contract, parent.collection);
  if (!parent || !creator) return [];
  const made = new Map<string, Step>();
  const plans = steps.flatMap(({ requests }) => requests);
  const holderIn = ({ changes, model: key }: RequestPlan): string[] => {
    const model = contract.byKey.get(key);
    const places = model ? Object.values(keyPlaces(model)).slice(0, parent.key.length) : [];
    return places.map((ref) => String(changes.set?.[ref] ?? model?.plain[ref] ?? HOLDER));
  };
  const ownMade = plans.filter(({ model }) => model === creator.key).map((plan) => holderIn(plan).join(' '));
  for (const own of plans.map(holderIn)) {
    const isPlain = own.every((value, index) => value === (index === 0 ? CONTAINER : HOLDER));
    if (own.length < parent.key.length || isPlain || ownMade.includes(own.join(' '))) continue;
    const request = createRequest(creator, new Map(parent.key.map((property, index) => [property, own[index]])));
    made.set(own.join(' '), { requests: [request], setup: true });
  }
  return [...made.values()];
};

/** The request of an operation about a record. */
export const requestOf = (model: OperationModel, { key }: Made, values: Shown): RequestPlan => {
  const places = keyPlaces(model);
  const set: Record<string, string | undefined> = {};
  for (const [property, value] of Object.entries(key)) {
    const own = model.subjects.find(
      ({ place, isFilter, record }) => record === property && (place === 'path' || isFilter),
    );
    const ref = places[property] ?? own?.ref;
    // A filter says only what the case wants it to say.
    if (ref !== undefined && (!ref.startsWith('query.') || ref === model.nameSubject?.ref)) set[ref] = value;
  }
  // A change says only what the case wants it to say, too.
  const isChange = model.operation.effect?.kind === 'update' && Object.keys(values).length > 0;
  for (const { place, record, ref, required } of model.subjects) {
    const value = values[record];
    if (place !== 'body' || key[record] !== undefined) continue;
    if (value !== undefined || (isChange && !required)) set[ref] = value;
  }
  return { model: model.key, changes: { set } };
};

/** The fields of a body that a value can be made for; what names the record that is changed is none. */
export const bodyFields = (model: OperationModel): readonly Subject[] => {
  const own = model.operation.effect?.kind === 'update' ? Object.values(keyPlaces(model)) : [];
  return model.subjects.filter(
    ({ place, baseline, ref }) => place === 'body' && baseline !== undefined && !own.includes(ref),
  );
};

const TEXTS = [
  'a text',
  '',
  // An accent as one character, and as two.
  '\u4ed3\u5e93 \u{1f433} caf\u00e9 cafe\u0301',
  '<b>"it\'s" & more</b>',
  'two\r\nlines\ttab',
  '100% {"a":1} \\n +',
  'null',
  ' blanks around it ',
  // Longer than a column of a database usually is.
  'a long text '.repeat(25).trim(),
  '0',
];

/** Values of a field that a law is tried with. */
export const samples = (field: Subject): readonly string[] => {
  if (field.values.length > 0) return sureValues(field);
  if (field.isExternal) return [field.baseline ?? ''];
  const list = field.type === 'other' ? parseBody(field.baseline ?? '') : undefined;
  // A list of one shows nothing of the others.
  if (Array.isArray(list)) return [JSON.stringify(list), JSON.stringify([...list, ...list])].filter(field.isValid);
  const own = field.isValid('any text at all') ? TEXTS : [field.baseline ?? '', '2030-01-01T00:00:00Z', 'forever'];
  return [...new Set(own)].filter(field.isValid);
};

/** Fields of a body beside the name, left out where they must be there, and with nonsense where they have a rule. */
export const badValues = (model: OperationModel): (readonly [Subject, string | undefined])[] =>
  model.subjects.flatMap((field) => {
    if (field.place !== 'body' || field.ref === model.nameSubject?.ref) return [];
    const bad = [...(field.required ? [undefined] : []), ...(field.isValid('nonsense') ? [] : ['nonsense'])];
    return bad.map((value) => [field, value] as const);
  });
