import { readJson } from './read-json.ts';

/** The value of a JSON body; undefined where it is none, or nested too deep to be an answer. */
export const parseBody = (text: string): unknown => {
  const read = readJson(text.replace(/^\ufeff/, ''));
  return 'value' in read ? read.value : undefined;
};

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
