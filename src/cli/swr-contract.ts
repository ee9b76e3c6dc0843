#!/usr/bin/env node
import './require-node.js';

import { Command } from 'commander';

import { mockCommand } from './mock.ts';
import { version } from './version.ts';

await new Command('swr-contract')
  .description('The create-repository contract of Huawei Cloud SWR as a fake backend.')
  .version(version)
  .addCommand(mockCommand())
  .showHelpAfterError('(swr-contract mock --help lists the options)')
  .parseAsync();
