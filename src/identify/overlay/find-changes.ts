import { readModel } from '../../contract/model/read-model.ts';
import { type Document, DocumentError } from '../../openapi/document/document.ts';
import { type Action, applyOverlay } from '../../openapi/overlays/apply-overlay.ts';
import { withoutReadings } from '../../openapi/overlays/apply-readings.ts';
import { closeReadings } from '../../openapi/overlays/close-readings.ts';
import { jsonPath } from '../../openapi/overlays/json-path.ts';
import { compare } from '../evidence/evidence.ts';
import type { Rehearse } from '../probes/candidate.ts';
import type { Evidence, Prepared } from '../probes/probe-run.ts';
import { rehearse } from '../probes/rehearse.ts';
import { type Difference, differencesFrom } from './difference.ts';
import { type Proposal, proposeActions } from './propose-actions.ts';

/** An action, and the difference that it is for. */
export interface Change {
  readonly difference: Difference;
  readonly actions: Proposal;
}

/** What makes an edition say what a target said. */
export interface Changes {
  readonly changes: readonly Change[];
  /** What no action says. */
  readonly rest: readonly Difference[];
}

/**
 * Looks for the changes of an edition by which it explains all answers. A change is taken only if the edition with it
 * explains more of them, and still all that it did.
 */
export const findChanges = async (
  edition: string,
  evidence: readonly Evidence[],
  { models }: Prepared,
  start: Rehearse,
): Promise<Changes> => {
  const model = models.find(({ name }) => name === edition);
  if (!model) throw new Error(`Failed to find what differs: there is no edition ${edition}.`);
  const open = new Map(models.map(({ name, document }) => [name, withoutReadings(document)]));
  const base = withoutReadings(model.document);
  const withActions = (actions: readonly Action[]): Document => applyOverlay(base, actions, { query: jsonPath });
  const probes = [...new Set(evidence.map(({ probe }) => probe))];
  /** The facts that a document explains; undefined where it can't be used. */
  const explainedBy = async (actions: readonly Action[]): Promise<ReadonlySet<string> | undefined> => {
    try {
      const document = closeReadings(withActions(actions));
      const predictions = await rehearse({ document, contract: readModel(document) }, probes, start);
      const agreed = new Map<string, boolean>();
      for (const { probe, index, step, seen, circumstance, expected: others } of evidence) {
        const expected = new Map(others).set(edition, predictions.get(probe.id)?.[index]);
        for (const { key, agrees } of compare(step, expected, seen, circumstance))
          agreed.set(key, agrees.get(edition) === true && agreed.get(key) !== false);
      }
      return new Set([...agreed].flatMap(([key, isAgreed]) => (isAgreed ? [key] : [])));
    } catch (error) {
      if (error instanceof DocumentError) return undefined;
      throw error;
    }
  };

  const changes: Change[] = [];
  const rest: Difference[] = [];
  const taken = (): readonly Action[] => changes.flatMap(({ actions }) => actions);
  let explained = (await explainedBy([])) ?? new Set<string>();
  for (const difference of differencesFrom(edition, evidence)) {
    const { key } = difference.clue;
    if (explained.has(key)) continue;
    let found: Proposal | undefined;
    for (const proposal of proposeActions(difference, withActions(taken()), open)) {
      const now = await explainedBy([...taken(), ...proposal]);
      if (!now?.has(key) || [...explained].some((each) => !now.has(each))) continue;
      [found, explained] = [proposal, now];
      break;
    }
    if (found) changes.push({ difference, actions: found });
    else rest.push(difference);
  }
  return { changes, rest };
};
