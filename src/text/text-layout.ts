const WIDE =
  '\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60\\uffe0-\\uffe6\\p{Emoji_Presentation}\\u{20000}-\\u{3fffd}';
const IS_WIDE = new RegExp(`[${WIDE}]`, 'u');
const HAS_NO_WIDTH = /\p{M}/u;
// Chinese text may break after any character, but no line begins with a closing mark.
const ATOMS = new RegExp(`\\s+|(?:[${WIDE}]|[^\\s${WIDE}]+)[、。，；：！？）」》]*`, 'gu');

/** Columns that a text without control characters takes on a terminal. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += IS_WIDE.test(character) ? 2 : HAS_NO_WIDTH.test(character) ? 0 : 1;
  return width;
};

/** Fills up with blanks on the right to a number of columns. */
export const padRight = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/** Breaks a text into lines of at most `width` columns, inside a word only where the word is longer. */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const atom of text.match(ATOMS) ?? []) {
    if (displayWidth(line) + displayWidth(atom.trimEnd()) > width && line !== '') flush();
    if (line === '' && atom.trim() === '') continue;
    if (displayWidth(atom) <= width) {
      line += atom;
      continue;
    }
    for (const character of atom) {
      if (displayWidth(line) + displayWidth(character) > width) flush();
      line += character;
    }
  }
  if (line.trim() !== '' || lines.length === 0) flush();
  return lines;
};
