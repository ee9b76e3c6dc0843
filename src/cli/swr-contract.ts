#!/usr/bin/env -S node --max-semi-space-size=8 --no-maglev
// The flags keep the memory of a busy server near 100 MB instead of 200 MB, at the same speed.
import './require-node.js';

import { Command } from 'commander';

import { listEditions } from './choose-document.ts';
import { diffCommand } from './diff.ts';
import { identifyCommand } from './identify.ts';
import { mockCommand } from './mock/mock.ts';
import { verifyCommand } from './verify.ts';
import { version } from './version.ts';

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
  .parseAsync();
