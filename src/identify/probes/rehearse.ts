import { plainCase } from '../../contract/cases/existence-cases.ts';
import { type ContractModel, creatorOf, rootCreator } from '../../contract/model/contract-model.ts';
import type { Naming } from '../../contract/model/placeholders.ts';
import { createNamer } from '../../contract/run/create-namer.ts';
import { createLedger } from '../../contract/run/ledger.ts';
import { openContainer, runCase, type Sender, sendPlan } from '../../contract/run/send-steps.ts';
import { createTransport, isDone } from '../../contract/run/transport.ts';
import type { Rehearsal, Rehearse } from './candidate.ts';
import { type Observation, observe } from './observation.ts';
import type { CandidateModel, Probe } from './probe.ts';

/** What a document says of one answer. */
export interface Prediction extends Observation {
  /** Statuses of a success that it documents; empty where it has no such operation. */
  readonly successes: readonly number[];
  readonly isOffered: boolean;
}

/** What a document says of the answers to a probe, up to the first step that fails. */
export type Predictions = readonly Prediction[];

/** What is needed of an edition, or of one that was changed. */
type Rehearsed = Pick<CandidateModel, 'document' | 'contract'>;

/**
 * What an edition answers to each probe: found by asking a service that keeps it. There are records of all kinds
 * in it, so that lists show what they show.
 */
export const rehearse = async (
  candidate: Rehearsed,
  probes: readonly Probe[],
  start: Rehearse,
): Promise<ReadonlyMap<string, Predictions>> => {
  const world = start(candidate.document);
  const sender = senderOf(candidate.contract, world);
  await populate(candidate, sender);
  world.keep();
  const found = new Map<string, Predictions>();
  for (const probe of probes) {
    const { predictions, hasActed } = await ask(candidate, sender, probe);
    found.set(probe.id, predictions);
    if (hasActed) await world.reset();
  }
  return found;
};

/** A sender of its own, whose names nobody else has. */
const senderOf = (contract: ContractModel, { send }: Rehearsal): Sender => {
  const maker = contract.operations.flatMap(({ containers }) => containers)[0]?.maker;
  return {
    contract,
    transport: createTransport({ send, now: () => 0, sleep: () => Promise.resolve() }),
    namer: createNamer(() => 0.5, undefined, maker),
    ledger: createLedger(undefined),
    now: () => 0,
  };
};

/** One record of each kind. */
const populate = async ({ contract }: Rehearsed, sender: Sender): Promise<void> => {
  const opener = rootCreator(contract);
  if (opener) await openContainer({ ...sender, opener }, sender.namer.next([]).container);
  for (const { collection } of contract.resources) {
    const creator = creatorOf(contract, collection);
    if (creator && creator !== opener && creator.unmakeable === undefined)
      await runCase(sender, plainCase(contract, creator));
  }
};

const ask = async (
  { contract }: Rehearsed,
  sender: Sender,
  probe: Probe,
): Promise<{ readonly predictions: Predictions; readonly hasActed: boolean }> => {
  const predictions: Prediction[] = [];
  let hasActed = false;
  const naming: Naming = sender.namer.next(probe.tested.steps);
  for (const { plan, model } of [...probe.setup, probe.step]) {
    const exchange = await sendPlan({ ...sender, contract: probe.contract }, plan, naming);
    const seen = exchange.response && observe(exchange.response);
    if (!seen) break;
    const { method, template } = model.operation;
    const own = contract.operations.find(
      ({ operation }) => operation.method === method && shapeOf(operation.template) === shapeOf(template),
    );
    const successes = (own?.success ?? []).map(Number);
    predictions.push({ ...seen, successes, isOffered: own !== undefined });
    hasActed ||= method !== 'GET' && isDone(exchange);
    if (!isDone(exchange)) break;
  }
  return { predictions, hasActed };
};

/** A template without the names of its parameters. */
const shapeOf = (template: string): string => template.replace(/\{[^}]*\}/g, '{}');
