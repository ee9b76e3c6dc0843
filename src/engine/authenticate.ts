import { type NeutralRequest, queryOf } from '../http/message.ts';
import type { SecurityAlternative, SecurityScheme } from '../openapi/list-operations.ts';

/** What credentials a request carries, as far as the document's security schemes go. */
export type Authentication = 'accepted' | 'missing' | 'refused';

/**
 * Looks for the credentials that one of the alternatives asks for. Their form is checked, their
 * truth can't be: any non-empty credential is accepted, unless tokens are pinned.
 *
 * @param tokens accept only these: a bearer token, the value of an API key, or `user:password`.
 */
export const authenticate = (
  request: NeutralRequest,
  security: readonly SecurityAlternative[],
  tokens: readonly string[],
): Authentication => {
  if (security.length === 0) return 'accepted';
  let refused = false;
  for (const alternative of security) {
    const credentials = alternative.map((scheme) => readCredential(request, scheme));
    if (credentials.some((credential) => credential === undefined)) continue;
    if (tokens.length === 0 || credentials.every((each) => each !== undefined && tokens.includes(each)))
      return 'accepted';
    refused = true;
  }
  return refused ? 'refused' : 'missing';
};

/** The credentials that a request carries, of any scheme: tokens, or `user:password`. */
export const credentialsOf = (request: NeutralRequest, security: readonly SecurityAlternative[]): readonly string[] =>
  security.flat().flatMap((scheme) => readCredential(request, scheme) ?? []);

const readCredential = (request: NeutralRequest, scheme: SecurityScheme): string | undefined => {
  if (scheme.type !== 'apiKey') return readAuthorization(request.headers['authorization'], scheme.scheme);
  const value =
    scheme.in === 'header'
      ? request.headers[scheme.name]
      : scheme.in === 'query'
        ? new URLSearchParams(queryOf(request.target)).get(scheme.name)
        : readCookie(request.headers['cookie'], scheme.name);
  return value?.trim() || undefined;
};

const readAuthorization = (header: string | undefined, scheme: string): string | undefined => {
  if (header === undefined) return undefined;
  const [, sent = '', credential = ''] = /^(\S+)\s+(.+)$/.exec(header.trim()) ?? [];
  if (sent.toLowerCase() !== scheme || credential === '') return undefined;
  return scheme === 'basic' ? decodeBasic(credential) : credential;
};

const decodeBasic = (credential: string): string | undefined => {
  try {
    const text = atob(credential);
    return text.includes(':') && text !== ':' ? text : undefined;
  } catch {
    return undefined;
  }
};

const readCookie = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
