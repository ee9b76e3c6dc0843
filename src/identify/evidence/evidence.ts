import { NOT_THERE } from '../../http/same-refusal.ts';
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
/** The groups that are no operation's: of all that a target does not have, and of all that it takes unseen. */
const LACKS = 'lacks';
const TAKEN = 'taken';
export const OF_ALL: ReadonlySet<string> = new Set([LACKS, TAKEN]);
/** Headers that say what the content says itself. */
const OF_CONTENT: ReadonlySet<string> = new Set(['content-type', 'content-length']);

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
  const said = [...expected.values()].flatMap((each) => each ?? []);
  const isNew = said.some(({ isOffered }) => !isOffered);
  const add = (kind: ClueKind, about: string, name: string, agreesWith: Agreement): void => {
    const agrees = new Map<string, boolean>();
    for (const [candidate, prediction] of expected) {
      // What comes of a request that is done says nothing of one that is refused, and the other way round.
      const isAlike = kind === 'outcome' || prediction?.isDone === seen.isDone;
      const agreed = prediction && isAlike ? agreesWith(prediction) : undefined;
      if (agreed !== undefined) agrees.set(candidate, agreed);
    }
    const key = `${ABOUT[kind] ?? kind} ${about} ${name}`.trim();
    if (agrees.size > 0) clues.push({ kind, key, group: groupOf(kind, about, name), name, step, seen, agrees });
  };
  const groupOf = (kind: ClueKind, about: string, name: string): string => {
    // A target may be a part of the API only: what it lacks is one matter, however many operations and headers it is.
    // No fault makes one answer that is not there.
    if (circumstance === 'absent' || (kind === 'header' && !seen.headers.includes(name))) return LACKS;
    if (about === '') return kind;
    // A target may check nothing: what it takes is one matter, too, whatever it is.
    if (kind === 'outcome' && seen.isDone && !isNew) return TAKEN;
    return id;
  };

  if (circumstance === 'absent') {
    add('outcome', id, '', ({ isOffered }) => !isOffered);
    return clues;
  }
  const saysNothing = circumstance === 'anyway' && !seen.isDone;
  if (!saysNothing) add('outcome', step.fact, '', ({ isDone }) => isDone === seen.isDone);
  if (seen.isDone) {
    add('success', id, '', ({ status, successes }) => status === seen.status || successes.includes(seen.status));
    add('blank', '', '', ({ blank }) => isSame(blank, seen.blank));
    for (const name of propertiesIn(seen, expected))
      add('property', id, name, ({ properties }) =>
        isSame(properties?.includes(name), seen.properties?.includes(name)),
      );
  } else {
    const isGone = NOT_THERE.has(seen.status);
    if (!saysNothing)
      add('refusal', step.fact, '', ({ status, isOffered }) =>
        isOffered ? status === seen.status : isGone === NOT_THERE.has(status),
      );
    add('error', '', '', ({ errorShape }) => isSame(errorShape, seen.errorShape));
  }
  const sent = [...expected.values()].flatMap((prediction) => (prediction ? [prediction.headers] : []));
  // Those that all have say nothing of editions: the rest of the world has its own.
  const names = sent.flat().filter((each) => !OF_CONTENT.has(each) && !sent.every((headers) => headers.includes(each)));
  for (const name of new Set(names))
    add('header', '', name, ({ headers }) => headers.includes(name) === seen.headers.includes(name));
  return clues;
};

/** Whether an edition says the same; undefined where it says nothing. */
type Agreement = (prediction: Prediction) => boolean | undefined;

const isSame = <Value>(one: Value | undefined, other: Value | undefined): boolean | undefined =>
  one === undefined || other === undefined ? undefined : one === other;

/** Properties that are shown, or would be. */
const propertiesIn = (seen: Observation, expected: Expected): ReadonlySet<string> =>
  new Set([seen, ...expected.values()].flatMap((each) => each?.properties ?? []));
