import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Api } from '../api.ts';
import type { Suite } from '../suite.ts';
import * as step from './model.ts';
import * as view from './model-views.ts';

/** What sequences act on. */
type Acted = Pick<Suite, 'api' | 'backend'>;

const namespace = fc.constantFrom(...view.NAMESPACES);
const repository = fc.constantFrom(...view.REPOSITORIES);
const account = fc.constantFrom(...view.ACCOUNTS);
const tag = fc.constantFrom('1.0', 'latest');
const category = fc.constantFrom(...view.CATEGORIES);
const changes = fc.oneof(
  fc.record({ description: fc.constantFrom('', 'changed', '\u4ed3\u5e93') }),
  fc.record({ is_public: fc.boolean() }),
  fc.record({ category }),
  fc.record({ description: fc.constant('both'), is_public: fc.boolean() }),
);

const steps: fc.Arbitrary<step.Step> = fc.oneof(
  fc.tuple(namespace).map((values) => step.createNamespace(...values)),
  fc.tuple(namespace).map((values) => step.deleteNamespace(...values)),
  { weight: 5, arbitrary: fc.tuple(namespace, repository, category).map((values) => step.createRepository(...values)) },
  { weight: 4, arbitrary: fc.tuple(namespace, repository, changes).map((values) => step.updateRepository(...values)) },
  fc.tuple(namespace, repository).map((values) => step.deleteRepository(...values)),
  fc.tuple(namespace, repository, tag).map((values) => step.pushTag(...values)),
  fc.tuple(namespace, repository, tag).map((values) => step.deleteTag(...values)),
  { weight: 5, arbitrary: fc.tuple(namespace, repository, account).map((values) => step.share(...values)) },
  fc.tuple(namespace, repository, account).map((values) => step.prolong(...values)),
  fc.tuple(namespace, repository, account).map((values) => step.unshare(...values)),
);

/** The same, which a report shows as the operation and its values. */
const printed = steps.map((each) => ({ ...each, [fc.toStringMethod]: () => each.says }));

/** Runs sequences of operations against the model until one shows a difference. */
export const checkSequences = (suite: Acted, api: Api, runs: number) => {
  const addTag: step.AddTag = async (namespaceName, repositoryName, tagName) => {
    const { store } = suite.backend();
    const record = { namespace: namespaceName, repository: repositoryName, tag: tagName };
    return store.checkRecord('tags', record).length === 0 && store.insert('tags', record);
  };
  return fc.check(
    fc.asyncProperty(fc.array(printed, { maxLength: 60, size: 'max' }), async (sequence) => {
      await suite.backend().reset();
      const model: step.Model = new Map();
      for (const { says, expect: act, send } of sequence) {
        const expected = act(model);
        const { status, text } = await send(api, addTag);
        if (status !== expected) throw new Error(`${says}: expected ${expected}, received ${status} ${text}`);
      }
      expect(await view.readAll(api)).toEqual(view.describeModel(model));
    }),
    { numRuns: runs, seed: 20181219, endOnFailure: false },
  );
};

/**
 * Whatever is done in whatever order, all operations show one state.
 *
 * @param runs how many sequences; the engine itself has more of them (test/behaviour/engine.test.ts).
 */
export const describeSequences = (suite: Acted, runs = 10): void => {
  describe('random sequences of operations', () => {
    test('are answered as a simple model has it, and leave what it has', async () => {
      const result = await checkSequences(suite, suite.api, runs);
      expect(result.failed ? fc.defaultReportMessage(result) : '').toBe('');
    });
  });
};
