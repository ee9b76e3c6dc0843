import { describe, expect, test } from 'vitest';

import type { Api } from './api.ts';
import { checkSequences } from './model/sequences.ts';
import { openEngine } from './open-engine.ts';
import { useSurface } from './suite.ts';

// What sequences would find, and how short it gets. That is a matter of the sequences, not of a surface.
const FAULTS: readonly [title: string, plant: (api: Api) => Partial<Api>, shortest: readonly string[]][] = [
  [
    'a shared repository is not deleted, though the answer says so',
    (api) => ({
      deleteRepository: async (namespaceName, repositoryName) => {
        const shared = await api.listAccessDomains(namespaceName, repositoryName);
        return shared.status === 200 && shared.text !== '[]'
          ? { ...shared, status: 204 }
          : api.deleteRepository(namespaceName, repositoryName);
      },
    }),
    ['createRepository', 'createAccessDomain', 'deleteRepository'],
  ],
  [
    'lists have the newest first',
    (api) => ({
      listRepositories: async (filter) => {
        const answer = await api.listRepositories(filter);
        return { ...answer, text: JSON.stringify((JSON.parse(answer.text) as unknown[]).toReversed()) };
      },
    }),
    ['createRepository', 'createRepository'],
  ],
  [
    'a change of the description makes it public',
    (api) => ({
      updateRepository: (namespaceName, repositoryName, fields) =>
        api.updateRepository(namespaceName, repositoryName, { is_public: true, ...fields }),
    }),
    ['createRepository', 'updateRepository', 'updateRepository'],
  ],
  [
    'what is shared with others is listed as shared by others',
    (api) => ({ listSharedRepositories: (filter) => api.listSharedRepositories(filter.replace('thirdparty', 'self')) }),
    ['createRepository', 'createAccessDomain'],
  ],
];

describe('random sequences of operations', () => {
  const suite = useSurface(openEngine);

  test.each(FAULTS)('find a planted fault, and shrink to what shows it: %s', async (_title, plant, shortest) => {
    const { failed, counterexample } = await checkSequences(suite, { ...suite.api, ...plant(suite.api) }, 500);
    expect(failed).toBe(true);
    expect(counterexample?.[0].map(({ says }) => says.split(' ')[0])).toEqual(shortest);
  });
});
