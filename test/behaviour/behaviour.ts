import { describe } from 'vitest';

import { describeBodies } from './bodies.ts';
import { describeCreateRepository } from './create-repository.ts';
import { describeCredentials } from './credentials.ts';
import { describeFaults } from './faults.ts';
import { describeNamespaces } from './namespaces.ts';
import { describeOperations } from './operations.ts';
import { describePaths } from './paths.ts';
import { describeReadings } from './readings.ts';
import { describeRepositories } from './repositories.ts';
import { describeRepositoryLists } from './repository-lists.ts';
import { describeSequences } from './sequences.ts';
import { describeSharedRepositories } from './shared-repositories.ts';
import { describeSharing } from './sharing.ts';
import { useSurface } from './suite.ts';
import type { OpenSurface } from './surface.ts';
import { describeTags } from './tags.ts';

/** What must hold wherever the fake is reached. */
export const describeBehaviour = (name: string, openSurface: OpenSurface): void => {
  describe(name, () => {
    const suite = useSurface(openSurface);
    describeCreateRepository(suite);
    describeCredentials(suite);
    describeBodies(suite);
    describePaths(suite);
    describeReadings(suite);
    describeFaults(suite);
    describeOperations(suite);
    describeNamespaces(suite);
    describeRepositories(suite);
    describeRepositoryLists(suite);
    describeTags(suite);
    describeSharing(suite);
    describeSharedRepositories(suite);
    describeSequences(suite);
  });
};
