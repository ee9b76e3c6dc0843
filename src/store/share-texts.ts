import type { StoredRecord } from './unique-key.ts';

/** Below this length the reader of JSON shares texts by itself. */
const SHORT = 11;
const SLOTS = 1024;

/**
 * Lets texts that come again and again (a time in two properties, the name of what holds a record) be one text
 * in memory: a reader of JSON makes each anew. Remembers the last one of each slot, so it never grows.
 *
 * @returns takes a record over, whose texts it may replace by equal ones, and gives it back frozen.
 */
export const shareTexts = (): ((record: StoredRecord) => StoredRecord) => {
  const recent: string[] = Array.from({ length: SLOTS }, () => '');
  const share = (text: string): string => {
    const { length } = text;
    const slot = (length + 31 * text.charCodeAt(length - 1) + 173 * text.charCodeAt(length >> 1)) % SLOTS;
    const known = recent[slot] as string;
    if (known === text) return known;
    recent[slot] = text;
    return text;
  };
  return (record) => {
    if (Object.isFrozen(record)) return record;
    const own = record as Record<string, unknown>;
    for (const property of Object.keys(own)) {
      const value = own[property];
      if (typeof value === 'string' && value.length >= SHORT) own[property] = share(value);
    }
    return Object.freeze(own);
  };
};
