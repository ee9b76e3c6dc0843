import type { Call, Outcome } from '../../src/engine/resolver.ts';
import { childNode, isNode, type Node } from '../../src/openapi/document/document.ts';
import type { ListQuery, RecordList } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';

/** What a list is asked for, in its `filter` or by query parameters of the same names. */
export interface Filter {
  readonly center?: 'self' | 'thirdparty';
  readonly namespace?: string;
  readonly name?: string;
  readonly category?: string;
  readonly is_public?: string | boolean;
  readonly tag?: string;
  readonly domain_name?: string;
  readonly status?: string | boolean;
  readonly mode?: string;
  readonly offset?: number;
  readonly limit?: number;
  readonly order_column?: string;
  readonly order_type?: 'asc' | 'desc';
}

export const filterOf = ({ query }: Call): Filter => (query['filter'] ?? query) as Filter;

/** The part of the list that is asked for; without a limit as much as the document allows (A19). */
export const pageOf = ({ operation }: Call, { offset = 0, limit = operation.page }: Filter): ListQuery =>
  limit === undefined ? { offset } : { offset, limit };

/** The same part of a list that was put together elsewhere. */
export const cutPage = (call: Call, filter: Filter, all: readonly StoredRecord[]): RecordList => {
  const { offset = 0, limit = all.length } = pageOf(call, filter);
  return { records: all.slice(offset, offset + limit), total: all.length };
};

/** Whether a text is looked for, whole or in part as the document has it (A18). */
export const createMatch = (
  call: Call,
  property: 'name' | 'namespace' | 'tag',
): ((text: unknown) => boolean) | undefined => {
  const wanted = filterOf(call)[property];
  if (wanted === undefined) return undefined;
  return ruleOf(call, property)['x-match'] === 'part'
    ? (text) => String(text).includes(wanted)
    : (text) => text === wanted;
};

/** The schema of what a list is asked for: a property of its `filter`, else a query parameter. */
const ruleOf = ({ operation: { parameters } }: Call, property: string): Node => {
  const ofFilter = parameters.map(({ pairs, schema }) =>
    pairs ? childNode(schema, 'properties')[property] : undefined,
  );
  return ofFilter.find(isNode) ?? parameters.find(({ name }) => name === property)?.schema ?? {};
};

/** Whether a repository is one that is asked for, by what it is itself. */
export const createFit = (call: Call, { category, is_public }: Filter): ((record: StoredRecord) => boolean) => {
  const [isName, isPlace] = [createMatch(call, 'name'), createMatch(call, 'namespace')];
  return (record) =>
    (isPlace?.(record['namespace']) ?? true) &&
    (category === undefined || record['category'] === category) &&
    (is_public === undefined || String(record['is_public']) === String(is_public)) &&
    (isName?.(record['name']) ?? true);
};

/** How the records of a list are compared, by the name of the order. */
export type Orders = Readonly<Record<string, (record: StoredRecord) => string | number | boolean>>;

/** The records in the order that is asked for; else as they are. */
export const inOrder = (
  { order_column, order_type }: Filter,
  orders: Orders,
  records: readonly StoredRecord[],
): readonly StoredRecord[] => {
  const measure = order_column === undefined ? undefined : orders[order_column];
  if (!measure) return records;
  const sign = order_type === 'desc' ? -1 : 1;
  return records
    .map((record) => [record, measure(record)] as const)
    .sort(([, left], [, right]) => (left === right ? 0 : left < right ? -sign : sign))
    .map(([record]) => record);
};

/** A list as an answer, with its Content-Range where offset and limit were given, or where it is always there. */
export const answerPage = (
  { operation }: Call,
  { offset, limit }: Filter,
  { records, total }: RecordList,
  show: (record: StoredRecord, total: number) => unknown,
): Outcome => {
  const response = operation.responses.find(({ status }) => status === String(operation.success));
  const isAlways = response?.requiredHeaders.includes('content-range') ?? false;
  const isRange = isAlways || (offset !== undefined && limit !== undefined);
  return {
    body: records.map((record) => show(record, total)),
    ...(isRange ? { headers: { 'content-range': `${BigInt(offset ?? 0)}-${records.length}/${total}` } } : {}),
  };
};
