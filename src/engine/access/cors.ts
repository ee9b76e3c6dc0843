import type { NeutralRequest } from '../../http/message.ts';

/** Which pages of other origins may read the answers: any (`*`), one origin, some, or none (`off`). */
export type Cors = string | readonly string[];

type Asked = Pick<NeutralRequest, 'method' | 'headers'>;

const EXPOSED = ['allow', 'content-language', 'content-range', 'retry-after'];

/**
 * The headers that let a page of another origin read an answer (Fetch standard, CORS protocol). The origin is
 * repeated where it is known: with `*`, a browser blocks every page that sends its cookies along, whether they matter
 * here or not.
 *
 * @param documented names of headers that answers have, in lower case.
 * @returns gives the headers of an answer; of one to a preflight, with the methods that are `allowed`.
 */
export const createCors = (
  cors: Cors,
  documented: readonly string[] = [],
): ((request: Asked, allowed?: readonly string[]) => Record<string, string>) => {
  const exposed = [...new Set([...EXPOSED, ...documented])].join(', ');
  return (request, allowed) => {
    const origin = request.headers['origin'];
    if (originsOf(cors).includes('off')) return {};
    // What a cache keeps of one page is not for another, be it that of nobody.
    if (!mayRead(cors, origin)) return { vary: 'origin' };
    const headers: Record<string, string> = {
      // happy-dom checks the origin of a page without showing it to handlers.
      'access-control-allow-origin': origin ?? '*',
      'access-control-expose-headers': exposed,
      vary: 'origin',
    };
    if (origin !== undefined) headers['access-control-allow-credentials'] = 'true';
    return allowed && isPreflight(request) ? { ...headers, ...preflightHeaders(request, allowed) } : headers;
  };
};

/** Whether a page of an origin may read the answers; of one that is not told, whether those of any may. */
export const mayRead = (cors: Cors, origin: string | undefined): boolean => {
  const origins = originsOf(cors);
  return origins.includes('*') || (origin !== undefined && origins.includes(origin));
};

const originsOf = (cors: Cors): readonly string[] => (typeof cors === 'string' ? [cors] : cors);

/** Whether the request asks, before the real one, if that may be sent. */
export const isPreflight = ({ method, headers }: Asked): boolean =>
  method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined;

const preflightHeaders = ({ headers }: Asked, allowed: readonly string[]): Record<string, string> => {
  const requested = headers['access-control-request-headers'];
  return {
    'access-control-allow-methods': allowed.join(', '),
    // "*" would not cover Authorization, so the headers asked for are repeated.
    ...(requested === undefined ? {} : { 'access-control-allow-headers': requested }),
    // Browsers before the permission for local networks asked so whether a public page may come here.
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
    'access-control-max-age': '600',
  };
};
