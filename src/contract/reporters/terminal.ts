import type { Example, Finding, Report } from '../report.ts';
import { type ArrangedReport, arrangeReport } from './arrange-report.ts';
import { foldCurl } from './fold-curl.ts';
import { displayWidth, padLeft, padRight, wrapText } from './text-layout.ts';
import { formatDuration, formatNumber, type Language, type Texts, texts } from './texts.ts';
import { shortenText, visibleText } from './visible-text.ts';

export { createProgress, type Progress, type ProgressOptions } from './progress.ts';

/** How the report is printed. */
export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly language?: Language;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
type Paint = (style: Style, text: string) => string;

interface Page {
  readonly report: Report;
  readonly arranged: ArrangedReport;
  readonly words: Texts;
  readonly language: Language;
  readonly width: number;
  readonly paint: Paint;
}

const CODES: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
};
const OUTCOME = {
  conforms: { mark: '✓', style: 'green' },
  deviates: { mark: '✗', style: 'red' },
  unchecked: { mark: '!', style: 'yellow' },
} as const;
const NAMES_SHOWN = 10;

/** The report for a terminal: the verdict first, then why, in at most `width` columns. */
export const terminalReport = (report: Report, { color, width, language = 'en' }: TerminalOptions): string => {
  const page: Page = {
    report,
    arranged: arrangeReport(report),
    words: texts[language],
    language,
    // Below 60 columns the table has no room, above 120 lines are hard to read.
    width: Math.min(120, Math.max(60, width)),
    paint: (style, text) => (color && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text),
  };
  const sections = [head, clauses, findings, staleKnown, guarantees, notChecked, leftBehind, totals];
  const blocks = sections.map((section) => section(page)).filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n')}\n`;
};

const head = ({ report, words, width, paint }: Page): string[] => {
  const { mark, style } = OUTCOME[report.outcome];
  const verdict = `${mark} ${words.outcome[report.outcome]}`;
  const [first = '', ...rest] = wrapText(visibleText(report.summary), width - displayWidth(verdict) - 2);
  const indent = ' '.repeat(displayWidth(verdict) + 2);
  return [
    `${paint('bold', paint(style, verdict))}  ${first}`,
    ...rest.map((line) => indent + line),
    ...wrapText(visibleText(report.target), width - 2).map((line) => paint('dim', `  ${line}`)),
  ];
};

const heading = ({ paint }: Page, text: string, count?: number): string =>
  paint('bold', text) + (count === undefined ? '' : paint('dim', ` (${formatNumber(count)})`));

const clauses = (page: Page): string[] => {
  const { report, arranged, words, language, width, paint } = page;
  if (report.clauses.every((row) => row.pass + row.fail + row.error + row.skip === 0)) return [];
  const verdicts = (['pass', 'fail', 'error', 'skip'] as const).filter(
    (verdict) => verdict !== 'error' || report.clauses.some((row) => row.error > 0),
  );
  const columns = verdicts.map((verdict) => ({
    verdict,
    width: Math.max(
      displayWidth(words.verdict[verdict]),
      ...report.clauses.map((row) => formatNumber(row[verdict]).length),
    ),
  }));
  const ids = Math.max(...report.clauses.map((row) => displayWidth(row.id)));
  const titles = width - 2 - ids - 2 - columns.reduce((sum, column) => sum + 2 + column.width, 0);
  const lines = [
    paint('bold', padRight(words.clauses, 4 + ids + titles)) +
      columns.map((column) => paint('dim', `  ${padLeft(words.verdict[column.verdict], column.width)}`)).join(''),
  ];
  for (const group of arranged.groups) {
    lines.push(paint('dim', `  ${visibleText(group.place)}`));
    for (const row of group.rows) {
      const style = row.fail > 0 ? 'red' : row.error > 0 ? 'yellow' : row.pass > 0 ? 'green' : 'dim';
      const mark = row.fail > 0 ? '✗' : row.error > 0 ? '!' : row.pass > 0 ? '✓' : '–';
      const title = visibleText(language === 'zh' && row.zh !== '' ? row.zh : row.title);
      const [first = '', ...rest] = wrapText(
        row.level === 'should' ? `${title} (${words.level.should})` : title,
        titles,
      );
      const figures = columns.map((column) => {
        const figure = padLeft(row[column.verdict] === 0 ? '·' : formatNumber(row[column.verdict]), column.width);
        if (row[column.verdict] === 0) return `  ${paint('dim', figure)}`;
        return `  ${column.verdict === 'fail' || column.verdict === 'error' ? paint(style, figure) : figure}`;
      });
      lines.push(
        `${paint(style, mark)} ${paint('bold', padRight(row.id, ids))}  ${padRight(first, titles)}${figures.join('')}`,
      );
      lines.push(...rest.map((line) => `${' '.repeat(ids + 4)}${line}`));
    }
  }
  return lines;
};

const findings = (page: Page): string[] => {
  const { report, arranged, words, paint } = page;
  if (arranged.findings.length === 0) {
    if (arranged.counts.pass === 0) return wrapText(words.unjudged, page.width).map((line) => paint('yellow', line));
    return report.outcome === 'conforms' ? [paint('green', words.noFindings)] : [];
  }
  const lines = [heading(page, words.findings, arranged.findings.length)];
  for (const [index, finding] of arranged.findings.entries()) {
    if (index > 0) lines.push('');
    lines.push(...findingLines(page, finding, index + 1));
  }
  return lines;
};

const findingLines = (page: Page, finding: Finding, number: number): string[] => {
  const { words, width, paint } = page;
  const style = finding.known || finding.level === 'should' ? 'yellow' : 'red';
  const label = padRight(`${number}`, 2);
  const about = finding.clause === undefined ? '' : `${visibleText(finding.clause)} `;
  const tags = [
    words.direction[finding.direction],
    finding.level === 'should' ? words.level.should : '',
    finding.reproduced === 'flaky' ? words.flaky : '',
    finding.known ? words.known : '',
  ].filter((tag) => tag !== '');
  const lines = wrapText(`${about}${visibleText(finding.title)} [${tags.join(', ')}]`, width - 3).map((line, index) =>
    index === 0
      ? `${paint('dim', label)} ${paint('bold', paint(style, line))}`
      : `   ${paint('bold', paint(style, line))}`,
  );
  const names = [words.sent, words.neighbour, words.expected, words.received];
  const column = Math.max(...names.map(displayWidth));
  const field = (name: string, text: string): void => {
    for (const [index, line] of wrapText(text, width - column - 5).entries())
      lines.push(`   ${paint('dim', padRight(index === 0 ? name : '', column))}  ${line}`);
  };

  const { example, neighbour } = finding;
  const pair = [exampleText(page, example), ...(neighbour ? [exampleText(page, neighbour)] : [])];
  const room = width - column - 7;
  const values = Math.max(...pair.map(({ value }) => displayWidth(value)));
  const aligned = pair.every(({ answer }) => values + displayWidth(answer) + 4 <= room);
  for (const [index, { value, answer }] of pair.entries()) {
    const name = paint('dim', padRight(index === 0 ? words.sent : words.neighbour, column));
    const mark = index === 0 ? paint(style, '✗') : paint('green', '✓');
    for (const [row, line] of wrapText(`${aligned ? padRight(value, values) : value}  → ${answer}`, room).entries())
      lines.push(row === 0 ? `   ${name}  ${mark} ${line}` : `${' '.repeat(column + 7)}${line}`);
  }
  field(words.expected, visibleText(finding.expected));
  field(words.received, visibleText(finding.received));
  if (finding.reproduced === 'flaky')
    field(
      '',
      words.flakyExplained(
        statusText(words, example.response?.status),
        statusText(words, finding.secondResponse?.status),
      ),
    );
  if (finding.reproduced === 'not tried') field('', words.notReproduced);
  if (finding.known)
    field(words.known, visibleText([finding.known.reason, finding.known.link].filter(Boolean).join(' ')));
  field('', `${words.shownBy(finding.cases.length)} · ${visibleText(finding.id)}`);
  lines.push(...curlLines(page, example.request.curl));
  return lines;
};

const exampleText = ({ words }: Page, { value, response }: Example): { value: string; answer: string } => {
  const { text, length } = shortenText(value, 36);
  const size = length > 36 ? ` (${words.characters(length)})` : '';
  return { value: `"${visibleText(text)}"${size}`, answer: statusText(words, response?.status) };
};

const statusText = (words: Texts, status: number | undefined): string =>
  status === undefined ? words.noAnswer : String(status);

const curlLines = ({ words, width, paint }: Page, curl: string): string[] => {
  // A curl line is only worth printing as it stands; a raw escape code in it would act on the terminal.
  if (visibleText(curl, 'block') !== curl)
    return [...wrapText(visibleText(curl), width - 3), ...wrapText(words.curlHidden, width - 3)].map(
      (line) => `   ${paint('dim', line)}`,
    );
  return curl
    .split('\n')
    .flatMap((one) => foldCurl(one, width - 3))
    .map((line) => `   ${paint('cyan', line)}`);
};

const staleKnown = (page: Page): string[] => {
  const { report, words, width, paint } = page;
  if (report.staleKnown.length === 0) return [];
  return [
    heading(page, words.staleKnown, report.staleKnown.length),
    ...report.staleKnown.flatMap(({ id, reason }) => bullet(page, `${visibleText(id)}: ${visibleText(reason)}`)),
    ...wrapText(words.staleRemedy, width - 2).map((line) => paint('dim', `  ${line}`)),
  ];
};

const guarantees = (page: Page): string[] => {
  const { report, words, language, width, paint } = page;
  if (report.guarantees.length === 0) return [heading(page, words.guarantee), paint('dim', `  ${words.noGuarantee}`)];
  return [
    heading(page, words.guarantee),
    ...report.guarantees.flatMap((guarantee) => {
      const text = language === 'zh' && guarantee.zh !== '' ? guarantee.zh : guarantee.text;
      return [
        ...wrapText(visibleText(guarantee.subject), width - 2).map((line) => `  ${paint('bold', line)}`),
        ...wrapText(visibleText(text), width - 2).map((line) => `  ${line}`),
        paint('dim', `  ${words.guaranteeFigures(guarantee.depth, guarantee.states, guarantee.words)}`),
      ];
    }),
  ];
};

const notChecked = (page: Page): string[] => {
  const { report, arranged, words, paint } = page;
  if (report.notChecked.length === 0) {
    const all = arranged.counts.skip + arranged.counts.error === 0 && report.outcome !== 'unchecked';
    return all ? [heading(page, words.notChecked), paint('dim', `  ${words.allChecked}`)] : [];
  }
  return [
    heading(page, words.notChecked),
    ...report.notChecked.flatMap(({ what, why, cases }) =>
      bullet(page, `${visibleText(what)}${cases > 0 ? ` (${words.cases(cases)})` : ''}: ${visibleText(why)}`),
    ),
  ];
};

const leftBehind = (page: Page): string[] => {
  const { report, words, paint } = page;
  const deleted = report.deleted > 0 ? [paint('dim', `  ${words.deleted(report.deleted)}`)] : [];
  if (report.leftBehind.length === 0)
    return [heading(page, words.leftBehind), paint('dim', `  ${words.nothingLeft}`), ...deleted];
  const hidden = report.leftBehind.length - NAMES_SHOWN;
  return [
    heading(page, words.leftBehind, report.leftBehind.length),
    ...report.leftBehind
      .slice(0, NAMES_SHOWN)
      .flatMap((name) => bullet(page, visibleText(shortenText(name, 150).text))),
    ...(hidden > 0 ? [paint('dim', `  ${words.more(hidden)}`)] : []),
    ...deleted,
  ];
};

const bullet = ({ width, paint }: Page, text: string): string[] =>
  wrapText(text, width - 4).map((line, index) => `  ${index === 0 ? paint('dim', '-') : ' '} ${line}`);

const totals = (page: Page): string[] => {
  const { report, arranged, words, width, paint } = page;
  const styles = { pass: 'green', fail: 'red', error: 'yellow', skip: 'dim' } as const;
  const verdicts = (['pass', 'fail', 'error', 'skip'] as const).filter(
    (verdict) => verdict === 'pass' || arranged.counts[verdict] > 0,
  );
  const run = [
    words.requests(report.requests),
    formatDuration(report.duration),
    `${words.depth} ${report.depth}`,
    `${words.seed} ${report.seed}`,
    visibleText(report.tool),
  ];
  const cases = `${words.cases(report.results.length)}:`;
  const parts = verdicts.map((verdict, index) => {
    const text = `${formatNumber(arranged.counts[verdict])} ${words.verdict[verdict]}`;
    return { verdict, text: index < verdicts.length - 1 ? `${text},` : text };
  });
  const fits = displayWidth([cases, ...parts.map(({ text }) => text)].join(' ')) <= width;
  return [
    [paint('bold', cases), ...parts.map(({ verdict, text }) => paint(styles[verdict], text))].join(fits ? ' ' : '\n  '),
    ...wrapText(run.join(' · '), width).map((line) => paint('dim', line)),
  ];
};
