import { childNode, type Document, DocumentError, isNode, type Node, textAt } from '../../openapi/document/document.ts';
import { type Clause, listClauses } from '../../openapi/operations/clause.ts';
import { type Failure, listErrorCodes, listFailures } from '../../openapi/operations/error-codes.ts';
import type { Issue } from '../../openapi/operations/issue.ts';
import type { Operation } from '../../openapi/operations/list-operations.ts';
import type { KeyRule } from '../../openapi/operations/rules.ts';
import { listAmbiguities } from '../../openapi/overlays/apply-readings.ts';
import { sayDetail, sayIssue } from './messages.ts';
import type { Language } from './negotiate-language.ts';

/** An error answer before it is written: its status and its body. */
export interface Problem {
  readonly status: number;
  readonly body: unknown;
}

/** Makes issues complete and turns them into error answers, with the document's codes and shape. */
export interface Problems {
  /** The issue with the code and clause that operation or document has for its kind, where it had none. */
  readonly complete: (issue: Issue, operation?: Operation) => Issue;
  /** The issue that a broken rule about records is; `values` are the key's, in order. */
  readonly keyIssue: (keyword: KeyKeyword, rule: Omit<KeyRule, 'key'>, values: readonly string[]) => Issue;
  /** The answer to issues: the first one's status and code, all of them listed. */
  readonly answer: (issues: readonly Issue[], about: About) => Problem;
  /** A code of the table with this status. */
  readonly codeOfStatus: (status: number) => string | undefined;
  /** The code that an operation itself has for this status, in its rules about records. */
  readonly ownCodeOfStatus: (status: number, operation: Operation) => string | undefined;
}

/** What an error answer needs to know beside the issues. */
export interface About {
  readonly language: Language;
  /** Default: that of the first issue. */
  readonly status?: number | undefined;
  readonly operation?: Operation | undefined;
  /** For bodies that name it. */
  readonly requestId?: string;
}

/** How a request can go against the records that are there. */
export type KeyKeyword = 'unique' | 'key-missing' | 'key-present' | 'quota';

interface Filling {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly 'request-id': string;
}

/**
 * Reads the table of error codes, the failures and the shape of an error body from the document.
 *
 * @param document with its references resolved.
 * @throws DocumentError where they don't fit together.
 */
export const createProblems = (document: Document): Problems => {
  const codes = listErrorCodes(document);
  const failures = listFailures(document);
  // Of a fake that refuses nothing nobody asks.
  let known: ReadonlyMap<string, Clause> | undefined;
  const clauseOf = (id: string | undefined): Clause | undefined => {
    if (id === undefined) return undefined;
    known ??= new Map<string, Clause>([
      ...listClauses(document).map((clause) => [clause.id, clause] as const),
      ...listAmbiguities(document).map(
        ({ id, question, zh, at, place }) => [id, { id, title: question, zh, at, place }] as const,
      ),
    ]);
    return known.get(id);
  };
  const fallback = failures.get('invalid');
  if (!fallback) throw new DocumentError('/components/x-failures', 'needs a row "invalid" for rules without a code.');
  const fill = compileBody(childNode(childNode(document as unknown as Node, 'components'), 'x-problem'));
  const own = new Map(
    [...codes.values()].flatMap(({ code, body }) => (body ? [[code, compileBody(body)] as const] : [])),
  );

  const failureOf = (kind: string, operation: Operation | undefined): Failure | undefined => {
    const general = failures.get(kind);
    const own = operation?.failures.get(kind);
    return own ? { ...own, clause: own.clause ?? general?.clause, status: own.status ?? general?.status } : general;
  };

  const complete = (issue: Issue, operation?: Operation): Issue => {
    const kind = issue.keyword === 'additionalProperties' ? 'field-unknown' : issue.keyword;
    const failure = failureOf(kind, operation);
    return {
      ...issue,
      keyword: failure ? kind : issue.keyword,
      code: issue.code ?? failure?.code ?? fallback.code,
      clause: issue.clause ?? clauseOf(failure?.clause),
    };
  };

  const say = (issue: Issue, language: Language, requestId: string): Filling => {
    const code = issue.code ?? fallback.code;
    const row = codes.get(code);
    const clause = issue.clause;
    const what = sayIssue(issue, language);
    const message =
      language === 'zh'
        ? `${row?.zh ?? code}：${what}${clause ? `（${clause.id}）` : ''}`
        : `${row?.title ?? code}: ${what}${clause ? ` (${clause.id})` : ''}`;
    return { code, message, detail: sayDetail(issue, language), 'request-id': requestId };
  };

  return {
    complete,
    keyIssue: (keyword, rule, values) => ({
      location: 'request',
      // Rules may take names of any length; a message does not repeat all of one.
      name: values.map((value) => (value.length > 300 ? `${value.slice(0, 300)}…` : value)).join('/'),
      keyword,
      code: rule.code,
      clause: clauseOf(rule.clause),
    }),
    answer: (issues, { language, status, operation, requestId = '' }) => {
      const [first] = issues;
      const kind = first === undefined ? undefined : failureOf(first.keyword, operation);
      const code = first?.code ?? fallback.code;
      return {
        status: status ?? kind?.status ?? codes.get(code)?.status ?? 500,
        body: (own.get(code) ?? fill)(issues.map((issue) => say(issue, language, requestId))),
      };
    },
    ownCodeOfStatus: (status, { uniqueKey, requires, requiresNone }) =>
      [...(uniqueKey ? [uniqueKey] : []), ...requires, ...requiresNone]
        .map(({ code }) => code)
        .find((code) => codes.get(code)?.status === status),
    codeOfStatus: (status) => [...codes.values()].find((row) => row.status === status)?.code,
  };
};

const FILLS = ['code', 'message', 'detail', 'request-id'] as const;

type Build = (fillings: readonly Filling[]) => unknown;

/**
 * Compiles the schema of an error body: `x-fill` (code, message, detail, request-id) marks the texts, an
 * array has one item for each issue, everything else speaks of the first.
 */
const compileBody = (schema: Node): Build => {
  if (schema['type'] === 'array') {
    const item = compileBody(childNode(schema, 'items'));
    return (fillings) => fillings.map((filling) => item([filling]));
  }
  if (schema['type'] === 'object') {
    const properties = Object.entries(childNode(schema, 'properties')).map(
      ([name, property]) => [name, compileBody(isNode(property) ? property : {})] as const,
    );
    return (fillings) => Object.fromEntries(properties.map(([name, build]) => [name, build(fillings)]));
  }
  if ('const' in schema || 'default' in schema) return () => schema['const'] ?? schema['default'];
  const fill = FILLS.find((each) => each === textAt(schema, 'x-fill'));
  if (fill) return (fillings) => fillings[0]?.[fill];
  throw new DocumentError(
    '/components/x-problem',
    `every text of an error body needs "x-fill" (${FILLS.join(', ')}), "const" or "default".`,
  );
};
