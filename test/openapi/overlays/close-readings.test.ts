import { describe, expect, it } from 'vitest';
import { copyOf, type Document } from '../../../src/openapi/document/document.ts';
import { applyReadings, listAmbiguities, withoutReadings } from '../../../src/openapi/overlays/apply-readings.ts';
import { closeReadings } from '../../../src/openapi/overlays/close-readings.ts';
import { shipped } from '../shipped.ts';

/** The shipped document with other defaults, without readings applied. */
const withDefaults = (defaults: Readonly<Record<string, string>>): Document => {
  const copy = copyOf(shipped);
  const register = (copy as unknown as { 'x-ambiguities': Record<string, { default: string }> })['x-ambiguities'];
  for (const [id, value] of Object.entries(defaults)) Object.assign(register[id] ?? {}, { default: value });
  return copy;
};

const OTHERS = {
  A1: 'off',
  A3: 'array',
  A4: 'object',
  A5: '30000',
  A13: '400',
  A15: 'accept',
  A17: 'printed',
  A19: '100',
};

describe('closeReadings', () => {
  it('changes nothing where each default is the document as it stands', () => {
    expect(closeReadings(shipped)).toEqual(shipped);
  });

  it.each(Object.entries(OTHERS))('[%s] %s as the default is what was chosen elsewhere', (id, value) => {
    const closed = closeReadings(withDefaults({ [id]: value }));
    const { 'x-before-readings': before, ...rest } = closed as unknown as Record<string, unknown>;
    expect(before).not.toHaveLength(0);
    const chosen = applyReadings(withDefaults({ [id]: value }), { [id]: value });
    expect(rest).toEqual(chosen);
    expect(listAmbiguities(closed).find((each) => each.id === id)).toMatchObject({ default: value, chosen: value });
  });

  it('can be undone', () => {
    const open = withDefaults(OTHERS);
    expect(withoutReadings(closeReadings(open))).toEqual(open);
  });

  it.each<[readings: Record<string, string>]>([
    [{}],
    [{ A4: 'empty' }],
    [{ A4: 'object' }],
    [{ A3: 'flat', A5: '10' }],
    [{ A5: 'unlimited', A17: 'corrected', A13: '404' }],
    [{ A13: '404' }],
    [{ A17: 'corrected', A1: 'required', A10: 'both' }],
  ])('%j is read as before it was closed', (readings) => {
    const open = withDefaults(OTHERS);
    expect(applyReadings(closeReadings(open), readings)).toEqual(applyReadings(open, readings));
  });
});
