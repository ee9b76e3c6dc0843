import { REMOVED } from './is-secret.ts';

/** Shorter texts are in too many words to be hidden. */
const SHORTEST = 3;
/** Shorter texts may be values that a server has to repeat: they are hidden once it was judged. */
export const SURELY_SECRET = 6;
/** Shorter texts, of which only a client says that they are secrets, may be names that it uses elsewhere. */
export const NO_WORD = 12;
const MARKUP: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/**
 * Takes secrets out of texts that repeat them, as they are or as a URL, JSON or a page writes them.
 *
 * @param secrets asked each time, since credentials may be renewed.
 */
export const hideSecrets = (
  secrets: () => readonly string[],
  shortest: number = SHORTEST,
): ((text: string) => string) => {
  let hiders: readonly ((text: string) => string)[] = [];
  let known = '';
  return (text) => {
    const words = [...new Set(secrets())].filter(({ length }) => length >= shortest);
    const key = words.join('\n');
    if (key !== known)
      hiders = words
        .toSorted((left, right) => right.length - left.length)
        .flatMap(piecesOf)
        .map(createHider);
    known = key;
    return hiders.reduce((rest, hide) => hide(rest), text);
  };
};

/** A text that is cut off, without the beginning of a secret at its end. */
export const hideCutSecret = (text: string, secrets: Iterable<string>): string => {
  for (const secret of secrets)
    for (let length = secret.length - 1; length >= SURELY_SECRET && secret.length >= NO_WORD; length -= 1)
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + REMOVED;
  return text;
};

/** Longer patterns are too large to be compiled. */
const LONGEST = 256;

const piecesOf = (word: string): string[] => {
  const size = Math.ceil(word.length / Math.ceil(word.length / LONGEST));
  return word.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
};

const createHider = (word: string): ((text: string) => string) => {
  // These are written in one way only, so most texts need no pattern.
  const [plain = ''] = (word.match(/[\w-]+/g) ?? []).toSorted((left, right) => right.length - left.length);
  let pattern: RegExp | undefined;
  return (text) => {
    if (!text.includes(plain)) return text;
    pattern ??= new RegExp((word.match(/\\+|[^\\]/gsu) ?? []).map(spellings).join(''), 'g');
    return text.replace(pattern, REMOVED);
  };
};

const anyCase = (text: string): string =>
  text.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/**
 * All ways to write one character, and before it the backslashes of JSON within JSON. Each text is read in one
 * way only: else what almost fits would be tried in all combinations. So backslashes in a row are one here.
 */
const spellings = (character: string, index: number, all: readonly string[]): string => {
  if (/[\w-]/.test(character)) return character;
  const { length } = character;
  if (character.startsWith('\\'))
    return `(?:\\\\{${length},${4 * length + 3}}|(?:\\\\{0,3}(?:${numbersOf('\\').join('|')})){${length}})`;
  const letter = JSON.stringify(character).replace(/^"\\(\w)"$/, '$1');
  const utf8 = encodeURIComponent(character.toWellFormed());
  const ways = [
    character.replace(/[\\^$.|?+*()[\]{}/]/g, '\\$&'),
    ...numbersOf(character),
    ...(letter.length === 1 ? [letter] : []),
    ...(utf8 === character ? [] : [anyCase(utf8).replaceAll('%', '%(?:25)*')]),
    ...(character in MARKUP ? [`&${MARKUP[character]};`] : []),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `${all[index - 1]?.startsWith('\\') ? '' : '\\\\{0,3}'}(?:${[...new Set(ways)].join('|')})`;
};

/** A character by its number: of a URL, a page, JSON. */
const numbersOf = (character: string): string[] => {
  const code = character.codePointAt(0) ?? 0;
  const hex = anyCase(code.toString(16).padStart(2, '0'));
  const halves = character.split('').map((half) => anyCase(half.charCodeAt(0).toString(16).padStart(4, '0')));
  return [`%(?:25)*${hex}`, `&#0*${code};`, `&#[xX]0*${hex};`, `u${halves.join('\\\\{0,3}u')}`];
};
