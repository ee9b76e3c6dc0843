import { isIP } from 'node:net';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Why a request may not steer the server; undefined where it comes from a program or page of this machine. A page of
 * another site shows by its Origin; where a browser sends none (an image, a link), by Sec-Fetch-Site; one that rebinds
 * its name to this address, by its Host.
 *
 * @param hosts further names that the server is reached by, and that its pages may have.
 */
export const refuseCaller = (headers: Headers, hosts: readonly string[]): string | undefined => {
  if (!isTrustedHost(headers, hosts)) return sayHost(headers['host'] ?? '');
  const origin = headers['origin'];
  if (origin === undefined) return isTrustedSite(headers) ? undefined : 'it does not answer pages of other sites.';
  const from = hostOf(origin);
  // Host and port of this server, be it that a proxy in front of it adds TLS.
  const isOwn = origin.replace(/^https?:\/\//, '') === headers['host'];
  if (from !== undefined && (isOwn || isLoopbackName(from) || hosts.includes(from))) return undefined;
  return `it does not answer pages of ${shorten(origin)}, but those of this machine.`;
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

const sayHost = (host: string): string => {
  const name = hostOf(`http://${host}`);
  const remedy = name === undefined ? '' : ` To allow this name, start the server with --allow-host ${shorten(name)}.`;
  return `it answers by names of this machine, and was called by ${JSON.stringify(shorten(host))}.${remedy}`;
};

const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

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
