import { isObject } from '../../http/bodies/read-json.ts';
import type { Snapshot } from '../../store/create-store.ts';
import { type Fields, MOST_SEEDED, wholeNumber } from '../control/control-answers.ts';

/** How a world differs from what all worlds of its server begin as; each field stands for an option of the server. */
export interface WorldWish {
  /** Laid over the server's. */
  readonly readings?: Readonly<Record<string, string>>;
  readonly records?: number;
  readonly seed?: number;
  /** The first records, beside the made-up ones. */
  readonly state?: Snapshot;
}

/** What the fields of a wish may hold. */
export const WISH_FIELDS: Fields = {
  readings: {
    form: 'an object of readings by point, such as {"A7": "last"}',
    holds: (value) => isObject(value) && Object.values(value).every((each) => typeof each === 'string'),
  },
  records: wholeNumber(0, MOST_SEEDED),
  seed: wholeNumber(0, 2 ** 31),
  state: { form: 'what GET /__mock/state answers', holds: isObject },
};
