import { describe, expect, it } from 'vitest';
import { document } from '../../mocks/document.ts';
import { behaviours } from './behaviours.ts';
import { createRandom, drawsOf, isDrawn } from './draws.ts';
import type { Mutant } from './mutant.ts';
import { markEquivalent, mutantsOf, operators } from './operators.ts';
import { score } from './score.ts';

// `npm run faults` runs all of them. Here some are, others for each seed: FAULTS_SEED=2 npx vitest test/faults.
const seed = Number(process.env['FAULTS_SEED'] ?? 1);
const random = createRandom(seed);
const mutants = mutantsOf(document);
const bugs = behaviours(document);

/** One of a list for which something holds. */
const pick = (list: readonly Mutant[], fits: (mutant: Mutant) => boolean): Mutant[] => {
  const fitting = list.filter(fits);
  return fitting.length === 0 ? [] : [fitting[random(fitting.length)] as Mutant];
};

const isPlanted = (mutant: Mutant): boolean =>
  isDrawn(mutant) && markEquivalent(document, [mutant]).every(({ equivalent }) => equivalent === undefined);

// A quarter of the operators for each seed.
const sample = operators
  .filter((_, index) => index % 4 === seed % 4)
  .flatMap(({ id }) =>
    pick(
      mutants.filter(({ operator }) => operator === id),
      isPlanted,
    ),
  );

const shown = ({ id, title }: Mutant): string => `${id}: ${title}`;

describe('faults', () => {
  it('are none in the fake as it is', async () => {
    const { outcome, findings } = await score(document, [], 'standard');
    expect({ outcome, findings }).toEqual({ outcome: 'conforms', findings: [] });
  });

  it.each(sample.map((mutant) => [shown(mutant), mutant] as const))('are found and named: %s', async (_, mutant) => {
    const { named, noise, bad } = await score(document, [mutant], 'standard');
    expect({ named, noise, bad }).toEqual({ named: [mutant.id], noise: [], bad: [] });
  });

  it.each(
    [0, 1, 2].flatMap(() => pick(bugs, ({ shows }) => shows === undefined)).map((bug) => [shown(bug), bug] as const),
  )('that no document says are found and named: %s', async (_, bug) => {
    const { named, noise, bad } = await score(document, [bug], 'standard');
    expect({ named, noise, bad }).toEqual({ named: [bug.id], noise: [], bad: [] });
  });

  it.each(
    drawsOf(mutants, { count: 2, size: 4, seed, fits: isPlanted }).map(
      (draw) => [draw.map(shown).join(', '), draw] as const,
    ),
  )('are named one by one in company: %s', async (_, draw) => {
    const { named, noise, bad } = await score(document, draw, 'standard');
    expect({ named, noise, bad }).toEqual({ named: draw.map(({ id }) => id), noise: [], bad: [] });
  });
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
    expect(dropped && isPlanted(dropped)).toBe(true);
  });
});
