import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

import { createProgress, terminalReport } from '../../../src/contract/reporters/terminal.ts';
import { displayWidth } from '../../../src/contract/reporters/text-layout.ts';
import { conformingReport, deviatingReport, hostile, uncheckedReport } from './sample-report.ts';

const reports = { conformingReport, deviatingReport, uncheckedReport };

const plain = (report = deviatingReport, width = 80): string => terminalReport(report, { color: false, width });

describe('terminalReport', () => {
  it('begins with the verdict', () => {
    expect(plain(conformingReport)).toMatch(/^✓ Conforms {2}All 1,923 cases/);
    expect(plain(deviatingReport)).toMatch(/^✗ Deviates {2}3 deviations/);
    expect(plain(uncheckedReport)).toMatch(/^! Could not be checked {2}Failed to reach/);
  });

  it.each(
    Object.entries(reports).flatMap(([name, report]) =>
      ([60, 80, 120] as const).flatMap((width) =>
        (['en', 'zh'] as const).map((language) => [name, width, language, report] as const),
      ),
    ),
  )('%s stays within %i columns (%s), curl lines apart', (_name, width, language, report) => {
    const lines = terminalReport(report, { color: false, width, language }).split('\n');
    const long = lines.filter((line) => displayWidth(line) > width && !/^ {3,5}(?:curl|-[A-Z]) /.test(line));
    expect(long).toEqual([]);
  });

  it('lists the clauses in page order with their counts', () => {
    const text = plain();
    expect(text).toMatch(/✗ R4 {2}must not hold more than two "_" in a row +100 +4 +· +·/);
    expect(text).toMatch(/! N7 .* 6 +· +3 +·/);
    expect(text.indexOf('N7  ')).toBeLessThan(text.indexOf('R1  '));
    expect(text.match(/request table, repository/g)).toHaveLength(1);
    expect(plain(conformingReport)).not.toContain('unclear');
  });

  it('shows a finding once, with its pair and its curl line', () => {
    const text = plain();
    expect(text).toContain('R4 accepts three underscores in a row [too lax]');
    expect(text).toMatch(/sent {7}✗ "a___b" {2}→ 201\n {3}neighbour {2}✓ "a__b" {3}→ 201/);
    expect(text).toContain('shown by 4 cases · createRepository:R4:too-lax');
    expect(text).toMatch(
      /curl -i \S+ \\\n {5}-H "authorization: Bearer \$TOKEN" -F 'repository=a___b' -F is_public=true\n/,
    );
    expect(text).toContain('(129 characters)');
    expect(text.match(/accepts three underscores/g)).toHaveLength(1);
  });

  it('puts accepted findings last and says why they are accepted', () => {
    const text = plain();
    expect(text.indexOf('5  C2 refuses')).toBeGreaterThan(text.indexOf('4  answers a hostile'));
    expect(text).toMatch(/accepted {3}The team ships edition 2019-06/);
    expect(text).toContain('createRepository:P2:upper-case: fixed in release 4.2');
  });

  it('tells both answers of a flaky finding', () => {
    expect(plain(deviatingReport, 120)).toContain('the same request was answered otherwise: 201, then 409.');
  });

  it('says what is proven, not checked and left behind', () => {
    const text = plain();
    expect(text).toContain('depth 1, 6 states, 562 words');
    expect(text).toContain('- clause N3 (141 cases): the deployment');
    expect(text).toContain('Left behind on the server (32)');
    expect(text).toContain('  and 22 more');
    expect(text).toMatch(
      /81 cases: 57 passed, 9 failed, 3 unclear, 12 skipped\n2,290 requests · 2\.41 s · depth 1 · seed 42/,
    );
    expect(plain(conformingReport)).toContain('No deviation was found.');
    expect(plain(conformingReport)).toContain('1,204 created and deleted again.');
  });

  it('claims nothing after a run without cases', () => {
    const text = plain(uncheckedReport);
    expect(text).toContain('nothing is known about the server');
    expect(text).not.toContain('Everything that was planned was checked');
  });

  it('lets no control character of a server reach the terminal', () => {
    expect(plain()).not.toMatch(/[^\P{C}\n]/u);
    const colored = terminalReport(deviatingReport, { color: true, width: 80 });
    expect(colored).toContain('\u001b[31m');
    expect(stripVTControlCharacters(colored)).toBe(plain());
  });

  it('speaks Chinese', () => {
    const text = terminalReport(deviatingReport, { color: false, width: 80, language: 'zh' });
    expect(text).toMatch(/^✗ 不符合/);
    expect(text).toContain('连续的下划线不得超过两个');
    expect(text).toContain('4 个用例显示此偏差');
  });

  it('survives hostile text in every place', () => {
    expect(plain({ ...deviatingReport, target: hostile, summary: hostile, tool: hostile })).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('createProgress', () => {
  const run = (isTTY: boolean, total: number, width = 80): string[] => {
    const written: string[] = [];
    const progress = createProgress({ write: (text) => written.push(text), isTTY, total, width });
    for (let done = 1; done <= total; done += 1) progress.step(done, done > total / 2 ? 2 : 0);
    progress.end();
    return written;
  };

  it('rewrites one line on a terminal, and takes it away at the end', () => {
    const written = run(true, 3000);
    expect(written.length).toBeLessThan(110);
    expect(written.every((text) => text.startsWith('\r') && text.endsWith('\u001b[K') && !text.includes('\n'))).toBe(
      true,
    );
    expect(written.at(-2)).toContain('100%  3000/3000  2 failed');
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it.each([10, 20, 40, 80])('stays within %i columns', (width) => {
    const widest = Math.max(
      ...run(true, 3000, width).map((text) => displayWidth(stripVTControlCharacters(text).trim())),
    );
    expect(widest).toBeLessThan(Math.max(width, 30));
  });

  it('writes a plain line every tenth elsewhere', () => {
    const written = run(false, 3000);
    expect(written).toHaveLength(10);
    expect(written[0]).toBe(' 10%   300 of 3000 cases\n');
    expect(written[9]).toBe('100%  3000 of 3000 cases, 2 failed\n');
  });

  it('copes with a run of no case', () => {
    expect(run(true, 0)).toEqual([]);
    expect(run(false, 0)).toEqual([]);
  });
});
