import { describe, expect, it } from 'vitest';
import { countedFindings } from '../../src/contract/report/count-findings.ts';
import type { Report } from '../../src/contract/report/report.ts';
import { arrangeReport } from '../../src/reporters/arrange-report.ts';
import { htmlReport } from '../../src/reporters/html-report.ts';
import { terminalReport } from '../../src/reporters/terminal.ts';
import { foldIds } from '../../src/text/fold-ids.ts';
import { conformingReport, deviatingReport, openReport, plainFinding } from './sample-report.ts';

const ids = (findings: Iterable<{ readonly clause: string }>): string[] => Array.from(findings, ({ clause }) => clause);

describe('arrangeReport', () => {
  it('puts first what counts, and what was accepted last', () => {
    const { findings } = arrangeReport(deviatingReport);
    expect(findings.map((list) => [list.id, list.first, ids(list.findings)])).toEqual([
      ['findings', 1, ['R4', 'R7', 'S3']],
      ['open-points', 4, ['A7', 'P2']],
      ['accepted', 6, ['C2']],
    ]);
  });

  it('groups the clauses in the order of the document', () => {
    const { groups } = arrangeReport(deviatingReport);
    expect(groups.map(({ name, ids, state }) => [name.en, ids, state])).toEqual([
      ['createRepository · namespace', 'N1–N4, N7', 'error'],
      ['createRepository · repository name', 'R1–R4, R7', 'fail'],
      ['createRepository · category', 'C2', 'fail'],
      ['createRepository · is_public', 'P2', 'fail'],
      ['createRepository', 'S1, S3, S4', 'fail'],
      ['deleteTag', 'TD4', 'skip'],
    ]);
    expect(groups[1]?.states).toEqual({ pass: 3, fail: 2, error: 0, skip: 0 });
  });

  it('names the group of the register in both languages', () => {
    const clauses = deviatingReport.clauses.map((row) => ({ ...row, group: 'open points' }));
    const report = { ...deviatingReport, clauses };
    expect(arrangeReport(report).groups.map(({ name }) => name)).toEqual([{ en: 'open points', zh: '未定之处' }]);
    for (const verbose of [false, true])
      expect(terminalReport(report, { color: false, width: 80, language: 'zh', verbose })).toMatch(
        /^ *未定之处 *(?: N1|$)/m,
      );
    expect(htmlReport(report)).toContain('lang="zh-CN" hidden>未定之处</span>');
  });
});

describe('countedFindings', () => {
  const should = { ...plainFinding, level: 'should' as const };
  const transport = { ...plainFinding, level: 'transport' as const };

  it('are none where the run conforms or could not be checked', () => {
    expect(countedFindings(openReport).size).toBe(0);
    expect(countedFindings({ ...deviatingReport, outcome: 'unchecked' }).size).toBe(0);
  });

  it('are what breaks a must, is not accepted and was seen twice', () => {
    expect(ids(countedFindings(deviatingReport))).toEqual(['R4', 'R7']);
    const flaky = { ...plainFinding, reproduced: 'flaky' as const };
    const once = { ...flaky, cases: flaky.cases.slice(0, 1) };
    expect([...countedFindings({ ...deviatingReport, findings: [flaky, once] })]).toEqual([flaky]);
  });

  it('are the others where the run was strict about them', () => {
    const report = { ...conformingReport, outcome: 'deviates' as const, findings: [plainFinding, should, transport] };
    expect([...countedFindings(report)]).toEqual([plainFinding]);
    expect([...countedFindings({ ...report, strict: ['should'] })]).toEqual([plainFinding, should]);
    const strict: Report = { ...report, strict: ['should', 'transport'], findings: [should, transport] };
    expect([...countedFindings(strict)]).toEqual([should, transport]);
    expect(arrangeReport(strict).findings.map(({ findings }) => findings)).toEqual([[should, transport]]);
    const known = { ...should, known: { reason: 'y', link: undefined } };
    expect(countedFindings({ ...strict, findings: [known] }).size).toBe(0);
  });
});

describe('foldIds', () => {
  it.each([
    [['R1', 'R2', 'R3'], 'R1–R3'],
    [['R1', 'R2'], 'R1, R2'],
    [['N2', 'N3', 'N4', 'N1', 'A11'], 'N1–N4, A11'],
    [['AC1', 'AC10', 'AC2', 'AC3'], 'AC1–AC3, AC10'],
    [['deleteTag', 'listTags'], 'deleteTag, listTags'],
    [[], ''],
  ])('%j', (list, text) => {
    expect(foldIds(list)).toBe(text);
  });
});
