import { type Text, textOf } from '../../text/bilingual.ts';
import { foldCurl } from '../../text/fold-curl.ts';
import { hangText, type Style } from '../../text/paint.ts';
import { displayWidth, padRight, wrapText } from '../../text/text-layout.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { Finding } from '../diagnose/finding.ts';
import { isCountedLevel } from './arrange-report.ts';
import { answeredText, findingRows, knownText, shownBy } from './describe-finding.ts';
import type { TerminalPage } from './terminal.ts';
import { words } from './texts.ts';

// Longer values show both ends.
const LONGEST_VALUE = 36;

const titleOf = ({ say }: TerminalPage, { clause, title, titleZh }: Finding): string =>
  visibleText(`${clause} ${say(textOf(title, titleZh))}`.trim());

const tagsOf = ({ say }: TerminalPage, ...tags: readonly (Text | false | undefined)[]): string =>
  ` [${tags.flatMap((tag) => (tag ? say(tag) : [])).join(', ')}]`;

/** A finding in a line each of its title and of what was sent, behind `number`. What its heading says is not said. */
export const shortFinding = (page: TerminalPage, finding: Finding, number: string): string[] => {
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

/** A finding with its facts and its curl line, behind `number`. */
export const fullFinding = (page: TerminalPage, finding: Finding, number: string): string[] => {
  const { say, width, paint } = page;
  const { direction, level, reproduced, known, example, id } = finding;
  const style = !known && isCountedLevel(level, page.report) ? 'red' : 'yellow';
  const indent = ' '.repeat(number.length);
  const other = level !== 'must' && words.level[level];
  const tags = tagsOf(
    page,
    words.direction[direction],
    other,
    reproduced === 'flaky' && words.flaky,
    known && words.known,
  );
  const title = wrapText(titleOf(page, finding), width - indent.length);
  // The tags stay in one line, whatever the language's rules for breaks.
  const isFit = displayWidth((title.at(-1) ?? '') + tags) <= width - indent.length;
  title.push(isFit ? (title.pop() ?? '') + tags : tags.trim());
  const column = Math.max(...[words.neighbour, words.received].map((name) => displayWidth(say(name))));
  const marks: Partial<Record<string, [Style, string]>> = { sent: [style, '✗ '], neighbour: ['green', '✓ '] };
  const row = (name: string, text: string, mark: [Style, string] = ['', '']): string[] =>
    hangText(paint, width, [['dim', `${indent}${padRight(name, column)}  `], mark], visibleText(text));
  const rows = findingRows(finding, LONGEST_VALUE, width - indent.length - column - 2);
  const { curl } = example.request;
  const isPlain = visibleText(curl, 'block') === curl;
  const curlLines = curl.split('\n').flatMap((one) => foldCurl(one, width - indent.length));
  const hidden = [visibleText(curl), say(words.curlHidden)];
  return [
    ...title.map((line, index) => paint('dim', index === 0 ? number : indent) + paint('bold', paint(style, line))),
    ...rows.flatMap(([name, text]) => row(say(words[name]), say(text), marks[name])),
    ...row('', `${say(shownBy(finding))} · ${id}`),
    // A curl line is only worth printing as it stands; a raw escape code in it would act on the terminal.
    ...(isPlain
      ? curlLines.map((line) => indent + paint('cyan', line))
      : hidden.flatMap((text) => hangText(paint, width, [['', indent]], text, 'dim'))),
  ];
};
