import type { Store } from '../src/store/create-store.ts';
import { seedRecords } from './seed-records.ts';

/**
 * Adds made-up repositories, and the namespaces that hold them, to what a store has. The same seed
 * makes the same ones up; those that are there already stay as they are.
 *
 * @returns how many records were added, by collection.
 */
export const addMadeUp = async (store: Store, count: number, seed: number): Promise<Record<string, number>> => {
  const { collections } = await seedRecords(count, seed);
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
