import { visibleText } from '../../../text/visible-text.ts';

/** The beginning of a text from anywhere, nothing of it hidden, with a sign where it goes on. */
export const shorten = (text: string, most: number, layout?: 'block'): string =>
  visibleText(text.length > most ? `${text.slice(0, most)}…` : text, layout);

/** JSON over several lines, or the text as it is where it is none. */
export const prettyJson = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
