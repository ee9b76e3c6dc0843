import type { Rules } from './rules.ts';

/** A create request and what the contract demands of its answer. */
export interface Step {
  readonly namespace: string;
  /** The namespace as it stands in the path. */
  readonly segment: string;
  /** Undefined where `body` is sent as it is. */
  readonly fields: readonly (readonly [name: string, value: string])[] | undefined;
  readonly body: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the URL. */
  readonly query?: string;
  /** How many copies are sent at once. */
  readonly copies: number;
  /** Sent at the same moment. */
  readonly beside?: readonly Step[];
  /** The statuses of all of them, ascending. */
  readonly statuses: readonly number[];
  /** Whether the answer must carry error information. */
  readonly informs: boolean;
}

/** A server that breaks the contract in one way. */
export interface Fault {
  readonly id: string;
  readonly family: string;
  /** The clause of the page it breaks. */
  readonly clause: string;
  readonly title: string;
  readonly rules: Partial<Rules>;
  /** Requests in order, at least one of which the server answers against the contract. */
  readonly witness: readonly Step[];
}

/** A server that keeps the contract in another way than the plain one. */
export interface Variation {
  readonly id: string;
  readonly title: string;
  readonly rules: Partial<Rules>;
  /** The namespace that exists, where others don't. */
  readonly namespace?: string;
  /** Faults whose witness demands another reading of the register than this one. */
  readonly unbound?: readonly string[];
}

type Changes = Readonly<Record<string, string | undefined>>;

/** The boundary of the forms in witnesses. */
export const BOUNDARY = 'witness-of-a-planted-fault-7d3f';

/** A form in multipart/form-data. */
export const toMultipart = (fields: readonly (readonly [name: string, value: string])[], boundary = BOUNDARY): string =>
  [
    ...fields.map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    `--${boundary}--\r\n`,
  ].join('');

/** A create request of the plain form with some fields changed, in the order given; undefined drops one. */
export const step = (status: number, changes: Changes = {}, rest: Partial<Step> = {}): Step => {
  const namespace = rest.namespace ?? 'group';
  const fields = Object.entries({ repository: 'busybox', is_public: 'true', ...changes });
  return {
    namespace,
    segment: encodeURIComponent(namespace),
    fields: fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    body: undefined,
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    headers: {},
    copies: 1,
    statuses: [status],
    informs: false,
    ...rest,
  };
};

/** Must be created. */
export const created = (changes?: Changes, rest?: Partial<Step>): Step => step(201, changes, rest);
/** Must be refused as a bad request. */
export const refused = (changes?: Changes, rest?: Partial<Step>): Step => step(400, changes, rest);
/** Must be refused since it exists. */
export const taken = (changes?: Changes, rest?: Partial<Step>): Step => step(409, changes, rest);

/** Copies of one request sent at once, of which one must be created. */
export const race = (copies: number, changes?: Changes): Step =>
  step(201, changes, { copies, statuses: [201, ...Array<number>(copies - 1).fill(409)] });

/** Names that are new and legal, all different. */
export const names = (count: number, prefix = 'n'): string[] =>
  Array.from({ length: count }, (_, number) => `${prefix}${number}`);

/** A fault in one line of a table. */
export type Row = readonly [id: string, clause: string, title: string, rules: Partial<Rules>, witness: readonly Step[]];

/** Makes faults of the rows of each family. */
export const toFaults = (prefix: string, families: readonly (readonly [string, readonly Row[]])[]): Fault[] =>
  families.flatMap(([family, rows]) =>
    rows.map(
      ([id, clause, title, rules, witness]): Fault => ({
        id: `${prefix}-${id}`,
        family,
        clause,
        title,
        rules,
        witness,
      }),
    ),
  );
