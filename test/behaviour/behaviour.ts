import { describe } from 'vitest';
import { describeSequences } from './model/sequences.ts';
import { describeCreateRepository } from './operations/create-repository.ts';
import { describeNamespaces } from './operations/namespaces.ts';
import { describeOperations } from './operations/operations.ts';
import { describeRepositories } from './operations/repositories.ts';
import { describeRepositoryLists } from './operations/repository-lists.ts';
import { describeSharedRepositories } from './operations/shared-repositories.ts';
import { describeSharing } from './operations/sharing.ts';
import { describeTags } from './operations/tags.ts';
import { describeBodies } from './requests/bodies.ts';
import { describeCredentials } from './requests/credentials.ts';
import { describeFaults } from './requests/faults.ts';
import { describePaths } from './requests/paths.ts';
import { describeReadings } from './requests/readings.ts';
import { useSurface } from './suite.ts';
import type { OpenSurface } from './surface.ts';

/** What must hold wherever the fake is reached. */
export const describeBehaviour = (name: string, openSurface: OpenSurface, sequences?: number): void => {
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
    describeSequences(suite, sequences);
  });
};
