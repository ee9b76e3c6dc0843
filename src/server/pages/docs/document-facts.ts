import { useEffect, useState } from 'preact/hooks';
import { dereference } from '../../../openapi/document/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../../openapi/document/document.ts';
import { type Clause, listClauses } from '../../../openapi/operations/clause.ts';
import { METHODS } from '../../../openapi/operations/list-operations.ts';
import { type TokenHeader, tokenHeader } from '../../../openapi/operations/security.ts';
import { type Ambiguity, listAmbiguities } from '../../../openapi/overlays/apply-readings.ts';
import { call } from '../parts/api.ts';

/** A collection of the document, as the pages need it. */
export interface CollectionFacts {
  readonly name: string;
  readonly key: readonly string[];
  readonly parent: string | undefined;
  readonly sequence: string | undefined;
  readonly schema: Node;
}

/** What the pages take from the document in force. */
export interface DocumentFacts {
  /** References resolved. */
  readonly document: Document;
  readonly title: string;
  /** Of the document, which for one of an edition is the edition's name. */
  readonly version: string;
  /** Rules and points of the register by id. */
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly ambiguities: readonly Ambiguity[];
  readonly collections: readonly CollectionFacts[];
  readonly tokenHeader: TokenHeader;
  /** Ids of its operations. */
  readonly operations: readonly string[];
}

/** Reads a document for the pages. */
export const readDocument = (given: Document): DocumentFacts => {
  const ambiguities = listAmbiguities(given);
  const document = dereference(given);
  const root = document as unknown as Node;
  const collections = childNode(childNode(root, 'components'), 'x-collections');
  const paths = childNode(root, 'paths');
  return {
    document,
    title: textAt(childNode(root, 'info'), 'title') ?? '',
    version: textAt(childNode(root, 'info'), 'version') ?? '',
    clauses: new Map<string, Clause>([
      ...listClauses(document).map((clause) => [clause.id, clause] as const),
      ...ambiguities.map((point) => [point.id, clauseOf(point)] as const),
    ]),
    ambiguities,
    collections: Object.keys(collections).map((name) => {
      const node = childNode(collections, name);
      return {
        name,
        key: Array.isArray(node['key']) ? (node['key'] as string[]) : [],
        parent: textAt(node, 'parent'),
        sequence: textAt(node, 'sequence'),
        schema: childNode(node, 'schema'),
      };
    }),
    tokenHeader: tokenHeader(document),
    operations: Object.entries(paths).flatMap(([template, item]) =>
      METHODS.flatMap((method) => {
        const node = isNode(item) ? item[method] : undefined;
        return isNode(node) ? [textAt(node, 'operationId') ?? `${method} ${template}`] : [];
      }),
    ),
  };
};

/** A point that the source leaves open, with what this server does. */
const clauseOf = ({ id, question, zh, at, place, chosen, readings }: Ambiguity): Clause => {
  const reading = readings.find(({ value }) => value === chosen) ?? { title: chosen, zh: chosen };
  return { id, title: `${reading.title} · ${question}`, zh: `${reading.zh} · ${zh}`, at, place };
};

/** The document of the running server; an error text where it can't be had. Loaded again when `version` changes. */
export const useDocument = (version = 0): DocumentFacts | string | undefined => {
  const [facts, setFacts] = useState<DocumentFacts | string>();
  useEffect(() => {
    let current = true;
    void call<Document>('GET', 'openapi.json').then((answered) => {
      if (!current) return;
      if (answered.ok) setFacts(readDocument(answered.value));
      else setFacts((before) => (typeof before === 'object' ? before : answered.error));
    });
    return () => {
      current = false;
    };
  }, [version]);
  return facts;
};
