import { listAmbiguities } from '../openapi/apply-readings.ts';
import { type Clause, listClauses, NO_CLAUSE, type PlacedClause } from '../openapi/clause.ts';
import { dereference } from '../openapi/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../openapi/document.ts';
import { listErrorCodes, listFailures } from '../openapi/error-codes.ts';
import { resolvePointer } from '../openapi/json-pointer.ts';
import { listOperations, type Operation, type RequestMediaType } from '../openapi/list-operations.ts';
import { type Collections, findAtLeastOne, placeSubjects } from './place-subjects.ts';
import { type AnswerShape, readAnswer } from './read-answer.ts';
import { brokenPairs, objectSubjects, pairSubjects, readSubject, registerSearch, type Subject } from './subject.ts';

/** An operation as the cases need it. */
export interface OperationModel {
  readonly operation: Operation;
  readonly subjects: readonly Subject[];
  /** Distinguishes the cases where the operation takes several media types. */
  readonly variant: readonly string[];
  /** The value that makes a request new: the last of the unique key; in a filter, the one that looks for it. */
  readonly nameSubject: Subject | undefined;
  /** The values that say in what the record lies, which others share. */
  readonly containers: readonly Subject[];
  /** The values that say what else must exist, or which record it is. */
  readonly records: readonly Subject[];
  /** Optional values that the plainest valid request has all the same. */
  readonly plainToo: readonly string[];
  /** The clause that wants at least one of the optional values. */
  readonly needsOne: Clause | undefined;
  readonly success: readonly string[];
  readonly refusal: string;
  readonly conflict: string;
  readonly clauseOf: {
    readonly success: string | undefined;
    readonly refusal: string | undefined;
    readonly conflict: string | undefined;
    readonly internal: string | undefined;
  };
  /** The clause that states a status. */
  readonly clauseAt: (status: string) => string | undefined;
  /** Statuses whose body must say something. */
  readonly informative: readonly string[];
  /** Statuses of success for which no body is described. */
  readonly bodyless: readonly string[];
  /** Ids of register entries by the kind of failure. */
  readonly failureClause: (kind: string) => string | undefined;
  /** The register entry whose readings change something at this place. */
  readonly ambiguityAt: (suffix: string, keyword: string) => string | undefined;
  /** The status of an error code. */
  readonly statusOf: (code: string) => string;
  /** Whether an id is a point on which the source is silent. */
  readonly isOpen: (id: string) => boolean;
  /** Ids of what a text of pairs (`x-pairs`) breaks. */
  readonly brokenPairs: (parameter: string, text: string) => readonly (string | undefined)[];
  /** What its success says of records. */
  readonly answer: AnswerShape;
  readonly example: { readonly clause: string | undefined; readonly value: Node } | undefined;
  /** The schema of the body, and its media type in use. */
  readonly mediaType: string | undefined;
}

/** What the document keeps of one kind, and the operations on it. */
export interface Resource {
  readonly collection: string;
  readonly parent: string | undefined;
  /** The properties that make a record unique. */
  readonly key: readonly string[];
  readonly operations: readonly OperationModel[];
}

/** The document as the cases need it. */
export interface ContractModel {
  readonly clauses: readonly PlacedClause[];
  /** Ids of points on which the source is silent. */
  readonly open: ReadonlySet<string>;
  /** Those points, as rows beside the clauses. */
  readonly register: readonly Pick<PlacedClause, 'id' | 'title' | 'zh' | 'place'>[];
  readonly operations: readonly OperationModel[];
  readonly resources: readonly Resource[];
}

/**
 * Reads a document for the cases.
 *
 * @throws DocumentError if it can't be used.
 */
export const readModel = (source: Document): ContractModel => {
  const document = dereference(source);
  const register = listAmbiguities(source);
  const collections = readCollections(document);
  const listed = listOperations(document);
  const optional = listOptional(listed);
  const operations = listed.flatMap((operation) => readOperation(document, operation, collections, optional));
  return {
    clauses: listClauses(document),
    open: new Set(register.map(({ id }) => id)),
    register: register.map(({ id, question, zh, place }) => ({ id, title: question, zh, place })),
    operations,
    resources: [...collections].map(([collection, { key, parent }]) => ({
      collection,
      parent,
      key,
      operations: operations.filter(({ operation }) => operation.effect?.collection === collection),
    })),
  };
};

const readCollections = (document: Document): Collections => {
  const table = childNode(childNode(document as unknown as Node, 'components'), 'x-collections');
  return new Map(
    Object.keys(table).map((name) => {
      const node = childNode(table, name);
      const key = Array.isArray(node['key']) ? (node['key'] as readonly string[]) : [];
      return [name, { key, parent: textAt(node, 'parent') }];
    }),
  );
};

/** One model for each media type that the operation takes, a form first. */
const readOperation = (
  document: Document,
  operation: Operation,
  collections: Collections,
  optional: ReadonlySet<string>,
): OperationModel[] => {
  const isForm = ({ type }: RequestMediaType): boolean => type === 'multipart/form-data';
  const [first, ...others] = operation.mediaTypes.toSorted(
    (left, right) => Number(isForm(right)) - Number(isForm(left)),
  );
  return [
    readVariant(document, operation, collections, optional, first, []),
    ...others.map((media) =>
      readVariant(document, operation, collections, optional, media, [media.type.split('/').at(-1) ?? media.type]),
    ),
  ];
};

/** The values that some request may leave out. */
const listOptional = (operations: readonly Operation[]): Set<string> =>
  new Set(
    operations.flatMap(({ mediaTypes }) =>
      mediaTypes.flatMap(({ schema }) => {
        const required = Array.isArray(schema['required']) ? schema['required'] : [];
        return Object.keys(childNode(schema, 'properties')).filter((name) => !required.includes(name));
      }),
    ),
  );

const readVariant = (
  document: Document,
  operation: Operation,
  collections: Collections,
  optional: ReadonlySet<string>,
  media: RequestMediaType | undefined,
  variant: readonly string[],
): OperationModel => {
  const node = resolvePointer(document, operation.pointer) as Node;
  const ambiguityAt = registerSearch(document);
  const content = media ? childNode(childNode(childNode(node, 'requestBody'), 'content'), media.type) : {};
  const subjects = [
    ...operation.parameters.flatMap((parameter) =>
      parameter.pairs
        ? pairSubjects(parameter, ambiguityAt)
        : readSubject(
            `${parameter.in}.${parameter.name}`,
            parameter.schema,
            parameter.required,
            parameter.scope,
            parameter.scope,
            ambiguityAt,
          ),
    ),
    ...(media ? objectSubjects('body', media.schema, NO_CLAUSE, ambiguityAt) : []),
  ];
  const places = placeSubjects(operation, subjects, collections);
  const atLeastOne = findAtLeastOne(media, subjects);
  const responses = childNode(node, 'responses');
  const clauseAt = (status: string): string | undefined => {
    const own = childNode(responses, status)['x-clause'];
    return isNode(own) ? textAt(own, 'id') : undefined;
  };
  const documented = operation.responses.map(({ status }) => status);
  const success = documented.filter((status) => /^2/.test(status));
  const refusal =
    documented.find((status) => status === '400') ?? documented.find((status) => status === '422') ?? '4xx';
  const codes = listErrorCodes(document);
  const code = operation.uniqueKey ? codes.get(operation.uniqueKey.code) : undefined;
  const conflict = String(code?.status ?? 409);
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const failures = listFailures(document);
  return {
    operation,
    variant,
    subjects,
    ...places,
    plainToo: [
      ...(atLeastOne ? [atLeastOne.subject.ref] : []),
      ...(places.nameSubject?.pairs ? [places.nameSubject.ref] : []),
    ],
    needsOne: atLeastOne?.clause,
    success: success.length > 0 ? success : ['2xx'],
    refusal,
    conflict,
    clauseOf: {
      success: clauseAt(success[0] ?? '200'),
      refusal: clauseAt(refusal),
      conflict: operation.uniqueKey?.clause ?? clauseAt(conflict),
      internal: clauseAt('500') ?? failures.get('internal')?.clause,
    },
    // A status without a clause of its own is not from the operation's page, and the clause of a
    // conflict is about the key.
    informative: operation.responses
      .filter(
        ({ status, schema }) => /^[45]/.test(status) && schema && clauseAt(status) !== undefined && status !== conflict,
      )
      .map(({ status }) => status),
    bodyless: operation.responses
      .filter(({ status, schema }) => /^2/.test(status) && schema === undefined)
      .map(({ status }) => status),
    failureClause: (kind) => failures.get(kind)?.clause,
    ambiguityAt,
    clauseAt,
    statusOf: (wanted) => String(codes.get(wanted)?.status ?? 404),
    isOpen: (id) => Object.hasOwn(register, id),
    brokenPairs: (name, text) => brokenPairs(operation, name, text),
    answer: readAnswer(operation.responses.find(({ status }) => /^2/.test(status))?.schema, optional),
    example: readExample(content),
    mediaType: media?.type,
  };
};

const readExample = (content: Node): OperationModel['example'] => {
  const [first] = Object.values(childNode(content, 'examples'));
  if (!isNode(first) || !isNode(first['value'])) return undefined;
  const clause = first['x-clause'];
  return { clause: isNode(clause) ? textAt(clause, 'id') : undefined, value: first['value'] };
};
