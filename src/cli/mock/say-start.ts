import { isIP } from 'node:net';
import { styleText } from 'node:util';

import { quote } from '../../http/curl-line.ts';
import { listAmbiguities } from '../../openapi/overlays/apply-readings.ts';
import { CONTROL_PREFIX } from '../../server/control/control-api.ts';
import { version } from '../version.ts';
import type { Tls } from './access/read-tls.ts';
import { exampleLine } from './example-line.ts';
import type { MockOptions } from './mock-options.ts';
import type { Mock } from './open-mock.ts';
import { countRecords } from './open-world.ts';

/** Where the server is reached from this machine, by a name that its certificate is for. */
export const urlOf = (host: string, port: number, tls: Tls | undefined): string => {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const name = tls ? tls.nameFor(reached) : reached;
  return `${tls ? 'https' : 'http'}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
};

/** What is told when the server listens: for people, and as facts for programs. */
export const describeStart = (
  options: MockOptions,
  { backend, credentials, chosen: document, tls }: Pick<Mock, 'backend' | 'credentials' | 'chosen' | 'tls'>,
  url: string,
): { readonly text: string; readonly facts: Readonly<Record<string, unknown>> } => {
  const readings = Object.fromEntries(
    listAmbiguities(backend.document()).flatMap(({ id, chosen, default: usual }) =>
      chosen === usual ? [] : [[id, chosen] as const],
    ),
  );
  const records = Object.fromEntries(Object.entries(countRecords(backend)).filter(([, count]) => count > 0));
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['listening', url],
    ...(options.control ? [['console', url + CONTROL_PREFIX] as const] : []),
    ...(options.iam ? [['IAM', `${url}/v3`] as const] : []),
    ...(document?.rows ?? []).map(([name, value]) => [name, `${value}${options.watch ? ' (watched)' : ''}`] as const),
    ['records', join(records, (name, count) => `${count} ${name}`, ', ')],
    ['state', options.state ?? ''],
    ['readings', join(readings, (id, reading) => `${id}=${reading}`, ' ')],
  ];
  const operations = backend.engine().operations.length;
  const token = credentials.tokens[0] === undefined ? 'demo' : '$TOKEN';
  const trust = tls?.isSelfSigned ? `--cacert ${quote(options.tlsCert ?? '')}` : undefined;
  const line = exampleLine(backend.document(), url, token, trust);
  return {
    text: [
      `${paint('bold', 'swr-contract')} ${version}  a fake of ${operations} operations`,
      '',
      ...rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `  ${paint('dim', name.padEnd(10))} ${value === url ? paint('bold', value) : value}`),
      '',
      ...(line === undefined ? [] : [`  ${line}`, '']),
    ].join('\n'),
    facts: {
      url,
      version,
      operations,
      ...Object.fromEntries(document?.rows ?? []),
      ...(options.control ? { console: url + CONTROL_PREFIX } : {}),
      ...(options.state === undefined ? {} : { state: options.state }),
      records,
      readings,
    },
  };
};

const join = <Value>(
  of: Readonly<Record<string, Value>>,
  say: (name: string, value: Value) => string,
  between: string,
) =>
  Object.entries(of)
    .map(([name, value]) => say(name, value))
    .join(between);

/** That others can reach the server, where it listens beyond this machine; undefined where they can't. */
export const sayOpen = (
  address: string,
  { control, fromEnvironment }: Pick<MockOptions, 'control' | 'fromEnvironment'>,
): string | undefined => {
  if (/^(?:::ffff:)?127\.|^::1$/.test(address)) return undefined;
  const given = `${fromEnvironment?.has('host') ? 'HOST=' : '--host '}${address}`;
  return `other machines may use${control ? ' and steer' : ''} this fake (${given}).`;
};

/** Why the server can't listen, and what to do. */
export const sayListenError = (
  { code = '', syscall, message }: NodeJS.ErrnoException,
  { host, port, fromEnvironment }: Pick<MockOptions, 'host' | 'port' | 'fromEnvironment'>,
): string => {
  const sayPort = `port ${port}${fromEnvironment?.has('port') ? ', from PORT in the environment,' : ''}`;
  const noAddress = fromEnvironment?.has('host')
    ? 'HOST in the environment is no address of this machine. Unset it, or give --host 127.0.0.1.'
    : `${host} is no address of this machine. Give one that is, e.g. --host 127.0.0.1.`;
  const known: Record<string, string> = {
    EADDRINUSE: `${sayPort} is taken. Stop what uses it, or choose another with --port (0 picks a free one).`,
    EACCES: `${sayPort} needs more rights. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: noAddress,
    EAFNOSUPPORT: noAddress,
    EINVAL: noAddress,
  };
  return `Failed to listen on ${host}:${port}: ${syscall === 'getaddrinfo' ? noAddress : (known[code] ?? message)}`;
};

/** What keeps a client from speaking HTTPS with the server; undefined where nobody can help it. */
export const sayTlsError = ({ code = '' }: NodeJS.ErrnoException, url: string): string | undefined => {
  if (code === 'ERR_SSL_HTTP_REQUEST') return `a client spoke plain HTTP; the address is ${url}.`;
  return /ALERT_(?:UNKNOWN_CA|.*CERTIFICATE)/.test(code)
    ? 'a client does not trust the certificate (curl: --cacert FILE, Node: NODE_EXTRA_CA_CERTS).'
    : undefined;
};

const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
