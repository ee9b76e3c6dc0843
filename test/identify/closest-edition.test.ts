import { describe, expect, it } from 'vitest';

import { remarkOnEdition } from '../../src/identify/evidence/closest-edition.ts';
import { terminalReport } from '../../src/reporters/terminal.ts';
import { openFake, verify } from '../contract/send-to-fake.ts';
import { documentOf, editions, openFakeOf, serveLax } from './editions.ts';

/** Checks a server of one edition by the document of another. */
const check = (kept: string, checked: string) =>
  verify(openFakeOf(documentOf(kept)).send, {
    document: documentOf(checked),
    remark: remarkOnEdition(checked, async () => editions),
  });

describe('a server that deviates in many clauses', () => {
  it.each([
    ['2021-09', '2018-12', '2020-10 or 2021-09', 'Run identify'],
    ['2022-10', '2018-12', '2022-10 or otc-2024-10', 'Run identify'],
    ['2018-12', '2022-10', '2018-12 or 2019-02', 'Run identify'],
    ['2025-10', '2022-10', '2025-10', 'Run verify --edition 2025-10'],
  ])(
    'of edition %s, checked by %s, is named: %s',
    async (kept, checked, named, next) => {
      const report = await check(kept, checked);
      const text = report.remarks.map((remark) => remark.text).find((each) => each.includes('looks like'));
      expect(text).toMatch(
        new RegExp(`^The server looks like edition ${named}: \\d+ instead of \\d+ deviating cases\\. ${next}`),
      );
      expect(terminalReport(report, { color: false, width: 80, language: 'zh' })).toContain('该服务看起来遵循版本');
    },
    60_000,
  );

  it('is asked nothing more for that', async () => {
    const { send } = openFakeOf(documentOf('2021-09'));
    const count = async (more: object) => {
      const report = await verify(send, { document: documentOf('2018-12'), random: () => 0.5, ...more });
      return report.requests;
    };
    expect(await count({ remark: remarkOnEdition('2018-12', async () => editions) })).toBe(await count({}));
  }, 60_000);
});

it('a server that offers what an edition lacks is not taken for one of that edition', async () => {
  const document = documentOf('2025-10');
  const { send } = openFakeOf(document);
  // Its lists of version 3 take everything.
  const report = await verify(
    async (request) => {
      const answer = await send(request);
      return request.path.startsWith('/v3/') && answer.status !== 404 ? { ...answer, status: 200, body: '{}' } : answer;
    },
    { document, remark: remarkOnEdition('2025-10', async () => editions) },
  );
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.remarks.filter(({ text }) => text.includes('looks like'))).toEqual([]);
}, 60_000);

describe('a server that deviates in little', () => {
  const load = (): never => {
    throw new Error('no edition is needed');
  };

  it('is not compared with other editions where nothing deviates', async () => {
    const report = await verify(openFake().send, { remark: remarkOnEdition('2018-12', load) });
    expect(report.remarks).toEqual([]);
  }, 60_000);

  it('nor where one fault is planted', async () => {
    const report = await verify(serveLax(), { remark: remarkOnEdition('2018-12', load) });
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.remarks).toEqual([]);
  }, 60_000);
});
