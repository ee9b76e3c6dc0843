import { expect, it } from 'vitest';

import { verifyFake } from '../verify-fake.ts';

// Accounts of the service may have few namespaces (A11): a run must get along with those.
it.each([
  [5, 0],
  [1, 40],
])(
  '[A11] an account that may have %d namespaces: nothing is wrong, and at most %d cases stay open',
  async (most, open) => {
    const report = await verifyFake(undefined, { depth: 'smoke' }, { readings: { A11: String(most) } });
    expect(report).toMatchObject({ outcome: 'conforms', findings: [], leftBehind: [] });
    expect(report.remarks.map(({ text }) => text)).toEqual([expect.stringMatching(/few of what holds the rest/)]);
    const unclear = report.results.filter(({ verdict }) => verdict === 'error');
    expect(unclear.filter(({ reason }) => reason !== 'the quota of the account is used up')).toEqual([]);
    expect(unclear.length).toBeLessThanOrEqual(open);
  },
);

it('where namespaces are many, nobody speaks of a quota', async () => {
  const report = await verifyFake(undefined, { depth: 'smoke' }, { readings: { A11: '5000' } });
  expect(report).toMatchObject({ outcome: 'conforms', remarks: [] });
});
