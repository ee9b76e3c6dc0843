import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type Document, DocumentError } from '../openapi/document.ts';
import { UserError } from './fail.ts';

/** The folder of this package, wherever this code runs from (src/cli or dist). */
export const packageFolder = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'spec', 'openapi.yaml')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
};

/** The shipped document as a file. */
export const shippedFile = (): string => join(packageFolder(), 'spec', 'openapi.yaml');

/**
 * Reads a document and checks it by `use` (building an engine from it, say), so that an error names
 * file, line and column.
 *
 * @throws UserError if the file can't be read or the document can't be used.
 */
export const loadDocument = async <Result>(file: string, use: (document: Document) => Result): Promise<Result> => {
  const { parseDocument } = await import('../openapi/parse-document.ts');
  let locate = (_pointer: string): string => '';
  try {
    const parsed = parseDocument(readFileSync(file, 'utf8'));
    locate = parsed.locate;
    return use(parsed.document);
  } catch (error) {
    if (!(error instanceof DocumentError)) {
      if (error instanceof Error && 'code' in error && 'syscall' in error)
        throw new UserError(`Failed to read the document ${file}: ${sayCause(error)}.`);
      throw error;
    }
    const place = locate(error.pointer);
    throw new UserError(
      `Failed to use the document ${file}:${place}${place ? ': ' : ''}${error.message}${place ? ` (${error.pointer || '/'})` : ''}`,
    );
  }
};

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
