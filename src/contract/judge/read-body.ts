/** Levels of a JSON body that are read; what is nested deeper is no answer of a management API. */
const DEEPEST = 200;

/** The value of a JSON body; undefined where it is none, or nested too deep. */
export const parseBody = (text: string): unknown => {
  const own = text.replace(/^\ufeff/, '');
  if (isTooDeep(own)) return undefined;
  try {
    return JSON.parse(own);
  } catch {
    return undefined;
  }
};

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (const [mark] of text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"/gs, '').matchAll(/[[\]{}]/g)) {
    depth += mark === '[' || mark === '{' ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return false;
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
