import type { Fault } from './fault.ts';
import { duplicateFaults } from './faults-duplicates.ts';
import { fieldFaults } from './faults-fields.ts';
import { memoryFaults } from './faults-memory.ts';
import { nameFaults } from './faults-names.ts';
import { raceFaults } from './faults-races.ts';
import { requestFaults } from './faults-requests.ts';
import { statusFaults } from './faults-statuses.ts';

export { harmless } from './harmless.ts';

/** Every planted fault, family by family. */
export const faults: readonly Fault[] = [
  ...statusFaults,
  ...duplicateFaults,
  ...raceFaults,
  ...nameFaults,
  ...fieldFaults,
  ...requestFaults,
  ...memoryFaults,
];
