import { Command, InvalidArgumentError, Option } from 'commander';

import { DEPTHS, type Depth, type Level } from '../../contract/cases/case.ts';
import { editionOption } from '../editions/edition-option.ts';
import { endWith } from '../fail.ts';
import { collectValue, repeatable, seconds, whole } from '../option-values.ts';
import { addConnection, addPace, addTarget, SECRETS_HELP } from '../target/target-options.ts';
import type { VerifyOptions } from './run-verify.ts';

const EXAMPLES = `
Examples:
  swr-contract verify --target http://127.0.0.1:30303 --token demo
  swr-contract verify --target "$URL" --namespace group --rate 20/s
  swr-contract verify --target "$URL" --junit a.xml --html a.html --known b.yaml
  swr-contract verify --list --only R4               cases of a clause
  swr-contract verify --target "$URL" --depth smoke  a quick look
  swr-contract verify --target "$URL" --edition 2019-02

${SECRETS_HELP} A proxy is
taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, but not for this machine.

Exit codes: 0 the server keeps the contract, 1 it deviates (seen twice), 2 it
could not be checked.`;

/** The command `swr-contract verify`: checks a server against the document. */
export const verifyCommand = (): Command =>
  addConnection(
    addPace(
      addTarget(new Command('verify').description('check that a server keeps the contract'))
        .addOption(
          new Option('--depth <name>', `${DEPTHS.join(', ')}; or 0, 1, 2 for the last three`)
            .default('standard')
            .argParser(depth),
        )
        .addOption(new Option('--concurrency <n>', 'requests at a time').default(8).argParser(whole(1, 256))),
    )
      .addOption(
        new Option('--time-limit <s>', 'for all the checking; what was made is deleted after it').argParser(seconds),
      )
      .addOption(new Option('--settle <ms>', 'wait before a law looks').default(0).argParser(whole(0, 600_000))),
  )
    .addOption(new Option('--seed <n>', 'decides the order of the cases').default(1).argParser(whole(0, 2 ** 31)))
    .addOption(repeatable('--operation <id>', 'check this operation only; it must be offered', 'all'))
    .addOption(repeatable('--only <pattern>', 'cases by id or clause, * for anything', 'all'))
    .addOption(repeatable('--skip <pattern>', 'leave these out'))
    .option('--list', 'list the cases and send nothing', false)
    .option('--dry-run', 'print the requests as curl lines and send nothing', false)
    .addOption(new Option('--strict [levels]', 'what should hold counts, too; or: should, transport').argParser(levels))
    .addOption(new Option('--max-failures <n>', 'stop after so many failed cases').argParser(whole(1, 1_000_000)))
    .addOption(
      new Option('--max-requests <n>', 'send the most telling ones, no more than this').argParser(
        whole(1, 100_000_000),
      ),
    )
    .addOption(
      new Option('--cleanup <mode>', 'delete what was made, where DELETE is offered')
        .choices(['auto', 'off'])
        .default('auto'),
    )
    .addOption(
      new Option('--value <name=value>', 'of another service: one that the server knows (repeatable)')
        .default({}, 'made up')
        .argParser(collectValue),
    )
    .option('--known <file>', 'accepted deviations: a list of id, reason, link (YAML or JSON)')
    .option('--junit <file>', 'write a JUnit report, a test case a clause')
    .option('--junit-cases', 'with a test case for each case', false)
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as one HTML file')
    .option('--verbose', 'print the whole table of clauses', false)
    .addOption(editionOption())
    .option('--spec <file>', 'an OpenAPI document of yours (3.x, Swagger 2.0)')
    .addOption(repeatable('--overlay <file>', 'changes to it, as an OpenAPI Overlay'))
    .addHelpText('after', EXAMPLES)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action((options: VerifyOptions) => endWith(run(options)));

// Loaded when it is asked for: the fake starts without the automata.
const run = async (options: VerifyOptions): Promise<number> => (await import('./run-verify.ts')).runVerify(options);

function depth(text: string): Depth {
  const found = DEPTHS.find((each) => each === text) ?? (/^[0-2]$/.test(text) ? DEPTHS[Number(text) + 1] : undefined);
  if (!found) throw new InvalidArgumentError(`It must be one of ${DEPTHS.join(', ')}, or 0, 1, 2.`);
  return found;
}

function levels(text: string): Level[] {
  const named = text.split(',').map((each) => each.trim());
  const found = named.flatMap((each): Level[] => (each === 'should' || each === 'transport' ? [each] : []));
  if (found.length < named.length)
    throw new InvalidArgumentError('It must be should, transport, or both with a comma.');
  return found;
}
