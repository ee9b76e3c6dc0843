import type { Observation } from '../probes/observation.ts';
import type { ProbeStep } from '../probes/probe.ts';
import type { Prediction } from '../probes/rehearse.ts';

/** In what an answer may differ from what a document says. */
export type ClueKind = 'outcome' | 'success' | 'refusal' | 'blank' | 'property' | 'header' | 'error';

/** One thing that an answer says, held against what each edition says. */
export interface Clue {
  readonly kind: ClueKind;
  /** Clues of one key are about one fact: together they count once. */
  readonly key: string;
  /** The operation, or what all operations share: one fault may show in all facts of a group. */
  readonly group: string;
  /** Of the property or header. */
  readonly name: string;
  readonly step: ProbeStep;
  readonly seen: Observation;
  /** By edition; those that say nothing of it are left out. */
  readonly agrees: ReadonlyMap<string, boolean>;
}

/** Whether editions differ in it. */
export const isTelling = ({ agrees }: Clue): boolean => new Set(agrees.values()).size > 1;

/** What each edition says of one answer; undefined where it says nothing, since an earlier step fails. */
export type Expected = ReadonlyMap<string, Prediction | undefined>;

/** Whether and with which status a request is refused is one fact. */
const ABOUT: Partial<Record<ClueKind, string>> = { outcome: 'answer', refusal: 'answer' };
/** Headers that say what the content says itself. */
const OF_CONTENT: ReadonlySet<string> = new Set(['content-type', 'content-length']);

/** Statuses of a path or a method that is none. */
export const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 501]);

/**
 * What a refusal is about: the request, or all of its kind. `anyway`: the plainest one is refused, too; `absent`: the
 * target does not offer the operation.
 */
export type Circumstance = 'usual' | 'anyway' | 'absent';

/** Holds an answer against what each edition says of it. */
export const compare = (
  step: ProbeStep,
  expected: Expected,
  seen: Observation,
  circumstance: Circumstance = 'usual',
): Clue[] => {
  const clues: Clue[] = [];
  const { id } = step.model.operation;
  // A target may be a part of the API only: what some editions lack is one matter, however many operations it is.
  const group = [...expected.values()].some((each) => each?.isOffered === false) ? 'offered' : id;
  const add = (
    kind: ClueKind,
    key: string,
    agreesWith: (prediction: Prediction) => boolean | undefined,
    name = '',
  ): void => {
    const agrees = new Map<string, boolean>();
    for (const [candidate, prediction] of expected) {
      const agreed = prediction && agreesWith(prediction);
      if (agreed !== undefined) agrees.set(candidate, agreed);
    }
    if (agrees.size > 0)
      clues.push({
        kind,
        key: `${ABOUT[kind] ?? kind} ${key} ${name}`.trim(),
        group: key === '' ? kind : group,
        name,
        step,
        seen,
        agrees,
      });
  };
  const whereDone =
    (test: (prediction: Prediction) => boolean | undefined) =>
    (prediction: Prediction): boolean | undefined =>
      prediction.isDone === seen.isDone ? test(prediction) : undefined;

  if (circumstance === 'absent') {
    add('outcome', id, ({ isOffered }) => !isOffered);
    return clues;
  }
  const saysNothing = circumstance === 'anyway' && !seen.isDone;
  if (!saysNothing) add('outcome', step.fact, ({ isDone }) => isDone === seen.isDone);
  if (seen.isDone) {
    add(
      'success',
      id,
      whereDone(({ status, successes }) => status === seen.status || successes.includes(seen.status)),
    );
    add(
      'blank',
      '',
      whereDone(({ blank }) => (blank === undefined || seen.blank === undefined ? undefined : blank === seen.blank)),
    );
    for (const name of propertiesIn(seen, expected))
      add(
        'property',
        id,
        whereDone(({ properties }) => {
          if (!properties || !seen.properties) return undefined;
          return properties.includes(name) === seen.properties.includes(name);
        }),
        name,
      );
  } else {
    if (!saysNothing)
      add(
        'refusal',
        step.fact,
        whereDone(({ status, isOffered }) =>
          isOffered ? status === seen.status : NOT_THERE.has(seen.status) === NOT_THERE.has(status),
        ),
      );
    add(
      'error',
      '',
      whereDone(({ errorShape }) =>
        errorShape === undefined || seen.errorShape === undefined ? undefined : errorShape === seen.errorShape,
      ),
    );
  }
  const sent = [...expected.values()].flatMap((prediction) => (prediction ? [prediction.headers] : []));
  // Those that all have say nothing of editions: the rest of the world has its own.
  const names = sent.flat().filter((each) => !OF_CONTENT.has(each) && !sent.every((headers) => headers.includes(each)));
  for (const name of new Set(names))
    add(
      'header',
      '',
      whereDone(({ headers }) => headers.includes(name) === seen.headers.includes(name)),
      name,
    );
  return clues;
};

/** Properties that are shown, or would be. */
const propertiesIn = (seen: Observation, expected: Expected): ReadonlySet<string> =>
  new Set([seen, ...expected.values()].flatMap((each) => each?.properties ?? []));
