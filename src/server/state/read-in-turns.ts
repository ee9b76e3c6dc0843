import { setImmediate as turn } from 'node:timers/promises';

import { type JsonResult, readJson } from '../../http/bodies/read-json.ts';

/** Below this a text is read at once: some 10 ms. */
const SHORT = 1 << 20;
/** The level of the records in a snapshot, `{"collections":{"name":[{…}]}}`. */
const RECORDS = 3;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/**
 * Reads a long JSON text in turns, between which others run: the objects and lists at the level of records each by
 * itself, and in the end what is around them.
 */
export const readInTurns = async (bytes: Uint8Array): Promise<JsonResult> => {
  if (bytes.length < SHORT) return readJson(bytes);
  const records: unknown[] = [];
  const around: string[] = [];
  const decoder = new TextDecoder();
  let [depth, start, end] = [0, 0, 0];
  for (let at = 0, pause = SHORT; at < bytes.length; at += 1) {
    const code = bytes[at] as number;
    if (code === QUOTE) at = endOfText(bytes, at);
    else if (OPEN.has(code)) {
      if (depth === RECORDS) start = at;
      depth += 1;
    } else if (CLOSE.has(code)) {
      depth -= 1;
      if (depth !== RECORDS) continue;
      const read = readJson(bytes.subarray(start, at + 1));
      if ('problem' in read) return readJson(bytes);
      around.push(decoder.decode(bytes.subarray(end, start)), `[${records.length}]`);
      end = at + 1;
      records.push(read.value);
      if (at < pause) continue;
      pause = at + SHORT;
      await turn();
    }
  }
  around.push(decoder.decode(bytes.subarray(end)));
  const read = readJson(around.join(''));
  // What is wrong with it is said of the text as it was sent.
  return 'problem' in read ? readJson(bytes) : { value: putBack(read.value, records, 0) };
};

/** Lists at the level of records are numbers of records; nothing else is a list there any more. */
const putBack = (value: unknown, records: readonly unknown[], level: number): unknown => {
  if (Array.isArray(value))
    return level === RECORDS ? records[value[0]] : value.map((item) => putBack(item, records, level + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, putBack(item, records, level + 1)]));
};

/** Where a quoted text ends that begins at a place. */
const endOfText = (bytes: Uint8Array, start: number): number => {
  let at = start + 1;
  for (; at < bytes.length && bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH) at += 1;
  return at;
};
