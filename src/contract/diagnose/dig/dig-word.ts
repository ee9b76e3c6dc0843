import { classOf } from '../../../values/automaton.ts';
import { ofLength } from '../../cases/word-cases.ts';
import { isFresh, SHAPE, sampleOf, TOKEN } from '../../model/placeholders.ts';
import type { Subject } from '../../model/subject.ts';
import { type Attempt, valueOfLast, withValue } from '../laboratory.ts';
import { type Dig, tries } from './dig.ts';

const baseOf = ({ rule }: Subject): string => rule.automaton?.classes[0]?.sample ?? 'b';

/** How many characters a value has. */
export const lengthOf = (subject: Subject, value: string): number => [...sampleOf(value, subject.maker)].length;

/** A word that may be sent: one without a new name in it only where nothing of it exists. */
const sendable = ({ laboratory, symptom }: Dig, { place, ref, rule }: Subject, word: string): string | undefined => {
  if (!rule.automaton || isFresh(word)) return word;
  const { nameSubject, containers } = symptom.model;
  // Names are unique only within a container, which each attempt has of its own.
  const isNew = place !== 'body' || (nameSubject?.ref === ref && containers.length > 0);
  return laboratory.freshContainers && isNew ? SHAPE + word : undefined;
};

/**
 * Makes the value that is left shorter and plainer, as long as the rules say the same of what is really
 * sent, and the server too.
 */
export const shrinkValue = async (dig: Dig, start: Attempt, subject: Subject): Promise<Attempt> => {
  if (subject.values.length > 0) return start;
  const verdictOf = (value: string): string => subject.broken(sampleOf(value, subject.maker)).join();
  const own = ({ steps }: Attempt): string[] => [...valueOfLast(steps, subject.ref).replace(SHAPE, '')];
  const first = own(start).join('');
  const verdict = verdictOf(first);
  let best = start;
  const accept = async (word: string): Promise<boolean> => {
    const value = word === '' ? undefined : sendable(dig, subject, word);
    if (value === undefined || verdictOf(value) !== verdict) return false;
    const next = await tries(dig, withValue(best.steps, subject.ref, value));
    best = next ?? best;
    return next !== undefined;
  };
  if (subject.rule.automaton && isFresh(first)) await accept(first.replaceAll(TOKEN, baseOf(subject)));
  // Halves first, then single characters.
  for (let size = Math.max(1, Math.floor(own(start).length / 2)); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < own(best).length && dig.left() > 20; )
      if (!(await accept(own(best).toSpliced(at, size).join('')))) at += size;
  return best;
};

interface Text {
  readonly attempt: Attempt;
  readonly length: number;
}

/** Where the border of a length really lies. */
export interface Bound {
  /** The shortest text on the wrong side, or the longest where too short ones are refused. */
  readonly wrong: Text;
  /** The nearest one that is answered rightly. */
  readonly right: Text;
  /** For a server that takes more than it may: the longest it takes, undefined where none was refused. */
  readonly most: number | undefined;
  readonly tried: number;
}

/** Finds by bisection between which two lengths, one answered wrongly and one rightly, the answer changes. */
export const findBound = async (
  dig: Dig,
  { steps }: Attempt,
  subject: Subject,
  [wrong, right]: readonly [number, number],
): Promise<Bound | undefined> => {
  const { rule, maker, values, ref } = subject;
  const isBounded = maker !== undefined && values.length === 0 && rule.most < Number.POSITIVE_INFINITY;
  const ask = async (length: number): Promise<Text | undefined> => {
    const value = rule.hasPatterns || isBounded ? ofLength(subject, length) : 'k'.repeat(length);
    const attempt = value === undefined ? undefined : await dig.attempt(withValue(steps, ref, value));
    return attempt && { attempt, length };
  };
  const bisect = async (bad: Text, good: Text): Promise<readonly [Text, Text]> => {
    const between = Math.floor((bad.length + good.length) / 2);
    const middle = Math.abs(bad.length - good.length) > 1 ? await ask(between) : undefined;
    if (!middle) return [bad, good];
    return dig.shows(middle.attempt) ? bisect(middle, good) : bisect(bad, middle);
  };
  const bad = await ask(wrong);
  const good = bad && dig.shows(bad.attempt) ? await ask(right) : undefined;
  if (!bad || !good?.attempt.isRight) return undefined;
  const [worst, best] = await bisect(bad, good);
  const found = { wrong: worst, right: best };
  if (wrong < right || bad.attempt.deviation?.prediction.outcome === 'success')
    return { ...found, most: undefined, tried: worst.length };
  // How far a server goes that takes more than it may; above this a path is refused for reasons of HTTP.
  let low = worst;
  for (const length of [255, 256, 512, 1024].filter((each) => each > worst.length)) {
    const next = await ask(length);
    if (!next) break;
    if (!dig.shows(next.attempt)) {
      const [longest, refused] = await bisect(low, next);
      return { ...found, most: longest.length, tried: refused.length };
    }
    low = next;
  }
  return { ...found, most: undefined, tried: low.length };
};

/** The first of some values that is answered as it must be. */
export const rightValue = async (
  { attempt }: Dig,
  { steps }: Attempt,
  { ref }: Subject,
  values: readonly string[],
): Promise<Attempt | undefined> => {
  for (const value of values) {
    const answered = await attempt(withValue(steps, ref, value));
    if (answered?.isRight) return answered;
  }
  return undefined;
};

const MOST_NEIGHBOURS = 8;

/** One edit away from a value, on the valid side. */
export const findNeighbour = (dig: Dig, bad: Attempt, subject: Subject): Promise<Attempt | undefined> => {
  const near = validNeighbours(subject, valueOfLast(bad.steps, subject.ref));
  const values = subject.values.length > 0 ? near : near.flatMap((word) => sendable(dig, subject, word) ?? []);
  return rightValue(dig, bad, subject, values.slice(0, MOST_NEIGHBOURS));
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

/** What a refused word has in it that an accepted one lacks. */
export interface Construct {
  /** As characters of the classes' samples: `__`; empty where nothing but plain characters is in it. */
  readonly core: string;
  readonly place: 'start' | 'middle' | 'end' | 'anywhere';
  /** The plain characters themselves, without the new name. */
  readonly literal: string;
}

/**
 * Finds what a server refuses in a word, by asking for the same piece at other places.
 *
 * @param bad the shortest word that is refused.
 */
export const findConstruct = async (dig: Dig, bad: Attempt, subject: Subject): Promise<Construct> => {
  const value = valueOfLast(bad.steps, subject.ref);
  const base = baseOf(subject);
  const shape = shapeOf(subject, value);
  const first = shape.findIndex((character) => character !== base);
  const last = shape.findLastIndex((character) => character !== base);
  const core = shape.slice(first, last + 1).join('');
  const found: Construct = { core: first < 0 ? '' : core, place: 'anywhere', literal: literalOf(value) };
  if (first < 0) return found;
  const own = first === 0 ? 'start' : last === shape.length - 1 ? 'end' : 'middle';
  const places = { start: `${core}${TOKEN}`, middle: `${TOKEN}${core}${TOKEN}`, end: `${TOKEN}${core}` };
  for (const [place, word] of Object.entries(places)) {
    if (place === own || !subject.isValid(sampleOf(word, subject.maker))) continue;
    const attempt = await dig.attempt(withValue(bad.steps, subject.ref, word));
    if (attempt && !dig.shows(attempt)) return { ...found, place: own };
  }
  return found;
};

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
  return place === 'end' ? shape.endsWith(core) : shape.includes(core);
};

const FOREIGN = '\u{1f433}';

/** What the rule's clauses say of a word that is refused though it is valid: which of them permits what is in it. */
export const permittingClause = (subject: Subject, { core, place }: Construct): string | undefined => {
  const base = baseOf(subject);
  const brokenWith = (piece: string): string[] =>
    subject.broken(`${place === 'start' ? '' : base}${piece}${place === 'end' ? '' : base}`);
  const last = [...core].at(-1) ?? '';
  // Once more of the same is what a limit forbids; else what is permitted there is what another character is not.
  const [more] = last === '' ? [] : brokenWith(core + last);
  const middle = subject.broken(`${base}${FOREIGN}${base}`);
  const own = brokenWith(FOREIGN);
  return more ?? own.find((id) => !middle.includes(id)) ?? middle[0] ?? own[0];
};
