import type { ManagementFault } from './fault.ts';
import { listFaults } from './faults-lists.ts';
import { memoryFaults } from './faults-memory.ts';
import { namespaceNameFaults } from './faults-namespace-names.ts';
import { namespaceFaults } from './faults-namespaces.ts';
import { repositoryFaults } from './faults-repositories.ts';
import { sharingFaults } from './faults-sharing.ts';
import { sharingFieldFaults } from './faults-sharing-fields.ts';
import { statusFaults } from './faults-statuses.ts';
import { tagFaults } from './faults-tags.ts';
import { updateFaults } from './faults-updates.ts';

export { managementHarmless } from './harmless.ts';

/** Every planted fault of the management API, family by family. */
export const managementFaults: readonly ManagementFault[] = [
  ...statusFaults,
  ...namespaceNameFaults,
  ...namespaceFaults,
  ...repositoryFaults,
  ...updateFaults,
  ...listFaults,
  ...memoryFaults,
  ...sharingFieldFaults,
  ...sharingFaults,
  ...tagFaults,
];
