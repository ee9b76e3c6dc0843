import { REMOVED } from './redact.ts';

/** Shorter texts are in too many words to be hidden. */
const SHORTEST = 3;
/** Shorter texts may be values that a server has to repeat: they are hidden once it was judged. */
export const SURELY_SECRET = 6;
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
  let patterns: readonly RegExp[] = [];
  let compiled = '';
  return (text) => {
    const words = [...new Set(secrets())].filter(({ length }) => length >= shortest);
    const key = words.join('\n');
    if (key !== compiled)
      patterns = words
        .toSorted((left, right) => right.length - left.length)
        .map((word) => new RegExp([...word].map(spellings).join(''), 'g'));
    compiled = key;
    return patterns.reduce((rest, pattern) => rest.replace(pattern, REMOVED), text);
  };
};

/** All ways to write one character. */
const spellings = (character: string): string => {
  if (/[\w-]/.test(character)) return character;
  const plain = (text: string): string => text.replace(/[\\^$.|?+*()[\]{}/]/g, '\\$&');
  const code = character.codePointAt(0) ?? 0;
  const anyCase = (text: string): string =>
    text.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
  const json = [...Array(character.length).keys()]
    .map((index) => `\\\\u${anyCase(character.charCodeAt(index).toString(16).padStart(4, '0'))}`)
    .join('');
  const all = [
    plain(JSON.stringify(character).slice(1, -1)),
    `\\\\?${plain(character)}`,
    anyCase(encodeURIComponent(character.toWellFormed())).replaceAll('%', '%(?:25)*'),
    `%(?:25)*${anyCase(code.toString(16).padStart(2, '0'))}`,
    json,
    `&#0*${code};`,
    `&#[xX]0*${anyCase(code.toString(16))};`,
    ...(character in MARKUP ? [`&${MARKUP[character]};`] : []),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${[...new Set(all)].join('|')})`;
};
