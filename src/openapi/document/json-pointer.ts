/** Appends keys to a JSON pointer (RFC 6901). */
export const joinPointer = (pointer: string, ...keys: readonly (string | number)[]): string =>
  keys.reduce<string>((joined, key) => `${joined}/${escapeKey(String(key))}`, pointer);

/** Few keys need it, and every place of a document is written. */
const escapeKey = (key: string): string => (/[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key);

/** The keys of a JSON pointer, or of one in a URI fragment (`#/a%20b`, RFC 6901 section 6). */
export const splitPointer = (pointer: string): string[] =>
  (pointer.startsWith('#') ? decodeFragment(pointer.slice(1)) : pointer)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

const decodeFragment = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};

/** The value a JSON pointer leads to; undefined where it leads nowhere. */
export const resolvePointer = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const key of splitPointer(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Not hasOwn: the length of a list is no place in a document.
    if (!Object.prototype.propertyIsEnumerable.call(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
};
