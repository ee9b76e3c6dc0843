import { readJson } from './read-json.ts';

/** The value of a JSON body; undefined where it is none, or nested too deep to be an answer. */
export const parseBody = (text: string): unknown => {
  const read = readJson(withoutMark(text));
  return 'value' in read ? read.value : undefined;
};

/** The value of a body that was read, with the digits of the numbers that it can't hold exactly. */
export const withDigits = (text: string, value: unknown): unknown =>
  // More digits than any number has that is held exactly.
  value !== undefined && /\d{16}/.test(text) ? JSON.parse(withoutMark(text), asDigits) : value;

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

const asDigits = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? (context?.source ?? value) : value;

/** Whether a body says anything, in whatever shape. */
export const informs = (body: string): boolean => {
  const text = body.trim();
  if (text === '') return false;
  const value = parseBody(text);
  return value === undefined ? /[\p{L}\p{N}]/u.test(text) : hasLeaf(value);
};

const hasLeaf = (value: unknown): boolean => {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasLeaf);
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
};
