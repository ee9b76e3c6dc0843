import { decodePercent, type NeutralRequest, pathOf, queryOf, sentTarget } from './message.ts';
import { redactHeader, redactTarget } from './secrets/redact.ts';

/** What a signature is over, piece by piece; see `joinCanonical`. */
export interface CanonicalRequest {
  readonly method: string;
  /** Decoded, encoded again, with a slash at its end. */
  readonly path: string;
  /** Decoded, encoded again, ordered by name and value. */
  readonly query: string;
  /** The headers that were signed, in the order that they were signed in; a value without the blanks around it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The digest of the body, or what the client says instead of one. */
  readonly payload: string;
}

/** A request in the one form that both sides sign, however it travelled. */
export const canonicalRequest = (
  request: NeutralRequest,
  signedHeaders: readonly string[],
  payload: string,
): CanonicalRequest => ({
  method: request.method,
  path: canonicalPath(decodePercent(pathOf(sentTarget(request)))),
  query: canonicalQuery(request.target),
  headers: signedHeaders.map((name) => [name, (request.headers[name] ?? '').trim()]),
  payload,
});

/** A decoded path as it is signed. */
export const canonicalPath = (path: string): string => {
  const encoded = path.split('/').map(encode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
};

/** The query of a target as it is signed; `sorted: false` leaves it in the order that was sent. */
export const canonicalQuery = (target: string, { sorted = true } = {}): string => {
  const pairs = [...new URLSearchParams(queryOf(target))];
  if (sorted) pairs.sort(([name, value], [other, another]) => compare(name, other) || compare(value, another));
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
};

/** The text whose digest is signed. */
export const joinCanonical = ({ method, path, query, headers, payload }: CanonicalRequest): string =>
  [
    method,
    path,
    query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    headers.map(([name]) => name).join(';'),
    payload,
  ].join('\n');

/** The same without what may be a credential, for people. */
export const redactCanonical = (request: CanonicalRequest): CanonicalRequest => ({
  ...request,
  path: redactTarget(request.path),
  query: redactTarget(`?${request.query}`).slice(1),
  headers: request.headers.map(([name, value]) => [name, redactHeader(name, value)]),
});

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Percent-encoding of all but unreserved characters (RFC 3986 section 2.3). */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
