import { isIP } from 'node:net';

/**
 * Whether a request to steer the server comes from a program or page of this machine. A page of
 * another site shows by its Origin; one that rebinds its name to this address, by its Host.
 *
 * @param hosts further names that the server is reached by.
 */
export const isTrustedCaller = (
  headers: Readonly<Record<string, string | undefined>>,
  hosts: readonly string[],
): boolean => {
  const host = headers['host'] === undefined ? undefined : hostOf(`http://${headers['host']}`);
  if (
    headers['host'] !== undefined &&
    (host === undefined || !(isLoopbackName(host) || isIP(bare(host)) > 0 || hosts.includes(host)))
  )
    return false;
  const origin = headers['origin'];
  if (origin === undefined) return true;
  const from = hostOf(origin);
  return from !== undefined && (isLoopbackName(from) || origin === `http://${headers['host']}`);
};

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || bare(host) === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
