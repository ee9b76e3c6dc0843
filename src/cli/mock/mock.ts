import { Command, Option } from 'commander';

import { CONTROL_PREFIX } from '../../server/control/control-api.ts';
import { editionOption } from '../editions/edition-option.ts';
import {
  collect,
  collectHosts,
  collectOrigin,
  collectReading,
  milliseconds,
  orDefault,
  repeatable,
  whole,
} from '../option-values.ts';
import type { MockOptions } from './mock-options.ts';

const EXAMPLES = `
Examples:
  swr-contract mock                         every namespace exists and is empty
  swr-contract mock --port 0 --log off      a free port, printed at the start
  swr-contract mock --records 100 --seed 7  made-up repositories, the same ones
  swr-contract mock --namespaces strict --seed-file seed.yaml
  swr-contract mock --state fake.jsonl      what was created survives a restart
  swr-contract mock --token secret --latency 50-300
  swr-contract mock --account partner=secret         one more account, its token
  swr-contract mock --access-key KEY:SECRET=partner  checks signatures
  swr-contract mock --token-file tokens.txt          one secret a line
  swr-contract mock --reading A7=last --reading A4=object
  swr-contract mock --edition 2019-02       another edition of the API
  swr-contract mock --overlay own.yaml      with changes of yours
  swr-contract mock --host 0.0.0.0 --allow-host swr-mock    in a container

http://HOST:PORT/__mock/worlds/NAME is a base URL with records, faults and
a journal of its own, for tests that run side by side. Its first use makes it.

MOCK_TOKEN, MOCK_ACCOUNT and MOCK_ACCESS_KEY hold as many as they have lines.
The list of processes shows a command line to everybody, but no variables, and
not what --token-file, --account-file and --access-key-file name.

README.md and spec/openapi.yaml (x-ambiguities) list the points for --reading.`;

const PORT = 30303;
const HOST = '127.0.0.1';

/** The command `swr-contract mock`: the fake as an HTTP server. */
export const mockCommand = (): Command =>
  new Command('mock')
    .description('run the fake as an HTTP server')
    .addOption(
      new Option('--port <number>', 'port; 0 picks a free one')
        .env('PORT')
        .default(PORT)
        .argParser(orDefault(PORT, whole(0, 65_535))),
    )
    .addOption(
      new Option('--host <address>', 'address to listen on; 0.0.0.0 lets other machines in')
        .env('HOST')
        .default(HOST)
        .argParser(orDefault(HOST, String)),
    )
    .addOption(
      new Option('--allow-host <name>', `a name that others may call ${CONTROL_PREFIX} by (repeatable)`)
        .env('MOCK_ALLOW_HOST')
        .default([], 'this machine')
        .argParser(collectHosts),
    )
    .option('--tls-cert <file>', 'speak HTTPS, with this certificate (PEM) and --tls-key')
    .option('--tls-key <file>', 'its private key (PEM)')
    .addOption(editionOption())
    .option('--spec <file>', 'an OpenAPI document of yours (3.x, Swagger 2.0)')
    .addOption(repeatable('--overlay <file>', 'changes to it, as an OpenAPI Overlay'))
    .addOption(
      new Option('--namespaces <mode>', 'open: every namespace exists; strict: only known ones (A2)').choices([
        'open',
        'strict',
      ]),
    )
    .addOption(new Option('--auth <mode>', 'off: do not look at credentials (A1)').choices(['required', 'off']))
    .addOption(
      new Option('--token <token>', 'accept only this credential (repeatable; basic: user:password)')
        .env('MOCK_TOKEN')
        .default([], 'any')
        .argParser(collect),
    )
    .addOption(repeatable('--token-file <file>', 'such credentials, one a line'))
    .addOption(
      new Option('--account <name=token>', 'another account, and the token that speaks for it (repeatable)')
        .env('MOCK_ACCOUNT')
        .default([], 'demo alone')
        .argParser(collect),
    )
    .addOption(repeatable('--account-file <file>', 'such accounts, one a line'))
    .addOption(
      new Option(
        '--access-key <key>',
        'of signatures take only those by KEY[:SECRET][=ACCOUNT], checked if SECRET is given; tokens still pass',
      )
        .env('MOCK_ACCESS_KEY')
        .default([], 'any')
        .argParser(collect),
    )
    .addOption(repeatable('--access-key-file <file>', 'such access keys, one a line'))
    .addOption(
      new Option('--records <n>', 'start with n made-up repositories').default(0).argParser(whole(0, 10_000_000)),
    )
    .addOption(new Option('--seed <n>', 'decides which ones').default(1).argParser(whole(0, 2 ** 31)))
    .option('--seed-file <file>', 'start with these records (JSON or YAML)')
    .option('--state <file>', 'keep what is created in this file (not in other worlds)')
    .addOption(new Option('--latency <ms>', 'delay every answer: MS or MIN-MAX').argParser(milliseconds))
    .addOption(
      new Option('--description-limit <n>', 'longest description, else 413 (A5)').argParser(whole(1, 1_000_000)),
    )
    .addOption(
      new Option('--reading <id=value>', 'another reading of an ambiguous point (repeatable)')
        .default({}, 'the first of each')
        .argParser(collectReading),
    )
    .addOption(
      new Option('--max-body <bytes>', 'largest request body, else 413')
        .default(1_048_576)
        .argParser(whole(1, 2 ** 30)),
    )
    .addOption(
      new Option('--cors <origin>', 'pages that may read the answers: *, an origin (repeatable), null, or off')
        .default(undefined, '*')
        .argParser(collectOrigin),
    )
    .addOption(
      new Option('--log <format>', 'a line a request; json: nothing but JSON')
        .choices(['pretty', 'json', 'off'])
        .default('pretty'),
    )
    .option('--no-control', `switch the control API and worlds off (${CONTROL_PREFIX})`)
    .option('--iam', 'give out tokens, too, as IAM does (/v3/auth/tokens)')
    .option('--watch', 'load the document again when it changes')
    .addHelpText('after', EXAMPLES)
    .action(async (options: MockOptions, command: Command) => {
      const names = command.options.map((option) => option.attributeName());
      const fromEnvironment = new Set(names.filter((name) => command.getOptionValueSource(name) === 'env'));
      const { runMock } = await import('./run-mock.ts');
      return runMock({ ...options, fromEnvironment });
    });
