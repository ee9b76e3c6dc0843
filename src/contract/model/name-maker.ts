import { type Automaton, classOf, isForeign, isIn, type Ranges, run } from './automaton.ts';

/** Placeholders in the values of a case: each case gets texts of its own for them. */
const FIRST_NAME = 0xe010;

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

const PLACEHOLDER = /[\uE001-\uE003\uE010-\uE05F]/g;
const NAMES = /[\uE010-\uE05F]/;

/** Whether a value is new in each case. */
export const isFresh = (value: string): boolean => NAMES.test(value);

/** What the placeholders of one case stand for. */
export interface Naming {
  /** Makes the names of the case; those of two cases differ. */
  readonly serial: number;
  /** The same for what is made before, which cases may share. */
  readonly holder: number;
  readonly container: string;
  readonly otherContainer: string;
}

/** Makes texts that keep a rule, all of one length and through the same states of its automaton. */
export interface NameMaker {
  readonly length: number;
  /** How many different texts there are. */
  readonly capacity: number;
  /** The text of a number; other numbers give other texts, as long as there are any. */
  readonly make: (serial: number, run: number) => string;
  /** A plain text of this many characters; undefined where the rule has none. */
  readonly ofLength: (length: number) => string | undefined;
  /** The word with other characters of the same classes. */
  readonly vary: (word: string, serial: number) => string;
}

/** Sets of characters to make names of, plainest first; a server that refuses one of a set gets the other. */
export const ALPHABETS = [0, 1] as const;
/** In an order that makes no words. */
const PLAIN = ['dfghjkmnprlqstvwxyzcbaeiou', 'DFGHJKMNPRLQSTVWXYZCBAEIOU', '5678901234'];
const SET_SIZE = 10;
const LENGTH = 11;
/** Names of one run, and of how many runs they should differ. */
const SERIALS = 2 ** 16;
const RUNS = 2 ** 18;
/** With fewer names than this, two cases may meet. */
const SCARCE = 10_000;

/** Whether a rule has so few names that each case needs a place of its own. */
export const isScarce = (maker: NameMaker | undefined): boolean => maker !== undefined && maker.capacity < SCARCE;

/**
 * Makes names of a rule from its own automaton, so that capitals, digits or Chinese characters are as
 * good as letters.
 *
 * @param automaton undefined where a rule has no patterns: then letters keep it.
 */
export const createNameMaker = (
  automaton: Automaton | undefined,
  least: number,
  most: number,
  alphabet: number = ALPHABETS[0],
): NameMaker | undefined => {
  const rule = automaton ?? LETTERS;
  const all = rule.classes.map(({ ranges }) => charactersOf(ranges));
  const second = (set: readonly string[]): readonly string[] =>
    set.slice(alphabet === 1 && set.length >= 2 * SET_SIZE ? SET_SIZE : 0).slice(0, SET_SIZE);
  let sets = all.map(second);
  let path = pickPath(rule, sets, least, most);
  // A short rule needs every character it has.
  if (path && pathCapacity(path) < SCARCE) {
    sets = all;
    path = pickPath(rule, sets, least, most);
  }
  if (!path) return undefined;
  const own = path;
  const capacity = pathCapacity(own);
  const runs = Math.floor(capacity / SERIALS);
  const fill = (length: number): string | undefined => {
    const found = walk(rule, sets, length);
    return found && write(found, length);
  };
  return {
    length: own.length,
    capacity,
    make: (serial, runNumber) =>
      write(own, runs > 0 ? (serial % SERIALS) + (runNumber % runs) * SERIALS : (serial + runNumber) % capacity),
    ofLength: fill,
    vary: (word, serial) =>
      [...word]
        .map((character, position) => {
          // Of those that the rule does not take, a server may take some.
          const kind = isForeign(rule, character) ? undefined : KINDS.find((each) => each.test(character));
          const set = (sets[classOf(rule, character)] ?? []).filter((each) => kind?.test(each));
          return set[(serial + position * 3) % set.length] ?? character;
        })
        .join(''),
  };
};

/** Characters of one class may be of several kinds for people. */
const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /\p{Lo}/u];

const LETTERS: Automaton = {
  classes: [{ ranges: [{ min: 97, max: 122 }], sample: 'a' }],
  next: [[0]],
  accepts: [true],
};

/** The characters of a class that people use in names, plainest first. */
const charactersOf = (ranges: Ranges): readonly string[] => {
  const plain = [...PLAIN.join('')].filter((character) => isIn(ranges, character));
  if (plain.length > 0) return plain;
  const found: string[] = [];
  for (const { min, max } of ranges)
    for (let code = min; code <= Math.min(max, min + 200) && found.length < 2 * SET_SIZE; code += 1)
      if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(code))) found.push(String.fromCodePoint(code));
  return found.length > 0 ? found : [String.fromCodePoint(ranges[0]?.min ?? 0)];
};

/** The set of characters at each place of a text. */
type Path = readonly (readonly string[])[];

/** A path with room enough, not much longer than need be; else the one with most room. */
const pickPath = (automaton: Automaton, sets: Path, least: number, most: number): Path | undefined => {
  const longest = Math.min(most, Math.max(least, LENGTH) + SET_SIZE);
  const lengths = Array.from({ length: longest }, (_, index) => index + 1).filter((length) => length >= least);
  const paths = lengths.flatMap((length) => [walk(automaton, sets, length) ?? []]).filter(({ length }) => length > 0);
  const roomy = paths.find((path) => path.length >= LENGTH && pathCapacity(path) >= SERIALS * RUNS);
  return roomy ?? paths.toSorted((left, right) => pathCapacity(right) - pathCapacity(left))[0];
};

/** A way of so many characters from the start to an accepting state, through the roomiest and plainest classes. */
const walk = ({ next, accepts }: Automaton, sets: Path, length: number): Path | undefined => {
  // From the end: how good the best way of so many characters is from each state.
  let scores = accepts.map((accepted) => (accepted ? 0 : Number.NEGATIVE_INFINITY));
  const choices: number[][] = [];
  for (let rest = 1; rest <= length; rest += 1) {
    const picked: number[] = [];
    const before = scores;
    scores = next.map((targets, state) => {
      const ways = targets.map((target, index) => (before[target] ?? 0) + ((sets[index]?.length ?? 0) >= 3 ? 1 : 0));
      const best = Math.max(...ways);
      picked[state] = ways.indexOf(best);
      return best;
    });
    choices.unshift(picked);
  }
  if (scores[0] === Number.NEGATIVE_INFINITY) return undefined;
  let state = 0;
  return choices.map((picked) => {
    const index = picked[state] ?? 0;
    state = next[state]?.[index] ?? state;
    return sets[index] ?? [];
  });
};

// No character twice in a row, which a server may refuse: one of a set is lost behind the same set.
const isReduced = (path: Path, place: number): boolean =>
  path[place] === path[place - 1] && (path[place]?.length ?? 0) > 2;

const sizeAt = (path: Path, place: number): number => (path[place]?.length ?? 1) - (isReduced(path, place) ? 1 : 0);

const pathCapacity = (path: Path): number =>
  Math.min(
    Number.MAX_SAFE_INTEGER,
    path.reduce((product, _, place) => product * sizeAt(path, place), 1),
  );

/** The text of a number: a digit for each place, the last one the lowest. */
const write = (path: Path, number: number): string => {
  let rest = number;
  const digits = path.map(() => 0);
  for (let place = path.length - 1; place >= 0; place -= 1) {
    digits[place] = rest % sizeAt(path, place);
    rest = Math.floor(rest / sizeAt(path, place));
  }
  let last = -1;
  return path
    .map((set, place) => {
      const digit = digits[place] ?? 0;
      last = isReduced(path, place) ? (last + 1 + digit) % set.length : digit;
      return set[last] ?? '';
    })
    .join('');
};

/** A value with the texts of one case in the places of its placeholders. */
export const fillIn = (value: string, maker: NameMaker | undefined, naming: Naming, runNumber: number): string => {
  const text = value.replace(PLACEHOLDER, (mark) => {
    if (mark === CONTAINER) return naming.container;
    if (mark === OTHER_CONTAINER) return naming.otherContainer;
    const serial = mark === HOLDER ? naming.holder : naming.serial + (mark.charCodeAt(0) - FIRST_NAME);
    return maker?.make(serial, runNumber) ?? '';
  });
  return text.startsWith(SHAPE) ? (maker?.vary(text.slice(1), naming.serial) ?? text.slice(1)) : text;
};

/** A value as its rule sees it: some text in the place of each placeholder. */
export const sampleOf = (value: string, maker: NameMaker | undefined): string =>
  value.replace(PLACEHOLDER, (mark) => maker?.make(mark.charCodeAt(0) % 97, 1) ?? 'dfghjkm').replace(SHAPE, '');

/** A value for people: the first new name as `t`, others as `u`, what was there before as `h`. */
export const showValue = (value: string): string =>
  value.replace(SHAPE, '').replace(PLACEHOLDER, (mark) => (mark < TOKEN ? 'h' : mark === TOKEN ? 't' : 'u'));

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
  let before = 0;
  for (const [index, character] of characters.entries()) {
    const after = run(automaton, character, before);
    if (/[\p{L}\p{N}]/u.test(character) && run(automaton, maker.make(1, 1), before) === after)
      return characters.with(index, TOKEN).join('');
    before = after;
  }
  return undefined;
};
