import { Command } from 'commander';
import { diffCommand } from './diff/diff.ts';
import { listEditions } from './document/choose-document.ts';
import { identifyCommand } from './identify/identify.ts';
import { mockCommand } from './mock/mock.ts';
import { verifyCommand } from './verify/verify.ts';
import { version } from './version.ts';

// npm takes the "--" of `npm run verify -- --list` for itself; pnpm and Yarn hand it on.
const words = process.argv.slice(2);
const separator = words.indexOf('--');
if (separator === 0 || separator === 1) words.splice(separator, 1);

await new Command('swr-contract')
  .description(
    `The management API of Huawei Cloud SWR, ${listEditions().length} editions: a fake backend, and a check of servers.`,
  )
  .version(version)
  .addCommand(mockCommand())
  .addCommand(verifyCommand())
  .addCommand(diffCommand())
  .addCommand(identifyCommand())
  .showHelpAfterError('(swr-contract mock --help lists the options)')
  .parseAsync(words, { from: 'user' });
