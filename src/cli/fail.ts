/** Something the user can mend: printed as one line, exit code 1, no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

const EXPECTED = new Set(['UserError', 'DocumentError', 'ReadingError', 'SnapshotError', 'StateFileError']);

/** Prints why the command ends and ends it, with 1. A bug shows its stack. */
export const fail = (error: unknown): never => reportFailure(error, 1);

/** Prints what went wrong, while the command goes on. */
export const tellFailure = (error: unknown): void => {
  const known = error instanceof Error && EXPECTED.has(error.name);
  // The library speaks of readings; here they come from the option.
  const doing = known && error.name === 'ReadingError' ? 'Failed to use --reading: ' : '';
  console.error(known ? `error: ${doing}${error.message}` : error);
};

/** The same for a command that ends with another code. */
export const reportFailure = (error: unknown, code: number): never => {
  tellFailure(error);
  process.exit(code);
};
