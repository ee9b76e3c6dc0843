import type { Language, Text } from '../../text/bilingual.ts';
import { code, plain } from '../../text/markdown.ts';
import type { Comparison } from '../change.ts';
import { arrangeChanges, showClauses, sumUp } from './arrange-changes.ts';
import type { Tone } from './sentences.ts';

/** What a list says of a change before its sentence. */
const MARKS: Readonly<Record<Tone, string>> = { added: '➕', removed: '➖', changed: '✏️' };

/** Entities of marks that do nothing within a line, but for a dot behind "www" and a colon before "//". */
const HARMLESS =
  /(?<!www)&#46;|&#58;(?= |$)|(?<=\w)&#95;(?=\w)|&#(?:34|39|45|47|63|8212|822[01]|8594|12289|12298|6528[89]|65292|65306);/gi;

/** A text that is no markup, and can be read where nothing renders it. */
const readable = (text: string): string =>
  plain(text).replace(HARMLESS, (entity) => String.fromCodePoint(Number(entity.slice(2, -1))));

/** Ids as code; in the plain way where no mark of theirs could end it. */
const showIds = (ids: string): string => (/^[\w@.,→ -]+$/.test(ids) ? `\`${ids}\`` : code(ids));

/** The changes as Markdown, in the order of the terminal. */
export const changesAsMarkdown = (comparison: Comparison, language: Language): string => {
  const say = (text: Text): string => readable(text[language]);
  const blocks = arrangeChanges(comparison).map(({ title, changes }) => [
    `### ${say(title)}\n`,
    ...changes.map((change) => {
      const ids = showClauses(change);
      return `- ${MARKS[change.tone]} ${say(change)}${ids === '' ? '' : ` ${showIds(ids)}`}`;
    }),
  ]);
  return `${[[`## ${say(sumUp(comparison))}`], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
