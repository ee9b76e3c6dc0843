import { decodePercent } from '../message.ts';
import { isSecretText, type Kind, kindOf, REMOVED } from './is-secret.ts';
import { isJsonLike, redactJson } from './redact-json.ts';

/** The credentials that were taken out, so that they are found where no name tells of them, too. */
export type Seen = Set<string>;

/** What is written into each other more often is not read any more. */
const DEEPEST = 4;

/**
 * A text without the credentials that a name in it tells of: of a member of JSON, which may be cut off
 * anywhere; of a parameter (`name=value`); or by its place in a URL. Where there is none, not a character changes.
 */
export const redactText = (text: string, seen?: Seen, depth = 0): string => {
  if (depth > DEEPEST) return REMOVED;
  if (isJsonLike(text)) return redactJson(text, (leaf) => redactText(leaf, seen, depth + 1), seen);
  if (!/[=@]/.test(text)) return text;
  const words = text.split(/([\s"'<>]+)/).map((word) => redactUrl(word, seen, depth));
  return words.join('').replace(PAIR, (pair, name: string, value: string) => {
    const bare = value.replace(/^["']|["']$/g, '');
    const safe = redactValue(kindOf(name), bare, seen);
    return safe === bare ? pair : `${name}=${safe}`;
  });
};

// It starts where a name starts: else a long word would be gone over from each of its letters.
const PAIR = /(?<![\w.%[\]$-])([\w.%[\]$-]+)=("[^"]*"?|'[^']*'?|[^\s&;,"'<>]+)/g;

/** A value, or what stands in its place. */
export const redactValue = (kind: Kind, value: string, seen?: Seen): string => {
  if (!isSecretText(kind, value)) return value;
  if (kind === 'surely') seen?.add(value);
  return REMOVED;
};

const USER = /((?:^|[:=(,])\/\/)([^\s/]*)@/g;
const PATH_PARAMETER = /;([^;/=]+)=([^;/]*)/g;

/** A URL, whole or from its path on, without its user and the credentials in its parameters. */
export const redactUrl = (url: string, seen?: Seen, depth = 0): string => {
  const end = url.search(/[?#]/);
  const place = (end < 0 ? url : url.slice(0, end))
    .replace(USER, (_, before: string, user: string) => {
      for (const part of user.split(':')) if (part !== '') seen?.add(decodePercent(part));
      return `${before}${REMOVED}@`;
    })
    .replace(PATH_PARAMETER, (pair: string) => `;${redactPair(pair.slice(1), seen, depth)}`);
  return end < 0 ? place : place + url.slice(end, end + 1) + redactPairs(url.slice(end + 1), seen, depth);
};

/** The same of what stands behind a question mark, or in a form. */
export const redactPairs = (pairs: string, seen?: Seen, depth = 0): string =>
  pairs
    .split(/([&#])/)
    .map((pair) => redactPair(pair, seen, depth))
    .join('');

const redactPair = (pair: string, seen: Seen | undefined, depth: number): string => {
  const end = pair.indexOf('=');
  if (end < 0) return pair;
  const [name, value] = [pair.slice(0, end), pair.slice(end + 1)];
  const plain = decodePercent(value);
  if (redactValue(kindOf(name), plain, seen) !== plain) return `${name}=${REMOVED}`;
  // Some take ";" for "&".
  const next = value.indexOf(';');
  if (next >= 0) return `${name}=${value.slice(0, next)};${redactPair(value.slice(next + 1), seen, depth)}`;
  // A value may be a URL or JSON itself.
  const safe = redactText(plain, seen, depth + 1);
  return safe === plain ? pair : `${name}=${safe.split(REMOVED).map(encodeURIComponent).join(REMOVED)}`;
};

const NAMED = /(?<![\w.%$-])(["']?)(?<name>[\w.%$-]+)\1\s*(?::|=>?)[ \t]*/g;
const VALUE = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|'[^']*'?|[^\r\n<&]*/y;
const ELEMENT = /<(?<name>[\w:.-]+)(?:\s[^<>]*)?>/g;

/**
 * The same of a text of no known form. What follows a telling name goes up to the end of its line, its
 * quotes or its element: rather too much than too little.
 */
export const redactUnparsed = (text: string, seen?: Seen): string => {
  const lines = redactBehind(text, NAMED, seen, (start) => {
    VALUE.lastIndex = start;
    return start + (VALUE.exec(text)?.[0].length ?? 0);
  });
  const elements = redactBehind(lines, ELEMENT, seen, (start, name) => {
    const end = lines.indexOf(`</${name}`, start);
    return end < 0 ? lines.length : end;
  });
  return redactText(elements, seen);
};

/** Takes out what stands from a match on to where it ends. */
const redactBehind = (
  text: string,
  pattern: RegExp,
  seen: Seen | undefined,
  endOf: (start: number, name: string) => number,
): string => {
  let safe = '';
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const name = match.groups?.['name'] ?? '';
    const start = match.index + match[0].length;
    if (match.index < done || kindOf(name) === undefined) continue;
    const end = endOf(start, name);
    const value = text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2');
    if (redactValue(kindOf(name), value, seen) === value) continue;
    safe += text.slice(done, start) + REMOVED;
    done = end;
  }
  return safe + text.slice(done);
};
