/** Appends keys to a JSON pointer (RFC 6901). */
export const joinPointer = (pointer: string, ...keys: readonly (string | number)[]): string =>
  keys.reduce<string>((joined, key) => `${joined}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);

/** The keys of a JSON pointer, with or without a leading `#`. */
export const splitPointer = (pointer: string): string[] =>
  pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value a JSON pointer leads to; undefined where it leads nowhere. */
export const resolvePointer = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const key of splitPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
};
