import { compileSchema, issuesOf } from '../../openapi/compile-schema.ts';
import { dereference } from '../../openapi/document/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../openapi/document/document.ts';
import { resolvePointer } from '../../openapi/document/json-pointer.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import { listClauses } from '../../openapi/operations/clause.ts';
import { listErrorCodes, listFailures } from '../../openapi/operations/error-codes.ts';
import { readExternal } from '../../openapi/operations/external.ts';
import { listOperations, type Operation, type Parameter } from '../../openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../openapi/overlays/apply-readings.ts';
import { createFindPoint, pointOfProblem } from '../../openapi/overlays/find-point.ts';
import { type Collections, type ContractModel, type OperationModel, withOperations } from './contract-model.ts';
import { placeSubjects, shareMakers } from './place-subjects.ts';
import { completeBody, type RequestModel, readPlain } from './plain-request.ts';
import { type AnswerShape, readAnswer } from './read-answer.ts';
import { listSubjects, type QueryForm, type Subject } from './subject.ts';

export { type ContractModel, creatorOf, type OperationModel, type Resource, withPlain } from './contract-model.ts';

const FORM = 'multipart/form-data';

/**
 * Reads a document for the cases.
 *
 * @param alphabet which characters names are made of; a server may refuse one of a set.
 * @throws DocumentError if it can't be used.
 */
export const readModel = (source: Document, alphabet: 0 | 1 = 0): ContractModel => modelsOf[alphabet](source);

const modelsOf = {
  0: perDocument((source: Document) => read(source, 0)),
  1: perDocument((source: Document) => read(source, 1)),
};

const read = (source: Document, alphabet: number): ContractModel => {
  const document = dereference(source);
  const register = listAmbiguities(source);
  const collections = readCollections(document);
  const requests = listOperations(document).flatMap((operation) => readRequests(document, operation, alphabet));
  const open = new Set(register.map(({ id }) => id));
  const contract = {
    clauses: listClauses(document),
    open,
    register: register.map(({ id, question, zh, place }) => ({ id, title: question, zh, place })),
    operations: [],
    quotaCodes: listQuotaCodes(source, requests),
    resources: [...collections].map(([collection, each]) => ({ ...each, collection, operations: [] })),
  };
  return withOperations(contract, readOperations(document, collections, open, shareMakers(requests, collections)));
};

/** Codes that say nothing else: one may stand for a name that is taken, too. Readings may set a quota. */
const listQuotaCodes = (source: Document, requests: readonly RequestModel[]): string[] => {
  const taken = requests.map(({ operation }) => operation.uniqueKey?.code);
  return [...new Set(quotaCodesIn(source))].filter((code) => !taken.includes(code));
};

const quotaCodesIn = (part: unknown): string[] => {
  if (Array.isArray(part)) return part.flatMap(quotaCodesIn);
  if (!isNode(part)) return [];
  const own = textAt(childNode(part, 'x-quota'), 'code');
  return [...(own === undefined ? [] : [own]), ...Object.values(part).flatMap(quotaCodesIn)];
};

const componentsOf = (document: Document): Node => childNode(document as unknown as Node, 'components');

const nodeOf = (document: Document, { pointer }: Operation): Node => resolvePointer(document, pointer) as Node;

const readCollections = (document: Document): Collections => {
  const table = childNode(componentsOf(document), 'x-collections');
  return new Map(
    Object.keys(table).map((name) => {
      const node = childNode(table, name);
      const key = Array.isArray(node['key']) ? (node['key'] as readonly string[]) : [];
      return [name, { key, parent: textAt(node, 'parent'), sequence: textAt(node, 'sequence') }];
    }),
  );
};

/** One for each media type of an operation, forms first, and one for each way to ask for a list. */
const readRequests = (document: Document, whole: Operation, alphabet: number): RequestModel[] =>
  queryForms(whole).flatMap(({ operation, query }) => readForms(document, operation, query, alphabet));

interface Form {
  readonly operation: Operation;
  readonly query: QueryForm | undefined;
}

const queryForms = (operation: Operation): Form[] => {
  const { parameters } = operation;
  const isOther = (parameter: Parameter): boolean => parameter.in === 'query' && !parameter.overridesQuery;
  if (!parameters.some(({ overridesQuery }) => overridesQuery) || !parameters.some(isOther))
    return [{ operation, query: undefined }];
  return [
    { operation: { ...operation, parameters: parameters.filter((each) => !isOther(each)) }, query: 'pairs' },
    {
      operation: { ...operation, parameters: parameters.filter(({ overridesQuery }) => !overridesQuery) },
      query: 'plain',
    },
  ];
};

const readForms = (
  document: Document,
  operation: Operation,
  query: QueryForm | undefined,
  alphabet: number,
): RequestModel[] => {
  const node = nodeOf(document, operation);
  const isLasting = node['x-lasting'] === true;
  const content = childNode(childNode(node, 'requestBody'), 'content');
  const [first, ...others] = operation.mediaTypes.toSorted(
    (left, right) => Number(right.type === FORM) - Number(left.type === FORM),
  );
  return [first, ...others].map((media, index) => {
    const isMain = index === 0 && query !== 'plain';
    const form = [...(index === 0 ? [] : [media?.type.split('/').at(-1)]), ...(query === 'plain' ? [query] : [])];
    const key = [operation.id, ...form].join(' ');
    const isJson = media !== undefined && /[/+]json$/.test(media.type);
    const example = media && readExample(childNode(content, media.type));
    const external = readExternal(node, operation.pointer);
    const subjects = listSubjects(operation, media, { alphabet, isJson, example: example?.value, external, query });
    const isList = subjects.some(({ ref }) => ref.startsWith('body[]'));
    return { key, isMain, operation, isLasting, media, isJson, isList, example, subjects };
  });
};

const readExample = (content: Node): OperationModel['example'] => {
  const [first] = Object.values(childNode(content, 'examples'));
  if (isNode(first) && first['value'] !== undefined) return { clause: clauseIdOf(first), value: first['value'] };
  return content['example'] === undefined ? undefined : { clause: undefined, value: content['example'] };
};

const clauseIdOf = (node: Node): string | undefined => textAt(childNode(node, 'x-clause'), 'id');

const readOperations = (
  document: Document,
  collections: Collections,
  open: ReadonlySet<string>,
  requests: readonly RequestModel[],
): OperationModel[] => {
  const findPoint = createFindPoint(document);
  const codes = listErrorCodes(document);
  const failures = listFailures(document);
  const errorShapePoint = pointOfProblem(componentsOf(document), findPoint);
  /** The values that some request may leave out. */
  const optional = new Set(
    requests.flatMap(({ subjects }) =>
      subjects.filter(({ place, required }) => place === 'body' && !required).map(({ name }) => name),
    ),
  );
  const withDoubts = (subject: Subject): Subject => {
    const place = `/properties/${subject.name.split('.').at(-1)}`;
    const doubtful = subject.values.filter((value) => findPoint(place, 'enum', value) !== undefined);
    // Where all are, the readings are about something else.
    return doubtful.length === 0 || doubtful.length === subject.values.length ? subject : { ...subject, doubtful };
  };
  return requests.map((each) => {
    const request = { ...each, subjects: each.subjects.map(withDoubts) };
    const { operation, subjects } = request;
    const { responses, uniqueKey } = operation;
    const places = placeSubjects(operation, subjects, collections);
    const described = childNode(nodeOf(document, operation), 'responses');
    const clauseAt = (status: string): string | undefined => clauseIdOf(childNode(described, status));
    const failureClause = (kind: string): string | undefined => failures.get(kind)?.clause;
    const successes = responses.filter(({ status }) => /^2/.test(status));
    const success = successes.length > 0 ? successes.map(({ status }) => status) : ['2xx'];
    const refusal = ['400', '422'].find((wanted) => responses.some(({ status }) => status === wanted)) ?? '4xx';
    const conflict = String((uniqueKey && codes.get(uniqueKey.code)?.status) ?? 409);
    const [first] = successes;
    const headers = childNode(childNode(described, first?.status ?? ''), 'headers');
    const isList = operation.effect === undefined || operation.effect.kind === 'list';
    const answer = readAnswer(first?.schema, headers, optional, isList);
    return completeBody({
      ...request,
      ...places,
      ...readPlain(request, places),
      gives: numberGivenBy(operation, collections, answer),
      needsOne: undefined,
      success,
      refusal,
      conflict,
      conflicts: [
        conflict,
        ...responses.flatMap(({ status }) =>
          status !== conflict && uniqueKey?.clause !== undefined && clauseAt(status) === uniqueKey.clause
            ? [status]
            : [],
        ),
      ],
      clauseOf: {
        // Of two that may come only one may have a clause.
        success: successes.map(({ status }) => clauseAt(status)).find((clause) => clause !== undefined),
        refusal: clauseAt(refusal),
        conflict: uniqueKey?.clause ?? clauseAt(conflict),
        internal: clauseAt('500') ?? failureClause('internal'),
      },
      clauseAt,
      // A status without a clause of its own is not from the operation's page, and the clause of a
      // conflict is about the key.
      informative: responses.flatMap(({ status, schema }) =>
        /^[45]/.test(status) && schema && clauseAt(status) !== undefined && status !== conflict ? [status] : [],
      ),
      described: responses.flatMap(({ status, schema }) => (status === conflict && schema ? [status] : [])),
      errorMisfits: (wanted, body) => {
        const schema = responses.find(({ status }) => status === wanted)?.schema ?? true;
        return issuesOf(compileSchema(schema), body).map(({ name, keyword }) =>
          keyword === 'required' ? `no ${name}` : `${name || 'the body'} of another ${keyword}`,
        );
      },
      errorShapePoint,
      bodyless: successes.flatMap(({ status, schema }) => (schema ? [] : [status])),
      failureClause,
      ambiguityAt: findPoint,
      statusOf: (wanted) => String(codes.get(wanted)?.status ?? 404),
      isOpen: (id) => open.has(id),
      answer,
    });
  });
};

/** Where no value of a request is the last of the key, and the collection numbers its records, the answer says it. */
const numberGivenBy = (
  { effect, uniqueKey }: Operation,
  collections: Collections,
  { shown }: AnswerShape,
): string | undefined => {
  const { sequence, key } = collections.get(effect?.collection ?? '') ?? {};
  const isNamed = effect?.kind !== 'create' || uniqueKey !== undefined || sequence !== key?.at(-1);
  return isNamed ? undefined : shown[sequence ?? ''];
};
