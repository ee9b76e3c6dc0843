import { describe, expect, it } from 'vitest';
import { document } from '../../mocks/document.ts';
import { behaviours } from './behaviours.ts';
import { createRandom, drawsOf } from './draws.ts';
import type { Mutant } from './mutant.ts';
import { isPlanted, markEquivalent, mutantsOf, operators } from './operators.ts';
import { score } from './score.ts';

// `npm run faults` runs all of them. Here some are, others for each seed: FAULTS_SEED=2 npx vitest test/faults.
const seed = Number(process.env['FAULTS_SEED'] ?? 1);
const random = createRandom(seed);
const mutants = mutantsOf(document);
// What is not found by its name yet: `npm run faults` lists it. Each piece is something to mend.
const OPEN = /\/(ids-repeated|ok-with-error)$/;
const bugs = behaviours(document).filter(({ id }) => !OPEN.test(id));

const fits = (mutant: Mutant): boolean => isPlanted(document, mutant);

/** One of a list for which something holds. */
const pick = (list: readonly Mutant[], isWanted: (mutant: Mutant) => boolean): Mutant[] => {
  const left = [...list];
  while (left.length > 0) {
    const [one] = left.splice(random(left.length), 1);
    if (one && isWanted(one)) return [one];
  }
  return [];
};

// A sixth of the operators for each seed, some bugs, and two servers with four faults at once.
const planted: readonly Mutant[][] = [
  ...operators
    .filter((_, index) => index % 6 === seed % 6)
    .map(({ id }) => pick(mutants, (mutant) => mutant.operator === id && fits(mutant))),
  ...[0, 1, 2].map(() => pick(bugs, ({ shows }) => shows === undefined)),
  ...drawsOf(mutants, { count: 2, size: 4, seed, fits }),
];

describe('faults', () => {
  it('are none in the fake as it is', async () => {
    const { outcome, findings } = await score(document, [], 'standard');
    expect({ outcome, findings }).toEqual({ outcome: 'conforms', findings: [] });
  });

  it.each(planted.filter(({ length }) => length > 0).map((set) => [set.map(({ id }) => id).join(' + '), set] as const))(
    'are found and named, and nothing else is: %s',
    async (_, set) => {
      const { named, noise, bad } = await score(document, set, 'standard');
      expect({ named, noise, bad }).toEqual({ named: set.map(({ id }) => id), noise: [], bad: [] });
    },
  );
});

describe('operators', () => {
  it('are thirty or more, and each makes servers that differ from the document', () => {
    expect(operators.length).toBeGreaterThanOrEqual(30);
    for (const { id } of operators)
      expect(mutants.filter(({ operator }) => operator === id).length, id).toBeGreaterThan(0);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  it('make servers that take and refuse the same, which is recognised', () => {
    const digits = mutants.filter(({ id }) => /^class-wider\/RepositoryName:R[36]\/digits$/.test(id));
    expect(digits.length).toBeGreaterThan(0);
    for (const { equivalent } of markEquivalent(document, digits))
      expect(equivalent).toBe('it takes and refuses the same');
    const [dropped] = mutants.filter(({ id }) => id === 'clause-dropped/RepositoryName:R4');
    expect(dropped && fits(dropped)).toBe(true);
  });
});
