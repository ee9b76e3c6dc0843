import { type Automaton, classOf, isForeign, isIn, type Ranges } from './automaton.ts';

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

/** In an order that makes no words. */
const PLAIN = [...'dfghjkmnprlqstvwxyzcbaeiouDFGHJKMNPRLQSTVWXYZCBAEIOU5678901234'];
const SET_SIZE = 10;
const LENGTH = 11;
/** Names of one run, and of how many runs they should differ. */
const SERIALS = 2 ** 16;
const RUNS = 2 ** 18;
/** With fewer names than this, two cases may meet. */
const SCARCE = 10_000;

/** Whether a rule has so few names that each case needs a place of its own. */
export const isScarce = (maker: NameMaker | undefined): boolean => maker !== undefined && maker.capacity < SCARCE;

const LETTERS: Automaton = {
  classes: [{ ranges: [{ min: 97, max: 122 }], sample: 'a' }],
  next: [[0]],
  accepts: [true],
};

/**
 * Makes names of a rule from its own automaton, so that capitals, digits or Chinese characters are as
 * good as letters.
 *
 * @param automaton undefined where a rule has no patterns: then letters keep it.
 * @param alphabet 1 for other characters than those that come first, where there are enough.
 */
export const createNameMaker = (
  automaton: Automaton | undefined,
  least: number,
  most: number,
  alphabet = 0,
): NameMaker | undefined => {
  const rule = automaton ?? LETTERS;
  const all = rule.classes.map(({ ranges }) => charactersOf(ranges));
  const few = all.map((set) => {
    const start = alphabet === 1 && set.length >= 2 * SET_SIZE ? SET_SIZE : 0;
    return set.slice(start, start + SET_SIZE);
  });
  // A short rule needs every character it has.
  const plain = pickPath(walkThrough(rule, few), least, most);
  const isTight = plain !== undefined && capacityOf(plain) < SCARCE;
  const sets = isTight ? all : few;
  const walk = walkThrough(rule, sets);
  const path = isTight ? pickPath(walk, least, most) : plain;
  if (!path) return undefined;
  const write = writeOn(path);
  const capacity = capacityOf(path);
  const runs = Math.floor(capacity / SERIALS);
  return {
    length: path.length,
    capacity,
    make: (serial, run) => write(runs > 0 ? (serial % SERIALS) + (run % runs) * SERIALS : (serial + run) % capacity),
    ofLength: (length) => {
      const found = walk(length);
      return found && writeOn(found)(length);
    },
    vary: (word, serial) =>
      [...word]
        .map((character, place) => {
          // Of those that the rule does not take, a server may take some.
          const kind = isForeign(rule, character) ? undefined : KINDS.find((each) => each.test(character));
          const set = (sets[classOf(rule, character)] ?? []).filter((each) => kind?.test(each));
          return set[(serial + place * 3) % set.length] ?? character;
        })
        .join(''),
  };
};

/** Characters of one class may be of several kinds for people. */
const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /\p{Lo}/u];

/** The characters of a class that people use in names, plainest first. */
const charactersOf = (ranges: Ranges): readonly string[] => {
  const plain = PLAIN.filter((character) => isIn(ranges, character));
  if (plain.length > 0) return plain;
  const others = ranges
    .flatMap(({ min, max }) => Array.from({ length: Math.min(max - min, 200) + 1 }, (_, index) => min + index))
    .map((code) => String.fromCodePoint(code));
  const shown = others.filter((character) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(character)).slice(0, 2 * SET_SIZE);
  return shown.length > 0 ? shown : others.slice(0, 1);
};

/** The set of characters at each place of a text. */
type Path = readonly (readonly string[])[];

/** A path with room enough, not much longer than need be; else the one with most room. */
const pickPath = (walk: Walk, least: number, most: number): Path | undefined => {
  const longest = Math.min(most, Math.max(least, LENGTH) + SET_SIZE);
  const paths: Path[] = [];
  for (let length = Math.max(1, least); length <= longest; length += 1) {
    const path = walk(length);
    if (path) paths.push(path);
  }
  const roomy = paths.find((path) => path.length >= LENGTH && capacityOf(path) >= SERIALS * RUNS);
  return roomy ?? paths.toSorted((left, right) => capacityOf(right) - capacityOf(left))[0];
};

/** A way of so many characters from the start to an accepting state, through the roomiest and plainest classes. */
type Walk = (length: number) => Path | undefined;

const walkThrough = ({ next, accepts }: Automaton, sets: Path): Walk => {
  const gains = sets.map(({ length }) => (length >= 3 ? 1 : 0));
  // By how many characters are left, and by state: how good the best way to the end is, and by which class.
  const scores = [accepts.map((accepted) => (accepted ? 0 : Number.NEGATIVE_INFINITY))];
  const choices: number[][] = [[]];
  const extend = (): void => {
    const before = scores.at(-1) ?? [];
    const ways = next.map((targets) => targets.map((target, index) => (before[target] ?? 0) + (gains[index] ?? 0)));
    const best = ways.map((own) => Math.max(...own));
    scores.push(best);
    choices.push(ways.map((own, state) => own.indexOf(best[state] ?? 0)));
  };
  return (length) => {
    while (scores.length <= length) extend();
    if (scores[length]?.[0] === Number.NEGATIVE_INFINITY) return undefined;
    let state = 0;
    return Array.from({ length }, (_, place) => {
      const index = choices[length - place]?.[state] ?? 0;
      state = next[state]?.[index] ?? state;
      return sets[index] ?? [];
    });
  };
};

// No character twice in a row, which a server may refuse: one of a set is lost behind the same set.
const isReduced = (path: Path, place: number): boolean =>
  path[place] === path[place - 1] && (path[place]?.length ?? 0) > 2;

const sizeAt = (path: Path, place: number): number => (path[place]?.length ?? 1) - (isReduced(path, place) ? 1 : 0);

const capacityOf = (path: Path): number => {
  const product = path.reduce((found, _, place) => found * sizeAt(path, place), 1);
  return Math.min(Number.MAX_SAFE_INTEGER, product);
};

/** Writes the text of a number: a digit for each place, the last one the lowest. */
const writeOn = (path: Path): ((number: number) => string) => {
  const reduced = path.map((_, place) => isReduced(path, place));
  const sizes = path.map((_, place) => sizeAt(path, place));
  return (number) => {
    let rest = number;
    const digits = sizes.toReversed().map((size) => {
      const digit = rest % size;
      rest = Math.floor(rest / size);
      return digit;
    });
    let last = -1;
    let text = '';
    for (const [place, set] of path.entries()) {
      const digit = digits[path.length - 1 - place] ?? 0;
      last = reduced[place] ? (last + 1 + digit) % set.length : digit;
      text += set[last] ?? '';
    }
    return text;
  };
};
