import { Command } from 'commander';
import { diffCommand } from './diff/diff.ts';
import { listEditions } from './document/choose-document.ts';
import { printError } from './fail.ts';
import { identifyCommand } from './identify/identify.ts';
import { mockCommand } from './mock/mock.ts';
import { verifyCommand } from './verify/verify.ts';
import { version } from './version.ts';

// npm takes the "--" of `npm run verify -- --list` for itself; pnpm and Yarn hand it on.
const words = process.argv.slice(2);
const separator = words.indexOf('--');
if (separator === 0 || separator === 1) words.splice(separator, 1);

/** What was meant by a word that is no option. */
const hintFor = (text: string): string => {
  const [, word = ''] = /too many arguments.* got 1: (.*)\.\s*$/s.exec(text) ?? [];
  if (/^https?:/.test(word)) return ` Give it as --target ${word}`;
  return /^\d+$/.test(word) ? ` Give a port as --port ${word}` : '';
};

/** A command whose errors fit the terminal. */
const readable = (command: Command): Command =>
  command.configureOutput({
    outputError: (text) => printError(text.trimEnd() + hintFor(text)),
  });

await new Command('swr-contract')
  .description(
    `The management API of Huawei Cloud SWR, ${listEditions().length} editions: a fake backend, and a check of servers.`,
  )
  .version(version)
  .addCommand(readable(mockCommand()))
  .addCommand(readable(verifyCommand()))
  .addCommand(readable(diffCommand()))
  .addCommand(readable(identifyCommand()))
  .showHelpAfterError('(swr-contract mock --help lists the options)')
  .parseAsync(words, { from: 'user' });
