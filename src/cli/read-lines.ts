import { readFileSync } from 'node:fs';
import { sayCause } from './document/load-document.ts';
import { UserError } from './fail.ts';

/**
 * The lines of a file that hold something.
 *
 * @param option that names the file.
 * @throws UserError if it can't be read or holds nothing.
 */
export const readLines = (file: string, option: string): string[] => {
  const lines = splitLines(readText(file, option));
  if (lines.length === 0) throw new UserError(`Failed to read ${option} ${file}: it is empty.`);
  return lines;
};

/**
 * The text of a file.
 *
 * @param what it is: the option that names it, or `the document`.
 * @throws UserError if it can't be read.
 */
export const readText = (file: string, what: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`Failed to read ${what} ${file}: ${sayCause(error)}.`);
  }
};

/** The lines of a text that hold something, without the blanks around them. */
export const splitLines = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
