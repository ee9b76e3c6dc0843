import { describe, expect, it } from 'vitest';

import type { Finding } from '../../../src/contract/report.ts';
import { githubAnnotations, githubSummary } from '../../../src/contract/reporters/github.ts';
import { conformingReport, deviatingReport, hostile, manyResults, uncheckedReport } from './sample-report.ts';

const finding = deviatingReport.findings[0] as Finding;

describe('githubSummary', () => {
  it('begins with the verdict and holds the clause table', () => {
    const text = githubSummary(deviatingReport);
    expect(text).toMatch(/^## ❌ Deviates: 3 deviations, 1 accepted/);
    expect(text).toContain('| ❌ | R4 | must not hold more than two &#34;&#95;&#34; in a row | 100 | 4 | 0 | 0 |');
    expect(githubSummary(conformingReport)).toMatch(/^## ✅ Conforms/);
    expect(githubSummary(conformingReport)).toContain('No deviation was found.');
    expect(githubSummary(uncheckedReport)).toMatch(/^## ⚠️ Could not be checked/);
  });

  it('shows each finding with its curl line', () => {
    const text = githubSummary(deviatingReport);
    expect(text).toContain('#### R4 accepts three underscores in a row (too lax, must)');
    expect(text).toContain('```sh\ncurl -i http://10.0.0.0:30303/v2/manage/namespaces/t7k2/repos -H');
    expect(text).toContain('| sent | <code>a&#95;&#95;&#95;b</code> → 201 |');
  });

  it('keeps every table row whole', () => {
    for (const row of githubSummary(deviatingReport)
      .split('\n')
      .filter((line) => line.startsWith('| ')))
      expect([3, 8]).toContain(row.match(/\|/g)?.length);
  });

  it('lets no text act as Markdown, HTML or a fence', () => {
    const text = githubSummary({ ...deviatingReport, summary: hostile, target: `${hostile}\`\`\`\`` });
    const outside = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '');
    expect(outside).not.toContain('<b>');
    expect(outside).not.toContain('@all');
    expect(outside.replace(/`/g, '')).toBe(outside);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    const fenced = {
      ...finding,
      example: { ...finding.example, request: { ...finding.example.request, curl: 'a\n```\n# b' } },
    };
    expect(githubSummary({ ...deviatingReport, findings: [fenced] })).toContain('````sh\na\n```\n# b\n````');
  });

  it('stays below the 1 MiB GitHub takes', () => {
    const value = 'x'.repeat(50_000);
    const findings = Array.from({ length: 300 }, () => ({
      ...finding,
      received: value,
      expected: value,
      title: value,
      example: { ...finding.example, value, request: { ...finding.example.request, curl: value } },
    }));
    const text = githubSummary({
      ...deviatingReport,
      findings,
      leftBehind: manyResults(9000).map(({ title }) => title),
    });
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('and 8,800 more');
  });
});

describe('githubAnnotations', () => {
  it('gives one command a finding, by its weight', () => {
    const lines = githubAnnotations(deviatingReport);
    expect(lines.map((line) => line.replace(/ .*/s, ''))).toEqual([
      '::error',
      '::error',
      '::error',
      '::error',
      '::warning',
      '::notice',
    ]);
    expect(lines[1]).toMatch(
      /^::error title=R4 accepts three underscores in a row::too lax: sent "a___b", expected 400/,
    );
    expect(githubAnnotations(conformingReport)).toEqual([]);
    expect(githubAnnotations(uncheckedReport)).toHaveLength(1);
  });

  it('escapes what would end or begin a command', () => {
    const line = githubAnnotations({
      ...deviatingReport,
      findings: [{ ...finding, title: 'a: b, c\n::error::% d' }],
    }).at(-1);
    expect(line).toContain('title=R4 a%3A b%2C c\\n%3A%3Aerror%3A%3A%25 d::');
    for (const each of githubAnnotations(deviatingReport)) expect(each).not.toMatch(/\p{C}/u);
  });

  it('keeps to the ten that GitHub shows', () => {
    const lines = githubAnnotations({ ...deviatingReport, findings: Array.from({ length: 40 }, () => finding) });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=and 32 more::The step summary lists them all.');
  });
});
