import { wrapText } from '../text/text-layout.ts';

/** Something the user can mend: printed as one line, exit code 1, no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

const EXPECTED = new Set(['UserError', 'DocumentError', 'ReadingError', 'SnapshotError', 'StateFileError']);

/** Prints why the command ends and ends it, with 1. A bug shows its stack. */
export const fail = (error: unknown): never => reportFailure(error, 1);

/** The same for a command that ends with another code. */
export const reportFailure = (error: unknown, code: number): never => {
  printError(`error: ${sayFailure(error)}`);
  process.exit(code);
};

/** Prints why something can't be done; on a terminal no word is broken at its edge. */
export const printError = (text: string): void => {
  const { isTTY, columns } = process.stderr;
  const lines = isTTY ? text.split('\n').flatMap((line) => wrapText(line, columns)) : [text];
  console.error(lines.join('\n'));
};

/**
 * Ends a command that comes to a verdict: with the code that says it, and with 2 where there is none. Bad options
 * can't be told from a bad verdict if both end with 1.
 */
export const endWith = (verdict: Promise<number>): Promise<void> =>
  verdict.then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      printError(`error: ${sayFailure(error)}`);
      process.exitCode = 2;
    },
  );

/** Why a command ends; of a bug, where. */
export const sayFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (!EXPECTED.has(error.name)) return error.stack ?? error.message;
  // The library speaks of readings; here they come from the option.
  return error.name === 'ReadingError' ? `Failed to use --reading: ${error.message}` : error.message;
};
