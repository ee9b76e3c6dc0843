import { queryOf } from '../../http/message.ts';
import type { Store } from '../../store/create-store.ts';
import type { StoredRecord } from '../../store/unique-key.ts';
import { type Endpoint, empty, json, refuse, withBody } from './control-answers.ts';

/** What the control API does with single records. */
export type ControlledRecords = Pick<Store, 'collections' | 'keyOf' | 'list' | 'insert' | 'find' | 'remove'> & {
  readonly check: Store['checkRecord'];
};

/** Records of one list that the control API shows at once, unless it is asked for another number. */
const PAGE = 100;

/** Records that one list may have. */
export const MOST_LISTED = 10_000;

/**
 * Single records: `GET records/{collection}` lists (`?offset=`, `?limit=`, and values of properties),
 * `POST` adds one, `DELETE records/{collection}/{key…}` takes one away with all that it holds.
 */
export const createRecordEndpoints = (records: ControlledRecords): Readonly<Record<string, Endpoint>> => {
  const locate = (collection: string): string | undefined =>
    records.collections.includes(collection)
      ? undefined
      : `unknown collection "${collection}" (known: ${records.collections.join(', ')}).`;

  return {
    GET: (request, [collection = '', ...key]) => {
      const problem = locate(collection);
      if (problem !== undefined) return refuse(404, `Failed to read records: ${problem}`);
      if (key.length > 0) {
        const record = records.find(collection, key);
        return record ? json(200, record) : refuse(404, `There is no ${key.join('/')} among the ${collection}.`);
      }
      const {
        offset = '0',
        limit = String(PAGE),
        ...where
      } = Object.fromEntries(new URLSearchParams(queryOf(request.target)));
      if (!/^\d{1,9}$/.test(offset) || !/^\d{1,9}$/.test(limit) || Number(limit) > MOST_LISTED)
        return refuse(
          400,
          `Failed to list records: offset and limit must be whole numbers from 0, limit at most ${MOST_LISTED}.`,
        );
      // A query has texts only, so values are compared as texts.
      const wanted = Object.entries(where);
      const matches = (record: StoredRecord): boolean =>
        wanted.every(([name, value]) => Object.hasOwn(record, name) && String(record[name]) === value);
      const query = { offset: Number(offset), limit: Number(limit), ...(wanted.length > 0 ? { matches } : {}) };
      return json(200, records.list(collection, query));
    },
    POST: withBody(async (record, [collection = '', ...key]) => {
      const problem = locate(collection);
      if (problem !== undefined || key.length > 0)
        return refuse(404, `Failed to add a record: ${problem ?? 'its key belongs into the body.'}`);
      const problems = records.check(collection, record);
      if (problems.length > 0) return refuse(400, 'Failed to add the record: nothing was changed.', problems);
      const values = records.keyOf(collection).map((property) => String((record as StoredRecord)[property]));
      if (!records.insert(collection, record as StoredRecord))
        return refuse(409, `${values.join('/')} is among the ${collection} already.`);
      return json(201, records.find(collection, values) ?? record);
    }),
    DELETE: (_request, [collection = '', ...key]) => {
      const problem = locate(collection);
      if (problem !== undefined) return refuse(404, `Failed to delete a record: ${problem}`);
      const gone = records.remove(collection, key);
      return gone ? empty() : refuse(404, `There is no ${key.join('/')} among the ${collection}.`);
    },
  };
};
