import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Api } from './api.ts';
import * as step from './model.ts';
import type { Suite } from './suite.ts';

/** What sequences act on. */
type Acted = Pick<Suite, 'api' | 'backend'>;

// Few values, so that steps of a sequence meet.
const namespace = fc.constantFrom('red', 'green');
const repository = fc.constantFrom('a', 'b__c', 'd--e');
const account = fc.constantFrom('partner', 'other');
const tag = fc.constantFrom('1.0', 'latest');
const category = fc.constantFrom('linux', 'arms');
const changes = fc.oneof(
  fc.record({ description: fc.constantFrom('', 'changed', '\u4ed3\u5e93') }),
  fc.record({ is_public: fc.boolean() }),
  fc.record({ description: fc.constant('both'), is_public: fc.boolean() }),
);

const steps: fc.Arbitrary<step.Step> = fc.oneof(
  fc.tuple(namespace).map((values) => step.createNamespace(...values)),
  fc.tuple(namespace).map((values) => step.deleteNamespace(...values)),
  { weight: 4, arbitrary: fc.tuple(namespace, repository, category).map((values) => step.createRepository(...values)) },
  fc.tuple(namespace, repository, changes).map((values) => step.updateRepository(...values)),
  fc.tuple(namespace, repository).map((values) => step.deleteRepository(...values)),
  fc.tuple(namespace, repository, tag).map((values) => step.pushTag(...values)),
  fc.tuple(namespace, repository, tag).map((values) => step.deleteTag(...values)),
  { weight: 2, arbitrary: fc.tuple(namespace, repository, account).map((values) => step.share(...values)) },
  fc.tuple(namespace, repository, account).map((values) => step.prolong(...values)),
  fc.tuple(namespace, repository, account).map((values) => step.unshare(...values)),
);

/** Runs sequences of operations against the model until one shows a difference. */
const check = (suite: Acted, api: Api, runs: number) => {
  const addTag: step.AddTag = async (namespaceName, repositoryName, tagName) => {
    const { store } = suite.backend();
    const record = { namespace: namespaceName, repository: repositoryName, tag: tagName };
    return store.checkRecord('tags', record).length === 0 && store.insert('tags', record);
  };
  return fc.check(
    fc.asyncProperty(fc.array(steps, { maxLength: 25, size: 'max' }), async (sequence) => {
      await suite.backend().reset();
      const model: step.Model = new Map();
      for (const { says, expect: act, send } of sequence) {
        const expected = act(model);
        const { status, text } = await send(api, addTag);
        if (status !== expected) throw new Error(`${says}: expected ${expected}, received ${status} ${text}`);
      }
      expect(await step.readAll(api)).toEqual(step.describeModel(model));
    }),
    { numRuns: runs, seed: 20181219, endOnFailure: false },
  );
};

/** Whatever is done in whatever order, all operations show one state. */
export const describeSequences = (suite: Acted): void => {
  describe('random sequences of operations', () => {
    test('are answered as a simple model has it, and leave what it has', async () => {
      const result = await check(suite, suite.api, 60);
      expect(result.failed ? fc.defaultReportMessage(result) : '').toBe('');
    });

    test('a planted fault is found, and shrunk to the few steps that show it', async () => {
      const faulty: Api = {
        ...suite.api,
        // Says that it is done when the repository is shared, and does nothing.
        deleteRepository: async (namespaceName, repositoryName) => {
          const shared = await suite.api.listAccessDomains(namespaceName, repositoryName);
          return shared.status === 200 && shared.text !== '[]'
            ? { ...shared, status: 204 }
            : suite.api.deleteRepository(namespaceName, repositoryName);
        },
      };
      const { failed, counterexample } = await check(suite, faulty, 500);
      expect(failed).toBe(true);
      expect(counterexample?.[0].map(({ says }) => says.split(' ')[0])).toEqual([
        'createRepository',
        'createAccessDomain',
        'deleteRepository',
      ]);
    });
  });
};
