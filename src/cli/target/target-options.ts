import { type Command, InvalidArgumentError, Option } from 'commander';

import { repeatable, whole } from '../option-values.ts';

/** What says where the target is and how to reach it; the same for each command that asks one. */
export interface TargetOptions {
  target?: string;
  namespace?: string;
  token?: string;
  tokenFile?: string;
  tokenCommand?: string;
  header: string[];
  basic?: string;
  rate?: number;
  timeout: number;
  retries: number;
  insecure: boolean;
  ca?: string;
  cert?: string;
  key?: string;
}

/** Where the target is, and who asks. */
export const addTarget = (command: Command): Command =>
  command
    .addOption(new Option('--target <url>', 'origin of the server, with its base path if it has one').env('TARGET_URL'))
    .option('--namespace <name>', 'one that exists: nothing is made outside of it (default: the run makes its own)')
    .addOption(new Option('--token <token>', 'in the header that the edition has for it').env('TARGET_TOKEN'))
    .option('--token-file <file>', 'its first line is the token; read again when that is refused')
    .option('--token-command <command>', 'prints a fresh token, when the old one is refused')
    .addOption(repeatable('--header <k: v>', 'a header of every request').env('TARGET_HEADER'))
    .addOption(new Option('--basic <user:password>', 'basic credentials').env('TARGET_BASIC'));

/** Where else credentials may come from, for the help. */
export const SECRETS_HELP = `TARGET_URL, TARGET_TOKEN, TARGET_BASIC and TARGET_HEADER (a line a header) are
read where the option is not given. The list of processes shows a command line
to everybody, but no variables, and not what --token-file names.`;

/** How fast it is asked. */
export const addPace = (command: Command): Command =>
  command
    .addOption(new Option('--rate <n/s>', 'requests a second, at most').argParser(perSecond))
    .addOption(new Option('--timeout <ms>', 'for one answer').default(10_000).argParser(whole(1, 600_000)));

/** How a connection is made. */
export const addConnection = (command: Command): Command =>
  command
    .addOption(new Option('--retries <n>', 'after connection faults only').default(2).argParser(whole(0, 100)))
    .option('--insecure', 'accept any certificate', false)
    .option('--ca <file>', 'certificates to trust (PEM)')
    .option('--cert <file>', 'certificate of the client (PEM), with --key')
    .option('--key <file>', 'its private key (PEM)');

function perSecond(text: string): number {
  const [, number = ''] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (number === '' || Number(number) <= 0) throw new InvalidArgumentError('It must be a number a second, as 20/s.');
  return Number(number);
}
