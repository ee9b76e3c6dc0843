import { fill, joinTexts, type Language, type Text, textOf } from '../../text/bilingual.ts';
import { formatNumber } from '../../text/numbers.ts';
import { createPaint, hangText, type Paint } from '../../text/paint.ts';
import { padRight } from '../../text/text-layout.ts';
import { shortenText, visibleText } from '../../text/visible-text.ts';
import { type ArrangedReport, arrangeReport, type FindingList, type Note, sayTotals } from './arrange-report.ts';
import type { Report } from './report.ts';
import { clauseLines } from './terminal-clauses.ts';
import { fullFinding, shortFinding } from './terminal-finding.ts';
import { words } from './texts.ts';

/** How the report is printed. */
export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly language?: Language;
  /** The whole table of clauses, and nothing shortened. */
  readonly verbose?: boolean;
}

/** What the parts of the report share. */
export interface TerminalPage {
  readonly report: Report;
  readonly arranged: ArrangedReport;
  readonly verbose: boolean;
  /** Columns that no line exceeds. */
  readonly width: number;
  readonly say: (text: Text) => string;
  readonly paint: Paint;
}

const OUTCOME = { conforms: ['✓', 'green'], deviates: ['✗', 'red'], unchecked: ['!', 'yellow'] } as const;
// Of every list that a long run makes long, its heading counted.
const MOST_LINES = 11;
const LONGEST_TEXT = 300;

/**
 * The report for a terminal: the verdict, what it rests on, then what was looked at. No line but
 * those of curl has more than `width` columns.
 */
export const terminalReport = (report: Report, options: TerminalOptions): string => {
  const { color, language = 'en', verbose = false } = options;
  const arranged = arrangeReport(report, !verbose);
  const { calm, findings, before, after } = arranged;
  const paint = createPaint(color);
  const say = (text: Text): string => text[language];
  // Below 60 columns the clauses have no room, above 120 lines are hard to read.
  const width = Math.min(120, Math.max(60, options.width));
  const page: TerminalPage = { report, arranged, verbose, width, say, paint };
  const strong: Paint = (own, text) => (own === '' ? text : paint('bold', paint(own, text)));
  const [mark, style] = OUTCOME[report.outcome];
  const verdict = `${mark} ${say(words.outcome[report.outcome])}  `;
  const summary = visibleText(say(textOf(report.summary, report.summaryZh)));
  const [cases = textOf(''), ...run] = sayTotals(report);
  const blocks = [
    [
      ...hangText(strong, width, [[style, verdict]], summary),
      ...hangText(paint, width, [['', '  ']], visibleText(report.target), 'dim'),
    ],
    calm ? hangText(paint, width, [], say(calm.text), calm.state === 'pass' ? 'green' : 'yellow') : [],
    ...findings.map((list) => findingLines(page, list)),
    ...before.map((note) => noteLines(page, note)),
    clauseLines(page),
    ...after.map((note) => noteLines(page, note)),
    [
      ...hangText(paint, width, [], say(cases), 'bold'),
      ...hangText(paint, width, [], visibleText(say(joinTexts(run, textOf(' · ')))), 'dim'),
    ],
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n')}\n`;
};

const heading = ({ paint, say }: TerminalPage, text: Text, count: number): string =>
  paint('bold', say(text)) + (count > 0 ? paint('dim', ` (${formatNumber(count)})`) : '');

const findingLines = (page: TerminalPage, list: FindingList): string[] => {
  const isFull = list.isFull || page.verbose;
  const blocks = list.findings.map((finding, index) => {
    const number = padRight(String(list.first + index), page.report.findings.length > 99 ? 4 : 3);
    return isFull ? ['', ...fullFinding(page, finding, number)] : shortFinding(page, finding, number);
  });
  return [heading(page, list.title, list.findings.length), ...blocks.flat().slice(isFull ? 1 : 0)];
};

const noteLines = (page: TerminalPage, { title, items, remarks }: Note): string[] => {
  const { say, paint, width, verbose } = page;
  const lines = [heading(page, title, items.length > 1 ? items.length : 0)];
  let shown = 0;
  for (const { subject, detail, text } of items) {
    const about = say(subject) + (say(detail) === '' ? '' : ` (${say(detail)})`);
    const told = about === '' ? shortenText(say(text), LONGEST_TEXT).text : `${about}: ${say(text)}`;
    const rows = hangText(paint, width, [['dim', '  - ']], visibleText(told));
    if (!verbose && shown > 0 && lines.length + rows.length > MOST_LINES) break;
    lines.push(...rows);
    shown += 1;
  }
  const more = shown < items.length ? [fill(words.more, { count: items.length - shown })] : [];
  return [...lines, ...[...more, ...remarks].flatMap((text) => hangText(paint, width, [['', '  ']], say(text), 'dim'))];
};
