import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import type { Snapshot, Store } from '../../src/store/create-store.ts';
import { listCollections } from '../../src/store/list-collections.ts';
import { seedRecords } from './seed-records.ts';

/**
 * Adds made-up repositories, and the namespaces that hold them, to what a store has. The same seed
 * makes the same ones up; those that are there already stay as they are.
 *
 * @param given the document in force.
 * @returns how many records were added, by collection.
 * @throws SnapshotError where none keep the document's rules.
 */
export const addMadeUp = async (
  store: Store,
  given: Document,
  count: number,
  seed: number,
): Promise<Record<string, number>> => {
  const { collections } = await makeUp(dereference(given), count, seed);
  const added: Record<string, number> = {};
  for (const [collection, records] of Object.entries(collections)) {
    let number = 0;
    for (const [index, record] of records.entries()) {
      // A server goes on answering meanwhile.
      if (index % 500 === 499) await new Promise((resolve) => setTimeout(resolve));
      if (store.insert(collection, record)) number += 1;
    }
    added[collection] = number;
  }
  return added;
};

const makeUp = async (document: Document, count: number, seed: number): Promise<Snapshot> => {
  const made = await seedRecords(count, seed);
  const definitions = listCollections(document);
  const fits = Object.entries(made.collections).every(([name, records]) =>
    records.every((record) => isValid(definitions.get(name)?.validate ?? refuse, record)),
  );
  if (fits) return made;
  const { fitRecords } = await import('./fit-records.ts');
  return fitRecords(made, document);
};

const refuse = compileSchema(false);
