import type { Document } from '../../src/openapi/document/document.ts';
import type { Snapshot, Store } from '../../src/store/create-store.ts';
import { seedRecords } from './seed-records.ts';

/**
 * Replaces all records by made-up ones and those that are given.
 *
 * @param document with its references resolved.
 * @returns what keeps that from being a state, see `Store.restore`.
 * @throws SnapshotError where no made-up records keep the document's rules.
 */
export const restoreMadeUp = async (
  store: Store,
  document: Document,
  count: number,
  seed: number,
  given: Snapshot,
): Promise<readonly string[]> => {
  const made = await seedRecords(count, seed);
  const problems = await store.restore(merge(made, given));
  if (problems.length === 0) return problems;
  // The document is not the one that they were made up for.
  const { fitRecords } = await import('./fit-records.ts');
  return store.restore(merge(fitRecords(made, document), given));
};

const merge = ({ collections }: Snapshot, given: Snapshot): Snapshot => {
  const names = new Set([...Object.keys(collections), ...Object.keys(given.collections)]);
  const both = [...names].map((name) => [name, [...(collections[name] ?? []), ...(given.collections[name] ?? [])]]);
  return { ...given, collections: Object.fromEntries(both) };
};
