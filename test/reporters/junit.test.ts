import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/report/report.ts';
import { type JunitOptions, junitReport } from '../../src/reporters/junit.ts';
import {
  caseResult,
  conformingReport,
  deviatingReport,
  hostileReport,
  openReport,
  plainFinding,
  uncheckedReport,
} from './sample-report.ts';

/** Enough of an XML parser to be strict: every tag closed in order, no stray mark, names of the open tags. */
const elements = (xml: string): string[] => {
  const found: string[] = [];
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  for (const [, text, closing, name, rest] of body.matchAll(
    /([^<]*)(?:<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*\/?)>)?/g,
  )) {
    expect(text).not.toMatch(/[>]|&(?!#\d+;)/);
    if (name === undefined) continue;
    expect(rest).not.toMatch(/&(?!#\d+;)/);
    if (closing) expect(open.pop()).toBe(name);
    else {
      found.push(name);
      if (!rest?.endsWith('/')) open.push(name);
    }
  }
  expect(open).toEqual([]);
  return found;
};

const count = (report: Report, name: string, options: JunitOptions = {}): number =>
  elements(junitReport(report, options)).filter((tag) => tag === name).length;

/** The testcase of a clause, with all that is in it. */
const clause = (report: Report, id: string): string =>
  new RegExp(`<testcase name="${id} [^>]*?(?:/>|>[\\s\\S]*?</testcase>)`).exec(junitReport(report))?.[0] ?? '';

describe('junitReport', () => {
  it('has one testcase a clause, with its group as its class', () => {
    expect(count(conformingReport, 'testcase')).toBe(conformingReport.clauses.length);
    const xml = junitReport(conformingReport);
    expect(xml).toContain('<testsuite name="createRepository · repository name" tests="5" failures="0"');
    expect(xml).toMatch(
      /<testcase name="R4 must not hold more than two &#34;_&#34; in a row" classname="createRepository · repository name" time="[\d.]+"\/>/,
    );
    expect(xml).toContain('timestamp="2026-11-24T03:51:00"');
  });

  it('carries target, seed and depth', () => {
    const xml = junitReport(conformingReport);
    expect(xml).toContain('<property name="target" value="http://10.0.0.0:30303"/>');
    expect(xml).toContain('<property name="seed" value="42"/>');
    expect(xml).toContain('<property name="depth" value="standard"/>');
  });

  it('fails the clauses that a finding names, with its pair and its curl line', () => {
    expect(clause(deviatingReport, 'R4')).toContain(
      '<failure message="accepts repository &#34;a___b&#34;: it must not',
    );
    const text = clause(deviatingReport, 'R4').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    for (const part of [
      'sent:      "a___b" → 201',
      'neighbour: "a__b" → 201',
      'expected:  400 with error information',
      'answer:    {"id": 4711}',
      'also:      updateRepository (RU4), createNamespace (N4)',
      'curl -i http://10.0.0.0:30303',
    ])
      expect(text).toContain(part);
    // The same finding shows at a clause that it names beside its own.
    expect(clause(deviatingReport, 'N4')).toContain('<failure message="accepts repository');
  });

  it('skips what was not checked, was accepted or only should hold, and says so', () => {
    expect(clause(deviatingReport, 'N3')).toContain('<skipped message="the deployment knows only');
    expect(clause(deviatingReport, 'N7')).toContain('<skipped message="could not be checked: no answer within');
    expect(clause(deviatingReport, 'S4')).toContain('<skipped message="an internal error cannot be provoked');
    expect(clause(deviatingReport, 'TD4')).toContain('<skipped message="the server does not offer it"');
    expect(clause(deviatingReport, 'C2')).toContain('<skipped message="accepted deviation createRepository/C2/arms:');
    expect(clause(deviatingReport, 'P2')).toContain('<skipped message="deviates from what should hold: accepts');
    expect(clause(deviatingReport, 'S3')).toContain('<skipped message="was not seen twice: answers 201 twice');
    // R4, N4, R7, and the accepted deviation that is gone.
    expect(count(deviatingReport, 'failure')).toBe(4);
    expect(junitReport(deviatingReport)).toMatch(
      /<testsuites name="[^"]+" tests="17" failures="4" errors="0" skipped="7"/,
    );
  });

  it('names no test longer than 255 characters, and none twice in a suite', () => {
    const long = 'x'.repeat(400);
    const clauses = deviatingReport.clauses.map((row) => ({ ...row, title: long, group: long }));
    const results = [caseResult(long), caseResult(long), caseResult(long)];
    for (const cases of [true, false]) {
      const xml = junitReport({ ...deviatingReport, clauses, results }, { cases });
      const names = Array.from(xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g));
      for (const [, name = '', suite = ''] of names) {
        expect(name.replace(/&#\d+;/g, '.').length).toBeLessThan(256);
        expect(suite.length).toBeLessThan(256);
      }
      expect(new Set(names.map(([all]) => all)).size).toBe(names.length);
    }
  });

  it.each([false, true])('is green exactly if the run succeeded (a testcase a case: %s)', (cases) => {
    const should: Report = {
      ...conformingReport,
      results: [caseResult('A', { verdict: 'fail', level: 'should' }), caseResult('B', { verdict: 'error' })],
    };
    for (const report of [conformingReport, openReport, should])
      expect(count(report, 'failure', { cases }) + count(report, 'error', { cases })).toBe(0);
    expect(count(uncheckedReport, 'error', { cases })).toBe(1);
    const ended = { ...deviatingReport, outcome: 'unchecked' as const, staleKnown: [] };
    expect(count(ended, 'failure', { cases })).toBe(0);
    expect(count(ended, 'error', { cases })).toBeGreaterThan(0);
    expect(count(uncheckedReport, 'failure', { cases })).toBe(0);
    const deviates = { ...conformingReport, outcome: 'deviates' as const };
    const strict: Report = { ...deviates, strict: ['should', 'transport'] };
    for (const report of [
      deviatingReport,
      deviates,
      { ...deviates, clauses: [], results: [] },
      { ...deviates, findings: [{ ...plainFinding, clause: 'X1', also: [] }] },
      { ...strict, findings: [{ ...plainFinding, level: 'should' as const }] },
      { ...strict, findings: [{ ...plainFinding, level: 'transport' as const }] },
    ])
      expect(count(report, 'failure', { cases })).toBeGreaterThan(0);
  });

  it('fails what the run was strict about, and nothing else beside the musts', () => {
    const should = { ...plainFinding, level: 'should' as const };
    const report: Report = { ...deviatingReport, findings: [should] };
    expect(clause(report, 'R4')).toContain('<skipped message="deviates from what should hold: accepts');
    expect(clause({ ...report, strict: ['should'] }, 'R4')).toContain('<failure message="accepts repository');
    expect(clause({ ...report, strict: ['transport'] }, 'R4')).toContain('<skipped message="deviates from');
  });

  it('shows a finding whose clause is none of the document', () => {
    const xml = junitReport({ ...deviatingReport, findings: [{ ...plainFinding, clause: 'X1', also: [] }] });
    expect(xml).toContain('<testcase name="X1 accepts repository');
  });

  it('has one testcase a case if all are wanted', () => {
    const xml = junitReport(deviatingReport, { cases: true });
    // And the accepted deviation that is gone.
    expect(count(deviatingReport, 'testcase', { cases: true })).toBe(deviatingReport.results.length + 1);
    expect(xml).toContain('classname="createRepository.language"');
    // 6 of the failed cases, and what is gone; 12 skipped, one accepted, one not seen twice, two that only should hold.
    expect(xml).toMatch(/tests="83" failures="7" errors="3" skipped="16"/);
    expect(xml).toContain('<skipped message="accepted deviation createRepository/C2/arms:');
    expect(xml).toContain('curl -i http://10.0.0.0:30303');
  });

  it.each([false, true])('is safe for any text (a testcase a case: %s)', (cases) => {
    const xml = junitReport({ ...hostileReport, tool: `${hostileReport.tool}\ufffe\ud800` }, { cases });
    elements(xml);
    expect(xml).not.toMatch(/[^\P{C}\n]/u);
    expect(xml).not.toContain(']]>');
  });
});
