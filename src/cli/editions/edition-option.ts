import { Option } from 'commander';

import { listEditions } from '../document/choose-document.ts';

/** `--edition`, with the names that it takes. */
export const editionOption = (): Option => {
  const [first, ...others] = listEditions();
  return new Option('--edition <name>', `another edition of the API: ${others.join(', ')} (default: ${first})`);
};
