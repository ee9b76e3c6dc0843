import { classOf } from '../rules/automaton.ts';
import type { Subject } from '../subject.ts';

/** A character that naming rules often let through by mistake, and the kinds it belongs to. */
export interface OddCharacter {
  readonly character: string;
  readonly name: string;
}

/** What people and programs put into names, plainest first. */
export const ODD_CHARACTERS: readonly OddCharacter[] = [
  ['A', 'upper case'],
  ['Q', 'upper case'],
  ['Z', 'upper case'],
  ['.', 'dot'],
  ['/', 'slash'],
  ['\\', 'backslash'],
  [' ', 'space'],
  ['@', 'at sign'],
  ['[', 'bracket'],
  ['`', 'backtick'],
  ['{', 'brace'],
  [':', 'colon'],
  ['$', 'dollar'],
  ['+', 'plus'],
  ['*', 'star'],
  ['~', 'tilde'],
  ['!', 'exclamation mark'],
  ['#', 'hash'],
  ['&', 'ampersand'],
  [',', 'comma'],
  [';', 'semicolon'],
  ['=', 'equals sign'],
  ['?', 'question mark'],
  ['<', 'angle bracket'],
  ['|', 'bar'],
  ['^', 'caret'],
  ['(', 'parenthesis'],
  ['"', 'quote'],
  ["'", 'apostrophe'],
  ['%', 'percent sign'],
  ['\n', 'newline'],
  ['\r', 'carriage return'],
  ['\t', 'tab'],
  ['\0', 'NUL'],
  ['\x1b', 'escape'],
  ['\x7f', 'delete'],
  ['\u00a0', 'no-break space'],
  ['\u200b', 'zero-width space'],
  ['\u2028', 'line separator'],
  ['\ufeff', 'byte order mark'],
  ['\u00e9', 'letter with accent'],
  ['\u00df', 'sharp s'],
  ['\u0131', 'dotless i'],
  ['\u212a', 'Kelvin sign'],
  ['\u017f', 'long s'],
  ['\u0436', 'Cyrillic letter'],
  ['\u03b1', 'Greek letter'],
  ['\u4e2d', 'Chinese character'],
  ['\uff41', 'full-width letter'],
  ['\uff11', 'full-width digit'],
  ['\u0663', 'Arabic digit'],
  ['\u00b2', 'superscript digit'],
  ['\u2013', 'en dash'],
  ['\u2010', 'Unicode hyphen'],
  ['\uff3f', 'full-width underscore'],
  ['\u0301', 'combining accent'],
  ['\u{1f600}', 'emoji'],
].map(([character = '', name = '']) => ({ character, name }));

const NAMES = new Map(ODD_CHARACTERS.map(({ character, name }) => [character, name]));

/** The kinds of the characters of a value which its rule never allows. */
export const characterTags = (subject: Subject, value: string): string[] => {
  const { automaton } = subject.rule;
  if (!automaton) return [];
  const tags = new Set<string>();
  for (const character of value) {
    const foreign = classOf(automaton, character);
    if (foreign < 0 || isUsed(automaton.next, automaton.accepts, foreign)) continue;
    tags.add('foreign');
    for (const kind of kindsOf(character)) tags.add(kind);
  }
  return [...tags];
};

/** Whether some accepted word holds a character of the class. */
const isUsed = (next: readonly (readonly number[])[], accepts: readonly boolean[], index: number): boolean => {
  const alive = new Set(accepts.flatMap((accepted, state) => (accepted ? [state] : [])));
  for (let before = -1; before !== alive.size; ) {
    before = alive.size;
    for (const [state, targets] of next.entries()) if (targets.some((target) => alive.has(target))) alive.add(state);
  }
  return next.some((targets, state) => alive.has(state) && alive.has(targets[index] ?? -1));
};

const kindsOf = (character: string): string[] => {
  const kinds = [`character ${NAMES.get(character) ?? character}`];
  const matching: [RegExp, string][] = [
    [/\p{L}/u, 'letter'],
    [/[^\0-\x7f]/u, 'non-ASCII'],
    [/[^\0-\x7f]/u.test(character) ? /\p{L}/u : /(?!)/, 'non-ASCII letter'],
    [/[^\0-\x7f]/u.test(character) ? /\p{N}/u : /(?!)/, 'non-ASCII digit'],
    [/\s/u, 'white space'],
    [/\p{Cc}/u, 'control'],
    [/[\n\r\u2028]/u, 'line end'],
    [/[!-/:-@[-`{-~]/u, 'punctuation'],
    [/\p{Pd}/u, 'dash'],
    [/[\u{10000}-\u{10ffff}]/u, 'beyond the BMP'],
  ];
  for (const [pattern, kind] of matching) if (pattern.test(character)) kinds.push(kind);
  return kinds;
};
