import type { CleanUp } from '../contract/run/clean-up.ts';
import { fill, type Text, textOf } from '../text/bilingual.ts';
import { nameBest } from './evidence/score.ts';
import type { Candidate, Rehearse } from './probes/candidate.ts';
import { createOutlook } from './probes/choose-probe.ts';
import { listProbes, readCandidate } from './probes/probe.ts';
import { createProbeRun, type Evidence, type IdentifyOptions, type Prepared } from './probes/probe-run.ts';
import { type Predictions, rehearse } from './probes/rehearse.ts';

export interface Identification extends CleanUp {
  /** Why nothing can be said; undefined where something can. */
  readonly unchecked: Text | undefined;
  /** The editions that explain the answers best; several where nothing tells them apart. */
  readonly named: readonly string[];
  /** Editions that one fact more would have named. */
  readonly near: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly requests: number;
}

/**
 * Lists what may be asked, and what each edition answers.
 *
 * @throws DocumentError if a document can't be used.
 */
export const prepareIdentification = async (candidates: readonly Candidate[], start: Rehearse): Promise<Prepared> => {
  const models = candidates.map(readCandidate);
  const probes = listProbes(models);
  const rehearsed = new Map<string, ReadonlyMap<string, Predictions>>();
  for (const model of models) rehearsed.set(model.name, await rehearse(model, probes, start));
  return { models, probes, rehearsed, outlook: createOutlook(rehearsed) };
};

/**
 * Finds out which edition a target keeps: asks what tells most, one request after another, until one edition is
 * ahead by more than one fault can make. What it makes it deletes, whatever ends it.
 */
export const identifyTarget = async (options: IdentifyOptions): Promise<Identification> => {
  const run = createProbeRun(options);
  let unchecked: Text | undefined;
  try {
    unchecked = await run.ask();
  } catch (error) {
    await run.sweep();
    throw error;
  }
  const swept = await run.sweep();
  const { facts, evidence, requests } = run.result();
  if (evidence.every(({ seen }) => !seen.isDone)) unchecked ??= sayRefused(evidence.length);
  return { unchecked, ...nameBest(facts), evidence, requests, ...swept };
};

const sayRefused = (answers: number): Text =>
  fill(
    textOf(
      'the server did nothing of what it was asked ({answers} answers). Check --target and the credentials.',
      '服务器没有完成任何请求（{answers} 个应答）。请检查 --target 和凭据。',
    ),
    { answers },
  );
