import { styleText } from 'node:util';

import type { Backend } from '../../../mocks/create-backend.ts';
import { listAmbiguities } from '../../openapi/apply-readings.ts';
import { CONTROL_PREFIX } from '../../server/control-api.ts';
import type { ChosenDocument } from '../choose-document.ts';
import { version } from '../version.ts';
import { exampleLine } from './example-line.ts';
import type { MockCredentials } from './mock-credentials.ts';
import type { MockOptions } from './mock-options.ts';
import { countRecords } from './open-world.ts';

/** What is printed when the server listens. */
export const sayStart = (
  options: MockOptions,
  credentials: MockCredentials,
  port: number,
  backend: Backend,
  document: ChosenDocument | undefined,
): string => {
  const address = options.host.includes(':') ? `[${options.host}]` : options.host;
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '[::]' ? '[::1]' : address;
  const origin = `http://${reachable}:${port}`;
  const chosen = listAmbiguities(backend.document()).filter((each) => each.chosen !== each.default);
  const records = Object.entries(countRecords(backend)).filter(([, count]) => count > 0);
  const token = credentials.tokens[0] === undefined ? 'demo' : '$TOKEN';
  const rows: [string, string][] = [
    ['listening', paint('bold', origin)],
    ...(options.control ? [['console', `${origin}${CONTROL_PREFIX}`] as [string, string]] : []),
    ...(options.iam ? [['IAM', `${origin}/v3`] as [string, string]] : []),
    ...(document?.rows ?? []).map(([name, value]): [string, string] => [
      name,
      `${value}${options.watch ? ' (watched)' : ''}`,
    ]),
    ...(records.length > 0
      ? [['records', records.map(([name, count]) => `${count} ${name}`).join(', ')] as [string, string]]
      : []),
    ...(options.state === undefined ? [] : [['state', options.state] as [string, string]]),
    ...(chosen.length > 0
      ? [['readings', chosen.map((each) => `${each.id}=${each.chosen}`).join(' ')] as [string, string]]
      : []),
  ];
  const line = exampleLine(backend.document(), origin, token);
  return [
    `${paint('bold', 'swr-contract')} ${version}  a fake of ${backend.engine().operations.length} operations`,
    '',
    ...rows.map(([name, value]) => `  ${paint('dim', name.padEnd(10))} ${value}`),
    '',
    ...(line === undefined ? [] : [`  ${line}`, '']),
  ].join('\n');
};

/** Why the server can't listen, and what to do. */
export const sayListenError = (error: NodeJS.ErrnoException, { host, port }: MockOptions): string => {
  const known: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken. Stop what uses it, or choose another with --port (0 picks a free one).`,
    EACCES: `port ${port} needs more rights. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine.`,
    ENOTFOUND: `${host} is no address of this machine.`,
  };
  return `Failed to listen on ${host}:${port}: ${known[error.code ?? ''] ?? error.message}`;
};

const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
