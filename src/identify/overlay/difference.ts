import type { Clue } from '../evidence/evidence.ts';
import type { Evidence } from '../probes/probe-run.ts';
import type { Prediction } from '../probes/rehearse.ts';

/** A fact that an edition does not explain, with the request that showed it. */
export interface Difference {
  readonly clue: Clue;
  readonly evidence: Evidence;
  /** What the edition says of the answer. */
  readonly prediction: Prediction;
}

/** In what the answers differ from an edition, each fact once. */
export const differencesFrom = (edition: string, evidence: readonly Evidence[]): Difference[] => {
  const found = new Map<string, Difference>();
  for (const each of evidence)
    for (const clue of each.clues) {
      const prediction = each.expected.get(edition);
      if (prediction && clue.agrees.get(edition) === false && !found.has(clue.key))
        found.set(clue.key, { clue, evidence: each, prediction });
    }
  return [...found.values()];
};
