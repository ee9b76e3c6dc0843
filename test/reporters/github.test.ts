import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/report/report.ts';
import { githubAnnotations, githubSummary } from '../../src/reporters/github.ts';
import {
  conformingReport,
  deviatingReport,
  HEADINGS,
  hostile,
  hostileReport,
  manyResults,
  openReport,
  plainFinding,
  uncheckedReport,
} from './sample-report.ts';

describe('githubSummary', () => {
  it('begins with the verdict, then the findings, then the groups of clauses', () => {
    const text = githubSummary(deviatingReport);
    expect(text).toMatch(/^## ❌ Deviates: 3 deviations, 1 accepted/);
    expect(Array.from(text.matchAll(/^### (.*?)(?: \(\d+\))?$/gm), ([, title]) => title)).toEqual(HEADINGS);
    expect(text).toContain('| ❌ | createRepository &#183; repository name | R1&#8211;R4, R7 | 3 | 2 | 0 | 0 |');
    expect(text).not.toContain('| deleteTag |');
    expect(githubSummary(conformingReport)).toMatch(/^## ✅ Conforms/);
    expect(githubSummary(conformingReport)).toContain('No deviation was found.');
    expect(githubSummary(uncheckedReport)).toMatch(/^## ⚠️ Could not be checked/);
    expect(githubSummary(uncheckedReport)).toContain('nothing is known about the server');
  });

  it('shows each finding that counts with its curl line, the others in a line', () => {
    const text = githubSummary(deviatingReport);
    expect(text).toContain('#### R4 accepts repository &#34;a&#95;&#95;&#95;b&#34;&#58; it must not hold');
    expect(text).toContain('```sh\ncurl -i http://10.0.0.0:30303/v2/manage/namespaces/t7k2/repos -H');
    expect(text).toContain('| sent | &#34;a&#95;&#95;&#95;b&#34; &#8594; 201 |');
    expect(text).toContain('| answer | &#123;&#34;id&#34;&#58; 4711&#125; |');
    expect(text).toContain('| also | updateRepository (RU4), createNamespace (N4) |');
    expect(text.match(/```sh/g)).toHaveLength(3);
    expect(text).toMatch(/^- P2 accepts .*<code>TRUE<\/code> → 201 · <code>createRepository&#47;P2&#47;TRUE<\/code>$/m);
    expect(text).toMatch(/^- C2 refuses .*; accepted: The team ships edition/m);
  });

  it('keeps every table row whole', () => {
    for (const report of [deviatingReport, hostileReport])
      for (const row of githubSummary(report)
        .split('\n')
        .filter((line) => line.startsWith('| ')))
        expect([3, 8]).toContain(row.match(/\|/g)?.length);
  });

  it('lets no text act as Markdown, HTML or a fence', () => {
    const text = githubSummary({ ...hostileReport, target: `${hostile}\`\`\`\`` });
    const outside = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '');
    expect(outside).not.toContain('<b>');
    expect(outside).not.toContain('@all');
    expect(outside.replace(/`/g, '')).toBe(outside);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    const fenced = {
      ...plainFinding,
      example: { ...plainFinding.example, request: { ...plainFinding.example.request, curl: 'a\n```\n# b' } },
    };
    expect(githubSummary({ ...deviatingReport, findings: [fenced] })).toContain('````sh\na\n```\n# b\n````');
  });

  it('stays below the 1 MiB GitHub takes', () => {
    const value = 'x"'.repeat(25_000);
    const findings = Array.from({ length: 300 }, (_, index) => ({
      ...plainFinding,
      level: index % 2 === 0 ? ('must' as const) : ('should' as const),
      received: value,
      expected: value,
      title: value,
      example: { ...plainFinding.example, value, request: { ...plainFinding.example.request, curl: value } },
    }));
    const text = githubSummary({
      ...deviatingReport,
      findings,
      leftBehind: manyResults(9000).map(({ title }) => title),
    });
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('and 8,900 more');
  });
});

describe('githubAnnotations', () => {
  it('gives one command a finding, by its weight', () => {
    const lines = githubAnnotations(deviatingReport);
    expect(lines.map((line) => line.replace(/ .*/s, ''))).toEqual([
      '::error',
      '::error',
      '::error',
      '::warning',
      '::warning',
      '::warning',
      '::notice',
    ]);
    expect(lines[1]).toMatch(
      /^::error title=R4 accepts repository "a___b"%3A it must not .*::too lax%0Asent "a___b" → 201%0Aneighbour "a__b" → 201%0Aexpected 400/,
    );
    expect(githubAnnotations(conformingReport)).toEqual([]);
    expect(githubAnnotations(uncheckedReport)).toHaveLength(1);
    expect(githubAnnotations(openReport).join('\n')).not.toContain('::error ');
  });

  it('warns of what does not count, whatever it breaks', () => {
    const findings = (['should', 'transport'] as const).map((level) => ({ ...plainFinding, level }));
    const kinds = (strict: Report['strict']): string[] =>
      githubAnnotations({ ...deviatingReport, staleKnown: [], strict, findings }).map((line) =>
        line.replace(/ .*/s, ''),
      );
    expect(kinds([]).toSorted()).toEqual(['::warning', '::warning']);
    expect(kinds(['transport']).toSorted()).toEqual(['::error', '::warning']);
    expect(kinds(['should', 'transport'])).toEqual(['::error', '::error']);
  });

  it('escapes what would end or begin a command', () => {
    const line = githubAnnotations({
      ...deviatingReport,
      findings: [{ ...plainFinding, title: 'a: b, c\n::error::% d' }],
    }).at(-1);
    expect(line).toContain('title=R4 a%3A b%2C c\\n%3A%3Aerror%3A%3A%25 d::');
    for (const each of githubAnnotations(hostileReport)) expect(each).not.toMatch(/\p{C}/u);
  });

  it('keeps to the ten that GitHub shows', () => {
    const lines = githubAnnotations({ ...deviatingReport, findings: Array.from({ length: 40 }, () => plainFinding) });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=and 32 more::The step summary lists them all.');
  });
});
