// \p{C} has the private use characters, \p{DI} fillers, joiners and selectors; Braille has a blank of its own.
const HIDDEN = /[\p{C}\p{Z}\p{DI}\u2800]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', ' ': ' ' };

/**
 * A text in which nothing is hidden: control and private use characters, bidirectional marks, fillers, odd
 * blanks and lone surrogates become escapes as in JavaScript, so that what a server sent can neither move a terminal's
 * cursor nor break XML. A `block` keeps its line ends and tabs.
 */
export const visibleText = (text: string, layout: 'line' | 'block' = 'line'): string =>
  (layout === 'block' ? text.replaceAll('\r\n', '\n') : text).replace(HIDDEN, (character) => {
    if (layout === 'block' && (character === '\n' || character === '\t')) return character;
    const short = SHORT[character];
    if (short !== undefined) return short;
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });

/** A text in which letters that look like those of ASCII (the sign of kelvins, say) are escapes. */
export const plainLetters = (text: string): string =>
  text.replace(/[^\0-\x7f]/gu, (character) =>
    /\p{L}/u.test(character) && /^[a-z]+$/i.test(character.normalize('NFKC'))
      ? `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      : character,
  );

/** Both ends of a text and its length, where it has more than `most` characters. */
export const shortenText = (text: string, most: number): { readonly text: string; readonly length: number } => {
  const characters = Array.from(text);
  const length = characters.length;
  if (length <= most) return { text, length };
  const tail = Math.floor((most - 1) / 3);
  const head = most - 1 - tail;
  return { text: `${characters.slice(0, head).join('')}…${characters.slice(length - tail).join('')}`, length };
};
