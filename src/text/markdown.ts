import { moreText } from './bilingual.ts';
import { formatNumber } from './numbers.ts';
import { shortenText, visibleText } from './visible-text.ts';

// Of a text; longer ones show both ends.
const MOST_TEXT = 2000;

/** A text in Markdown. Every mark that it or GitHub may act on becomes an entity: *, |, <, @name, #1, :name:, http://. */
export const plain = (text: string): string =>
  visibleText(shortenText(text, MOST_TEXT).text).replace(
    /[^\p{L}\p{N}\p{M} ,()]/gu,
    (mark) => `&#${mark.codePointAt(0)};`,
  );

/** A short text as code within a line of Markdown. */
export const code = (text: string): string => `<code>${plain(shortenText(text, 80).text)}</code>`;

/** A block of code of some language in Markdown. */
export const fence = (language: string, text: string): string => {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${visibleText(shortenText(text, 20_000).text, 'block')}\n${mark}`;
};

/** A table of Markdown: its head, how its columns stand (`|---|--:|`), and its rows, all of them Markdown. */
export const table = (
  head: readonly string[],
  columns: string,
  rows: readonly (readonly (string | number)[])[],
): string =>
  [head, ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .toSpliced(1, 0, columns)
    .join('\n');

// Of a list; a longer one than this many lines is folded.
const MOST_ITEMS = 100;
const MOST_LIST_BYTES = 40_000;
const MOST_LINES = 20;

/** A heading with how many items there are, and as many of them as a page should have, all of them Markdown. */
export const section = (title: string, items: readonly string[]): string => {
  const shown = takeBytes(items.slice(0, MOST_ITEMS), MOST_LIST_BYTES);
  const lines = shown.map((item) => `- ${item}`);
  if (shown.length < items.length) lines.push(`- ${moreText(items.length - shown.length).en}`);
  const text = lines.join('\n');
  const isLong = lines.length > MOST_LINES;
  return `### ${title} (${formatNumber(items.length)})\n\n${isLong ? `<details>\n\n${text}\n\n</details>` : text}`;
};

/** The first texts that fit in so many bytes. */
export const takeBytes = (all: readonly string[], most: number): readonly string[] => {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = all.findIndex((text) => {
    bytes += encoder.encode(text).length;
    return bytes > most;
  });
  return end < 0 ? all : all.slice(0, end);
};

/** A command of a GitHub workflow: an annotation beside the run. */
export const workflowCommand = (kind: 'error' | 'warning' | 'notice', title: string, message: string): string => {
  const name = escapeData(visibleText(shortenText(title, 200).text))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
  return `::${kind} title=${name}::${escapeData(visibleText(shortenText(message, MOST_TEXT).text, 'block'))}`;
};

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
