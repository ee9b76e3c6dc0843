/** A request as the core sees it, whichever adapter read it. */
export interface NeutralRequest {
  readonly method: string;
  /** Path and query as they were sent, percent-encoding untouched: `/a/b?c=d`. */
  readonly target: string;
  /** The path of the base URL that its sender has, where that is more than an origin; the target begins behind it. */
  readonly base?: string;
  /** How its sender reached the server. Default: http. */
  readonly scheme?: 'http' | 'https';
  /** Names in lower case; a header sent twice keeps what the adapter's platform keeps. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What is known of a request before its body is read. */
export type RequestHead = Omit<NeutralRequest, 'body'>;

/** An answer as the core gives it. An empty body is the empty string. */
export interface NeutralAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How the document writes some of these names; others are written as is usual. */
  readonly spelling?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
  /** What follows the body, made while it is sent; its weight is what it is made of, in characters. */
  readonly more?: { readonly pieces: Iterable<string>; readonly weight: number };
}

/** Path and query as the sender wrote them. */
export const sentTarget = ({ base = '', target }: Pick<NeutralRequest, 'base' | 'target'>): string => base + target;

/** The base URL by which the sender reached the server. */
export const baseUrlOf = ({ scheme = 'http', headers, base = '' }: NeutralRequest): string =>
  `${scheme}://${headers['host'] ?? 'localhost'}${base}`;

/** The path of a request target, without its query. */
export const pathOf = (target: string): string => {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
};

/** The query of a request target, without its question mark. */
export const queryOf = (target: string): string => {
  const query = target.indexOf('?');
  return query < 0 ? '' : target.slice(query + 1);
};

/** A text without percent-encoding; as it is where that is broken. */
export const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Whether a status says that what was asked for was done. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const USUAL = new Map([['www-authenticate', 'WWW-Authenticate']]);
/** The fake has some thirty names; a document may make up more. */
const MOST_KEPT = 200;

/** A header's name as is usual: `Content-Type` for `content-type`. */
export const usualSpelling = (name: string): string => {
  const known = USUAL.get(name);
  if (known !== undefined) return known;
  const usual = name.replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase());
  if (USUAL.size < MOST_KEPT) USUAL.set(name, usual);
  return usual;
};
