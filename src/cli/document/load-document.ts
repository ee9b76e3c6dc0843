import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package, wherever this code runs from (src/cli or dist). */
export const packageFolder = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'spec', 'openapi.yaml')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
};

/** The shipped document as a file. */
export const shippedFile = (): string => join(packageFolder(), 'spec', 'openapi.yaml');

/** A file system error without path and call, which the message around it names. */
export const sayCause = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'its folder is a file',
  };
  return known[code ?? ''] ?? message;
};
