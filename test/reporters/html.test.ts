import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { htmlReport } from '../../src/reporters/html-report.ts';
import { script, scriptHash } from '../../src/reporters/html-script.ts';
import { style, styleHash } from '../../src/reporters/html-style.ts';
import {
  caseResult,
  conformingReport,
  deviatingReport,
  hostile,
  hostileReport,
  manyResults,
  plainFinding,
  reports,
  uncheckedReport,
} from './sample-report.ts';

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const decode = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

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

  it('goes from the verdict to what is worst, then to what was looked at', () => {
    const html = htmlReport(deviatingReport);
    expect(Array.from(html.matchAll(/<section id="([^"]+)"/g), ([, id]) => id)).toEqual([
      'findings',
      'open-points',
      'accepted',
      'stale',
      'remarks',
      'clauses',
      'transport',
      'late',
      'guarantee',
      'not-checked',
      'left-behind',
      'cases',
    ]);
    expect(html.indexOf('<h1>')).toBeLessThan(html.indexOf('<section'));
    expect(html).toContain('<title>Deviates: http://10.0.0.0:30303</title>');
    expect(html.match(/<article /g)).toHaveLength(6);
  });

  it('shows a finding with its pair, its answer and where else it shows', () => {
    const html = decode(htmlReport(deviatingReport));
    expect(html).toContain('>accepts repository "a___b": it must not hold more than two "_" in a row</span>');
    expect(html).toContain('>接受了 repository "a___b"：连续的下划线不得超过两个</span>');
    expect(html).toMatch(/<code class="value">a___b<\/code> <span class="arrow">→ <strong>201<\/strong>/);
    expect(html).toContain('<code>{"id": 4711}</code>');
    expect(html).toContain('updateRepository (RU4), createNamespace (N4)');
    expect(html).toContain('<code class="value">POST /v2/manage/namespaces/t7k2/repos</code>');
    expect(html).toContain('<i>(cut at 1 MiB)</i>');
    expect(html).toContain('<a href="https://example.com/issues/42" rel="noopener noreferrer">');
    // What does not count is folded, and folds hold no links in what one presses.
    expect(html.match(/<details class="fold">/g)).toHaveLength(3);
    for (const [summary] of html.matchAll(/<summary>.*?<\/summary>/gs)) expect(summary).not.toMatch(/<a |<button/);
  });

  it('shows values that hide, and where no answer came', () => {
    const value = 'a\u0000\ue000b';
    const finding = { ...plainFinding, title: `accepts "${value}"`, example: { ...plainFinding.example, value } };
    const results = [caseResult('A', { verdict: 'fail', received: '' })];
    const html = decode(htmlReport({ ...deviatingReport, findings: [finding], results }));
    expect(html).toContain('accepts "a\\u0000\\ue000b"');
    expect(html).toContain('<code class="value">a\\u0000\\ue000b</code>');
    expect(html).toMatch(/received<\/span>.*no answer<\/span>/);
  });

  it('folds each group of clauses', () => {
    const html = htmlReport(deviatingReport);
    const [, clauses = ''] = /<section id="clauses"[^>]*>([\s\S]*?)<\/section>/.exec(html) ?? [];
    expect(clauses.match(/<details class="group(?: should)?">/g)).toHaveLength(6);
    expect(clauses).toContain(
      '<span class="name">createRepository · repository name</span> <span class="ids">R1–R4, R7',
    );
    expect(clauses).toMatch(/<strong>R4<\/strong>[\s\S]*?<a href="#finding-1">4 </);
    // What no run fails by is not red.
    expect(clauses.match(/<li class="clause should"/g)).toHaveLength(1);
    expect(clauses).toMatch(/<li class="clause should"[^>]*>(?:(?!<li)[\s\S])*<strong>P2</);
    expect(clauses.match(/<li /g)).toHaveLength(deviatingReport.clauses.length);
  });

  it('reads in one language where style and script are forbidden', () => {
    for (const report of Object.values(reports)) {
      const shown = htmlReport(report)
        .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
        .replace(/<span class="zh" lang="zh-CN" hidden>[^<]*<\/span>/g, '')
        // What a run says may be Chinese; that is said in one language only.
        .replaceAll(/中文|镜像仓库\/名称/g, '')
        .replace(/<div class="switches" hidden>.*?<\/div>/, '');
      expect(shown).not.toMatch(/\p{Script=Han}/u);
      expect(shown).not.toContain('class="zh"');
    }
    // What needs the script is not there without it.
    for (const [button] of htmlReport(deviatingReport).matchAll(/<(?:form|button class="copy")[^>]*>/g))
      expect(button).toContain(' hidden');
    expect(style).not.toMatch(/\.zh|:lang/);
  });

  it('has every text in Chinese too', () => {
    const html = htmlReport(deviatingReport);
    const count = (mark: string): number => html.split(mark).length;
    expect(count('<span class="zh"')).toBe(count('<span class="en"'));
    for (const text of [
      '3 处偏差，1 处已接受',
      '每个请求都带有',
      '服务器未提供',
      '变更最迟 340 ms',
      '表单与路径的读取方式',
    ])
      expect(html).toContain(text);
  });

  it.each(Object.entries(reports))('links every anchor to a place that is there, once (%s)', (_name, report) => {
    const html = htmlReport(report);
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('claims nothing after a run without cases', () => {
    const html = htmlReport(uncheckedReport);
    expect(html).toContain('nothing is known about the server');
    expect(html).not.toContain('id="not-checked"');
    expect(html).not.toContain('id="filter"');
  });

  it('lists every case, and copies the curl lines as they are', () => {
    const html = htmlReport(deviatingReport);
    const [, cases = ''] = /<section id="cases"[^>]*>([\s\S]*?)<\/section>/.exec(html) ?? [];
    for (const { id } of deviatingReport.results) expect(cases).toContain(`<code>${id}</code>`);
    const curls = Array.from(html.matchAll(/ data-curl="([^"]*)"/g), ([, text = '']) => JSON.parse(decode(text)));
    expect(curls).toHaveLength(6);
    expect(curls[3]).toContain('</script><b>x</b> ]]> `|`');
  });

  it('is safe for any text', () => {
    const known = { reason: hostile, link: 'javascript:alert(1)' };
    const html = htmlReport({ ...hostileReport, findings: hostileReport.findings.map((each) => ({ ...each, known })) });
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).not.toContain('<b>x');
    expect(html).not.toContain('href="javascript');
    expect(html).not.toMatch(/[^\P{Cc}\n\t]/u);
  });

  it('stays small with thousands of cases', () => {
    const html = htmlReport({ ...conformingReport, results: manyResults(3000) });
    expect(html.length).toBeLessThan(450_000);
  });
});
