import { isIP } from 'node:net';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a request to steer the server comes from a program or page of this machine. A page of
 * another site shows by its Origin; where a browser sends none (an image, a link), by Sec-Fetch-Site;
 * one that rebinds its name to this address, by its Host.
 *
 * @param hosts further names that the server is reached by.
 */
export const isTrustedCaller = (headers: Headers, hosts: readonly string[]): boolean => {
  if (!isTrustedHost(headers, hosts)) return false;
  const origin = headers['origin'];
  if (origin === undefined) return isTrustedSite(headers);
  const from = hostOf(origin);
  return from !== undefined && (isLoopbackName(from) || origin === `http://${headers['host']}`);
};

/**
 * Whether a browser opens a page of ours in a tab of its own, be it by a link of another site. That
 * shows a page and steers nothing.
 */
export const isVisit = (method: string, headers: Headers, hosts: readonly string[]): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers['origin'] === undefined &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document' &&
  isTrustedHost(headers, hosts);

const isTrustedHost = (headers: Headers, hosts: readonly string[]): boolean => {
  if (headers['host'] === undefined) return true;
  const host = hostOf(`http://${headers['host']}`);
  return host !== undefined && (isLoopbackName(host) || isIP(bare(host)) > 0 || hosts.includes(host));
};

// Programs don't send it; of pages of the same site only those on this machine are surely its own.
const isTrustedSite = (headers: Headers): boolean => {
  const site = headers['sec-fetch-site'] ?? 'none';
  if (site === 'none' || site === 'same-origin') return true;
  return site === 'same-site' && isLoopbackName(hostOf(`http://${headers['host']}`) ?? '');
};

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || bare(host) === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
