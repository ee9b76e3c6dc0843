import { type NeutralRequest, queryOf } from '../../http/message.ts';
import type { Refusal } from '../../openapi/operations/issue.ts';
import type { SecurityAlternative, SecurityScheme } from '../../openapi/operations/security.ts';
import { readSignature, type Signature } from './read-signature.ts';

/** What a request shows to say who it speaks for. */
export interface Credential {
  /** A bearer token, the value of an API key, `user:password`, or the access key of a signature. */
  readonly value: string;
  /** Where the request is signed. */
  readonly signature?: Signature;
}

/** Whose requests are answered. */
export interface Accepted {
  /** Only these tokens: bearer tokens, values of API keys, `user:password`. Default: any. */
  readonly tokens?: readonly string[];
  /** Only signatures by these access keys. Default: any, unless there are `tokens`. */
  readonly accessKeys?: readonly string[];
  /** Whether a token was given out since, and is accepted beside those of the list. */
  readonly isIssued?: (token: string) => boolean;
}

/** Says what is wrong with a signature; undefined where nothing is, or where it can't be told. */
export type CheckSignature = (request: NeutralRequest, signature: Signature) => Promise<Refusal | undefined>;

/** What credentials a request carries, as far as the document's security schemes go. */
export interface Authentication {
  readonly verdict: 'accepted' | 'missing' | 'refused';
  /** The signature that was accepted by its access key, or refused. */
  readonly signature?: Signature | undefined;
}

/**
 * Looks for the credentials that one of the alternatives asks for. Their form is checked, their
 * truth can't be: any non-empty credential is accepted, unless some are pinned.
 */
export const authenticate = (
  request: NeutralRequest,
  security: readonly SecurityAlternative[],
  accepted: Accepted = {},
): Authentication => {
  if (security.length === 0) return { verdict: 'accepted' };
  let result: Authentication = { verdict: 'missing' };
  for (const alternative of security) {
    const credentials = readAll(request, alternative);
    if (!credentials) continue;
    const signature = credentials.find((credential) => credential.signature)?.signature;
    if (credentials.every((credential) => isAccepted(credential, accepted))) return { verdict: 'accepted', signature };
    result = { verdict: 'refused', signature };
  }
  return result;
};

/** The credentials that a request carries, of any scheme. */
export const credentialsOf = (
  request: NeutralRequest,
  security: readonly SecurityAlternative[],
): readonly Credential[] => security.flat().flatMap((scheme) => readCredential(request, scheme) ?? []);

/** The credentials of all the schemes; undefined where one has none. */
const readAll = (request: NeutralRequest, alternative: SecurityAlternative): Credential[] | undefined => {
  const credentials: Credential[] = [];
  for (const scheme of alternative) {
    const credential = readCredential(request, scheme);
    if (!credential) return undefined;
    credentials.push(credential);
  }
  return credentials;
};

const isAccepted = (
  { value, signature }: Credential,
  { tokens = [], accessKeys = [], isIssued }: Accepted,
): boolean => {
  const anyToken = tokens.length === 0;
  if (signature) return (anyToken && accessKeys.length === 0) || accessKeys.includes(value);
  return anyToken || tokens.includes(value) || isIssued?.(value) === true;
};

const readCredential = (request: NeutralRequest, scheme: SecurityScheme): Credential | undefined => {
  if (scheme.type !== 'apiKey') return readAuthorization(request.headers['authorization'], scheme);
  const value = (
    scheme.in === 'header'
      ? request.headers[scheme.name]
      : scheme.in === 'query'
        ? new URLSearchParams(queryOf(request.target)).get(scheme.name)
        : readCookie(request.headers['cookie'], scheme.name)
  )?.trim();
  return value ? { value } : undefined;
};

const readAuthorization = (
  header: string | undefined,
  { scheme, signature }: SecurityScheme,
): Credential | undefined => {
  const [, sent = '', credential = ''] = /^(\S+)\s+(.+)$/.exec(header?.trim() ?? '') ?? [];
  if (signature) {
    const read = readSignature(sent, credential, signature);
    return read && { value: read.accessKey, signature: read };
  }
  if (sent.toLowerCase() !== scheme || credential === '') return undefined;
  const value = scheme === 'basic' ? decodeBasic(credential) : credential;
  return value === undefined ? undefined : { value };
};

const decodeBasic = (credential: string): string | undefined => {
  try {
    const text = atob(credential);
    return text.includes(':') && text !== ':' ? text : undefined;
  } catch {
    return undefined;
  }
};

/** The value of a cookie; undefined where it is not sent. */
export const readCookie = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
