/**
 * A text in which nothing is hidden: control characters and marks that turn the direction of writing
 * become escapes. A `block` keeps its line ends and tabs.
 */
export const visibleText = (text: string, layout: 'line' | 'block' = 'line'): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    if (layout === 'block' && (character === '\n' || character === '\t')) return character;
    if (layout === 'block' && character === '\r') return '';
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });

/** The beginning of a text, with a sign that it goes on. */
export const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** JSON over several lines, or the text as it is where it is none. */
export const prettyJson = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
