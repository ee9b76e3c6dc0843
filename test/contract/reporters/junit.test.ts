import { describe, expect, it } from 'vitest';

import type { Report } from '../../../src/contract/report.ts';
import { junitReport } from '../../../src/contract/reporters/junit.ts';
import { caseResult, conformingReport, deviatingReport, hostile, uncheckedReport } from './sample-report.ts';

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

const count = (report: Report, name: string): number =>
  elements(junitReport(report)).filter((tag) => tag === name).length;

describe('junitReport', () => {
  it('has one testcase a case, with operation and family as its class', () => {
    expect(count(conformingReport, 'testcase')).toBe(conformingReport.results.length);
    const xml = junitReport(deviatingReport);
    expect(xml).toContain('classname="createRepository.language"');
    expect(xml).toContain('<testsuite name="createRepository.length"');
    expect(xml).toContain('timestamp="2026-11-24T03:51:00"');
  });

  it('carries target, seed and depth', () => {
    const xml = junitReport(conformingReport);
    expect(xml).toContain('<property name="target" value="http://10.0.0.0:30303"/>');
    expect(xml).toContain('<property name="seed" value="42"/>');
    expect(xml).toContain('<property name="depth" value="1"/>');
  });

  it('tells failures, errors and skips apart, and counts them', () => {
    // 7 of the failed cases, the one that should hold, and the accepted deviation that is gone.
    expect(count(deviatingReport, 'failure')).toBe(9);
    expect(count(deviatingReport, 'error')).toBe(3);
    // 12 skipped and the accepted one.
    expect(count(deviatingReport, 'skipped')).toBe(13);
    expect(junitReport(deviatingReport)).toMatch(
      /<testsuites name="[^"]+" tests="82" failures="9" errors="3" skipped="13"/,
    );
    expect(junitReport(deviatingReport)).toContain('<skipped message="accepted deviation createRepository:C2:arms:');
  });

  it('gives the curl line of the finding', () => {
    expect(junitReport(deviatingReport)).toContain('smallest: curl -i http://10.0.0.0:30303');
  });

  it('is green exactly if the run succeeded', () => {
    const should: Report = {
      ...conformingReport,
      results: [caseResult('A', { verdict: 'fail', level: 'should' }), caseResult('B', { verdict: 'error' })],
    };
    expect(count(should, 'failure') + count(should, 'error')).toBe(0);
    expect(count(should, 'skipped')).toBe(2);
    expect(count(uncheckedReport, 'error')).toBe(1);
    expect(count({ ...deviatingReport, results: [] }, 'failure')).toBe(1);
  });

  it('is safe for any text', () => {
    const xml = junitReport({ ...deviatingReport, target: hostile, tool: `${hostile}\ufffe\ud800` });
    elements(xml);
    expect(xml).not.toMatch(/[^\P{C}\n]/u);
    expect(xml).not.toContain(']]>');
  });
});
