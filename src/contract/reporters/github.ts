import type { Example, Finding, Report } from '../report.ts';
import { arrangeReport } from './arrange-report.ts';
import { formatDuration, formatNumber, texts } from './texts.ts';
import { shortenText, visibleText } from './visible-text.ts';

const words = texts.en;
const MARK = { conforms: '✅', deviates: '❌', unchecked: '⚠️' } as const;
// GitHub keeps ten error annotations of a step.
const MOST_ANNOTATIONS = 10;
// GitHub drops a step summary above 1 MiB; the lists after the findings need some of it.
const MOST_BYTES = 600_000;
const MOST_TEXT = 2000;

/** The report as Markdown for `$GITHUB_STEP_SUMMARY`. */
export const githubSummary = (report: Report): string => {
  const { counts, findings, groups } = arrangeReport(report);
  const figures = [
    words.cases(report.results.length),
    ...(['pass', 'fail', 'error', 'skip'] as const)
      .filter((verdict) => verdict === 'pass' || counts[verdict] > 0)
      .map((verdict) => `${formatNumber(counts[verdict])} ${words.verdict[verdict]}`),
    words.requests(report.requests),
    formatDuration(report.duration),
    `${words.depth} ${report.depth}`,
    `${words.seed} ${report.seed}`,
  ];
  const blocks = [
    `## ${MARK[report.outcome]} ${words.outcome[report.outcome]}: ${plain(report.summary)}`,
    `${code(report.target)}<br>${figures.join(' · ')}`,
  ];
  const rows = groups.flatMap((group) => group.rows);
  if (rows.length > 0)
    blocks.push(
      [
        '| | Clause | | Passed | Failed | Unclear | Skipped |',
        '|---|---|---|--:|--:|--:|--:|',
        ...rows.map((row) => {
          const mark = row.fail > 0 ? '❌' : row.error > 0 ? '⚠️' : row.pass > 0 ? '✅' : '➖';
          const title = row.level === 'should' ? `${plain(row.title)} *(should)*` : plain(row.title);
          return `| ${mark} | ${plain(row.id)} | ${title} | ${row.pass} | ${row.fail} | ${row.error} | ${row.skip} |`;
        }),
      ].join('\n'),
    );
  if (findings.length > 0) blocks.push(`### ${words.findings} (${findings.length})`);
  else if (counts.pass === 0) blocks.push(words.unjudged);
  else if (report.outcome === 'conforms') blocks.push(words.noFindings);
  const shown = findingBlocks(findings);
  blocks.push(...shown);
  if (shown.length < findings.length) blocks.push(words.more(findings.length - shown.length));
  const lists: [string, string[]][] = [
    [words.staleKnown, report.staleKnown.map(({ id, reason }) => `${code(id)}: ${plain(reason)}`)],
    [
      words.guarantee,
      report.guarantees.map(
        ({ subject, depth, states, words: count, text }) =>
          `${code(subject)}: ${plain(text)} (${words.guaranteeFigures(depth, states, count)})`,
      ),
    ],
    [
      words.notChecked,
      report.notChecked.map(
        ({ what, why, cases }) => `${plain(what)}${cases > 0 ? ` (${words.cases(cases)})` : ''}: ${plain(why)}`,
      ),
    ],
  ];
  for (const [title, items] of lists)
    if (items.length > 0) blocks.push(`### ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`);
  if (report.leftBehind.length > 0) blocks.push(leftBehind(report.leftBehind));
  return `${blocks.join('\n\n')}\n`;
};

/** Workflow commands, one a finding; GitHub shows them beside the run. */
export const githubAnnotations = (report: Report): string[] => {
  const { findings } = arrangeReport(report);
  const commands = findings.map((finding) => {
    const tags = [finding.direction, ...(finding.reproduced === 'flaky' ? ['flaky'] : [])].join(', ');
    return command(
      finding.known ? 'notice' : finding.level === 'should' ? 'warning' : 'error',
      `${finding.clause ?? finding.operation} ${finding.title}`,
      [
        `${tags}: sent "${shortenText(finding.example.value, 80).text}", expected ${finding.expected}, received ${finding.received}`,
        ...(finding.known ? [`accepted: ${finding.known.reason}`] : []),
        finding.example.request.curl,
      ].join('\n'),
    );
  });
  for (const { id, reason } of report.staleKnown)
    commands.unshift(command('error', `Accepted deviation ${id} no longer occurs`, `${words.staleRemedy} (${reason})`));
  if (report.outcome === 'unchecked')
    commands.unshift(command('error', 'The contract could not be checked', report.summary));
  if (commands.length <= MOST_ANNOTATIONS) return commands;
  const rest = commands.length - MOST_ANNOTATIONS + 1;
  return [
    ...commands.slice(0, MOST_ANNOTATIONS - 1),
    command(
      report.outcome === 'conforms' ? 'warning' : 'error',
      `${words.more(rest)}`,
      'The step summary lists them all.',
    ),
  ];
};

const findingBlocks = (findings: readonly Finding[]): string[] => {
  const blocks: string[] = [];
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const finding of findings) {
    const block = findingBlock(finding);
    bytes += encoder.encode(block).length;
    if (bytes > MOST_BYTES) break;
    blocks.push(block);
  }
  return blocks;
};

const findingBlock = (finding: Finding): string => {
  const tags = [
    finding.direction,
    finding.level,
    ...(finding.reproduced === 'flaky' ? [words.flaky] : []),
    ...(finding.known ? [words.known] : []),
  ].join(', ');
  const title = `${finding.clause === undefined ? '' : `${plain(finding.clause)} `}${plain(finding.title)}`;
  const answer = ({ response }: Example): string => (response ? String(response.status) : words.noAnswer);
  const rows = [
    `| ${words.sent} | ${code(finding.example.value)} → ${answer(finding.example)} |`,
    ...(finding.neighbour
      ? [`| ${words.neighbour} | ${code(finding.neighbour.value)} → ${answer(finding.neighbour)} |`]
      : []),
    `| ${words.expected} | ${plain(finding.expected)} |`,
    `| ${words.received} | ${plain(finding.received)} |`,
  ];
  if (finding.reproduced === 'flaky')
    rows.push(
      `| ${words.flaky} | ${words.flakyExplained(answer(finding.example), finding.secondResponse ? String(finding.secondResponse.status) : words.noAnswer)} |`,
    );
  if (finding.known) {
    const reason = [finding.known.reason, finding.known.link].filter((text) => text !== undefined).join(' ');
    rows.push(`| ${words.known} | ${plain(reason)} |`);
  }
  return [
    `#### ${title} (${tags})`,
    ['| | |', '|---|---|', ...rows].join('\n'),
    fence(finding.example.request.curl),
    `${words.shownBy(finding.cases.length)} · ${code(finding.id)}`,
  ].join('\n\n');
};

const leftBehind = (names: readonly string[]): string => {
  const shown = names.slice(0, 200).map((name) => visibleText(shortenText(name, 200).text));
  if (names.length > shown.length) shown.push(words.more(names.length - shown.length));
  return [
    `### ${words.leftBehind} (${formatNumber(names.length)})`,
    '<details><summary>Names</summary>',
    fence(shown.join('\n'), 'text'),
    '</details>',
  ].join('\n\n');
};

// Every mark that Markdown or GitHub may act on becomes an entity: *, |, <, @name, #1, :name:, http://.
const plain = (text: string): string =>
  visibleText(shortenText(text, MOST_TEXT).text).replace(
    /[^\p{L}\p{N}\p{M} ,()]/gu,
    (mark) => `&#${mark.codePointAt(0)};`,
  );

const code = (text: string): string => `<code>${plain(shortenText(text, 80).text) || words.empty}</code>`;

const fence = (text: string, language = 'sh'): string => {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${visibleText(shortenText(text, 20_000).text, 'block')}\n${mark}`;
};

const command = (kind: 'error' | 'warning' | 'notice', title: string, message: string): string =>
  `::${kind} title=${escapeProperty(visibleText(shortenText(title, 200).text))}::${escapeData(visibleText(shortenText(message, MOST_TEXT).text, 'block'))}`;

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
