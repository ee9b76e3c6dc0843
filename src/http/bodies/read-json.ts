import { strictUtf8 } from './decoders.ts';

/** The value of a JSON text, or why it can't be read. */
export type JsonResult = { readonly value: unknown } | { readonly problem: string };

/** Levels of lists and objects that are read. What goes over a value calls itself once a level. */
export const DEEPEST = 200;

/**
 * Reads a JSON text (RFC 8259), or its bytes in UTF-8. All JSON from outside comes in here, so that
 * nothing behind it meets a value too deep to go over.
 */
export const readJson = (source: string | Uint8Array): JsonResult => {
  try {
    const text = typeof source === 'string' ? source : strictUtf8.decode(source);
    // Before it is parsed: each open bracket costs the parser forty bytes.
    if (isTooDeep(text)) return { problem: `it is nested more than ${DEEPEST} levels deep` };
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: sayError(error as Error) };
  }
};

// A platform quotes what stands around the error: that may be a credential.
const sayError = ({ message }: Error): string =>
  message.replace(/(?:, )?(?:\.{3})?".*"(?:\.{3})?(?: is not valid JSON)?/s, '') || 'it is not valid JSON';

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, [0x5b, 0x7b], [0x5d, 0x7d]];

const isTooDeep = (text: string): boolean => {
  // Most texts have too few brackets, which is soon seen.
  if (!hasMany(text, '[') && !hasMany(text, '{')) return false;
  let depth = 0;
  for (let at = 0; at < text.length && depth <= DEEPEST; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (OPEN.includes(code)) depth += 1;
    else if (CLOSE.includes(code)) depth -= 1;
  }
  return depth > DEEPEST;
};

const hasMany = (text: string, mark: string): boolean => {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0 && count <= DEEPEST / 2; at = text.indexOf(mark, at + 1)) count += 1;
  return count > DEEPEST / 2;
};

/** Where a quoted text ends that begins at a place. */
const endOfText = (text: string, start: number): number => {
  let at = start + 1;
  for (; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1) if (text.charCodeAt(at) === BACKSLASH) at += 1;
  return at;
};

/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
