import type { Problem } from '../../openapi/check/problem.ts';
import { type Document, DocumentError } from '../../openapi/document/document.ts';
import { UserError } from '../fail.ts';

/** Problems that are told at once; who has more begins with these. */
const MOST_PROBLEMS = 20;
/** Notes that are told. */
const MOST_NOTES = 10;

/** `file:line:column` of what stands at a JSON pointer; undefined where no file says it. */
export type Locate = (pointer: string, part?: 'name' | 'value') => string | undefined;

/**
 * Checks a document whole, then uses it (builds an engine from it, say).
 *
 * @param shown what it is called: `the document with own.yaml`.
 * @param tell is told what can be lived with.
 * @throws UserError that names file, line and column of each mistake.
 */
export const useDocument = async <Result>(
  { document, locate }: { readonly document: Document; readonly locate: Locate },
  shown: string,
  use: (document: Document) => Result,
  tell: TellNote,
): Promise<Result> => {
  const [{ checkDocument }, { slowPattern }] = await Promise.all([
    import('../../openapi/check/check-document.ts'),
    import('./slow-pattern.ts'),
  ]);
  const { problems, notes } = checkDocument(document, { slowPattern });
  if (problems.length > 0) throw new UserError(sayProblems(problems, shown, locate));
  for (const line of sayNotes(notes, locate)) tell(line);
  return within(shown, locate, () => use(document));
};

/** Takes what can be lived with, a line with its place. */
export type TellNote = (line: string) => void;

export const printNote: TellNote = (line) => console.error(`note: ${line}`);

/** For messages that name the place themselves. */
export const NOWHERE: Locate = () => undefined;

/** Says of an error of a document where it is, in the words of `useDocument`. */
export const within = <Result>(shown: string, locate: Locate, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const problems = error.message.split('\n').map((message) => ({ pointer: error.pointer, message }));
    throw new UserError(sayProblems(problems, shown, locate));
  }
};

const sayProblems = (problems: readonly Problem[], shown: string, locate: Locate): string => {
  const lines = problems
    .map((problem) => sayLine(problem, problem.message, locate))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  // A place that follows says which one.
  const joint = /^the (?:document|overlay)$/.test(shown) ? ' ' : ': ';
  if (lines.length === 1) return `Failed to use ${shown}${joint}${lines[0]}`;
  const more = lines.length - MOST_PROBLEMS;
  return [
    `Failed to use ${shown}: it has ${lines.length} mistakes.`,
    ...lines.slice(0, MOST_PROBLEMS).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n');
};

/** One line for each thing, with the first place. */
const sayNotes = (notes: readonly Problem[], locate: Locate): string[] => {
  const kinds = [...Map.groupBy(notes, ({ message }) => message)];
  const lines = kinds.slice(0, MOST_NOTES).flatMap(([message, [first, ...others]]) => {
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return first ? [sayLine(first, `${message}${more}`, locate)] : [];
  });
  return kinds.length > MOST_NOTES ? [...lines, `and ${kinds.length - MOST_NOTES} more`] : lines;
};

/** With its place in a file; where none says it, with that in the document. */
const sayLine = ({ pointer, atName }: Problem, message: string, locate: Locate): string => {
  const place = locate(pointer, atName ? 'name' : 'value');
  if (place !== undefined) return `${place}: ${message}`;
  return pointer === '' ? message : `${message} (${pointer})`;
};
