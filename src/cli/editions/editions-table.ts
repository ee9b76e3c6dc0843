import { dereference } from '../../openapi/document/dereference.ts';
import { childNode, type Document, type Node, textAt } from '../../openapi/document/document.ts';
import { listClauses } from '../../openapi/operations/clause.ts';
import { listOperations } from '../../openapi/operations/list-operations.ts';
import { closeReadings } from '../../openapi/overlays/close-readings.ts';
import { createEditionResolver } from '../../openapi/overlays/editions.ts';
import { parseOverlay } from '../../openapi/overlays/parse-overlay.ts';
import type { Language } from '../../text/bilingual.ts';
import { table } from '../../text/markdown.ts';
import { baseUrl, editionFiles, listOverlays, overlayUrl } from './edition-files.ts';

/** A row of the table: an edition. */
interface EditionFacts {
  readonly name: string;
  readonly published: string;
  /** What is new in it; of the first one that it is the first. */
  readonly news: Readonly<Record<Language, string>>;
  readonly operations: number;
  readonly clauses: number;
}

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  en: ['edition', 'published', 'what is new', 'operations', 'clauses'],
  zh: ['版本', '发布时间', '新内容', '接口', '条款'],
};

const FIRST = { en: 'The first one, and the default.', zh: '最早的版本，也是默认版本。' };

/** Reads what the table tells of each edition, the first one first. */
export const readEditions = (): EditionFacts[] => {
  const resolve = createEditionResolver(editionFiles);
  const names = listOverlays();
  return [
    factsOf(resolve(baseUrl()).document, FIRST),
    ...names.map((name) => {
      const { info } = parseOverlay(editionFiles.read(overlayUrl(name))).overlay;
      const en = info.description ?? '';
      return factsOf(resolve(overlayUrl(name)).document, { en, zh: info['x-description-zh'] ?? en });
    }),
  ];
};

const factsOf = (document: Document, news: EditionFacts['news']): EditionFacts => {
  const closed = dereference(closeReadings(document));
  return {
    name: closed.info.version,
    published: textAt(childNode(closed as unknown as Node, 'x-source'), 'published') ?? '',
    news,
    operations: listOperations(closed).length,
    clauses: listClauses(closed).length,
  };
};

/** The editions as a table of Markdown. */
export const editionsTable = (editions: readonly EditionFacts[], language: Language): string =>
  table(
    HEADS[language],
    '|---|---|---|--:|--:|',
    editions.map(({ name, published, news, operations, clauses }) => [
      name,
      language === 'zh' ? published.replace(' to ', ' 至 ') : published,
      news[language].replaceAll('|', '\\|').replace(/[{}]+/g, (braces) => `\`${braces}\``),
      operations,
      clauses,
    ]),
  );
