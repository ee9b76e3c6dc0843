import { fill } from '../../text/bilingual.ts';
import { code, fence, plain, table, workflowCommand } from '../../text/markdown.ts';
import { formatNumber } from '../../text/numbers.ts';
import type { Finding } from '../diagnose/finding.ts';
import { arrangeReport, countedFindings, type FindingList, type Note, sayTotals, VERDICTS } from './arrange-report.ts';
import { findingRows, knownText, sentText, shownBy, statusText } from './describe-finding.ts';
import type { Report } from './report.ts';
import { words } from './texts.ts';

const OUTCOME = { conforms: '✅', deviates: '❌', unchecked: '⚠️' } as const;
const STATE = { pass: '✅', fail: '❌', error: '⚠️', skip: '➖' } as const;
// GitHub keeps ten error annotations of a step.
const MOST_ANNOTATIONS = 10;
// GitHub drops a step summary above 1 MiB: findings have this much of it, each list after them that much.
const MOST_BYTES = 600_000;
const MOST_LIST_BYTES = 40_000;
const MOST_ITEMS = 100;
// A longer list is folded.
const MOST_LINES = 20;

/** The report as Markdown for `$GITHUB_STEP_SUMMARY`. */
export const githubSummary = (report: Report): string => {
  const { calm, findings, before, groups, after } = arrangeReport(report);
  const totals = sayTotals(report).map(({ en }) => plain(en));
  const head = ['', words.clauses.en, '', ...VERDICTS.map((verdict) => words.verdict[verdict].en)];
  const rows = groups
    .filter(({ state }) => state !== 'skip')
    .map(({ state, name, ids, states }) => [
      STATE[state],
      plain(name),
      plain(ids),
      ...VERDICTS.map((each) => states[each]),
    ]);
  const blocks = [
    `## ${OUTCOME[report.outcome]} ${words.outcome[report.outcome].en}: ${plain(report.summary)}`,
    `${code(report.target)}<br>${totals.join(' · ')}`,
    ...(calm ? [calm.text.en] : []),
    ...findings.flatMap(findingBlocks),
    ...before.map(noteBlock),
    ...(rows.length > 0 ? [`### ${words.clauses.en}`, table(head, '|---|---|---|--:|--:|--:|--:|', rows)] : []),
    ...after.map(noteBlock),
  ];
  return `${blocks.join('\n\n')}\n`;
};

const moreOf = (count: number): string => fill(words.more, { count }).en;

const list = (title: string, items: readonly string[]): string => {
  const shown = takeBytes(items.slice(0, MOST_ITEMS), MOST_LIST_BYTES);
  const lines = shown.map((item) => `- ${item}`);
  if (shown.length < items.length) lines.push(`- ${moreOf(items.length - shown.length)}`);
  const text = lines.join('\n');
  const isLong = lines.length > MOST_LINES;
  return `### ${title} (${formatNumber(items.length)})\n\n${isLong ? `<details>\n\n${text}\n\n</details>` : text}`;
};

const noteBlock = ({ title, items, remarks }: Note): string => {
  const rows = items.map(({ subject, detail, text }) => {
    const about = `${subject.en && code(subject.en)}${detail.en && ` (${plain(detail.en)})`}`;
    return about === '' ? plain(text.en) : `${about}: ${plain(text.en)}`;
  });
  const said = remarks.map(({ en }) => en).join(' ');
  return [rows.length > 0 ? list(title.en, rows) : `### ${title.en}`, said].join('\n\n').trim();
};

const findingBlocks = ({ title, findings, isFull }: FindingList): string[] => {
  if (!isFull) return [list(title.en, findings.map(findingItem))];
  const shown = takeBytes(findings.map(findingBlock), MOST_BYTES);
  const rest = findings.length - shown.length;
  return [`### ${title.en} (${findings.length})`, ...shown, ...(rest > 0 ? [moreOf(rest)] : [])];
};

const findingItem = (finding: Finding): string => {
  const { clause, title, direction, example, id, known } = finding;
  const reason = known ? `; ${words.known.en}: ${plain(knownText(finding))}` : '';
  const sent = `${code(sentText(example))} → ${statusText(example.response).en}`;
  return `${plain(clause)} ${plain(title)} (${direction}): ${sent} · ${code(id)}${reason}`;
};

const findingBlock = (finding: Finding): string => {
  const { clause, title, direction, level, reproduced, example, id } = finding;
  const tags = [direction, level, ...(reproduced === 'flaky' ? [words.flaky.en] : [])].join(', ');
  const rows = findingRows(finding).map(([name, { en }]) => [words[name].en, plain(en)]);
  const facts = table(['', ''], '|---|---|', rows);
  const end = `${shownBy(finding).en} · ${code(id)}`;
  return [`#### ${plain(clause)} ${plain(title)} (${tags})`, facts, fence('sh', example.request.curl), end].join(
    '\n\n',
  );
};

/** Workflow commands, one a finding, the worst first; GitHub shows them beside the run. */
export const githubAnnotations = (report: Report): string[] => {
  const counted = countedFindings(report);
  const findings = arrangeReport(report).findings.flatMap((each) => each.findings);
  const unchecked = workflowCommand('error', 'The contract could not be checked', report.summary);
  const commands = [
    ...(report.outcome === 'unchecked' ? [unchecked] : []),
    ...report.staleKnown.map(({ id, reason }) =>
      workflowCommand('error', `Accepted deviation ${id} no longer occurs`, `${words.staleRemedy.en} (${reason})`),
    ),
    ...findings.map((finding) => {
      const { known, clause, title, direction, example } = finding;
      const rows = findingRows(finding).map(([name, { en }]) => `${words[name].en} ${en}`);
      const kind = known ? 'notice' : counted.has(finding) ? 'error' : 'warning';
      return workflowCommand(kind, `${clause} ${title}`, [direction, ...rows, example.request.curl].join('\n'));
    }),
  ];
  if (commands.length <= MOST_ANNOTATIONS) return commands;
  const rest = moreOf(commands.length - MOST_ANNOTATIONS + 1);
  const last = workflowCommand(
    report.outcome === 'conforms' ? 'warning' : 'error',
    rest,
    'The step summary lists them all.',
  );
  return [...commands.slice(0, MOST_ANNOTATIONS - 1), last];
};

/** The first texts that fit in so many bytes. */
const takeBytes = (all: readonly string[], most: number): readonly string[] => {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = all.findIndex((text) => {
    bytes += encoder.encode(text).length;
    return bytes > most;
  });
  return end < 0 ? all : all.slice(0, end);
};
