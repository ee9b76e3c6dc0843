import type { Step } from '../cases/case.ts';
import { ofLength } from '../cases/word-cases.ts';
import { isFresh, SHAPE, sampleOf, TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import type { Changes, RequestPlan } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import { type Attempt, type Experiment, lastPlan, withLast } from './laboratory.ts';

/** Whether an attempt shows the same deviation as before. */
export type Shows = (attempt: Attempt) => boolean;

const tries = async (experiment: Experiment, steps: readonly Step[], shows: Shows): Promise<Attempt | undefined> => {
  const attempt = await experiment.attempt(steps);
  return attempt && shows(attempt) ? attempt : undefined;
};

/** The change with one of its parts less, for each part. */
const smaller = (changes: Changes): Changes[] => [
  ...Object.keys(changes.set ?? {}).map((ref) => ({ ...changes, set: without(changes.set, ref) })),
  ...Object.keys(changes.json ?? {}).map((name) => ({ ...changes, json: without(changes.json, name) })),
  ...Object.keys(changes.headers ?? {}).map((name) => ({ ...changes, headers: without(changes.headers, name) })),
  ...(changes.more ?? []).map((_, index) => ({ ...changes, more: (changes.more ?? []).toSpliced(index, 1) })),
  ...(changes.reversed ? [{ ...changes, reversed: false }] : []),
];

const without = <Value>(object: Readonly<Record<string, Value>> | undefined, key: string): Record<string, Value> => {
  const { [key]: _, ...rest } = object ?? {};
  return rest;
};

/**
 * The fewest changes to the plainest valid request that still show the deviation: each of them is
 * needed (delta debugging, Zeller and Hildebrandt 2002; requests have so few that one by one will do).
 *
 * @param kept subjects whose values stay: they say which record it is.
 */
export const reduceChanges = async (
  experiment: Experiment,
  start: Attempt,
  shows: Shows,
  model: OperationModel,
  kept: readonly string[] = [],
): Promise<Attempt> => {
  let best = start;
  for (let found = true; found; ) {
    found = false;
    const plan = lastPlan(best.steps);
    if (!plan || plan.given) return best;
    for (const changes of smaller(plan.changes)) {
      const [gone] = Object.keys(plan.changes.set ?? {}).filter((ref) => !Object.hasOwn(changes.set ?? {}, ref));
      if (gone !== undefined && (kept.includes(gone) || plan.changes.set?.[gone] === model.plain[gone])) continue;
      const next = await tries(experiment, withLast(best.steps, { ...plan, changes }), shows);
      if (!next) continue;
      best = next;
      found = true;
      break;
    }
  }
  return best;
};

/** The fewest steps that still show it, the last one kept. */
export const reduceSteps = async (experiment: Experiment, start: Attempt, shows: Shows): Promise<Attempt> => {
  let best = start;
  for (let index = start.steps.length - 2; index >= 0; index -= 1) {
    const next = await tries(experiment, best.steps.toSpliced(index, 1), shows);
    if (next) best = next;
  }
  return best;
};

/** Sets one value of the last request. */
export const withValue = (steps: readonly Step[], ref: string, value: string): Step[] => {
  const plan = lastPlan(steps) as RequestPlan;
  return withLast(steps, { ...plan, changes: { ...plan.changes, set: { ...plan.changes.set, [ref]: value } } });
};

/** The value of the last request, as it is planned. */
export const valueOfLast = (steps: readonly Step[], ref: string): string => {
  const value = lastPlan(steps)?.changes.set?.[ref];
  return typeof value === 'string' ? value : '';
};

/**
 * Makes the value that is left shorter and plainer, as long as the rules say the same of what is really
 * sent, and the server too.
 *
 * @param isExact whether a value without a new name in it may be sent: where nothing of it exists.
 */
export const shrinkValue = async (
  experiment: Experiment,
  start: Attempt,
  subject: Subject,
  shows: Shows,
  isExact: boolean,
): Promise<Attempt> => {
  const original = subject.broken(sampleOf(valueOfLast(start.steps, subject.ref), subject.maker)).join();
  const base = subject.rule.automaton?.classes[0]?.sample ?? 'b';
  let best = start;
  const accept = async (value: string): Promise<boolean> => {
    if (subject.broken(sampleOf(value, subject.maker)).join() !== original) return false;
    const next = await tries(experiment, withValue(best.steps, subject.ref, value), shows);
    if (next) best = next;
    return next !== undefined;
  };
  const first = valueOfLast(start.steps, subject.ref);
  const isWord = subject.rule.automaton !== undefined;
  if (isWord && isExact && isFresh(first)) await accept(SHAPE + first.replaceAll(TOKEN, base));
  // Halves first, then single characters.
  for (let size = Math.max(1, Math.floor([...first].length / 2)); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < characters(best, subject).length && experiment.left() > 20; ) {
      const own = characters(best, subject);
      const shorter = own.toSpliced(at, size).join('');
      const isEmptyName = shorter === '';
      const value = isWord && !isFresh(shorter) ? SHAPE + shorter : shorter;
      const mayGo = isExact || !isWord || isFresh(shorter);
      if (isEmptyName || !mayGo || !(await accept(value))) at += size;
    }
  return best;
};

const characters = ({ steps }: Attempt, { ref }: Subject): string[] => [...valueOfLast(steps, ref).replace(SHAPE, '')];

/** Where the border of a length really lies. */
export interface Bound {
  /** The shortest text on the wrong side, or the longest where too short ones are refused. */
  readonly wrong: Attempt;
  /** The nearest one that is answered rightly. */
  readonly right: Attempt;
  readonly wrongLength: number;
  readonly rightLength: number;
  /** For a server that takes more than it may: the longest it takes, undefined where none was refused. */
  readonly most: number | undefined;
  readonly tried: number;
}

/** A text of so many characters. */
export const textOfLength = (subject: Subject, length: number): string | undefined =>
  subject.rule.hasPatterns ||
  (subject.maker?.length !== undefined && subject.values.length === 0 && subject.rule.most < Number.POSITIVE_INFINITY)
    ? ofLength(subject, length)
    : 'k'.repeat(length);

/**
 * Finds by bisection between which two lengths the answer changes.
 *
 * @param wrong a length that is answered wrongly; `right` one that is answered rightly.
 */
export const findBound = async (
  experiment: Experiment,
  steps: readonly Step[],
  subject: Subject,
  shows: Shows,
  wrong: number,
  right: number,
): Promise<Bound | undefined> => {
  const ask = async (length: number): Promise<Attempt | undefined> => {
    const text = textOfLength(subject, length);
    return text === undefined ? undefined : experiment.attempt(withValue(steps, subject.ref, text));
  };
  let [bad, good] = [await ask(wrong), await ask(right)];
  if (!bad || !good || !shows(bad) || !good.isRight) return undefined;
  let [badLength, goodLength] = [wrong, right];
  while (Math.abs(badLength - goodLength) > 1) {
    const middle = Math.floor((badLength + goodLength) / 2);
    const attempt = await ask(middle);
    if (!attempt) break;
    if (shows(attempt)) [bad, badLength] = [attempt, middle];
    else [good, goodLength] = [attempt, middle];
  }
  const reach =
    wrong > right && bad.deviation?.prediction.outcome !== 'success'
      ? await findReach(ask, shows, badLength)
      : { most: undefined, tried: badLength };
  return { wrong: bad, right: good, wrongLength: badLength, rightLength: goodLength, ...reach };
};

/** How far a server goes that takes more than it may. */
const findReach = async (
  ask: (length: number) => Promise<Attempt | undefined>,
  shows: Shows,
  from: number,
): Promise<Pick<Bound, 'most' | 'tried'>> => {
  let [low, high] = [from, Number.POSITIVE_INFINITY];
  // Above this a path is refused for reasons of HTTP.
  for (const length of [255, 256, 512, 1024].filter((each) => each > from)) {
    const attempt = await ask(length);
    if (!attempt) break;
    if (shows(attempt)) low = length;
    else {
      high = length;
      break;
    }
  }
  if (high === Number.POSITIVE_INFINITY) return { most: undefined, tried: low };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const attempt = await ask(middle);
    if (!attempt) break;
    if (shows(attempt)) low = middle;
    else high = middle;
  }
  return { most: low, tried: high };
};
