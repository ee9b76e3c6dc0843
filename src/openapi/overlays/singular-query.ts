import { joinPointer } from '../document/json-pointer.ts';

/** Keys from the root of a document to a value in it. */
export type Path = readonly (string | number)[];

/** Finds the places that a JSONPath query leads to. Throws an Error that says what is wrong with it. */
export type Query = (root: unknown, query: string) => readonly Path[];

// `.name`, `['name']`, `["name"]` or `[0]`, as RFC 9535 has them (sections 2.3.1, 2.3.3 and 2.5.1).
const SEGMENT =
  /\s*(?:\.([a-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(0|-?[1-9]\d*))\s*\])/iy;

/**
 * Reads a JSONPath query that leads to one place at most (a "singular query" of RFC 9535, and so every
 * "normalized path"): names and numbers only.
 *
 * @returns undefined for any other query.
 */
export const readSingularQuery = (query: string): Path | undefined => {
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = 1;
  while (SEGMENT.lastIndex < query.length) {
    const found = SEGMENT.exec(query);
    if (!found) return undefined;
    const [, short, single, double, index] = found;
    try {
      path.push(
        index === undefined ? (short ?? readString(single?.replaceAll(/\\'|"/g, swapQuote) ?? double)) : +index,
      );
    } catch {
      return undefined;
    }
  }
  return query.startsWith('$') ? path : undefined;
};

const swapQuote = (text: string): string => (text === '"' ? '\\"' : "'");

const readString = (text = ''): string => JSON.parse(`"${text}"`) as string;

/** Where a singular query leads in a document: one path, or none. */
export const singularQuery: Query = (root, query) => {
  const path: (string | number)[] = [];
  let value = root;
  for (const step of readSingularQuery(query) ?? refuse()) {
    const key = typeof step === 'number' && step < 0 && Array.isArray(value) ? value.length + step : step;
    const fits = Array.isArray(value) ? typeof key === 'number' : typeof key === 'string';
    if (typeof value !== 'object' || value === null || !fits || !Object.hasOwn(value, key)) return [];
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return [path];
};

const refuse = (): never => {
  throw new SyntaxError('it must lead to one place by names and numbers');
};

/** The JSON pointer of a singular query. */
export const targetPointer = (query: string): string => joinPointer('', ...(readSingularQuery(query) ?? refuse()));
