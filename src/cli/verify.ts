import { Command, InvalidArgumentError, Option } from 'commander';

import { collect, whole } from './option-values.ts';
import type { VerifyOptions } from './run-verify.ts';

const EXAMPLES = `
Examples:
  swr-contract verify --target http://127.0.0.1:30303 --token demo
  swr-contract verify --target "$URL" --namespace group --rate 20/s
  swr-contract verify --target "$URL" --junit a.xml --html a.html --known b.yaml
  swr-contract verify --list --only '*/R4/*'       cases of a clause, no server
  swr-contract verify --target "$URL" --depth 0    a quick look, under a second

The token is also read from TARGET_TOKEN, the target from TARGET_URL. A proxy is
taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY.

Exit codes: 0 the server keeps the contract, 1 it deviates, 2 it could not be
checked.`;

/** The command `swr-contract verify`: checks a server against the document. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check that a server keeps the contract')
    .addOption(new Option('--target <url>', 'origin of the server, with its base path if it has one').env('TARGET_URL'))
    .option('--namespace <name>', 'one that exists (default: one with a token of the run)')
    .addOption(new Option('--token <token>', 'bearer token').env('TARGET_TOKEN'))
    .option('--header <k: v>', 'a header of every request (repeatable)', collect, [])
    .option('--basic <user:password>', 'basic credentials')
    .addOption(
      new Option('--depth <n>', 'states a server may have beyond the rule and be found out')
        .default(1)
        .argParser(whole(0, 2)),
    )
    .addOption(new Option('--concurrency <n>', 'requests at a time').default(8).argParser(whole(1, 256)))
    .addOption(new Option('--rate <n/s>', 'requests a second, at most').argParser(perSecond))
    .addOption(new Option('--timeout <ms>', 'for one answer').default(10_000).argParser(whole(1, 600_000)))
    .addOption(new Option('--retries <n>', 'after connection faults only').default(2).argParser(whole(0, 100)))
    .option('--insecure', 'accept any certificate', false)
    .option('--ca <file>', 'certificates to trust (PEM)')
    .addOption(new Option('--seed <n>', 'decides the order of the cases').default(1).argParser(whole(0, 2 ** 31)))
    .option('--operation <id>', 'check this operation only; it must be offered (repeatable)', collect, [])
    .option('--only <pattern>', 'cases by id or clause, * for anything (repeatable)', collect, [])
    .option('--skip <pattern>', 'leave these out (repeatable)', collect, [])
    .option('--list', 'list the cases and send nothing', false)
    .option('--dry-run', 'print the requests as curl lines and send nothing', false)
    .option('--strict', 'a "should" counts as well', false)
    .addOption(new Option('--max-failures <n>', 'stop after so many failed cases').argParser(whole(1, 1_000_000)))
    .addOption(new Option('--max-requests <n>', 'stop after so many requests').argParser(whole(1, 100_000_000)))
    .addOption(
      new Option('--cleanup <mode>', 'delete what was created, where DELETE is offered')
        .choices(['auto', 'off'])
        .default('auto'),
    )
    .option('--known <file>', 'accepted deviations: a list of id, reason, link (YAML or JSON)')
    .option('--junit <file>', 'write a JUnit report')
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as one HTML file')
    .option('--spec <file>', 'another OpenAPI document (YAML or JSON)')
    .addHelpText('after', EXAMPLES)
    // Bad options can't be told from a deviating server if both end with 1.
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action((options: VerifyOptions) =>
      run(options).then(
        (code) => {
          process.exitCode = code;
        },
        (error: unknown) => {
          const expected = error instanceof Error && ['UserError', 'DocumentError'].includes(error.name);
          console.error(expected ? `error: ${error.message}` : error);
          process.exitCode = 2;
        },
      ),
    );

// Loaded when it is asked for: the fake starts without the automata.
const run = async (options: VerifyOptions): Promise<number> => (await import('./run-verify.ts')).runVerify(options);

function perSecond(text: string): number {
  const [, number = ''] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (number === '' || Number(number) <= 0) throw new InvalidArgumentError('It must be a number a second, as 20/s.');
  return Number(number);
}
