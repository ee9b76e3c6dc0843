import { readFileSync } from 'node:fs';

import type { Snapshot } from '../../store/create-store.ts';
import { UserError } from '../fail.ts';
import { sayCause } from '../load-document.ts';

/**
 * Reads records by collection, or a snapshot.
 *
 * @throws UserError where the file holds neither.
 */
export const readSeedFile = async (file: string | undefined): Promise<Snapshot | undefined> => {
  if (file === undefined) return undefined;
  try {
    const { parse } = await import('yaml');
    const content: unknown = parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new UserError(`Failed to load the seed file ${file}: it must list records by collection. See README.md.`);
    const isSnapshot = typeof content === 'object' && content !== null && 'collections' in content;
    return (isSnapshot ? content : { collections: content }) as Snapshot;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Failed to read the seed file ${file}: ${(sayCause(error).split('\n')[0] ?? '').replace(/[.:]*$/, '')}.`,
    );
  }
};
