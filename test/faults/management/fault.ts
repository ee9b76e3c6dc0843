import type { Act, Answer, Behaviour, Call, Change, Filter, Views } from './behaviour.ts';
import { grant } from './behaviour.ts';
import type { OperationId } from './operations.ts';
import type { RepositoryRow, World } from './world.ts';

/** A server that breaks the contract of the management API in one way. */
export interface ManagementFault {
  readonly id: string;
  readonly family: string;
  /** The clause that it breaks, or the clause of the operation that shows it. */
  readonly clause: string;
  readonly title: string;
  /** `should` where the page itself is silent; a finding of that level is enough then. */
  readonly level: 'must' | 'should';
  readonly change: Change;
  /** The law that shows it. */
  readonly law: string;
}

/** A server that keeps the contract in another way than the plain one. */
export interface ManagementVariation {
  readonly id: string;
  readonly title: string;
  readonly change: Change;
  /** The namespace that exists, where others can't be made. */
  readonly namespace?: string;
  /** Laws, or readings of laws, that demand another reading of the register; `all` for every one. */
  readonly unbound?: readonly string[];
}

/** Faults of one family: id, clause, law, title, change. A clause of the register (A8) is only a should. */
export type FaultRow = readonly [id: string, clause: string, law: string, title: string, change: Change];

export const plant = (family: string, rows: readonly FaultRow[]): ManagementFault[] =>
  rows.map(([id, clause, law, title, change]) => ({
    id,
    family,
    clause,
    law,
    title,
    level: /^A\d/.test(clause) ? 'should' : 'must',
    change,
  }));

/** A record as a list shows it. */
export type Item = Readonly<Record<string, unknown>>;

type Operations = OperationId | readonly OperationId[];

const includes = (operations: Operations, operation: OperationId): boolean =>
  typeof operations === 'string' ? operations === operation : operations.includes(operation);

/** Another answer of an operation; the memory may change too. */
export const onAnswer =
  (operations: Operations, change: (answer: Answer, call: Call, world: World) => Answer): Change =>
  (plain) => ({
    answer: async (answer, call, world) => {
      const before = await plain.answer(answer, call, world);
      return includes(operations, call.operation) ? change(before, call, world) : before;
    },
  });

/** Another body of an answer that is a list of records. */
export const onList = (
  operations: Operations,
  change: (items: readonly Item[], call: Call, world: World) => readonly unknown[],
): Change =>
  onAnswer(operations, (answer, call, world) => {
    const { value } = answer;
    if (answer.status !== 200) return answer;
    if (Array.isArray(value)) return { ...answer, value: change(value as Item[], call, world) };
    return { ...answer, value: { namespaces: change((value as { namespaces: Item[] }).namespaces, call, world) } };
  });

/** Several changes that make one fault together. */
export const together =
  (...changes: readonly Change[]): Change =>
  (plain) => {
    const sum: { -readonly [Name in keyof Behaviour]?: Behaviour[Name] } = {};
    for (const change of changes) Object.assign(sum, change({ ...plain, ...sum }));
    return sum;
  };

/** Another status, where it would have been this one. */
export const restate = (operations: Operations, from: number, to: number): Change =>
  onAnswer(operations, (answer) => (answer.status === from ? { ...answer, status: to } : answer));

/** No body, where the status is this one. */
export const silence = (operations: Operations, status: number, text = ''): Change =>
  onAnswer(operations, (answer) => (answer.status === status ? { ...answer, text } : answer));

/** Something done to the memory behind a success. */
export const afterSuccess = (operations: Operations, act: (call: Call, world: World) => void): Change =>
  onAnswer(operations, (answer, call, world) => {
    if (answer.status < 300) act(call, world);
    return answer;
  });

/** Another way to do what an operation does. */
export const onAct =
  (operation: OperationId, act: (...parameters: [...Parameters<Act>, plain: Act]) => Answer): Change =>
  ({ acts }) => ({
    acts: {
      ...acts,
      [operation]: (call: Call, world: World, behaviour: Behaviour) => act(call, world, behaviour, acts[operation]),
    },
  });

/** A success instead of a refusal with this reason. */
export const overlook = (operation: OperationId, reason: string, status: number, value?: unknown): Change =>
  onAnswer(operation, (answer) => (answer.reason === reason ? grant(status, value) : answer));

/** Another rule for a value. */
export const onValue =
  (
    operations: Operations,
    place: string,
    keeps: (value: unknown, plain: boolean, call: Call, world: World) => boolean,
  ): Change =>
  (plain) => ({
    keeps: (where, value, call, world) => {
      const kept = plain.keeps(where, value, call, world);
      return where === place && includes(operations, call.operation) ? keeps(value, kept, call, world) : kept;
    },
  });

/** Another rule for a value that is a text. */
export const onText = (
  operations: Operations,
  place: string,
  keeps: (text: string, plain: boolean) => boolean,
): Change => onValue(operations, place, (value, plain) => (typeof value === 'string' ? keeps(value, plain) : plain));

/** Fields that are not looked for. */
export const forgive =
  (operation: OperationId, field: string): Change =>
  (plain) => ({
    missing: (call, world) =>
      plain.missing(call, world).filter((name) => call.operation !== operation || name !== field),
  });

/** Rows shown in another way. */
export const onView =
  <View extends keyof Views>(
    view: View,
    change: (
      shown: ReturnType<Views[View]>,
      row: Parameters<Views[View]>[0],
      world: World,
    ) => Readonly<Record<string, unknown>>,
  ): Change =>
  ({ views }) => {
    const show = views[view] as (row: Parameters<Views[View]>[0], world: World) => ReturnType<Views[View]>;
    return {
      views: {
        ...views,
        [view]: (row: Parameters<Views[View]>[0], world: World) => change(show(row, world), row, world),
      },
    };
  };

/** Bodies changed before they are looked at. */
export const onBody = (
  operations: Operations,
  change: (body: Call['body'], call: Call) => Readonly<Record<string, unknown>>,
): Change => {
  const wrap =
    (act: Act): Act =>
    (call, world, behaviour) =>
      act({ ...call, body: change(call.body, call) }, world, behaviour);
  return ({ acts }) => ({
    acts: Object.fromEntries(
      Object.entries(acts).map(([id, act]) => [id, includes(operations, id as OperationId) ? wrap(act) : act]),
    ) as Behaviour['acts'],
  });
};

/** Another judgement of which rows a filter finds. */
export const onFits =
  (fits: (row: RepositoryRow, filter: Filter) => boolean): Change =>
  () => ({ fits });

/** The repository that a call is about. */
export const rowOf = ({ path }: Call, world: World): RepositoryRow | undefined =>
  world.repositories.get(`${path.namespace}/${path.repository}`);

/** The value of a note, made where there is none. */
export const noteOf = <Value>(world: World, note: string, make: () => Value): Value => {
  if (!world.notes.has(note)) world.notes.set(note, make());
  return world.notes.get(note) as Value;
};
