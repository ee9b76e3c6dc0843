import { Command, Option } from 'commander';

import { reportFailure } from '../fail.ts';
import type { DiffOptions } from './run-diff.ts';

const EXAMPLES = `
Examples:
  swr-contract diff 2018-12 2025-10          what changed between two editions
  swr-contract diff 2019-12                  since the edition before it
  swr-contract diff 2025-10 own.yaml         between an edition and a document
  swr-contract diff 2022-10 2025-10 --format markdown --language zh

Exit codes: 0 they were compared, whatever differs, 2 they could not be.`;

/** The command `swr-contract diff`: what changed between two editions, in words. */
export const diffCommand = (): Command =>
  new Command('diff')
    .description('say what changed between two editions')
    .argument('<before>', 'an edition, or an OpenAPI document (YAML or JSON)')
    .argument('[after]', 'another one (default: what <before> changed in the edition before it)')
    .addOption(new Option('--format <name>', 'how it is printed').choices(['text', 'markdown', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--language <name>', 'of text and Markdown').choices(['en', 'zh']).default('en'))
    .addHelpText('after', EXAMPLES)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action((before: string, after: string | undefined, options: DiffOptions) =>
      run(before, after, options).catch((error: unknown) => reportFailure(error, 2)),
    );

// Loaded when it is asked for: the fake starts without the automata.
const run = async (before: string, after: string | undefined, options: DiffOptions): Promise<void> =>
  (await import('./run-diff.ts')).runDiff(before, after, options);
