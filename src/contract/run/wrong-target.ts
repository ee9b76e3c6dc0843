import { isAlike } from '../../http/same-refusal.ts';
import type { Exchange } from './transport.ts';

export interface WrongTargetOptions {
  readonly hasCredentials: boolean;
  /** The container to create in, where the user named one. */
  readonly container: string | undefined;
  /** The proxy that the requests go through, for people. */
  readonly proxy: string | undefined;
  /** Takes secrets out of what a target says. */
  readonly hide: (text: string) => string;
}

export const sayNoAnswer = (exchange: Exchange | undefined): string =>
  exchange?.isOurs ? (exchange.problem ?? '') : `the server cannot be reached: ${exchange?.problem ?? 'no answer'}.`;

export const sayAlike = ({ response }: Exchange): string =>
  `the server answers ${response?.status} to everything, also where there is nothing. Check --target.`;

/** The sentence that says why a target is none, from its first answer and that to a path that no document has. */
export const sayWrongTarget = (
  exchange: Exchange,
  unknown: Exchange,
  { hasCredentials, container, proxy, hide }: WrongTargetOptions,
): string | undefined => {
  const { status = 0, headers = {}, body = '' } = exchange.response ?? {};
  const seen = headers['via'] ?? headers['proxy-agent'] ?? proxy;
  const before = seen === undefined ? '' : `, or the proxy before it does (${hide(seen)})`;
  if (status === 407)
    return `a proxy asks for credentials (407${proxy ? `, ${proxy}` : ''}). Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.`;
  if (status >= 300 && status < 400)
    return `the server redirects to ${hide(headers['location'] ?? 'another place')} (${status}). Give that place as --target, if it is the API.`;
  if (/http request was sent to https|http request to an https|plain http to an ssl/i.test(body))
    return 'the server wants HTTPS on this port. Give --target https://….';
  if (status === 401 || status === 403) {
    const options = '--token, --basic or --header';
    if (!hasCredentials) return `the server wants credentials (${status})${before}. Give ${options}.`;
    return status === 401
      ? `the server refuses the credentials (401)${before}. Check ${options}.`
      : `the server refuses the credentials for a ${exchange.request.method} (403)${before}: they are wrong, or lack the rights. Check ${options}.`;
  }
  const isPage = /^\s*<(!doctype|html|head|body)/i.test(body);
  const title = /<title[^>]*>([^<]{1,80})/i.exec(body)?.[1]?.trim();
  if (isPage && status < 300)
    return `the server answers a web page${title ? ` (“${hide(title)}”)` : ''}, not an API. Check --target.`;
  if (status === 502 || status === 504)
    return `a gateway in front of the server answers ${status}: the server behind it is not there.`;
  if (status === 404) return sayNotFound(exchange, container);
  return isAlike(exchange, unknown) && (status >= 500 || status < 300) ? sayAlike(exchange) : undefined;
};

const sayNotFound = ({ request }: Exchange, container: string | undefined): string => {
  const target = `--target (what stands before /${request.path.split(/[/?]/)[1]} in the URLs of the API)`;
  return container === undefined
    ? `a valid request is answered 404. Check ${target}, or name one that exists with --namespace.`
    : `a valid request in ${container} is answered 404. Check ${target} and --namespace.`;
};
