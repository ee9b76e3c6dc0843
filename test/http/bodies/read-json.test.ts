import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { readJson } from '../../../src/http/bodies/read-json.ts';
import { utf8 } from '../encode-multipart.ts';

const nested = (levels: number, inside = '', [open = '', close = ''] = ['[', ']']): string =>
  open.repeat(levels) + inside + close.repeat(levels);
const TOO_DEEP = { problem: 'it is nested more than 200 levels deep' };

describe('readJson', () => {
  it('reads what JSON.parse reads, from texts and bytes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(readJson(text)).toEqual({ value: JSON.parse(text) });
        expect(readJson(utf8(text))).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it('says what is wrong', () => {
    expect(readJson('{')).toEqual({ problem: expect.stringContaining('JSON') });
    expect(readJson(new Uint8Array([0x22, 0xff, 0x22]))).toEqual({ problem: expect.stringContaining('utf-8') });
  });

  it.each(['S3CR3T', '{"token": S3CR3T}', '{"a":"b", token:"S3CR3T"}', '{"token":"S3CR3T\n"}', '["S3CR3T", x]'])(
    'says it without what was sent: %s',
    (text) => {
      expect(JSON.stringify(readJson(text))).not.toContain('3CR3T');
    },
  );

  test.each<[what: string, levels: number, marks: [open: string, close: string]]>([
    ['lists', 5000, ['[', ']']],
    ['objects', 5000, ['{"a":', '}']],
    ['both', 100_000, ['[{"[":', '}]']],
    ['lists that never end', 100_000, ['[', '']],
  ])('%s within each other are too deep', (_what, levels, marks) => {
    expect(readJson(nested(levels, '1', marks))).toEqual(TOO_DEEP);
  });

  it('the limit is 200 levels', () => {
    expect(readJson(nested(200))).toHaveProperty('value');
    expect(readJson(nested(201))).toEqual(TOO_DEEP);
  });

  it('brackets beside each other and within texts are not deep', () => {
    const wide = `[${Array(1000).fill('[{"a":[]}]').join()}]`;
    const quoted = JSON.stringify([`"\\${'[{'.repeat(1000)}`, { [`${'['.repeat(300)}\\`]: [] }]);
    for (const text of [wide, quoted]) expect(readJson(text)).toEqual({ value: JSON.parse(text) });
    expect(readJson(`[${quoted},${nested(200)}]`)).toEqual(TOO_DEEP);
  });
});
