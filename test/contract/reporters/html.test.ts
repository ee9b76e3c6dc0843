import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { htmlReport } from '../../../src/contract/reporters/html.ts';
import { script, scriptHash } from '../../../src/contract/reporters/html-script.ts';
import { style, styleHash } from '../../../src/contract/reporters/html-style.ts';
import { conformingReport, deviatingReport, hostile, manyResults, uncheckedReport } from './sample-report.ts';

interface Data {
  readonly strings: readonly string[];
  readonly cases: readonly (readonly number[])[];
  readonly curls: readonly string[];
}

const dataOf = (html: string): Data =>
  JSON.parse(/<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html)?.[1] ?? 'null') as Data;

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('htmlReport', () => {
  it('allows its own style and script and nothing else', () => {
    expect(styleHash).toBe(sha256(style));
    expect(scriptHash).toBe(sha256(script));
    const html = htmlReport(deviatingReport);
    expect(html).toContain(`default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'`);
    expect(html).not.toMatch(/\s(?:style|on\w+)="/);
    expect(html).not.toMatch(/<(?:img|iframe|link rel="stylesheet"|script src)/);
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('has a script that parses, and neither part can end early', () => {
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/<\/|<!--|\beval\b|innerHTML/);
    expect(style).not.toContain('</');
  });

  it('shows the verdict, the clauses in page order and the findings', () => {
    const html = htmlReport(deviatingReport);
    const order = [
      '<h1>',
      'id="clauses"',
      'id="findings"',
      'id="guarantee"',
      'id="not-checked"',
      'id="left-behind"',
      'id="cases"',
    ];
    expect(order.map((mark) => html.indexOf(mark))).toEqual(
      order.map((mark) => html.indexOf(mark)).toSorted((a, b) => a - b),
    );
    expect(html).toContain('<title>Deviates: http://10.0.0.0:30303</title>');
    expect(html.match(/<article /g)).toHaveLength(5);
    expect(html).toContain('accepts three underscores in a row</h3>');
    expect(html).toContain('连续的下划线不得超过两个');
    expect(html).toContain('<a href="https://example.com/issues/42" rel="noopener noreferrer">');
  });

  it('links every anchor to a place that is there, once', () => {
    for (const report of [conformingReport, deviatingReport, uncheckedReport]) {
      const html = htmlReport(report);
      const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    }
  });

  it('claims nothing after a run without cases', () => {
    const html = htmlReport(uncheckedReport);
    expect(html).toContain('nothing is known about the server');
    expect(html).not.toContain('id="not-checked"');
    expect(html).not.toContain('id="filter"');
  });

  it('embeds every case, and the curl lines as they are', () => {
    const { strings, cases, curls } = dataOf(htmlReport(deviatingReport));
    expect(cases.map(([, id]) => strings[id ?? -1])).toEqual(deviatingReport.results.map(({ id }) => id));
    expect(curls).toHaveLength(5);
    expect(curls[3]).toContain('</script><b>x</b> ]]> `|`');
    expect(new Set(strings).size).toBe(strings.length);
  });

  it('is safe for any text', () => {
    const link = { reason: hostile, link: 'javascript:alert(1)' };
    const findings = deviatingReport.findings.map((finding) => ({
      ...finding,
      id: hostile,
      clause: hostile,
      known: link,
    }));
    const clauses = deviatingReport.clauses.map((row) => ({
      ...row,
      id: hostile,
      title: hostile,
      zh: hostile,
      place: hostile,
    }));
    const html = htmlReport({
      ...deviatingReport,
      findings,
      clauses,
      target: hostile,
      summary: hostile,
      startedAt: hostile,
      tool: hostile,
    });
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toContain('<b>x');
    expect(html).not.toContain('href="javascript');
    // The page's own text holds nothing hidden; of the data JSON takes care.
    expect(html).not.toMatch(/[^\P{Cc}\n\t]/u);
  });

  it('stays small with thousands of cases', () => {
    const html = htmlReport({ ...conformingReport, results: manyResults(3000) });
    expect(html.length).toBeLessThan(400_000);
    expect(html.match(/<li/g)?.length ?? 0).toBeLessThan(50);
  });
});
