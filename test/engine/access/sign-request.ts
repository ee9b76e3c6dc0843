import { createHash, createHmac } from 'node:crypto';

/** A request as a signer sees it: path and query are what is sent, in the form that is signed. */
export interface Signed {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `20260101T000000Z` */
export const signingTime = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

/**
 * The headers of a request with its signature, made as clients make it: a second opinion that shares
 * nothing with the checker.
 *
 * @param edit makes a mistake in what is signed.
 */
export const signRequest = (
  { method, path, query = '', headers, body = '' }: Signed,
  { accessKey, secret }: { readonly accessKey: string; readonly secret: string },
  edit: (canonical: string) => string = (canonical) => canonical,
): Record<string, string> => {
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const payload = headers['x-sdk-content-sha256'] ?? sha256(body);
  const canonical = edit([method, `${path}/`, query, lines, names.join(';'), payload].join('\n'));
  const text = ['SDK-HMAC-SHA256', headers['x-sdk-date'], sha256(canonical)].join('\n');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const authorization = `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
};
