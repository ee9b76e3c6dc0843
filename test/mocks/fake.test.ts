import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createTimestamp, fingerprint } from '../../mocks/fake.ts';

const NOW = new Date('2019-02-26T12:00:03.915Z');
const stamp = createTimestamp(() => NOW);

describe('createTimestamp', () => {
  it('[RU5] is the clock, to the nanosecond', () => {
    expect(stamp()).toBe('2019-02-26T12:00:03.915000000Z');
  });

  it.each<[before: unknown, after: string]>([
    [undefined, '2019-02-26T12:00:03.915000000Z'],
    ['', '2019-02-26T12:00:03.915000000Z'],
    ['yesterday', '2019-02-26T12:00:03.915000000Z'],
    ['2019-02-26T12:00:03.914999999Z', '2019-02-26T12:00:03.915000000Z'],
    ['2019-02-26T12:00:03.915000000Z', '2019-02-26T12:00:03.915000001Z'],
    ['2019-02-26T12:00:03.915Z', '2019-02-26T12:00:03.915000001Z'],
    ['2019-02-26T12:00:03.915000009Z', '2019-02-26T12:00:03.915000010Z'],
    ['2019-02-26T12:00:03.999999999Z', '2019-02-26T12:00:04.000000000Z'],
    ['2019-12-31T23:59:59.999999999Z', '2020-01-01T00:00:00.000000000Z'],
    ['2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000000001Z'],
    ['2019-02-26t20:00:03.915z', '2019-02-26T20:00:03.915000001Z'],
    // In another zone, and before.
    ['2019-02-26T19:00:00+08:00', '2019-02-26T12:00:03.915000000Z'],
    ['2019-02-26T21:00:00+08:00', '2019-02-26T13:00:00.000000001Z'],
  ])('behind %j comes %s', (before, after) => {
    expect(stamp(before)).toBe(after);
  });

  it('is always later than the one before, however often it is asked', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.nat(999_999_999),
        (date, fraction) => {
          let before = `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(9, '0')}Z`;
          for (let round = 0; round < 5; round += 1) {
            const after = stamp(before);
            expect(after > before).toBe(true);
            expect(after).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
            before = after;
          }
        },
      ),
    );
  });
});

describe('fingerprint', () => {
  it.each([1, 8, 32, 64, 100])('has %i hexadecimal digits, the same for the same text', (length) => {
    expect(fingerprint('a', length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
    expect(fingerprint('a', length)).toBe(fingerprint('a', length));
  });

  it('differs for other texts', () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `group/repository-${index}:latest`);
    expect(new Set(texts.map((text) => fingerprint(text, 64))).size).toBe(2000);
  });
});
