import { parseHeaderValue } from '../header-value.ts';
import { bytewise, decodeText, utf8 } from './decoders.ts';

/** A part of a form that carries a file. */
export interface FormFile {
  readonly filename: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The parts of a form in the order they were sent, or why it can't be read. */
export type FormResult =
  | { readonly entries: readonly (readonly [name: string, value: string | FormFile])[] }
  | { readonly problem: string };

// A longer piece of a text is a view of it: who keeps one keeps the whole body (V8, SlicedString::kMinLength).
const LONGEST_COPY = 12;
const BEFORE_NAME = 'Content-Disposition: form-data; name="';
const BEHIND_NAME = '"\r\n\r\n';
const PLAIN_HEADER = new RegExp(`${BEFORE_NAME}[\\w-]*${BEHIND_NAME}`, 'iy');

/**
 * Reads a multipart/form-data body (RFC 7578, RFC 2046 section 5.1.1). Names are UTF-8, and so are
 * texts whose part names no other charset; a part with a file name is a file. One reader for every
 * body: the fuzz tests hold it against the platform's `formData()`.
 *
 * @param boundary the parameter of the Content-Type header, unquoted.
 */
export const readMultipart = (bytes: Uint8Array, boundary: string): FormResult => {
  const whole = utf8.decode(bytes);
  // One replacement character may stand for one byte that no UTF-8 has.
  const isAscii = whole.length === bytes.byteLength && !whole.includes('\ufffd');
  // Positions in this text are positions in the bytes.
  const text = isAscii ? whole : bytewise.decode(bytes);
  const read = (from: number, to: number, charset?: string): string | undefined =>
    isAscii && charset === undefined && to - from <= LONGEST_COPY
      ? text.slice(from, to)
      : decodeText(bytes.subarray(from, to), charset);
  const delimiter = `--${boundary}`;
  const entries: (readonly [string, string | FormFile])[] = [];

  let line = findDelimiter(text, delimiter, 0);
  if (!line) return { problem: missingBoundary(text, delimiter) };
  while (!line.closes) {
    const number = entries.length + 1;
    const start = line.end;
    const next = findDelimiter(text, delimiter, start);
    if (!next) return { problem: `the body ends inside part ${number}, before ${delimiter}--` };
    // What curl, browsers and SDKs send for a text; the full reading below would say the same.
    PLAIN_HEADER.lastIndex = start;
    if (PLAIN_HEADER.test(text) && PLAIN_HEADER.lastIndex <= next.start) {
      const name = text.slice(start + BEFORE_NAME.length, PLAIN_HEADER.lastIndex - BEHIND_NAME.length);
      const value = read(PLAIN_HEADER.lastIndex, next.start);
      if (value === undefined) return { problem: wrongCharset(number, name) };
      entries.push([name, value]);
      line = next;
      continue;
    }
    // A part without headers starts with its blank line.
    const headerEnd = text.startsWith('\r\n', start) ? start - 2 : text.indexOf('\r\n\r\n', start);
    if (headerEnd < 0 || headerEnd + 4 > next.start)
      return { problem: `part ${number} has no blank line behind its headers` };

    const headerText = text.slice(start, Math.max(start, headerEnd));
    const contentStart = headerEnd + 4;
    const headers = readPartHeaders(isAscii ? headerText : utf8.decode(bytes.subarray(start, headerEnd)));
    const disposition = parseHeaderValue(headers.disposition);
    const sentName = disposition?.parameters.get('name');
    if (disposition?.main !== 'form-data' || sentName === undefined)
      return { problem: `part ${number} has no "Content-Disposition: form-data; name=…"` };

    const name = unescapeName(sentName);
    const filename = disposition.parameters.get('filename') ?? disposition.parameters.get('filename*');
    const type = parseHeaderValue(headers.type);
    const charset = type?.parameters.get('charset');
    const content = bytes.subarray(contentStart, next.start);
    // Of what is neither a text nor a file nobody says what its bytes mean.
    const isText = type === undefined || type.main.startsWith('text/');
    const value =
      filename !== undefined
        ? { filename: unescapeName(filename), mediaType: headers.type, bytes: content }
        : isText
          ? read(contentStart, next.start, charset)
          : utf8.decode(content);
    if (value === undefined) return { problem: wrongCharset(number, name, charset) };
    entries.push([name, value]);
    line = next;
  }
  return { entries };
};

interface Delimiter {
  /** Where the content before it ends. */
  readonly start: number;
  /** Where the next part starts. */
  readonly end: number;
  readonly closes: boolean;
}

// A delimiter stands at the start of a line and fills it: "--boundary" inside a text is content.
const findDelimiter = (text: string, delimiter: string, from: number): Delimiter | undefined => {
  let at = from === 0 ? text.indexOf(delimiter) : text.indexOf(delimiter, from);
  for (; at >= 0; at = text.indexOf(delimiter, at + 1)) {
    const startsLine = at === 0 || at === from || text.startsWith('\r\n', at - 2);
    if (!startsLine) continue;
    let end = at + delimiter.length;
    const start = at === 0 || at === from ? at : at - 2;
    if (text.startsWith('--', end)) return { start, end: end + 2, closes: true };
    while (text[end] === ' ' || text[end] === '\t') end += 1;
    if (text.startsWith('\r\n', end)) return { start, end: end + 2, closes: false };
  }
  return undefined;
};

const wrongCharset = (number: number, name: string, charset = 'UTF-8'): string =>
  `part ${number} (${JSON.stringify(name)}) is not in ${charset}, or the server does not know that charset: send UTF-8`;

const missingBoundary = (text: string, delimiter: string): string => {
  if (text === '') return 'the body is empty';
  if (text.includes(`${delimiter}\n`)) return 'its lines end in LF instead of CR LF';
  return `the body has no line ${JSON.stringify(delimiter)}, as its Content-Type announces`;
};

/** Around the value of a header: no others are blanks there (RFC 9110 section 5.6.3). */
const BLANKS = /^[ \t]+|[ \t]+$/g;

const readPartHeaders = (text: string): { disposition: string; type: string } => {
  let disposition = '';
  let type = 'text/plain';
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (name === 'content-disposition') disposition = line.slice(colon + 1);
    else if (name === 'content-type') type = line.slice(colon + 1).replace(BLANKS, '');
  }
  return { disposition, type };
};

// HTML's form encoding writes these three so that a name fits into a quoted string.
const ESCAPES: Record<string, string> = { '%22': '"', '%0D': '\r', '%0A': '\n' };
const unescapeName = (name: string): string =>
  name.includes('%') ? name.replace(/%22|%0D|%0A/gi, (code) => ESCAPES[code.toUpperCase()] ?? code) : name;
