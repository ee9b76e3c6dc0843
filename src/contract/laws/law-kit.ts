import { type BodyCheck, type Case, CONTAINER, type Expectation, type Shown, type Step, TOKEN } from '../case.ts';
import { printable } from '../cases/case-kit.ts';
import type { ContractModel, OperationModel, Resource } from '../model.ts';
import { type Changes, planRequest } from '../plan-request.ts';
import { creatorOf, prepare } from '../prepare.ts';
import type { Subject } from '../subject.ts';

/** A record that a case makes: the values of its key, and the others that are sent, by property. */
export interface Made {
  readonly key: Shown;
  readonly values: Shown;
}

/** What a law says about one of its cases. */
export interface LawDraft {
  readonly law: string;
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  /** The operation whose effect is looked at. */
  readonly act: OperationModel;
  readonly steps: readonly Step[];
  readonly value?: string;
  readonly clauses?: readonly (string | undefined)[];
  /** The one clause that it is about, where that is another than the act's success. */
  readonly about?: string | undefined;
  /** Compares what two operations show: either may be wrong. */
  readonly compares?: boolean;
  readonly ownContainer?: boolean;
  readonly needsContainers?: boolean;
  readonly alone?: boolean;
  /** Records whose holders are made first; default: those of the plainest record. */
  readonly holders?: readonly Made[];
}

/** What the laws of one resource build their cases with. */
export interface LawKit {
  readonly contract: ContractModel;
  readonly resource: Resource;
  readonly depth: number;
  readonly creator: OperationModel;
  readonly cases: Case[];
  /** The operations of one kind, each once. */
  readonly of: (kind: 'read' | 'exists' | 'list' | 'update' | 'delete') => readonly OperationModel[];
  /** A record with the token in its name, and text behind it; or behind other properties of its key. */
  readonly make: (values?: Shown, suffix?: string | Shown) => Made;
  /** Sets of values to create with, by name, and the clause that each is about. */
  readonly variations: () => readonly (readonly [name: string, values: Shown, about?: string | undefined])[];
  /** Only prepares: any success. */
  readonly does: (model: OperationModel, made: Made, values?: Shown, changes?: Changes) => Step;
  /** A request about a record whose answer is judged. */
  readonly asks: (model: OperationModel, made: Made, expect: Expectation, body?: BodyCheck, changes?: Changes) => Step;
  /** Steps in `body` (`as`, `of`, `since.as`) are counted from the first step of the draft. */
  readonly add: (draft: LawDraft) => void;
}

/** Begins the tag that names the clause a law case is about. */
export const ABOUT = 'about ';
/** The tag of a case that compares what two operations show. */
export const COMPARES = 'compares';

export const SUCCESS: Expectation = { outcome: 'success', statuses: ['2xx'] };
/** Gone, or never there: how that is answered is for other cases to say. */
export const GONE: Expectation = { outcome: 'refusal', statuses: ['4xx'] };

/** A kit for the laws of a resource; undefined where no operation creates its records. */
export const createLawKit = (contract: ContractModel, resource: Resource, depth: number): LawKit | undefined => {
  const creator = creatorOf(contract, resource.collection);
  const prepared = creator && prepare(contract, creator);
  if (!creator || !prepared?.isComplete) return undefined;
  const setup = prepared.steps;
  const cases: Case[] = [];
  const ids = new Set<string>();
  const places = creator.operation.uniqueKey?.key ?? {};
  const fields = creator.subjects.filter(({ place, ref }) => place === 'body' && !Object.values(places).includes(ref));
  const required = Object.fromEntries(
    fields.flatMap((field) => (field.required ? [[field.record, field.baseline]] : [])),
  );

  const make = (values: Shown = {}, suffix: string | Shown = ''): Made => ({
    key: Object.fromEntries(
      Object.entries(places).map(([property, ref]) => {
        const subject = creator.subjects.find((each) => each.ref === ref);
        const stem = subject && creator.containers.includes(subject) ? CONTAINER : TOKEN;
        if (typeof suffix !== 'string') return [property, stem + (suffix[property] ?? '')];
        return [property, subject === creator.nameSubject ? stem + suffix : stem];
      }),
    ),
    values: { ...required, ...values },
  });

  const plan = (model: OperationModel, made: Made, values: Shown, changes: Changes) =>
    planRequest(model, { ...changes, set: { ...setOf(model, made, values), ...changes.set } });

  return {
    contract,
    resource,
    depth,
    creator,
    cases,
    make,
    of: (kind) => resource.operations.filter(({ operation }) => operation.effect?.kind === kind),
    variations: () => [
      ['plain', {}],
      ...fields.flatMap((field) =>
        samples(field, depth).map(
          (value) => [`${field.name}=${value}`, { [field.record]: value }, field.presence?.id] as const,
        ),
      ),
      [
        'all',
        Object.fromEntries(fields.map((field) => [field.record, samples(field, depth).at(-1) ?? field.baseline])),
      ],
    ],
    does: (model, made, values = made.values, changes = {}) => ({
      requests: [plan(model, made, values, changes)],
      expect: SUCCESS,
      setup: true,
    }),
    asks: (model, made, expect, body, changes = {}) => ({
      requests: [plan(model, made, model === creator ? made.values : {}, changes)],
      expect,
      ...(body ? { body } : {}),
    }),
    add: (draft) => {
      const { act } = draft;
      const before = draft.holders ? makeHolders(contract, resource, draft.holders) : setup;
      const stem = ['law', act.operation.id, ...act.variant, draft.law, printable(draft.key)].join('/');
      let id = stem;
      for (let number = 2; ids.has(id); number += 1) id = `${stem}~${number}`;
      ids.add(id);
      const asked = draft.steps.flatMap(({ setup: isSetup, requests }) =>
        isSetup ? [] : requests.map(({ operation }) => operation),
      );
      const shown = contract.operations
        .filter(({ operation }) => asked.includes(operation.id))
        .map(({ clauseOf }) => clauseOf.success);
      const clauses = [act.clauseOf.success, ...shown, draft.about, ...(draft.clauses ?? [])].filter(
        (clause) => clause !== undefined,
      );
      cases.push({
        id,
        title: draft.title,
        operation: act.operation.id,
        family: `law/${draft.law}`,
        subject: undefined,
        value: draft.value ?? '',
        clauses: [...new Set(clauses)],
        level: 'must',
        reason: draft.reason,
        tags: [
          'law',
          draft.law,
          ...(draft.about === undefined ? [] : [ABOUT + draft.about]),
          ...(draft.compares ? [COMPARES] : []),
        ],
        steps: [...before, ...draft.steps.map((step) => shift(step, before.length))],
        needsContainers: draft.needsContainers ?? false,
        ownContainer: draft.ownContainer ?? false,
        alone: draft.alone ?? false,
      });
    },
  };
};

/** The step with what it refers to counted from the first step of the case. */
const shift = (step: Step, offset: number): Step => {
  const { body } = step;
  if (!body) return step;
  if (body.kind === 'same' || body.kind === 'distinct') return { ...step, body: { ...body, as: body.as + offset } };
  if (body.kind === 'page') return { ...step, body: { ...body, of: body.of + offset } };
  if (body.kind === 'lists' && body.since)
    return { ...step, body: { ...body, since: { ...body.since, as: body.since.as + offset } } };
  return step;
};

/** The steps that make what records lie in, but for the containers. */
const makeHolders = (contract: ContractModel, resource: Resource, records: readonly Made[]): Step[] => {
  const holder = contract.resources.find(({ collection }) => collection === resource.parent);
  const creator = holder?.parent === undefined ? undefined : creatorOf(contract, holder.collection);
  if (!holder || !creator) return [];
  const holders = records.map(
    ({ key }): Made => ({
      key: Object.fromEntries(holder.key.map((property, index) => [property, key[resource.key[index] ?? ''] ?? ''])),
      values: {},
    }),
  );
  const steps = holders.map(
    (each): Step => ({
      requests: [planRequest(creator, { set: setOf(creator, each, {}) })],
      expect: SUCCESS,
      setup: true,
    }),
  );
  return [
    ...makeHolders(contract, holder, holders),
    ...new Map(steps.map((step) => [JSON.stringify(step), step])).values(),
  ];
};

/** Where the values of a record stand in a request of an operation. */
const setOf = (model: OperationModel, { key }: Made, values: Shown): Record<string, string> => {
  const { uniqueKey, effect } = model.operation;
  const places = uniqueKey?.key ?? effect?.key ?? {};
  const set: Record<string, string> = {};
  for (const [property, value] of Object.entries(key)) {
    const ref =
      places[property] ??
      model.subjects.find(
        ({ place, pairs, record }) => record === property && (place === 'path' || pairs !== undefined),
      )?.ref;
    // A filter says only what the case wants it to say.
    if (ref !== undefined && (!ref.startsWith('query.') || ref === model.nameSubject?.ref)) set[ref] = value;
  }
  for (const subject of model.subjects)
    if (subject.place === 'body' && values[subject.record] !== undefined && key[subject.record] === undefined)
      set[subject.ref] = values[subject.record] ?? '';
  return set;
};

const TEXTS = [
  'a text',
  '',
  '\u4ed3\u5e93 \u{1f433} caf\u00e9',
  '<b>"it\'s" & more</b>',
  'two\r\nlines\ttab',
  ' blanks around ',
  `${'lorem '.repeat(60)}end`,
  '100% {"a":1} \\n +',
  'null',
  '%41%20b',
  '0',
];

/** Values of a field that a law is tried with. */
export const samples = (field: Subject, depth: number): readonly string[] => {
  if (field.values.length > 0) return depth === 0 ? field.values.slice(0, 2) : field.values;
  const own = field.isValid('any text at all') ? TEXTS : [field.baseline, '2030-01-01T00:00:00Z', 'forever'];
  return [...new Set(own)].filter(field.isValid);
};

/** The values of a record as an operation shows them, by the property of its answer. */
export const shownBy = (model: OperationModel, values: Shown): Shown =>
  Object.fromEntries(
    Object.entries(values).flatMap(([property, value]) => {
      const shown = model.answer.shown[property];
      return shown === undefined ? [] : [[shown, value]];
    }),
  );
