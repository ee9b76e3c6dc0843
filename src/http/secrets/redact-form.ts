import { parseHeaderValue } from '../header-value.ts';
import { isSecretText, type Kind, kindOf, REMOVED } from './is-secret.ts';
import { redactText, type Seen } from './redact-text.ts';

/**
 * A multipart body without the contents of parts whose names tell of credentials. Its lines may end in LF
 * alone, and it may be cut off anywhere.
 *
 * @param boundary as its type has it; where the body has another one, that counts.
 * @param redactBody for a part with a type of its own.
 */
export const redactForm = (
  body: string,
  boundary: string | undefined,
  redactBody: (content: string, type: string) => string,
  seen?: Seen,
): string => {
  const first = /^--([^\r\n]+?)[ \t]*\r?$/m.exec(body)?.[1];
  const own = boundary !== undefined && body.includes(`--${boundary}`) ? boundary : (first ?? '');
  const quoted = own.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const delimiter = new RegExp(`(?<=^|\\n)(--${quoted}(?:--)?[ \\t]*\\r?(?:\\n|$))`);
  return body
    .split(delimiter)
    .map((part, index) => (index % 2 === 1 ? part : redactPart(part, redactBody, seen)))
    .join('');
};

const HEAD = /^(?:[\w-]+:[^\n]*(?:\n|$)(?:[ \t][^\n]*(?:\n|$))*)*/;

const redactPart = (part: string, redactBody: (content: string, type: string) => string, seen?: Seen): string => {
  const head = HEAD.exec(part)?.[0] ?? '';
  const headers = new Map(
    head
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1)] as const),
  );
  const start = head.length + (/^\r?\n/.exec(part.slice(head.length))?.[0].length ?? 0);
  const end = part.length - (/\r?\n?$/.exec(part.slice(start))?.[0].length ?? 0);
  const content = part.slice(start, end);
  const kind = kindOfPart(headers.get('content-disposition'));
  const type = headers.get('content-type');
  if (!isSecretText(kind, content))
    return (
      part.slice(0, start) +
      (type === undefined ? redactText(content, seen) : redactBody(content, type)) +
      part.slice(end)
    );
  if (kind === 'surely') seen?.add(content);
  return part.slice(0, start) + REMOVED + part.slice(end);
};

/** A name may be written in several ways (RFC 7578, 5987, 2231, 2047); what can't be read may be any. */
const kindOfPart = (disposition: string | undefined): Kind => {
  if (disposition === undefined) return undefined;
  const parameters = [...(parseHeaderValue(disposition)?.parameters ?? [])].filter(([name]) =>
    /^name(?:$|\*)/.test(name),
  );
  const name = parameters.map(([, value]) => value).join('');
  return parameters.length === 0 ? 'surely' : kindOf(name.replace(WORD, decodeWord));
};

const WORD = /=\?[\w-]+\?([bq])\?([^?]*)\?=/gi;
const decodeWord = (_: string, way: string, text: string): string => {
  if (/q/i.test(way)) return text.replaceAll('=', '%');
  try {
    return atob(text);
  } catch {
    return text;
  }
};
