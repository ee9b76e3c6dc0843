import { parseHeaderValue } from '../header-value.ts';
import { kindOf, REMOVED } from './is-secret.ts';
import { redactForm } from './redact-form.ts';
import { isJsonLike } from './redact-json.ts';
import { redactPairs, redactText, redactUnparsed, redactUrl, redactValue, type Seen } from './redact-text.ts';

const KNOWN_SCHEMES = /^(basic|bearer|digest|negotiate|[a-z0-9]+-(hmac|ecdsa-p256|sm2)-(sha256|sm3))$/i;

/** A copy of the headers without credentials; of Authorization a well-known scheme is kept. */
export const redactHeaders = (
  headers: Readonly<Record<string, string | undefined>>,
  seen?: Seen,
): Record<string, string> => {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) safe[name] = redactHeader(name, String(value), seen);
  return safe;
};

/** The value of a header without credentials: as a whole where its name tells of one, else those inside of it. */
export const redactHeader = (name: string, value: string, seen?: Seen): string => {
  const kind = kindOf(name);
  if (kind === undefined) return redactText(value, seen);
  if (/^cookie2?$/i.test(name))
    for (const pair of value.split(';')) seen?.add(pair.slice(pair.indexOf('=') + 1).trim());
  const [, scheme, rest = ''] = /^\s*(\S+)\s+(.*?)\s*$/s.exec(value) ?? [];
  if (scheme === undefined || !KNOWN_SCHEMES.test(scheme)) return redactValue(kind, value, seen);
  if (/^basic$/i.test(scheme)) seen?.add(passwordOf(rest));
  return redactValue(kind, rest, seen) === rest ? value : `${scheme} ${REMOVED}`;
};

const passwordOf = (credentials: string): string => {
  try {
    return atob(credentials).replace(/^[^:]*:/, '');
  } catch {
    return '';
  }
};

/** Whether a header value is one that `redactHeaders` wrote. */
export const isRedacted = (value: string): boolean => {
  const scheme = value.slice(0, -REMOVED.length).replace(/ $/, '');
  return value === REMOVED || (value === `${scheme} ${REMOVED}` && KNOWN_SCHEMES.test(scheme));
};

/** A request target without the values of parameters that may carry credentials. */
export const redactTarget: (target: string, seen?: Seen) => string = redactUrl;

const FORM = /^\s*--[^\r\n]+\r?\ncontent-/i;
const PAIRS = /^[^\s=&]+=\S*$/;
/** In front of what is JSON, if it is wrong or cut off further on. */
const STRICT = /^[\s\0\u00bb\u00bf\u00ef\u00fe\u00ff]*[{[][\s\0]*(?:["{[\]}\d-]|true|false|null|$)/;

/**
 * A body without the values that may be credentials: of a form, of JSON, of any other text. It may be cut
 * off anywhere. Where nothing is a credential, not a character changes, so it may hold one a byte.
 *
 * @param type its Content-Type. What is in the body counts more: clients send anything under any type.
 */
export const redactBody = (body: string, type = '', seen?: Seen): string => {
  const media = parseHeaderValue(type);
  if (media?.main.startsWith('multipart/') || FORM.test(body))
    return redactForm(body, media?.parameters.get('boundary'), (part, own) => redactBody(part, own, seen), seen);
  if (isJsonLike(body)) {
    const safe = redactText(body, seen);
    return STRICT.test(body) ? safe : redactUnparsed(safe, seen);
  }
  const isPairs = media?.main === 'application/x-www-form-urlencoded' || PAIRS.test(body);
  return redactUnparsed(isPairs ? redactPairs(body, seen) : body, seen);
};

/** Whether a body is compressed, by its header or its first bytes: what it holds can't be seen. */
export const isCompressed = (headers: Readonly<Record<string, string | undefined>>, body: string): boolean =>
  body !== '' &&
  (!/^(?:identity)?$/i.test((headers['content-encoding'] ?? '').trim()) ||
    /^(?:\x1f\x8b|PK\x03\x04|\x28\xb5\x2f\xfd|BZh|\xfd7zXZ)/.test(body));
