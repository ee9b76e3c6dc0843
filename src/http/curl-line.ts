import { readMultipart } from './bodies/read-multipart.ts';
import { parseHeaderValue } from './header-value.ts';
import { isRedacted } from './secrets/redact.ts';

/** A request to be written as a curl line. Its headers carry no credentials any more. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Send the body byte for byte: how the form is written is what matters. */
  readonly exact?: boolean;
}

// curl writes these itself.
const OWN_HEADERS = new Set([
  'host',
  'content-length',
  'connection',
  'user-agent',
  'accept',
  'accept-encoding',
  'transfer-encoding',
  'expect',
  'keep-alive',
]);

/**
 * A line for any POSIX shell that sends the request again. A removed credential becomes `$TOKEN`. A plain
 * form is written with `-F`, where curl makes header and body agree on the boundary; any other body is sent
 * byte for byte. It holds nothing that a terminal would act on, so it can be pasted whatever a client sent.
 */
export const curlLine = (request: CurlRequest): string => {
  const fields = request.exact ? undefined : plainFields(request);
  const words = ['curl', '-i'];
  if (request.method === 'HEAD') words.push('--head');
  else if (request.method !== (request.body.length > 0 ? 'POST' : 'GET')) words.push('-X', quote(request.method));
  // curl would take brackets and braces for a list of URLs, and resolve "..".
  if (/[[\]{}]/.test(request.url)) words.push('--globoff');
  if (/\/(?:\.|%2e)/i.test(request.url)) words.push('--path-as-is');
  words.push(quote(request.url));
  for (const [name, value] of Object.entries(request.headers)) {
    if (OWN_HEADERS.has(name) || (name === 'content-type' && fields)) continue;
    words.push('-H', headerWord(name, value));
  }
  if (fields) return [...words, ...fields].join(' ');
  if (request.body.length === 0) return words.join(' ');
  if (request.headers['content-type'] === undefined) words.push('-H', "'content-type:'");

  const text = readText(request.body);
  if (text !== undefined && !HIDDEN.test(text)) return [...words, '--data-raw', quote(text)].join(' ');
  const base64 = `printf %s ${quote(toBase64(request.body))} | base64 -d`;
  const format = `printf ${formatOf(text ?? '')}`;
  const source = text === undefined || format.length > base64.length ? base64 : format;
  return [source, '|', ...words, '--data-binary', '@-'].join(' ');
};

// Within double quotes a shell runs what a header's name might hold, so only a plain name stands there.
const headerWord = (name: string, value: string): string => {
  if (/^[\w-]+$/.test(name) && isRedacted(value)) return `"${name}: ${value.replace(/<removed>$/, '$TOKEN')}"`;
  // To curl "name:" means to send no such header.
  return quote(value.trim() === '' ? `${name};` : `${name}: ${value}`);
};

/** What moves a cursor, ends a pasted text, turns the direction of writing, or is not seen at all. */
const HIDDEN = /(?! )[\p{C}\p{Z}\p{DI}\u2800]/u;

/** Quotes a word for any POSIX shell, in characters that a terminal shows. */
export const quote = (word: string): string => {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word;
  if (!HIDDEN.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  // Not $'…', which dash takes as it stands. The substitution loses line ends behind, so they follow.
  const text = word.replace(/\n+$/, '');
  return `"$(printf ${formatOf(text)})"${text === word ? '' : `'${word.slice(text.length)}'`}`;
};

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '%': '%%', '\\': '\\\\' };
const WRITTEN = new RegExp(`${HIDDEN.source}|[%\\\\'!]|^-`, 'gu');
const utf8Encoder = new TextEncoder();

/** The quoted format with which `printf` writes a text. An older bash at a terminal looks "!" up in its history, there, too. */
const formatOf = (text: string): string =>
  `'${text.replace(WRITTEN, (character) => SHORT[character] ?? octal(character))}'`;

const octal = (character: string): string =>
  Array.from(utf8Encoder.encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

const plainFields = ({ headers, body }: CurlRequest): string[] | undefined => {
  const type = headers['content-type'];
  if (type === undefined || !type.startsWith('multipart/form-data')) return undefined;
  const boundary = parseHeaderValue(type)?.parameters.get('boundary');
  const form = boundary === undefined ? undefined : readMultipart(body, boundary);
  if (!form || !('entries' in form) || form.entries.length === 0) return undefined;
  const words: string[] = [];
  for (const [name, value] of form.entries) {
    if (typeof value !== 'string' || !/^[^=;"\r\n\0]+$/.test(name) || /[\0\uFFFD]|\n$/.test(value)) return undefined;
    // With -F a value that starts with @ or < names a file, one with ( opens a nested form, ";type="
    // sets a media type, and quotes and blanks around it are taken off.
    words.push(/^[@<("\s]|;|\s$/.test(value) ? '--form-string' : '-F', quote(`${name}=${value}`));
  }
  return words;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const readText = (bytes: Uint8Array): string | undefined => {
  if (bytes.length > 4096) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};
