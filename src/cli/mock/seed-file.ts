import { DocumentError } from '../../openapi/document/document.ts';
import { joinPointer, resolvePointer } from '../../openapi/document/json-pointer.ts';
import type { ParsedYaml } from '../../openapi/document/parse-yaml.ts';
import type { Snapshot } from '../../store/store-change.ts';
import { UserError } from '../fail.ts';
import { readText } from '../read-lines.ts';

/** First records, as somebody wrote them. */
export interface SeedFile {
  readonly snapshot: Snapshot;
  /** What is wrong with a record, with line and column and, where YAML reads a value otherwise than it looks, what helps. */
  readonly explain: (problem: string) => string;
}

/**
 * Reads records by collection, or a snapshot, in YAML or JSON.
 *
 * @throws UserError where the file holds neither.
 */
export const readSeedFile = async (file: string): Promise<SeedFile> => {
  const { parseYaml } = await import('../../openapi/document/parse-yaml.ts');
  const text = readText(file, '--seed-file');
  let parsed: ParsedYaml;
  try {
    parsed = parseYaml(text);
  } catch (error) {
    if (error instanceof DocumentError) throw new UserError(`Failed to read the seed file ${file}:${error.message}.`);
    throw error;
  }
  const { value: content } = parsed;
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new UserError(`Failed to load the seed file ${file}: it must list records by collection. See README.md.`);
  const isSnapshot = 'collections' in content;
  return {
    snapshot: (isSnapshot ? content : { collections: content }) as Snapshot,
    explain: (problem) => {
      const [place] = /^\w+\[\d+\](?:\.\w+|\[\d+\])*/.exec(problem) ?? [];
      if (place === undefined) return `${file}: ${problem}`;
      const steps = place.split(/[.[\]]+/).filter((step) => step !== '');
      const pointer = joinPointer(isSnapshot ? '/collections' : '', ...steps);
      const isOfAnotherType = problem.includes('(type)');
      return `${file}:${parsed.locate(pointer)}: ${problem}${isOfAnotherType ? sayRead(parsed, pointer) : ''}`;
    },
  };
};

/** What became of a value, where its writer may have meant another one. */
const sayRead = ({ value: content, plainAt }: ParsedYaml, pointer: string): string => {
  const value = resolvePointer(content, pointer);
  const plain = plainAt(pointer);
  if (typeof value === 'string')
    return plain === undefined
      ? ` ${JSON.stringify(value)} is a text because of its quotes.`
      : ` ${plain} is read as a text${/^(?:y|yes|n|no|on|off)$/i.test(plain) ? '. Write true or false' : ''}.`;
  if (plain === undefined) return '';
  if (value === null) return ' It is read as nothing (null). Leave it out, or quote it.';
  return ` ${plain} is read as ${value instanceof Date ? 'a date' : `the ${typeof value} ${String(value)}`}: quote it ("${plain}").`;
};
