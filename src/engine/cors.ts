import type { NeutralRequest } from '../http/message.ts';

/** Which pages of other origins may read the answers: any (`*`), one origin, or none (`off`). */
export type Cors = string;

const EXPOSED = ['allow', 'content-language', 'content-range', 'retry-after'];

/**
 * The headers that let a page of another origin read an answer (Fetch standard, CORS protocol).
 *
 * @param documented names of headers that answers have, in lower case.
 */
export const corsHeaders = (cors: Cors, documented: readonly string[] = []): Record<string, string> => {
  if (cors === 'off') return {};
  if (cors === '*') return { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
  return {
    'access-control-allow-origin': cors,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': [...new Set([...EXPOSED, ...documented])].join(', '),
    vary: 'origin',
  };
};

/** Whether the request asks, before the real one, if that may be sent. */
export const isPreflight = (request: NeutralRequest): boolean =>
  request.method === 'OPTIONS' &&
  request.headers['origin'] !== undefined &&
  request.headers['access-control-request-method'] !== undefined;

/** What a preflight is answered with, beside `corsHeaders`. */
export const preflightHeaders = (
  request: NeutralRequest,
  cors: Cors,
  allowed: readonly string[],
): Record<string, string> => {
  if (cors === 'off') return {};
  const requested = request.headers['access-control-request-headers'];
  // "*" would not cover Authorization, so the headers asked for are repeated.
  return {
    'access-control-allow-methods': allowed.join(', '),
    ...(requested === undefined ? {} : { 'access-control-allow-headers': requested }),
    'access-control-max-age': '600',
  };
};
