import { decodePercent } from './message.ts';

/** Stands in the place of what was taken out. */
export const REMOVED = '<removed>';
const SECRET =
  /authorization|cookie|login|token|secret|passw|passphrase|credential|session|signature|(?:api|access|private|subscription)[-_]?key|^(?:x-)?key$|(?:^|[-_.])(?:auth|jwt|sid|sig|ak|sk|otp|pwd|pass)(?:$|[-_.])/i;
const KNOWN_SCHEMES = /^(basic|bearer|digest|negotiate|[a-z0-9]+-(hmac|ecdsa-p256|sm2)-(sha256|sm3))$/i;

const verdicts = new Map<string, boolean>();

/** Whether a header, query parameter or field of this name may carry credentials. */
export const isSecretName = (name: string): boolean => {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = SECRET.test(name);
    // Clients choose these names, so what is remembered must have an end.
    if (verdicts.size < 1000) verdicts.set(name, verdict);
  }
  return verdict;
};

/** A copy of the headers without credentials; of Authorization a well-known scheme is kept. */
export const redactHeaders = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (isSecretName(name)) safe[name] = redactValue(String(value));
    // The address of a page may hold what it was given.
    else safe[name] = name === 'referer' ? redactTarget(withoutUser(String(value))) : String(value);
  }
  return safe;
};

/** A request target without the values of query parameters that may carry credentials. */
export const redactTarget = (target: string): string => {
  const query = target.indexOf('?');
  if (query < 0) return target;
  const pairs = target.slice(query + 1).split('&');
  return `${target.slice(0, query)}?${pairs.map(redactPair).join('&')}`;
};

const withoutUser = (url: string): string => url.replace(/^([a-z][\w+.-]*:\/\/)[^/?#]*@/i, '$1');

const PART_NAME = /[;\s]name="?([^";\r\n]*)/i;
// A member with a plain value, or any other text. Each text is gone over once: clients write these.
const MEMBER = /"((?:[^"\\]|\\[\s\S]?)*)(?:"(?:(\s*:\s*)(?:"(?:[^"\\]|\\[\s\S]?)*"?|[^\s"{[,}\]]+))?|$)/g;
const PAIRS = /^[^\s=&]+=/;

/**
 * A body without the values of fields that may carry credentials: of a form, a URL-encoded or a JSON
 * text. It may be cut off anywhere. Any other body is left as it is.
 *
 * @param boundary of a multipart form, unquoted.
 */
export const redactBody = (body: string, boundary?: string): string => {
  if (boundary) {
    const delimiter = `\r\n--${boundary}`;
    return body.split(delimiter).map(redactPart).join(delimiter);
  }
  if (/^\s*[{[]/.test(body))
    return body.replace(MEMBER, (all: string, name: string, colon: string | undefined) =>
      colon !== undefined && isSecretName(name) ? `"${name}"${colon}"${REMOVED}"` : all,
    );
  return PAIRS.test(body) ? body.split('&').map(redactPair).join('&') : body;
};

/** The JSON body of an answer without credentials. They are texts there: numbers of such names stay. */
export const redactAnswer = (body: string): string =>
  body.replace(MEMBER, (all: string, name: string, colon: string | undefined) => {
    const value = all.slice(name.length + 2 + (colon?.length ?? 0));
    return colon !== undefined && /^"[^"]/.test(value) && isSecretName(name) ? `"${name}"${colon}"${REMOVED}"` : all;
  });

const redactPart = (part: string): string => {
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end + 4);
  return end >= 0 && isSecretName(PART_NAME.exec(head)?.[1] ?? '') ? head + REMOVED : part;
};

const redactPair = (pair: string): string => {
  const end = pair.indexOf('=');
  return end >= 0 && isSecretName(decodePercent(pair.slice(0, end))) ? `${pair.slice(0, end)}=${REMOVED}` : pair;
};

const redactValue = (value: string): string => {
  const [scheme = ''] = value.trim().split(/\s/, 1);
  return KNOWN_SCHEMES.test(scheme) ? `${scheme} ${REMOVED}` : REMOVED;
};

/** Whether a header value is one that `redactHeaders` wrote. */
export const isRedacted = (value: string): boolean => value.endsWith(REMOVED) && redactValue(value) === value;
