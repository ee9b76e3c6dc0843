import { beforeAll, describe, expect, it } from 'vitest';

import { document as first } from '../../mocks/document.ts';
import type { Report } from '../../src/contract/report/report.ts';
import { listClauses } from '../../src/openapi/operations/clause.ts';
import { createRandom, drawsOf } from '../faults/draws.ts';
import type { Mutant } from '../faults/mutant.ts';
import { isPlanted, mutantsOf } from '../faults/operators.ts';
import { score, verify } from '../faults/score.ts';
import { editions, loadEdition } from '../load-edition.ts';

const seed = Number(process.env['FAULTS_SEED'] ?? 1);
const known = new Set(listClauses(first).map(({ id }) => id));

// `npm run faults -- --edition NAME` plants all faults of an edition; here are some of every third, others for each seed.
const planted = editions.filter((_, index) => index % 3 === seed % 3);

describe.each(editions)('edition %s', (name) => {
  const document = loadEdition(name);
  const own = listClauses(document).filter(({ id }) => !known.has(id));
  for (const { id } of own) known.add(id);

  let report: Report;
  beforeAll(async () => {
    report = await verify(document, [], 'standard');
  });

  it('is kept by its own fake', () => {
    const { outcome, findings, leftBehind } = report;
    expect({ outcome, findings, leftBehind }).toEqual({ outcome: 'conforms', findings: [], leftBehind: [] });
  });

  it.each(own)('[$id] $title', ({ id }) => {
    const row = report.clauses.find((each) => each.id === id);
    expect(row).toMatchObject({ fail: 0, error: 0 });
  });

  it.each(planted.filter((each) => each === name))(
    'faults of %s are found and named, and nothing else is',
    async () => {
      const mutants = mutantsOf(document);
      const fits = (mutant: Mutant): boolean => isPlanted(document, mutant);
      const [set = []] = drawsOf(mutants, { count: 1, size: 3, seed: seed + createRandom(name.length)(1000), fits });
      const { named, noise, bad } = await score(document, set, 'standard');
      expect({ named, noise, bad }).toEqual({ named: set.map(({ id }) => id), noise: [], bad: [] });
    },
  );
});
