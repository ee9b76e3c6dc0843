import { type Text, textOf } from '../../../text/bilingual.ts';
import type { Level, Step } from '../../cases/case.ts';
import type { Layer } from '../../judge/judge.ts';
import type { ContractModel, OperationModel } from '../../model/read-model.ts';
import type { Changes } from '../../model/request.ts';
import type { Direction, Finding } from '../finding.ts';
import {
  type Attempt,
  createExperiment,
  type Experiment,
  type Laboratory,
  lastPlan,
  withChanges,
} from '../laboratory.ts';
import { sayOneValue } from '../say.ts';
import { isLax, type Symptom } from '../symptom.ts';

/** What is thought to be one cause. */
export interface Cause {
  /** The symptom to look at first. */
  readonly main: Symptom;
  readonly symptoms: readonly Symptom[];
  readonly operation: string;
  readonly clause: string;
  readonly also: Finding['also'];
}

/** The cause of some symptoms, with the experiments that show it. */
export interface Diagnosis extends Cause {
  readonly level: Level;
  readonly layer: Layer;
  readonly direction: Direction;
  /** What was seen, in a word or two for the id: an accepted deviation covers no more than that. */
  readonly seen: string;
  readonly title: Text;
  /** The place of the value that it is about, where it is about one. */
  readonly about?: string | undefined;
  readonly example: Attempt;
  readonly neighbour?: Attempt | undefined;
  /** Whether it did not show again: the first answer is all there is. */
  readonly isOnce?: boolean;
  /** What came then, when it was sent again. */
  readonly second?: Attempt;
  /** Whether a further symptom has this cause. */
  readonly explains?: (symptom: Symptom) => boolean;
}

/** What sets a diagnosis apart; the rest is as its symptom has it. */
export type Particulars = Pick<Diagnosis, 'clause' | 'seen' | 'title' | 'example'> & Partial<Diagnosis>;

/** What is needed to look for the cause of one wrong answer. */
export interface Dig extends Experiment {
  readonly laboratory: Laboratory;
  readonly contract: ContractModel;
  readonly symptom: Symptom;
  /** Whether an attempt deviates in the same way. */
  readonly shows: (attempt: Attempt) => boolean;
}

/** Answers that come at the same moment do not come in the same order twice. */
const MOST_RACES = 3;

/** Sends what deviates once more; where it shows again, its cause is looked for. */
export const digFor = async (
  laboratory: Laboratory,
  cause: Pick<Cause, 'main' | 'symptoms'> & Partial<Cause>,
  look: (dig: Dig, first: Attempt) => Promise<Particulars>,
): Promise<Diagnosis | undefined> => {
  const { main: symptom } = cause;
  const { deviation, tested, model } = symptom;
  const { layer, aspect, level } = deviation;
  const shows = (attempt: Attempt): boolean =>
    attempt.deviation?.layer === layer &&
    attempt.deviation.aspect === aspect &&
    (layer === 'state' || statusOf(attempt)[0] === statusOf(symptom)[0]);
  const experiment = createExperiment(laboratory, tested);
  const dig: Dig = { ...experiment, laboratory, contract: laboratory.sender.contract, symptom, shows };
  let first: Attempt | undefined;
  for (let count = 0; count < (aspect === 'race' ? MOST_RACES : 1) && !(first && shows(first)); count += 1)
    first = await dig.attempt(stepsOf(symptom));
  if (!first) return undefined;
  const also = (shows(first) && cause.also) || [];
  const common = { operation: model.operation.id, also, level, layer, direction: 'wrong answer' as const };
  return { ...cause, ...common, ...(shows(first) ? await look(dig, first) : irregular(symptom, first)) };
};

/** The status of an answer, or `no answer`. */
export const statusOf = ({ exchange }: Pick<Attempt, 'exchange'>): string =>
  String(exchange.response?.status ?? 'no answer');

/** Whether it says that the server, or what stands before it, fails: whatever it is asked. */
export const isFailure = (status: string): boolean => !/^[1-4]/.test(status);

/** The steps of a symptom up to the one that deviates, the others only preparing. */
const stepsOf = ({ tested, deviation }: Symptom): Step[] =>
  tested.steps.slice(0, deviation.step + 1).map(({ late: _, ...step }) => step);

export const successOf = ({ clauseOf, operation }: OperationModel): string => clauseOf.success ?? operation.id;

const irregular = (symptom: Symptom, second: Attempt): Particulars => {
  const { model, deviation, value, subject, tested, naming, exchange } = symptom;
  const { clauses, received, expected, layer } = deviation;
  const isOneValue = symptom.plan.changes.json === undefined;
  const what = subject && value !== undefined && isOneValue ? sayOneValue(subject, value) : tested.what;
  const isSame = (other: Symptom): boolean =>
    isFailure(statusOf(symptom)) ||
    (other.deviation.layer === layer && other.model.operation.id === model.operation.id && !isLax(other));
  return {
    clause: clauses[0] ?? successOf(model),
    seen: `once-${statusOf(symptom)}`,
    title: textOf(
      `answered ${received} once (expected ${expected}): ${what.en}`,
      `曾应答 ${received}（预期 ${expected}）：${what.zh}`,
    ),
    about: subject?.ref,
    example: { steps: stepsOf(symptom), naming, deviation, exchange, isRight: false, looks: false },
    ...{ isOnce: true, second },
    explains: (other) => isSame(other) && statusOf(other) === statusOf(symptom),
  };
};

/** The attempt with these steps, where it deviates in the same way. */
export const tries = async ({ attempt, shows }: Dig, steps: readonly Step[]): Promise<Attempt | undefined> => {
  const next = await attempt(steps);
  return next && shows(next) ? next : undefined;
};

/** Makes edits one after the other, and keeps each that still shows the deviation; some requests are left for later. */
export const simplify = async (
  dig: Dig,
  start: Attempt,
  edits: readonly ((steps: readonly Step[]) => Step[])[],
  reserve = 20,
): Promise<Attempt> => {
  let best = start;
  for (const edit of edits) if (dig.left() > reserve) best = (await tries(dig, edit(best.steps))) ?? best;
  return best;
};

/** The changes without one of their parts. */
export const dropping =
  (part: 'set' | 'json', key: string) =>
  (changes: Changes): Changes => {
    const { [key]: _, ...rest }: Readonly<Record<string, unknown>> = changes[part] ?? {};
    return { ...changes, [part]: rest };
  };

/**
 * The fewest changes to the plainest valid request that still show the deviation (delta debugging,
 * Zeller and Hildebrandt 2002; requests have so few that one by one will do).
 *
 * @param kept the value that says which record it is.
 */
export const reduceChanges = async (dig: Dig, start: Attempt, kept?: string): Promise<Attempt> => {
  const { changes: all, given } = lastPlan(start.steps);
  const { set = {}, json = {}, more = [] } = all;
  const refs = Object.keys(set).filter((ref) => ref !== kept && set[ref] !== dig.symptom.model.plain[ref]);
  const edits = [
    ...refs.map((ref) => dropping('set', ref)),
    ...Object.keys(json).map((name) => dropping('json', name)),
    ...more.map((field) => (changes: Changes) => ({ ...changes, more: more.filter((each) => each !== field) })),
    ...(all.reversed ? [(changes: Changes) => ({ ...changes, reversed: false })] : []),
  ];
  const onLast = edits.map((edit) => (steps: readonly Step[]) => withChanges(steps, edit(lastPlan(steps).changes)));
  return given ? start : simplify(dig, start, onLast);
};

/** The plainest valid request, answered as it must be. */
export const plainNeighbour = async ({ symptom, attempt }: Dig): Promise<Attempt | undefined> => {
  const plain = { requests: [{ model: symptom.model.key, changes: {} }] };
  const answered = await attempt([...stepsOf(symptom).slice(0, -1), plain]);
  return answered?.isRight ? answered : undefined;
};

/** Makes one of the causes that share a key, with what is other about it then; undefined leaves them apart. */
export const fuse = <Kind extends Cause>(
  causes: readonly Kind[],
  keyOf: (cause: Kind) => string | undefined,
  change: (same: readonly Kind[], first: Kind) => Partial<Kind> | undefined,
): Kind[] =>
  [...Map.groupBy(causes, (cause) => keyOf(cause) ?? cause).values()].flatMap((same) => {
    // What must hold speaks for all: a run in which it does not must never end well.
    const first = same.find(({ main }) => main.deviation.level === 'must') ?? same[0];
    const changed = first && same.length > 1 ? change(same, first) : undefined;
    if (!first || !changed) return same;
    const main = { ...first, ...changed };
    const pairs = same.flatMap(({ operation, clause, also }) => [{ operation, clause }, ...also]);
    return [{ ...main, also: pairs, symptoms: same.flatMap(({ symptoms }) => symptoms) }];
  });
