import { readJson } from './read-json.ts';

/**
 * The value of a JSON body; undefined where it is none, or nested too deep to be an answer.
 *
 * @param large what becomes of numbers that can't be held exactly: the nearest one, or their digits as they stand there.
 */
export const parseBody = (text: string, large: 'nearest' | 'digits' = 'nearest'): unknown => {
  const json = text.replace(/^\ufeff/, '');
  const read = readJson(json);
  if (!('value' in read)) return undefined;
  // More digits than any number has that is held exactly.
  return large === 'digits' && /\d{16}/.test(json) ? JSON.parse(json, asDigits) : read.value;
};

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
