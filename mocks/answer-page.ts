import type { Call, Outcome } from '../src/engine/create-engine.ts';
import type { ListQuery, RecordList } from '../src/store/create-store.ts';
import type { StoredRecord } from '../src/store/unique-key.ts';

/** What the `filter` of a list says. */
export interface Filter {
  readonly center?: 'self' | 'thirdparty';
  readonly namespace?: string;
  readonly name?: string;
  readonly category?: string;
  readonly offset?: number;
  readonly limit?: number;
}

export const filterOf = (call: Call): Filter => (call.query['filter'] ?? {}) as Filter;

/** The part of the list that is asked for; without a limit as much as the document allows (A19). */
export const pageOf = ({ operation }: Call, { offset = 0, limit = operation.page }: Filter): ListQuery =>
  limit === undefined ? { offset } : { offset, limit };

/** The same part of a list that was put together elsewhere. */
export const cutPage = (call: Call, filter: Filter, all: readonly StoredRecord[]): RecordList => {
  const { offset = 0, limit = all.length } = pageOf(call, filter);
  return { records: all.slice(offset, offset + limit), total: all.length };
};

/** Whether a name is looked for, whole or in part as the document has it (A18). */
export const createNameMatch = ({ operation }: Call, { name }: Filter): ((text: unknown) => boolean) | undefined => {
  if (name === undefined) return undefined;
  const properties = operation.parameters.find((parameter) => parameter.name === 'filter')?.schema['properties'];
  const rule = (properties as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined)?.['name'];
  return rule?.['x-match'] === 'part' ? (text) => String(text).includes(name) : (text) => text === name;
};

/** A list as an answer, with its Content-Range where offset and limit were given. */
export const answerPage = (
  { offset, limit }: Filter,
  { records, total }: RecordList,
  show: (record: StoredRecord) => unknown,
): Outcome => ({
  status: 200,
  body: records.map(show),
  ...(offset === undefined || limit === undefined
    ? {}
    : { headers: { 'content-range': `${BigInt(offset)}-${records.length}/${total}` } }),
});
