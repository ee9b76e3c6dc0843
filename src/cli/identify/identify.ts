import { Command, Option } from 'commander';

import { endWith } from '../fail.ts';
import { whole } from '../option-values.ts';
import { addConnection, addPace, addTarget, SECRETS_HELP } from '../target/target-options.ts';
import type { IdentifyCommandOptions } from './run-identify.ts';

const EXAMPLES = `
Examples:
  swr-contract identify --target "$URL" --token-file token.txt
  swr-contract identify --target "$URL" --write-overlay ours.yaml
  swr-contract verify --target "$URL" --edition 2021-09 --overlay ours.yaml

It asks what tells most, one request after another: what only looks comes
first, and what it makes it deletes. It ends where one edition is ahead by two
facts, so that one fault of the server does not mislead it.

${SECRETS_HELP}

Exit codes: 0 an edition explains the answers, 1 none explains most of them,
2 it could not be found out.`;

const HINT = 'It looks at all editions. To check by one: swr-contract verify --edition NAME.';

/** The command `swr-contract identify`: finds out which edition a server keeps. */
export const identifyCommand = (): Command =>
  addConnection(addPace(addTarget(new Command('identify').description('find out which edition a server keeps'))))
    .addOption(
      new Option('--max-requests <n>', 'in all, with those that delete what was made')
        .default(30)
        .argParser(whole(10, 1000)),
    )
    .option('--write-overlay <file>', 'write what differs from the closest edition, for --overlay')
    .option('--json <file>', 'write the result as JSON')
    .addHelpText('after', EXAMPLES)
    .exitOverride(({ exitCode, message }) => {
      if (message.includes("option '--edition'")) console.error(HINT);
      process.exit(exitCode === 0 ? 0 : 2);
    })
    .action((options: IdentifyCommandOptions) => endWith(run(options)));

// Loaded when it is asked for, as for verify.
const run = async (options: IdentifyCommandOptions): Promise<number> =>
  (await import('./run-identify.ts')).runIdentify(options);
