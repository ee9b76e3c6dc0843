import { describe, expect, test } from 'vitest';
import { startServer } from './conforming-server.ts';
import type { Step } from './fault.ts';
import { faults, harmless } from './faults.ts';
import type { Rules } from './rules.ts';
import { judgeStep, sendStep } from './send-step.ts';

const judge = async (rules: Partial<Rules>, witness: readonly Step[]): Promise<string[]> => {
  const server = await startServer(rules);
  try {
    const problems: string[] = [];
    for (const step of witness) {
      const problem = judgeStep(step, await sendStep(server.url, step));
      if (problem !== undefined) problems.push(problem);
    }
    return problems;
  } finally {
    await server.close();
  }
};

const isSame =
  (witness: readonly Step[]) =>
  (other: readonly Step[]): boolean =>
    JSON.stringify(other) === JSON.stringify(witness);

test('every id is unique', () => {
  const ids = [...faults, ...harmless].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('there are faults of every family and enough variations', () => {
  expect(Map.groupBy(faults, ({ family }) => family).size).toBeGreaterThanOrEqual(12);
  expect(faults.length).toBeGreaterThanOrEqual(110);
  expect(harmless.length).toBeGreaterThanOrEqual(12);
});

describe('each fault is one', () => {
  test.each(faults)('$id $title', async ({ rules, witness }) => {
    expect(await judge({}, witness)).toEqual([]);
    // On a busy machine simultaneous requests may miss the window of a race.
    let attempts = witness.some(({ copies }) => copies > 1) ? 5 : 1;
    let problems: string[] = [];
    for (; attempts > 0 && problems.length === 0; attempts -= 1) problems = await judge(rules, witness);
    expect(problems).not.toEqual([]);
  });
});

// One server for all witnesses would let them meet each other's names. No variation touches the rules
// of names, which the conforming server has shown above.
describe('each variation conforms', () => {
  test.each(harmless)(
    '$id $title',
    async ({ rules, namespace, unbound = [] }) => {
      const witnesses = faults
        .filter(({ id, family }) => !unbound.includes(id) && !family.endsWith(' names'))
        .map(({ witness }) => witness)
        .filter((witness, index, all) => witness.length < 10 && all.findIndex(isSame(witness)) === index)
        .filter(
          (witness) =>
            namespace === undefined ||
            witness.flatMap((step) => [step, ...(step.beside ?? [])]).every((step) => step.namespace === namespace),
        );
      expect((await Promise.all(witnesses.map((witness) => judge(rules, witness)))).flat()).toEqual([]);
    },
    30_000,
  );
});
