import { beforeAll, describe, expect, it } from 'vitest';

import { prepareEditions } from '../../src/cli/identify/prepare-editions.ts';
import { startRehearsal } from '../../src/cli/identify/start-rehearsal.ts';
import { findChanges } from '../../src/identify/overlay/find-changes.ts';
import { type IdentifyReport, writeIdentifyReport } from '../../src/identify/report/report.ts';
import { identifyTerminal } from '../../src/identify/report/terminal.ts';
import { displayWidth } from '../../src/text/text-layout.ts';
import { changedBy, editions, identify, openFakeOf } from './editions.ts';

const ours = changedBy('2018-12', [
  { target: '$.components.schemas.RepositoryItem.properties.internal_path', remove: true },
]);
const head = {
  tool: 'the-tool 1.0.0',
  target: 'http://127.0.0.1:1234',
  candidates: editions.map(({ name }) => name),
};
let report: IdentifyReport;
beforeAll(async () => {
  const found = await identify(openFakeOf(ours).send);
  const changes = await findChanges('2018-12', found.evidence, await prepareEditions(), startRehearsal);
  report = writeIdentifyReport(head, found, changes);
});
const print = (language: 'en' | 'zh', width = 80, of: IdentifyReport = report): string =>
  identifyTerminal(of, { color: false, width, language });

describe('the report on a terminal', () => {
  it.each([
    ['en', 80],
    ['zh', 80],
    ['en', 60],
    ['zh', 100],
  ] as const)('%s: no line is wider than %i columns', (language, width) => {
    for (const line of print(language, width).split('\n'))
      if (!line.includes(' verify --target ')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  });

  it('names the edition, the evidence, what differs, and what to do next', () => {
    const text = print('en');
    expect(text).toMatch(/^✓ The server keeps edition 2018-12\.\n/);
    expect(text).toMatch(/^request +answer +a b c d/m);
    expect(text).toMatch(/^GET \S+ +\d{3} +✓ ✓ [✓✗] [✓✗] [✓✗]/m);
    expect(text).toContain('Differs from 2018-12\n  listRepositories does not show internal_path, 2018-12 does\n');
    expect(text).toMatch(/the-tool verify --target http:\/\/127\.0\.0\.1:1234 --edition 2018-12$/);
  });

  it('says the same in Chinese', () => {
    const text = print('zh');
    expect(text).toMatch(/^✓ 该服务遵循版本 2018-12。\n/);
    expect(text).toContain('与以下版本的差异：2018-12\n  listRepositories 未返回 internal_path，而 2018-12 有\n');
  });

  it('says what is left behind, and where nothing could be found out', () => {
    const left = print('en', 80, { ...report, leftBehind: ['a/b'] });
    expect(left).toContain('left behind: a/b');
    const unchecked = {
      ...report,
      outcome: 'unchecked' as const,
      summary: 'nobody is there.',
      editions: [],
      evidence: [],
    };
    expect(print('en', 80, { ...unchecked, differences: [] })).toMatch(/^! nobody is there\.\n {2}http/);
  });

  it('shows nothing that a terminal would act on', () => {
    const [row] = report.evidence;
    const evil = { ...report, evidence: row ? [{ ...row, seen: '\u001b[2J', request: 'GET /\u0007' }] : [] };
    expect(print('en', 80, evil)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('the report as data', () => {
  it('has each fact once, with what each edition says of it', () => {
    const said = report.evidence.map(({ request, seen }) => `${request} ${seen}`);
    expect(new Set(said).size).toBe(said.length);
    for (const { agrees } of report.evidence) expect(new Set(Object.values(agrees)).size).toBe(2);
  });

  it('holds no more than the answers told: neither bodies nor credentials', () => {
    expect(JSON.stringify(report)).not.toMatch(/Bearer|created_at.*T\d\d:/);
    expect(report.differences).toMatchObject([
      { text: expect.any(String), actions: [{ remove: true }, { remove: true }] },
    ]);
  });
});
