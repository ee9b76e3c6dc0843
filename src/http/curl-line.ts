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
 * A line for a POSIX shell that sends the request again. A removed credential becomes `$TOKEN`. A
 * plain form is written with `-F`, where curl makes header and body agree on the boundary; any other
 * body is sent byte for byte.
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

  const text = printableText(request.body);
  if (text !== undefined) return [...words, '--data-raw', quote(text)].join(' ');
  return [`printf %s ${quote(toBase64(request.body))} | base64 -d |`, ...words, '--data-binary', '@-'].join(' ');
};

// Within double quotes a shell runs what a header's name might hold, so only a plain name stands there.
const headerWord = (name: string, value: string): string => {
  if (/^[\w-]+$/.test(name) && isRedacted(value)) return `"${name}: ${value.replace(/<removed>$/, '$TOKEN')}"`;
  // To curl "name:" means to send no such header.
  return quote(value.trim() === '' ? `${name};` : `${name}: ${value}`);
};

/** Quotes a word for a POSIX shell. */
export const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const plainFields = ({ headers, body }: CurlRequest): string[] | undefined => {
  const type = headers['content-type'];
  if (type === undefined || !type.startsWith('multipart/form-data')) return undefined;
  const boundary = parseHeaderValue(type)?.parameters.get('boundary');
  const form = boundary === undefined ? undefined : readMultipart(body, boundary);
  if (!form || !('entries' in form) || form.entries.length === 0) return undefined;
  const words: string[] = [];
  for (const [name, value] of form.entries) {
    if (typeof value !== 'string' || !/^[^=;"\r\n\0]+$/.test(name) || value.includes('\0') || value.includes('\uFFFD'))
      return undefined;
    // With -F a value that starts with @ or < names a file, one with ( opens a nested form, ";type="
    // sets a media type, and quotes and blanks around it are taken off.
    words.push(/^[@<("\s]|;|\s$/.test(value) ? '--form-string' : '-F', quote(`${name}=${value}`));
  }
  return words;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const printableText = (bytes: Uint8Array): string | undefined => {
  if (bytes.length > 4096) return undefined;
  try {
    const text = utf8.decode(bytes);
    return /[^\P{Cc}\n\t]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};
