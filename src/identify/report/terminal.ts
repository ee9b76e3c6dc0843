import { type Language, type Text, textOf } from '../../text/bilingual.ts';
import { foldCurl } from '../../text/fold-curl.ts';
import { createPaint, hangText } from '../../text/paint.ts';
import { displayWidth, padRight } from '../../text/text-layout.ts';
import { visibleText } from '../../text/visible-text.ts';
import { type IdentifyReport, sayEffort } from './report.ts';

export interface IdentifyTerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly language?: Language;
  /** Of the command that checks it all, beside target and edition: `--token $TOKEN`. */
  readonly verifyOptions?: readonly string[];
}

const OUTCOME = { identified: ['✓', 'green'], unexplained: ['✗', 'red'], unchecked: ['!', 'yellow'] } as const;

const words = {
  request: textOf('request', '请求'),
  answer: textOf('answer', '应答'),
  differs: textOf('Differs from ', '与以下版本的差异：'),
  noAction: textOf(' (no overlay says this)', '（无法用 overlay 表达）'),
  next: textOf('Check it all:', '完整检查：'),
};

/** The report for a terminal; no line has more than `width` columns, but where a single word of a command has. */
export const identifyTerminal = (report: IdentifyReport, options: IdentifyTerminalOptions): string => {
  const { color, language = 'en' } = options;
  const paint = createPaint(color);
  const say = (text: Text): string => text[language];
  // Below 60 columns the table has no room, above 120 lines are hard to read.
  const width = Math.min(120, Math.max(60, options.width));
  const [mark, style] = OUTCOME[report.outcome];
  const head = [
    ...hangText(
      (own, text) => (own === '' ? text : paint('bold', paint(own, text))),
      width,
      [[style, `${mark} `]],
      visibleText(say({ en: report.summary, zh: report.summaryZh })),
    ),
    ...hangText(paint, width, [['', '  ']], visibleText(`${report.target}, ${say(sayEffort(report))}`), 'dim'),
  ];
  const [edition] = report.editions;
  const differences = report.differences.flatMap(({ request, text, textZh, actions }) => [
    ...hangText(
      paint,
      width,
      [['', '  ']],
      visibleText(say({ en: text, zh: textZh }) + (actions.length > 0 ? '' : say(words.noAction))),
    ),
    ...hangText(paint, width, [['', '    ']], visibleText(request), 'dim'),
  ]);
  const blocks = [
    head,
    report.evidence.length > 0 ? tableOf(report, width, language) : [],
    differences.length > 0 ? [paint('bold', `${say(words.differs)}${edition}`), ...differences] : [],
    edition === undefined || report.outcome !== 'identified'
      ? []
      : [say(words.next), ...verifyLines(report, edition, width, options.verifyOptions)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
};

/** The command that checks a target by an edition. */
const verifyLines = (
  { tool, target }: IdentifyReport,
  edition: string,
  width: number,
  more: readonly string[] = [],
): string[] => {
  const command = [`${tool.split(' ')[0]} verify --target ${target} --edition ${edition}`, ...more].join(' ');
  return foldCurl(visibleText(command), width - 2).map((line) => `  ${line}`);
};

/** A row a fact: the request, what its answer says, and which editions say so. */
const tableOf = ({ evidence, candidates }: IdentifyReport, width: number, language: Language): string[] => {
  const letters = candidates.map((_, index) => letterOf(index));
  const marks = candidates.length * 2 - 1;
  const answer = 18;
  const room = width - marks - answer - 4;
  const prefix = commonPath(evidence.map(({ request }) => request));
  const row = (request: string, seen: string, cells: readonly string[]): string =>
    `${padRight(cut(request, room), room)}  ${padRight(cut(seen, answer), answer)}  ${cells.join(' ')}`.trimEnd();
  let last = '';
  return [
    ...legend(candidates, width),
    '',
    row(words.request[language], words.answer[language], letters),
    ...evidence.flatMap(({ request, seen, seenZh, agrees }) => {
      const shown = request === last ? '' : visibleText(prefix === '' ? request : request.replace(prefix, '…'));
      last = request;
      const cells = candidates.map((name) => (agrees[name] === undefined ? '·' : agrees[name] ? '✓' : '✗'));
      const said = visibleText(language === 'zh' ? seenZh : seen);
      // A request that does not fit has a line of its own: cut, it would tell nothing.
      return displayWidth(shown) > room ? [cut(shown, width), row('', said, cells)] : [row(shown, said, cells)];
    }),
  ];
};

const letterOf = (index: number): string => String.fromCharCode(97 + (index % 26));

const legend = (candidates: readonly string[], width: number): string[] => {
  const lines: string[] = [];
  for (const [index, name] of candidates.entries()) {
    const entry = `${letterOf(index)} ${name}`;
    const line = lines.at(-1);
    if (line === undefined || displayWidth(line) + displayWidth(entry) + 2 > width) lines.push(entry);
    else lines[lines.length - 1] = `${line}  ${entry}`;
  }
  return lines;
};

/** The beginning that all paths share, up to a slash. */
const commonPath = (requests: readonly string[]): string => {
  const paths = requests.map((request) => request.split(' ')[1] ?? '');
  const [first = ''] = paths;
  let end = 0;
  while (end < first.length && paths.every((path) => path[end] === first[end])) end += 1;
  return first.slice(0, Math.max(0, first.slice(0, end).lastIndexOf('/')));
};

/** A text cut in the middle, where both ends tell something. */
const cut = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  const head = Math.ceil((width - 1) / 3);
  let tail = characters.slice(characters.length - (width - 1 - head)).join('');
  while (displayWidth(tail) > width - 1 - head) tail = tail.slice(1);
  let start = characters.slice(0, head).join('');
  while (displayWidth(start) > head) start = start.slice(0, -1);
  return `${start}…${tail}`;
};
