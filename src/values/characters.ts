import { type Automaton, isForeign } from './automaton.ts';

/** A kind of characters that naming rules often let through, or refuse, by mistake. */
export interface CharacterKind {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
}

const KINDS: readonly (CharacterKind & { readonly test: RegExp })[] = [
  { id: 'capital', en: 'a capital letter', zh: '大写字母', test: /[A-Z]/ },
  { id: 'letter', en: 'a lowercase letter', zh: '小写字母', test: /[a-z]/ },
  { id: 'digit', en: 'a digit', zh: '数字', test: /[0-9]/ },
  { id: 'line-end', en: 'a line end', zh: '换行符', test: /[\n\r\u2028\u2029]/ },
  { id: 'control', en: 'a control character', zh: '控制字符', test: /\p{Cc}/u },
  { id: 'blank', en: 'a blank', zh: '空白字符', test: /\s/u },
  { id: 'non-ascii', en: 'a character beyond ASCII', zh: '非 ASCII 字符', test: /[^\0-\x7f]/u },
];

/** The kind of a character; a mark of ASCII is a kind by itself. */
export const kindOf = (character: string): CharacterKind => {
  const found = KINDS.find(({ test }) => test.test(character));
  if (found) return found;
  const name = JSON.stringify(character);
  return { id: character === '/' ? 'slash' : character, en: name, zh: name };
};

/**
 * Characters of every kind that people and programs put into names, plainest first. The last three are
 * a digit for `\d` in many languages, and an "s" and a "k" where case is not looked at.
 */
export const ODD_CHARACTERS: readonly string[] = [
  ...[
    'A',
    '.',
    ' ',
    '/',
    '@',
    ':',
    '+',
    '%',
    '\n',
    'b',
    '5',
    '\u00e9',
    '\u4e2d',
    '\u{1f600}',
    '\u0663',
    '\u017f',
    '\u212a',
  ],
];

/** Every character of classes of a few dozen. */
export const ordinaryCharacters = ({ classes }: Automaton): string[] =>
  classes.flatMap(({ ranges }) => {
    const size = ranges.reduce((sum, { min, max }) => sum + max - min + 1, 0);
    if (size < 2 || size > 100) return [];
    return ranges.flatMap(({ min, max }) =>
      Array.from({ length: max - min + 1 }, (_, index) => String.fromCodePoint(min + index)),
    );
  });

/** The first and last character of each range that the rule takes, and those just outside of it. */
export const edgeCharacters = (automaton: Automaton): string[] =>
  automaton.classes.flatMap(({ ranges, sample }) =>
    isForeign(automaton, sample)
      ? []
      : ranges.flatMap(({ min, max }) =>
          (max > min ? [min - 1, min, max, max + 1] : []).filter(isCodePoint).map((code) => String.fromCodePoint(code)),
        ),
  );

const isCodePoint = (code: number): boolean => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
