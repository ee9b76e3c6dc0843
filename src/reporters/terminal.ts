import type { Finding } from '../contract/diagnose/finding.ts';
import { isCountedLevel, toneOf } from '../contract/report/count-findings.ts';
import type { ClauseRow, Counts, Report, Verdict } from '../contract/report/report.ts';
import { joinTexts, type Language, moreText, NOTHING, type Text, textOf } from '../text/bilingual.ts';
import { foldCurl } from '../text/fold-curl.ts';
import { formatNumber } from '../text/numbers.ts';
import { createPaint, hangText, type Paint, type Style } from '../text/paint.ts';
import { displayWidth, padRight, wrapText } from '../text/text-layout.ts';
import { shortenText, visibleText } from '../text/visible-text.ts';
import {
  arrangeReport,
  type ClauseGroup,
  type FindingList,
  MARKS,
  type Note,
  sayTotals,
  stateOf,
  VERDICTS,
} from './arrange-report.ts';
import { answeredText, findingRows, knownText, shownBy } from './describe-finding.ts';
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
interface Page {
  readonly report: Report;
  readonly verbose: boolean;
  /** Columns that no line exceeds. */
  readonly width: number;
  readonly say: (text: Text) => string;
  readonly paint: Paint;
}

const OUTCOME = { conforms: ['✓', 'green'], deviates: ['✗', 'red'], unchecked: ['!', 'yellow'] } as const;
const STYLES = { pass: 'green', fail: 'red', error: 'yellow', skip: 'dim' } as const;
// Of every list that a long run makes long, its heading counted.
const MOST_LINES = 11;
const LONGEST_TEXT = 300;
// Longer values show both ends.
const LONGEST_VALUE = 36;

/**
 * The report for a terminal: the verdict, what it rests on, then what was looked at. No line but
 * those of curl has more than `width` columns.
 */
export const terminalReport = (report: Report, options: TerminalOptions): string => {
  const { color, language = 'en', verbose = false } = options;
  const { calm, findings, before, groups, after } = arrangeReport(report, !verbose);
  const paint = createPaint(color);
  const say = (text: Text): string => text[language];
  // Below 60 columns the clauses have no room, above 120 lines are hard to read.
  const width = Math.min(120, Math.max(60, options.width));
  const page: Page = { report, verbose, width, say, paint };
  const strong: Paint = (own, text) => (own === '' ? text : paint('bold', paint(own, text)));
  const [mark, style] = OUTCOME[report.outcome];
  const verdict = `${mark} ${say(words.outcome[report.outcome])}  `;
  const summary = visibleText(say(textOf(report.summary, report.summaryZh)));
  const [cases = NOTHING, ...run] = sayTotals(report);
  const blocks = [
    [
      ...hangText(strong, width, [[style, verdict]], summary),
      ...hangText(paint, width, [['', '  ']], visibleText(report.target), 'dim'),
    ],
    calm ? hangText(paint, width, [], say(calm.text), STYLES[calm.state]) : [],
    ...findings.map((list) => findingLines(page, list)),
    ...before.map((note) => noteLines(page, note)),
    clauseLines(page, groups),
    ...after.map((note) => noteLines(page, note)),
    [
      ...hangText(paint, width, [], say(cases), 'bold'),
      ...hangText(paint, width, [], visibleText(say(joinTexts(run, textOf(' · ')))), 'dim'),
    ],
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n')}\n`;
};

const heading = ({ paint, say }: Page, text: Text, count: number): string =>
  paint('bold', say(text)) + (count > 0 ? paint('dim', ` (${formatNumber(count)})`) : '');

const noteLines = (page: Page, { title, items, remarks }: Note): string[] => {
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
  const more = shown < items.length ? [moreText(items.length - shown)] : [];
  return [...lines, ...[...more, ...remarks].flatMap((text) => hangText(paint, width, [['', '  ']], say(text), 'dim'))];
};

const findingLines = (page: Page, list: FindingList): string[] => {
  const isFull = list.isFull || page.verbose;
  const blocks = list.findings.map((finding, index) => {
    const number = padRight(String(list.first + index), page.report.findings.length > 99 ? 4 : 3);
    return isFull ? ['', ...fullFinding(page, finding, number)] : shortFinding(page, finding, number);
  });
  return [heading(page, list.title, list.findings.length), ...blocks.flat().slice(isFull ? 1 : 0)];
};

const titleOf = ({ say }: Page, { clause, title, titleZh }: Finding): string =>
  visibleText(`${clause} ${say(textOf(title, titleZh))}`.trim());

const tagsOf = ({ say }: Page, ...tags: readonly (Text | false | undefined)[]): string =>
  ` [${tags.flatMap((tag) => (tag ? say(tag) : [])).join(', ')}]`;

/** A finding in a line each of its title and of what was sent. What its heading says is not said. */
const shortFinding = (page: Page, finding: Finding, number: string): string[] => {
  const { say, width, paint } = page;
  const quiet = (text: string): string[] => hangText(paint, width, [['', ' '.repeat(number.length)]], text, 'dim');
  const tags = tagsOf(page, words.direction[finding.direction], finding.reproduced === 'flaky' && words.flaky);
  const [title, ...more] = wrapText(titleOf(page, finding), width - number.length - displayWidth(tags) - 1);
  const sent = visibleText(say(answeredText(finding.example, LONGEST_VALUE)));
  return [
    paint('dim', number) + paint('yellow', `${title}${more.length > 0 ? '…' : ''}${tags}`),
    // The id is what one copies into a list of accepted deviations: it is never cut.
    ...quiet(`${sent} · ${visibleText(finding.id)}`),
    ...(finding.known ? quiet(`${say(words.known)}: ${visibleText(knownText(finding))}`) : []),
  ];
};

/** A finding with its facts and its curl line. */
const fullFinding = (page: Page, finding: Finding, number: string): string[] => {
  const { say, width, paint, report } = page;
  const { direction, level, reproduced, known, example, id } = finding;
  const style = toneOf(finding, report) === 'fail' ? 'red' : 'yellow';
  const indent = ' '.repeat(number.length);
  const room = width - indent.length;
  const other = [level !== 'must' && words.level[level], reproduced === 'flaky' && words.flaky, known && words.known];
  const tags = tagsOf(page, words.direction[direction], ...other);
  const title = wrapText(titleOf(page, finding), room);
  // The tags stay in one line, whatever the language's rules for breaks.
  const isFit = displayWidth((title.at(-1) ?? '') + tags) <= room;
  title.push(isFit ? (title.pop() ?? '') + tags : tags.trim());
  const column = Math.max(...[words.neighbour, words.received].map((name) => displayWidth(say(name))));
  const marks: Partial<Record<string, [Style, string]>> = { sent: [style, '✗ '], neighbour: ['green', '✓ '] };
  const row = (name: string, text: string, mark: [Style, string] = ['', '']): string[] =>
    hangText(paint, width, [['dim', `${indent}${padRight(name, column)}  `], mark], visibleText(text));
  const rows = findingRows(finding, LONGEST_VALUE, room - column - 2);
  const { curl } = example.request;
  const isPlain = visibleText(curl, 'block') === curl;
  const hidden = [visibleText(curl), say(words.curlHidden)];
  return [
    ...title.map((line, index) => paint('dim', index === 0 ? number : indent) + paint('bold', paint(style, line))),
    ...rows.flatMap(([name, text]) => row(say(words[name]), say(text), marks[name])),
    ...row('', `${say(shownBy(finding))} · ${id}`),
    // A curl line is only worth printing as it stands; a raw escape code in it would act on the terminal.
    ...(isPlain
      ? curl.split('\n').flatMap((one) => foldCurl(one, room).map((line) => indent + paint('cyan', line)))
      : hidden.flatMap((text) => hangText(paint, width, [['', indent]], text, 'dim'))),
  ];
};

/** A line of the table of clauses, longer texts wrapped within their column. */
interface Line {
  readonly name: string;
  readonly text: string;
  readonly counts: Counts;
  /** Whether a failure is one that a run fails by. */
  readonly isReason: boolean;
  /** Whether it is about one clause, with its verdict in front. */
  readonly isClause: boolean;
}

/**
 * The clauses: a line a group with how many of them passed, failed …, without those that were skipped
 * as a whole; or, where all is wanted, a line a clause with the verdicts of its cases.
 */
const clauseLines = (page: Page, groups: readonly ClauseGroup[]): string[] => {
  const { report, verbose, say, paint } = page;
  const isReason = ({ level }: ClauseRow): boolean => isCountedLevel(level, report);
  const lineOf = (row: ClauseRow): Line => {
    const level = row.level === 'must' ? '' : ` (${say(words.level[row.level])})`;
    const text = say(textOf(row.title, row.zh)) + level;
    return { name: row.id, text, counts: row, isReason: isReason(row), isClause: true };
  };
  const tested = groups.filter(({ state }) => state !== 'skip');
  const rows = verbose
    ? groups.flatMap(({ name, rows: own }) => [say(name), ...own.map(lineOf)])
    : tested.map(({ name, ids, states, rows: own }): Line => {
        const failed = own.filter(({ fail }) => fail > 0);
        return { name: say(name), text: ids, counts: states, isReason: failed.some(isReason), isClause: false };
      });
  return tested.length === 0 ? [] : [paint('bold', say(words.clauses)), ...tableLines(page, rows)];
};

/** Lines in columns; a mere text is a heading among them. */
const tableLines = ({ width, paint }: Page, rows: readonly (Line | string)[]): string[] => {
  const lines = rows.filter((row) => typeof row !== 'string');
  const columns = VERDICTS.map((verdict) => {
    const most = Math.max(...lines.map(({ counts }) => counts[verdict]));
    return { verdict, digits: most === 0 ? 0 : formatNumber(most).length };
  }).filter(({ digits }) => digits > 0);
  const room = width - 4 - columns.reduce((sum, { digits }) => sum + 4 + digits, 0);
  const names = Math.min(Math.max(...lines.map(({ name }) => displayWidth(visibleText(name)))), Math.ceil(room * 0.6));
  return rows.flatMap((row) => {
    if (typeof row === 'string') return wrapText(visibleText(row), width - 2).map((line) => `  ${paint('dim', line)}`);
    const { counts, isReason, isClause } = row;
    const show = (verdict: Verdict, count = ''): string =>
      paint(verdict === 'fail' && !isReason ? 'yellow' : STYLES[verdict], MARKS[verdict] + count);
    const cells = columns.map(({ verdict, digits }) => {
      const count = ` ${formatNumber(counts[verdict]).padStart(digits)}`;
      return counts[verdict] === 0 ? ' '.repeat(4 + digits) : `  ${show(verdict, count)}`;
    });
    const [first, second] = [wrapText(visibleText(row.name), names), wrapText(visibleText(row.text), room - names)];
    return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
      const mark = isClause && index === 0 ? show(stateOf(counts)) : ' ';
      const text = paint(isClause ? '' : 'dim', padRight(second[index] ?? '', room - names));
      return `${mark} ${padRight(first[index] ?? '', names)}  ${text}${index === 0 ? cells.join('') : ''}`;
    });
  });
};
