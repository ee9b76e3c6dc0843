import { describe, expect, test } from 'vitest';

import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { VerifyOptions } from '../../../src/contract/verify-target.ts';
import { createClock, openFake, verify } from '../send-to-fake.ts';

/** Lists and look-ups of one record come from a copy that is this many milliseconds behind. */
const verifyLagging = async (
  milliseconds: number,
  isOfCopy: (request: WireRequest) => boolean,
  options: Partial<VerifyOptions> = {},
  change: (body: string) => string = (body) => body,
) => {
  const clock = createClock();
  const writes: { readonly at: number; readonly request: WireRequest }[] = [];
  let copyTime = 0;
  const copy = openFake(undefined, { now: () => new Date(copyTime) });
  let copying = Promise.resolve();
  const catchUp = (): Promise<void> => {
    const due = clock.now() - milliseconds;
    copying = copying.then(async () => {
      while ((writes[0]?.at ?? Number.POSITIVE_INFINITY) <= due) {
        const write = writes.shift();
        if (!write) return;
        copyTime = write.at;
        await copy.send(write.request);
      }
    });
    return copying;
  };
  const fake = openFake(
    async (request, pass) => {
      if (request.method !== 'GET') writes.push({ at: clock.now(), request });
      if (!isOfCopy(request)) return pass();
      await catchUp();
      const response = await copy.send(request);
      return { ...response, body: change(response.body) };
    },
    { now: () => new Date(clock.now()) },
  );
  return verify(fake.send, { ...clock, ...options });
};

const isList = ({ method, path }: WireRequest): boolean =>
  method === 'GET' && /^\/v2\/manage\/(namespaces|repos)(\?|$)/.test(path);

describe('a server whose lists lag', () => {
  test('by 300 ms conforms, and the report says how late they are', async () => {
    const report = await verifyLagging(300, isList);
    expect(report.findings.map(({ title }) => title)).toEqual([]);
    expect(report.outcome).toBe('conforms');
    expect(report.late?.milliseconds).toBeGreaterThanOrEqual(300);
    expect(report.late?.milliseconds).toBeLessThanOrEqual(600);
    expect(report.late?.cases).toBeGreaterThan(0);
  });

  test('by 5 s deviates, but for a run that waits 6 s', async () => {
    expect((await verifyLagging(5000, isList)).outcome).toBe('deviates');
    expect(await verifyLagging(5000, isList, { settle: 6000 })).toMatchObject({
      outcome: 'conforms',
      findings: [],
      late: undefined,
    });
  });

  test('by 300 ms, and show a wrong value for ever, deviates by that value alone', async () => {
    const report = await verifyLagging(300, isList, {}, (body) => body.replaceAll('"is_public":true', '"is_public":1'));
    expect(report.late?.cases).toBeGreaterThan(0);
    expect(report.findings.map(({ operation, level }) => `${level} ${operation}`)).toEqual(['must listRepositories']);
  });
});

test('a server where everything that is read lags by 300 ms conforms', async () => {
  const report = await verifyLagging(300, ({ method }) => method === 'GET');
  expect(report.findings.map(({ title }) => title)).toEqual([]);
  expect(report.outcome).toBe('conforms');
});
