import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

import type { Report } from '../../src/contract/report/report.ts';
import { terminalReport } from '../../src/reporters/terminal.ts';
import { displayWidth } from '../../src/text/text-layout.ts';
import {
  conformingReport,
  deviatingReport,
  HEADINGS,
  openReport,
  plainFinding,
  reports,
  uncheckedReport,
} from './sample-report.ts';

const plain = (report = deviatingReport, width = 80): string => terminalReport(report, { color: false, width });

const verbose = (report = deviatingReport): string =>
  terminalReport(report, { color: false, width: 80, verbose: true });

describe('terminalReport', () => {
  it('begins with the verdict', () => {
    expect(plain(conformingReport)).toMatch(/^✓ Conforms {2}All 1,923 cases/);
    expect(plain(deviatingReport)).toMatch(/^✗ Deviates {2}3 deviations/);
    expect(plain(uncheckedReport)).toMatch(/^! Could not be checked {2}Failed to reach/);
  });

  it.each(
    Object.entries(reports).flatMap(([name, report]) =>
      ([60, 80, 120] as const).flatMap((width) =>
        (['en', 'zh'] as const).flatMap((language) =>
          [false, true].map((isVerbose) => [name, width, language, isVerbose, report] as const),
        ),
      ),
    ),
  )('%s stays within %i columns (%s, verbose %s), curl lines apart', (_name, width, language, isVerbose, report) => {
    const lines = terminalReport(report, { color: false, width, language, verbose: isVerbose }).split('\n');
    const long = lines.filter((line) => displayWidth(line) > width && !/^ {3,5}(?:curl|-[A-Z]) /.test(line));
    expect(long).toEqual([]);
  });

  it('goes from the verdict to what is worst, and ends with the figures', () => {
    const heads = plain()
      .split('\n')
      .filter((line) => /^\S/.test(line) && !/^\d/.test(line))
      .map((line) => line.replace(/ \(\d+\)$/, ''));
    // First comes the verdict, last the name of the tool.
    expect(heads.slice(1, -1)).toEqual(HEADINGS);
    expect(plain()).toMatch(/cases: .*\n2,290 requests · .*\n.*\n$/);
  });

  it('shows a finding once, with its pair, its answer and its curl line', () => {
    const text = plain();
    expect(text).toContain(
      [
        '1  R4 accepts repository "a___b": it must not hold more than two "_" in a row',
        '   [too lax]',
        '   sent       ✗ "a___b" → 201',
        '   neighbour  ✓ "a__b" → 201',
        '   expected   400 with error information',
        '   received   201',
        '   answer     {"id": 4711}',
        '   also       updateRepository (RU4), createNamespace (N4)',
        '              shown by 4 cases · createRepository/R4/accepts',
        '   curl -i http://10.0.0.0:30303/v2/manage/namespaces/t7k2/repos \\',
        '     -H "authorization: Bearer $TOKEN" -F \'repository=a___b\' -F is_public=true',
        '',
      ].join('\n'),
    );
    expect(text).toContain('(129 characters)');
    expect(text.match(/accepts repository "a___b"/g)).toHaveLength(1);
  });

  it('names method and path where no value is at stake', () => {
    expect(plain()).toMatch(/sent {7}✗ POST \/v2\/manage\/namespaces\/t7k2\/repos → 201/);
    expect(plain()).not.toContain('""');
    expect(plain()).toMatch(/Sent again, the same request was answered otherwise: 201, then\n? +409\./);
  });

  it('says that a body was cut', () => {
    expect(plain()).toMatch(/answer {5}<p>created<\/p>.*….* \(cut at 1 MiB\)\n/);
  });

  it('says what is open in two lines, or in full', () => {
    expect(plain()).toContain(
      [
        '5  P2 accepts is_public "TRUE": it must be "true" or "false" [too lax]',
        '   "TRUE" → 201 · createRepository/P2/TRUE',
        '',
      ].join('\n'),
    );
    expect(verbose()).toMatch(/5 {2}P2 accepts .*\n? +\[too lax, should\]\n {3}sent {7}✗ "TRUE" → 201/);
  });

  it('says why a deviation was accepted, with its id, and what no longer occurs', () => {
    expect(plain()).toMatch(
      /6 {2}C2 refuses category "arms" \[too strict\]\n.*createRepository\/C2\/arms\n {3}accepted: The team ships/,
    );
    expect(verbose()).toMatch(/6 {2}C2 refuses category "arms" \[too strict, accepted\]\n/);
    expect(plain()).toContain('createRepository/P2/upper-case: fixed in release 4.2');
  });

  it('shows what counts in full, whatever its level', () => {
    const strict: Report = { ...openReport, outcome: 'deviates', strict: ['should', 'transport'] };
    expect(plain(strict)).toMatch(/P2 accepts .*\n? +\[too lax, should\]\n {3}sent/);
    const transport = { ...plainFinding, level: 'transport' as const };
    expect(plain({ ...strict, findings: [transport] })).toContain('[too lax, transport]');
  });

  it('gives a line to each group of clauses that was tested', () => {
    const text = plain();
    expect(text).toMatch(/ {2}createRepository · repository name {2}R1–R4, R7 {3,}✓ 3 {2}✗ 2\n/);
    expect(text).toMatch(/ {2}createRepository · namespace {2,}N1–N4, N7 {3,}✓ 3 {7}! 1 {2}– 1\n/);
    expect(text).not.toMatch(/^ {2}deleteTag {2}/m);
    expect(text).not.toContain('must start with a lowercase letter');
  });

  it('lists every clause if all is wanted', () => {
    const text = verbose();
    expect(text).toMatch(/✗ R4 {3}must not hold more than two "_" in a row +✓ +100 {2}✗ 4\n/);
    expect(text).toMatch(/! N7 .* ! 3\n/);
    expect(text).toMatch(/✗ P2 .*\(should\)/);
    expect(text.match(/^ {2}createRepository · repository name$/gm)).toHaveLength(1);
    expect(text).toContain('– TD4');
  });

  it('keeps every list short unless all is wanted', () => {
    const transport = Array.from({ length: 40 }, (_, index) => ({
      title: `reads a form otherwise, in a way that takes more than one line of eighty columns, number ${index}`,
      expected: '201',
      received: '400',
      operation: 'createRepository',
    }));
    const section = (text: string): string[] => /^How forms[\s\S]*?\n\n/m.exec(text)?.[0].trim().split('\n') ?? [];
    expect(section(plain({ ...deviatingReport, transport })).length).toBeLessThan(14);
    expect(section(plain({ ...deviatingReport, transport })).at(-1)).toBe('  and 35 more');
    expect(section(verbose({ ...deviatingReport, transport })).length).toBeGreaterThan(79);
    expect(plain()).toContain('  - refuses field names without quotes (createRepository +2): 400 (expected 201)');
    expect(plain()).toContain('  - TD1–TD4, deleteTag, listTags, A1, A3, A5, A7, A9 and 4 more (4 cases)');
  });

  it('says what is proven, late, not checked and left behind', () => {
    const text = plain();
    expect(text).toContain('  - createRepository body.repository: other rules of up to 7 states would show');
    expect(verbose()).toMatch(/6 states, 1 more covered, 562\s+words/);
    expect(text).toContain('What was changed showed up to 340 ms late, in 12 cases.');
    expect(text).toContain('- N3 (141 cases): the deployment');
    expect(text).toContain('Left behind on the server (32)');
    expect(text).toContain('  and 22 more\n  3 created and deleted again.');
    expect(text).toMatch(
      /82 cases: 57 passed, 10 failed, 3 unclear, 12 skipped\n2,290 requests · 1,240 clean-up requests/,
    );
    expect(plain(conformingReport)).toContain('No deviation was found.');
    expect(plain(conformingReport)).toContain('1,204 created and deleted again.');
    expect(plain(openReport)).not.toContain('No deviation was found.');
  });

  it('claims nothing after a run without cases', () => {
    const text = plain(uncheckedReport);
    expect(text).toContain('nothing is known about the server');
    expect(text).not.toContain('Everything that was planned was checked');
    expect(text).not.toContain('Clauses');
  });

  it('lets no control character of a server reach the terminal', () => {
    for (const report of Object.values(reports))
      for (const text of [plain(report), verbose(report)]) expect(text).not.toMatch(/[^\P{C}\n]/u);
    const colored = terminalReport(deviatingReport, { color: true, width: 80 });
    expect(colored).toContain('\u001b[31m');
    expect(stripVTControlCharacters(colored)).toBe(plain());
  });

  it('speaks Chinese', () => {
    const text = terminalReport(deviatingReport, { color: false, width: 80, language: 'zh' });
    expect(text).toMatch(/^✗ 不符合 {2}3 处偏差/);
    expect(text).toContain('R4 接受了 repository "a___b"：连续的下划线不得超过两个 [过宽]');
    expect(text).toContain('4 个用例显示此偏差');
    expect(text).toContain('每个请求都带有 "description" 字段。');
    expect(text).toContain('该部署只有命名空间');
    expect(terminalReport(deviatingReport, { color: false, width: 80, language: 'zh', verbose: true })).toContain(
      '必须是 "true" 或 "false" (应当)',
    );
  });
});
