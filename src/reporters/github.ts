import type { Finding } from '../contract/diagnose/finding.ts';
import { countedFindings } from '../contract/report/count-findings.ts';
import type { Report } from '../contract/report/report.ts';
import { moreText } from '../text/bilingual.ts';
import { code, fence, plain, section, table, takeBytes, workflowCommand } from '../text/markdown.ts';
import { arrangeReport, type FindingList, type Note, sayTotals, VERDICTS } from './arrange-report.ts';
import { findingRows, knownText, sentText, shownBy, statusText, withoutText } from './describe-finding.ts';
import { words } from './texts.ts';

const OUTCOME = { conforms: '✅', deviates: '❌', unchecked: '⚠️' } as const;
const STATE = { pass: '✅', fail: '❌', error: '⚠️', skip: '➖' } as const;
// GitHub keeps ten error annotations of a step.
const MOST_ANNOTATIONS = 10;
// GitHub drops a step summary above 1 MiB: findings have this much of it.
const MOST_BYTES = 600_000;

/** The report as Markdown for `$GITHUB_STEP_SUMMARY`. */
export const githubSummary = (report: Report): string => {
  const { calm, findings, before, groups, after } = arrangeReport(report);
  const totals = sayTotals(report).map(({ en }) => plain(en));
  const head = ['', words.clauses.en, '', ...VERDICTS.map((verdict) => words.verdict[verdict].en)];
  const tested = groups.filter(({ state }) => state !== 'skip');
  const rows = tested.map(({ state, name, ids, states }) => {
    const counts = VERDICTS.map((verdict) => states[verdict]);
    return [STATE[state], plain(name.en), plain(ids), ...counts];
  });
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

const noteBlock = ({ title, items, remarks }: Note): string => {
  const rows = items.map(({ subject, detail, text }) => {
    const about = `${subject.en && code(subject.en)}${detail.en && ` (${plain(detail.en)})`}`;
    return `${about && `${about}: `}${plain(text.en)}`;
  });
  const said = remarks.map(({ en }) => en).join(' ');
  return [rows.length > 0 ? section(title.en, rows) : `### ${title.en}`, said].join('\n\n').trim();
};

const findingBlocks = ({ title, findings, isFull }: FindingList): string[] => {
  if (!isFull) return [section(title.en, findings.map(findingItem))];
  const shown = takeBytes(findings.map(findingBlock), MOST_BYTES);
  const rest = findings.length - shown.length;
  return [`### ${title.en} (${findings.length})`, ...shown, ...(rest > 0 ? [moreText(rest).en] : [])];
};

const findingItem = (finding: Finding): string => {
  const { clause, title, direction, example, id, known } = finding;
  const reason = known ? `; ${words.known.en}: ${plain(knownText(finding))}` : '';
  const sent = `${code(sentText(example))}${withoutText(example).en} → ${statusText(example.response).en}`;
  return `${plain(clause)} ${plain(title)} (${direction}): ${sent} · ${code(id)}${reason}`;
};

const findingBlock = (finding: Finding): string => {
  const { clause, title, direction, level, reproduced, example, id } = finding;
  const tags = [direction, level, ...(reproduced === 'flaky' ? [words.flaky.en] : [])].join(', ');
  const rows = findingRows(finding).map(([name, { en }]) => [words[name].en, plain(en)]);
  return [
    `#### ${plain(clause)} ${plain(title)} (${tags})`,
    table(['', ''], '|---|---|', rows),
    fence('sh', example.request.curl),
    `${shownBy(finding).en} · ${code(id)}`,
  ].join('\n\n');
};

/** Workflow commands, one a finding, the worst first; GitHub shows them beside the run. */
export const githubAnnotations = (report: Report): string[] => {
  const counted = countedFindings(report);
  const findings = arrangeReport(report).findings.flatMap((each) => each.findings);
  const commands = report.staleKnown.map(({ id, reason }) =>
    workflowCommand('error', `Accepted deviation ${id} no longer occurs`, `${words.staleRemedy.en} (${reason})`),
  );
  if (report.outcome === 'unchecked')
    commands.unshift(workflowCommand('error', 'The contract could not be checked', report.summary));
  for (const finding of findings) {
    const { known, clause, title, direction, example } = finding;
    const rows = findingRows(finding).map(([name, { en }]) => `${words[name].en} ${en}`);
    const kind = known ? 'notice' : counted.has(finding) ? 'error' : 'warning';
    commands.push(workflowCommand(kind, `${clause} ${title}`, [direction, ...rows, example.request.curl].join('\n')));
  }
  if (commands.length <= MOST_ANNOTATIONS) return commands;
  const rest = moreText(commands.length - MOST_ANNOTATIONS + 1).en;
  const kind = report.outcome === 'conforms' ? 'warning' : 'error';
  const last = workflowCommand(kind, rest, 'The step summary lists them all.');
  return [...commands.slice(0, MOST_ANNOTATIONS - 1), last];
};
