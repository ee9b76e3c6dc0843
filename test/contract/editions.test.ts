import { describe, expect, it } from 'vitest';

import { createRandom, drawsOf, isDrawn } from '../faults/draws.ts';
import { editions, loadEdition } from '../faults/load-edition.ts';
import { markEquivalent, mutantsOf } from '../faults/operators.ts';
import { score } from '../faults/score.ts';

const seed = Number(process.env['FAULTS_SEED'] ?? 1);

// `npm run faults -- --edition NAME` plants all faults of an edition; here are some, others for each seed.
describe.each(editions)('edition %s', (name) => {
  const document = loadEdition(name);

  it('is kept by its own fake', async () => {
    const { outcome, findings } = await score(document, [], 'standard');
    expect({ outcome, findings }).toEqual({ outcome: 'conforms', findings: [] });
  });

  it('faults of it are found and named, and nothing else is', async () => {
    const mutants = mutantsOf(document);
    const fits = (mutant: (typeof mutants)[number]): boolean =>
      isDrawn(mutant) && markEquivalent(document, [mutant]).every(({ equivalent }) => equivalent === undefined);
    const [set = []] = drawsOf(mutants, { count: 1, size: 3, seed: seed + createRandom(name.length)(1000), fits });
    const { named, noise, bad } = await score(document, set, 'standard');
    expect({ named, noise, bad }).toEqual({ named: set.map(({ id }) => id), noise: [], bad: [] });
  });
});
