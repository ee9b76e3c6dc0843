import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readJson } from '../../../src/http/bodies/read-json.ts';
import { readInTurns } from '../../../src/server/state/read-in-turns.ts';
import { snapshotPieces } from '../../../src/server/state/snapshot-pieces.ts';

const encoder = new TextEncoder();
/** Behind a mebibyte of spaces, so that it is long. */
const SPACES = ' '.repeat(1 << 20);
const read = (text: string) => readInTurns(encoder.encode(SPACES + text));

describe('a long JSON text', () => {
  it('is read as any is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json({ maxDepth: 7 }), { maxLength: 40, size: 'max' }), async (texts) => {
        for (const text of [`[${texts}]`, `{"a":{"b":[${texts}]}}`]) expect(await read(text)).toEqual(readJson(text));
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    '{"collections":{"a":[[5],{"b":"]}\\\\\\""},7,"[0]",[]],"b":[{}]},"c":[[[[0]]]],"__proto__":[[[{"d":1}]]]}',
    '[[[[0],[1]],0,null],{"名":[{"é":"\\u0041"}]}]',
    '{"collections":{"a":[{"b":1}{"c":2}]}}',
    '{"collections":{"a":[{"b":1,}]}}',
    '{"collections":{"a":[{"b":1}}',
    '{"collections":{"a":[[0]',
    ']]]]]]',
    '"open',
    '',
    `${'['.repeat(300)}${']'.repeat(300)}`,
  ])('%s has the value, or what is wrong with it, that it has by itself', async (text) => {
    expect(await read(text)).toEqual(readJson(SPACES + text));
  });

  it('of a snapshot is what its pieces say', async () => {
    const notes = Array.from({ length: 3000 }, (_, index) => ({ title: `${index} "]}`, text: 'x'.repeat(400) }));
    for (const snapshot of [
      { collections: { notes, empty: [], boxes: notes.slice(0, 1) }, sequences: { notes: 7 } },
      { collections: {} },
    ])
      expect(await readInTurns(encoder.encode([...snapshotPieces(snapshot)].join('')))).toEqual({ value: snapshot });
  });
});
