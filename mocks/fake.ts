import { pickKey, pickKeys } from '../src/engine/check-records.ts';
import type { Call, Outcome } from '../src/engine/resolver.ts';
import type { Store } from '../src/store/create-store.ts';

/** What every resolver works with. */
export interface Fake {
  readonly store: Store;
  /** The account that a request speaks for. */
  readonly accountOf: (call: Call) => string;
  /** The time as the service writes it; always later than the one before, where that is given. */
  readonly timestamp: (before?: unknown) => string;
  /** How many records of a collection an account may have; undefined where the document sets no limit. */
  readonly quotaOf: (collection: string) => number | undefined;
  /** Whether the document in use has an operation. */
  readonly offers: (operation: string) => boolean;
}

/** The account of every credential that belongs to no other. */
export const DEFAULT_ACCOUNT = 'demo';

/** The key of the record that a call is about. */
export const keyOf = (call: Call): string[] => pickKey(call.operation.effect?.key ?? {}, call);

/** The keys of all records that a call is about: one for each item where it sends a list. */
export const keysOf = (call: Call): string[][] => pickKeys(call.operation.effect?.key ?? {}, call);

/** The record that a call is about is not there; the last rule about what must exist says so. */
export const refuseMissing = (call: Call): Outcome => {
  const rule = call.operation.requires.at(-1);
  if (!rule) throw new Error(`Failed to refuse ${call.operation.id}: the document has no x-requires for it.`);
  return { refuse: 'key-missing', rule, values: pickKey(rule.key, call) };
};

/** A time as the service writes it. */
export const nanoseconds = (date: Date): string => `${date.toISOString().slice(0, -1)}000000Z`;

/**
 * Times in UTC, to the nanosecond: `2017-08-17T12:00:03.915153267Z`.
 *
 * @param now the clock, which knows milliseconds only.
 */
export const createTimestamp = (now: () => Date): Fake['timestamp'] => {
  let last = Number.NaN;
  let time = '';
  return (before) => {
    const date = now();
    // Many requests share one millisecond, and their records one text.
    if (date.getTime() !== last) {
      last = date.getTime();
      time = nanoseconds(date);
    }
    const at = typeof before === 'string' ? Date.parse(before) : Number.NaN;
    return Number.isNaN(at) || at < Date.parse(time) ? time : justAfter(String(before), at);
  };
};

/** What the clock's milliseconds can't say: a nanosecond later. */
const justAfter = (before: string, at: number): string => {
  const [, fraction = ''] = /\.(\d+)/.exec(before) ?? [];
  const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0')) + 1;
  const seconds = new Date((Math.floor(at / 1000) + Math.floor(nanoseconds / 1e9)) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1e9).padStart(9, '0')}Z`;
};

/** A text of hexadecimal digits that only the given text decides (FNV-1a, repeated). */
export const fingerprint = (text: string, length: number): string => {
  let digits = '';
  for (let round = 0; digits.length < length; round += 1) {
    let hash = 0x811c9dc5 ^ round;
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits.slice(0, length);
};
