import { classOf } from '../../values/automaton.ts';
import { isFresh, SHAPE, sampleOf, TOKEN } from '../model/placeholders.ts';
import type { Subject } from '../model/subject.ts';
import type { Shown } from './diagnosis.ts';
import type { Attempt, Experiment } from './laboratory.ts';
import { valueOfLast, withValue } from './reduce.ts';

/** What a refused word has in it that an accepted one lacks. */
export interface Construct {
  /** As characters of the classes' samples: `__`; empty where nothing but plain characters is in it. */
  readonly core: string;
  readonly place: 'start' | 'middle' | 'end' | 'anywhere';
  /** The plain characters themselves, without the new name. */
  readonly literal: string;
}

/** One edit away from a value, on the valid side. */
export const findNeighbour = async (
  experiment: Experiment,
  bad: Attempt,
  subject: Subject,
  isExact: boolean,
): Promise<Shown | undefined> => {
  const value = valueOfLast(bad.steps, subject.ref);
  let tries = 8;
  for (const near of validNeighbours(subject, value)) {
    const planned = subject.rule.automaton && !isFresh(near) ? SHAPE + near : near;
    if (!isExact && subject.rule.automaton && !isFresh(near)) continue;
    if (tries === 0) return undefined;
    tries -= 1;
    const attempt = await experiment.attempt(withValue(bad.steps, subject.ref, planned));
    if (!attempt) return undefined;
    if (attempt.isRight) return { attempt, value: planned };
  }
  return undefined;
};

/** Valid values one edit away: a listed one that is most alike, else a character less, another, or more. */
const validNeighbours = (subject: Subject, value: string): string[] => {
  if (subject.values.length > 0) {
    const alike = (text: string): number =>
      [...text].filter((character) => value.toLowerCase().includes(character)).length / Math.max(1, text.length);
    return subject.values.filter((each) => each !== value).toSorted((left, right) => alike(right) - alike(left));
  }
  const base = baseOf(subject);
  const own = [...value.replace(SHAPE, '')];
  const edits = [
    ...own.map((_, index) => own.toSpliced(index, 1)),
    ...own.flatMap((character, index) => (character === TOKEN ? [] : [own.with(index, base)])),
    ...[...own, ''].map((_, index) => own.toSpliced(index, 0, base)),
  ].map((characters) => characters.join(''));
  const usual = subject.rule.automaton ? [] : ['1', ...(subject.baseline === undefined ? [] : [subject.baseline])];
  return [...new Set([...edits, ...usual])].filter(
    (edited) => edited !== own.join('') && edited !== '' && subject.isValid(sampleOf(edited, subject.maker)),
  );
};

/** What the rule's clauses say of a word that is refused though it is valid: which of them permits what is in it. */
export const permittingClause = (subject: Subject, { core, place }: Construct): string | undefined => {
  const base = baseOf(subject);
  const around = (piece: string): string =>
    place === 'start' ? piece + base : place === 'end' ? base + piece : base + piece + base;
  const last = [...core].at(-1) ?? '';
  // Once more of the same is what a limit forbids; else what is permitted there is what another character is not.
  const more = last === '' ? [] : subject.broken(around(core + last));
  if (more.length > 0) return more[0];
  const middle = subject.broken(`${base}${FOREIGN}${base}`);
  const own = subject.broken(around(FOREIGN));
  return (
    (place === 'start' || place === 'end' ? own.find((id) => !middle.includes(id)) : undefined) ?? middle[0] ?? own[0]
  );
};

const FOREIGN = '\u{1f433}';

/**
 * Finds what a server refuses in a word, by asking for the same piece at other places.
 *
 * @param bad the shortest word that is refused.
 */
export const findConstruct = async (
  experiment: Experiment,
  bad: Attempt,
  subject: Subject,
  shows: (attempt: Attempt) => boolean,
): Promise<Construct> => {
  const value = valueOfLast(bad.steps, subject.ref);
  const base = baseOf(subject);
  const shape = shapeOf(subject, value);
  const first = shape.findIndex((character) => character !== base);
  const last = shape.findLastIndex((character) => character !== base);
  const literal = literalOf(value);
  if (first < 0) return { core: '', place: 'anywhere', literal };
  const core = shape.slice(first, last + 1).join('');
  const at = first === 0 ? 'start' : last === shape.length - 1 ? 'end' : 'middle';
  const places = { start: `${core}${TOKEN}`, middle: `${TOKEN}${core}${TOKEN}`, end: `${TOKEN}${core}` } as const;
  for (const [place, word] of Object.entries(places)) {
    if (place === at || !subject.isValid(sampleOf(word, subject.maker))) continue;
    const attempt = await experiment.attempt(withValue(bad.steps, subject.ref, word));
    if (attempt && !shows(attempt)) return { core, place: at, literal };
  }
  return { core, place: 'anywhere', literal };
};

const baseOf = ({ rule }: Subject): string => rule.automaton?.classes[0]?.sample ?? 'b';

/** The word in the samples of its classes; a new name counts as one plain character. */
const shapeOf = (subject: Subject, value: string): string[] => {
  const { automaton } = subject.rule;
  return [...value.replace(SHAPE, '')].map((character) => {
    if (isFresh(character)) return baseOf(subject);
    return automaton?.classes[classOf(automaton, character)]?.sample ?? character;
  });
};

const literalOf = (value: string): string => (value.startsWith(SHAPE) ? '' : value.replaceAll(/[\uE000-\uE0FF]/g, ''));

/** Whether a word holds a construct. */
export const holdsConstruct = (subject: Subject, value: string, { core, place, literal }: Construct): boolean => {
  if (core === '') return literal !== '' && literalOf(value).includes(literal);
  const shape = shapeOf(subject, value).join('');
  if (place === 'start') return shape.startsWith(core);
  if (place === 'end') return shape.endsWith(core);
  return shape.includes(core);
};
