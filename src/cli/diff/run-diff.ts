import { existsSync } from 'node:fs';
import { env, stdout } from 'node:process';
import { compareDocuments } from '../../changes/compare/compare-documents.ts';
import { changesAsMarkdown } from '../../changes/tell/changes-as-markdown.ts';
import { changesAsText } from '../../changes/tell/changes-as-text.ts';
import { dereference } from '../../openapi/document/dereference.ts';
import type { Document } from '../../openapi/document/document.ts';
import { listOperations } from '../../openapi/operations/list-operations.ts';
import { applyReadings } from '../../openapi/overlays/apply-readings.ts';
import { chosenFile, editionBefore, listEditions, openEdition } from '../document/choose-document.ts';
import { UserError } from '../fail.ts';

/** The options of the command. */
export interface DiffOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly json?: boolean;
  readonly language: 'en' | 'zh';
}

/**
 * Prints what differs between two documents; of one edition alone, what it changed in the one before it.
 *
 * @throws UserError where one can't be read, or none is before it.
 */
export const runDiff = async (first: string, second: string | undefined, options: DiffOptions): Promise<void> => {
  const opened = await openDocument(first);
  const [before, after] =
    second === undefined ? [await openFormer(first, opened), opened] : [opened, await openDocument(second)];
  const comparison = compareDocuments(before, after);
  const { format, language } = options;
  if (options.json || format === 'json') {
    const { common: _common, ...told } = comparison;
    stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  } else if (format === 'markdown') stdout.write(changesAsMarkdown(comparison, language));
  else {
    const color = env['NO_COLOR'] === undefined && (stdout.hasColors?.() ?? false);
    stdout.write(changesAsText(comparison, { color, width: stdout.columns ?? 80, language }));
  }
};

/** The document of an edition, else that of a file; as its default readings have it. */
const openDocument = async (name: string): Promise<Document> => {
  if (listEditions().includes(name)) return applyReadings(await openEdition(name), {});
  if (/[/\\]|\.(?:ya?ml|json)$/.test(name) || existsSync(name))
    return chosenFile(name).load((document) => {
      const read = applyReadings(document, {});
      // So that an error names its line.
      listOperations(dereference(read));
      return read;
    });
  throw new UserError(
    `Failed to compare ${name}: there is no such edition (known: ${listEditions().join(', ')}), and no such file.`,
  );
};

/** The document that an edition is made from. */
const openFormer = async (name: string, document: Document): Promise<Document> => {
  const former = editionBefore(document);
  if (former !== undefined) return openDocument(former);
  throw new UserError(`Failed to compare ${name}: no edition is known to be before it. Give another one.`);
};
