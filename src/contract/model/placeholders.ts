import { type Automaton, run } from '../../values/automaton.ts';
import type { NameMaker } from '../../values/name-maker.ts';

/** Placeholders in the values of a case: each case gets texts of its own for them. */
const FIRST_NAME = 0xe010;
const FIRST_NUMBER = 0xe060;
const FIRST_MARK = 0xe070;

/** Stands for the case's k-th new name, from 0. */
export const nameOf = (index: number): string => String.fromCharCode(FIRST_NAME + index);
/** The name of what a case creates. */
export const TOKEN: string = nameOf(0);
/** Another name beside it. */
export const OTHER: string = nameOf(1);
/** The name of what must exist before: a record that is referred to, or that holds the new one. */
export const HOLDER = '\uE001';
/** The container (a namespace, say) that the run creates in. */
export const CONTAINER = '\uE002';
/** Another container. */
export const OTHER_CONTAINER = '\uE003';
/** In front of a word: each of its characters may be another one of the same class. */
export const SHAPE = '\uE004';

/** Stands for the number that the server gave to the k-th record that a case made, from 0, where it numbers them. */
export const numberOf = (index: number): string => String.fromCharCode(FIRST_NUMBER + index);
/** A number that no server gave: no case makes so many records. */
export const NO_NUMBER: string = numberOf(15);

/** Stands for the place that the k-th page of a list, from 0, gave to read on from. */
export const markOf = (page: number): string => String.fromCharCode(FIRST_MARK + page);

/** Which page gave the place that a value stands for; undefined where it stands for none. */
export const pageOf = (mark: string): number | undefined =>
  MARKS.test(mark) ? mark.charCodeAt(0) - FIRST_MARK : undefined;

const PLACEHOLDER = /[\uE001-\uE003\uE010-\uE07F]/g;
const NAMES = /[\uE010-\uE05F]/;
const NUMBERS = /[\uE060-\uE06F]/;
const MARKS = /^[\uE070-\uE07F]$/;

/** Whether a value is new in each case. */
export const isFresh = (value: string): boolean => NAMES.test(value);

/** Whether a value is a number that the server gives. */
export const isNumber = (value: string): boolean => NUMBERS.test(value);

/** In the place of a number that was never given. */
const LARGE = '2147483647';

/** What the placeholders of one case stand for. */
export interface Naming {
  /** Makes the names of the case; those of two cases differ. */
  readonly serial: number;
  /** The same for what is made before, which cases may share. */
  readonly holder: number;
  readonly container: string;
  readonly otherContainer: string;
  /** The numbers that the server gave so far, in the order of their records. */
  readonly numbers: string[];
  /** Where the pages that were read say that the next one begins. */
  readonly marks: string[];
}

/** A value with the texts of one case in the places of its placeholders. */
export const fillIn = (value: string, maker: NameMaker | undefined, naming: Naming, runNumber: number): string => {
  const text = value.replace(PLACEHOLDER, (mark) => {
    if (mark === CONTAINER) return naming.container;
    if (mark === OTHER_CONTAINER) return naming.otherContainer;
    if (mark >= markOf(0)) return naming.marks[mark.charCodeAt(0) - FIRST_MARK] ?? '';
    if (mark >= numberOf(0)) return naming.numbers[mark.charCodeAt(0) - FIRST_NUMBER] ?? LARGE;
    const serial = mark === HOLDER ? naming.holder : naming.serial + (mark.charCodeAt(0) - FIRST_NAME);
    return maker?.make(serial, runNumber) ?? '';
  });
  return text.startsWith(SHAPE) ? (maker?.vary(text.slice(1), naming.serial) ?? text.slice(1)) : text;
};

/** A value as its rule sees it: some text in the place of each placeholder. */
export const sampleOf = (value: string, maker: NameMaker | undefined): string =>
  value
    .replace(PLACEHOLDER, (mark) =>
      mark >= numberOf(0) ? LARGE : (maker?.make(mark.charCodeAt(0) % 97, 1) ?? 'dfghjkm'),
    )
    .replace(SHAPE, '');

/** A value for people: the first new name as `t`, others as `u`, what was there before as `h`, a number as `n`. */
export const showValue = (value: string): string =>
  value
    .replace(SHAPE, '')
    .replace(PLACEHOLDER, (mark) => (mark >= numberOf(0) ? 'n' : mark < TOKEN ? 'h' : mark === TOKEN ? 't' : 'u'));

/**
 * The word with a new name in the place of one of its letters where that changes none of the states it
 * passes through; undefined where it has none such.
 */
export const freshen = (
  word: string,
  automaton: Automaton | undefined,
  maker: NameMaker | undefined,
): string | undefined => {
  if (!maker || !automaton) return undefined;
  const characters = [...word];
  const place = characters.findIndex((character, index) => {
    const before = run(automaton, characters.slice(0, index).join(''));
    const isSame = run(automaton, maker.make(1, 1), before) === run(automaton, character, before);
    return isSame && /[\p{L}\p{N}]/u.test(character);
  });
  return place < 0 ? undefined : characters.with(place, TOKEN).join('');
};
