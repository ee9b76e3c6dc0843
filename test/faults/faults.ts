import type { Fault, Variation } from './fault.ts';
import { duplicateFaults } from './faults-duplicates.ts';
import { fieldFaults } from './faults-fields.ts';
import { memoryFaults } from './faults-memory.ts';
import { nameFaults } from './faults-names.ts';
import { raceFaults } from './faults-races.ts';
import { rareDuplicateFaults } from './faults-rare-duplicates.ts';
import { rareFieldFaults } from './faults-rare-fields.ts';
import { rareMemoryFaults } from './faults-rare-memory.ts';
import { rareNameFaults } from './faults-rare-names.ts';
import { rareRequestFaults } from './faults-rare-requests.ts';
import { requestFaults } from './faults-requests.ts';
import { statusFaults } from './faults-statuses.ts';

import { harmless as plain } from './harmless.ts';
import { harmlessMore } from './harmless-more.ts';

/** Every variation that keeps the contract. */
export const harmless: readonly Variation[] = [...plain, ...harmlessMore];

/** Every planted fault, family by family. */
export const faults: readonly Fault[] = [
  ...statusFaults,
  ...duplicateFaults,
  ...raceFaults,
  ...nameFaults,
  ...fieldFaults,
  ...requestFaults,
  ...memoryFaults,
  ...rareNameFaults,
  ...rareFieldFaults,
  ...rareRequestFaults,
  ...rareDuplicateFaults,
  ...rareMemoryFaults,
];
