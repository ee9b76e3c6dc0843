import type { Call } from '../../src/engine/resolver.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';

/** A part of a list that is read from a marker on. */
export interface MarkedPage {
  readonly records: readonly StoredRecord[];
  /** The number of the last of them, where there is more. */
  readonly last: number | undefined;
}

/** The part of a list after a marker, the number of the last record that was shown. */
export const pageAfter = (
  { operation, query }: Call,
  marker: number | undefined,
  all: readonly StoredRecord[],
): MarkedPage => {
  const rest = marker === undefined ? all : all.filter(({ id }) => Number(id) > marker);
  const records = rest.slice(0, (query['limit'] as number | undefined) ?? operation.page);
  return { records, last: rest.length > records.length ? Number(records.at(-1)?.['id']) : undefined };
};
