import { listAmbiguities } from '../../openapi/apply-readings.ts';
import { listClauses, NO_CLAUSE } from '../../openapi/clause.ts';
import { compileSchema, issuesOf, isValid } from '../../openapi/compile-schema.ts';
import { dereference } from '../../openapi/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../openapi/document.ts';
import { listErrorCodes, listFailures } from '../../openapi/error-codes.ts';
import { createFindPoint, pointOfProblem } from '../../openapi/find-point.ts';
import { resolvePointer } from '../../openapi/json-pointer.ts';
import { listOperations, type Operation } from '../../openapi/list-operations.ts';
import { plainValue, typeOf } from '../../values/plain-value.ts';
import { listAtoms } from '../../values/read-rule.ts';
import { type Collections, type ContractModel, type OperationModel, withOperations } from './contract-model.ts';
import { type Places, placeSubjects, shareMakers } from './place-subjects.ts';
import { CONTAINER, HOLDER, sampleOf, TOKEN } from './placeholders.ts';
import { readAnswer } from './read-answer.ts';
import { jsonOf } from './request.ts';
import { listSubjects, type Subject } from './subject.ts';

export { type ContractModel, creatorOf, type OperationModel, type Resource, withPlain } from './contract-model.ts';

const FORM = 'multipart/form-data';
const MAKEABLE = /[/+]json$|^multipart\/form-data$|^application\/x-www-form-urlencoded$/;

/**
 * Reads a document for the cases.
 *
 * @param alphabet which characters names are made of; a server may refuse one of a set.
 * @throws DocumentError if it can't be used.
 */
export const readModel = (source: Document, alphabet = 0): ContractModel => {
  const document = dereference(source);
  const register = listAmbiguities(source);
  const collections = readCollections(document);
  const requests = listOperations(document).flatMap((operation) => readRequests(document, operation, alphabet));
  const contract = {
    clauses: listClauses(document),
    open: new Set(register.map(({ id }) => id)),
    register: register.map(({ id, question, zh, place }) => ({ id, title: question, zh, place })),
    operations: [],
    resources: [...collections].map(([collection, each]) => ({ ...each, collection, operations: [] })),
  };
  return withOperations(contract, readOperations(document, collections, shareMakers(requests, collections)));
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

/** An operation with one of its media types, and the values that it takes. */
type RequestModel = Pick<OperationModel, 'key' | 'isMain' | 'operation' | 'media' | 'isJson' | 'example' | 'subjects'>;

/** One for each media type of an operation, forms first. */
const readRequests = (document: Document, operation: Operation, alphabet: number): RequestModel[] => {
  const content = childNode(childNode(nodeOf(document, operation), 'requestBody'), 'content');
  const [first, ...others] = operation.mediaTypes.toSorted(
    (left, right) => Number(right.type === FORM) - Number(left.type === FORM),
  );
  return [first, ...others].map((media, index) => {
    const isMain = index === 0;
    const key = isMain ? operation.id : `${operation.id} ${media?.type.split('/').at(-1)}`;
    const isJson = media !== undefined && /[/+]json$/.test(media.type);
    const example = media && readExample(childNode(content, media.type));
    const subjects = listSubjects(operation, media, { alphabet, isJson, example: example?.value });
    return { key, isMain, operation, media, isJson, example, subjects };
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
  requests: readonly RequestModel[],
): OperationModel[] => {
  const findPoint = createFindPoint(document);
  const codes = listErrorCodes(document);
  const failures = listFailures(document);
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const errorShapePoint = pointOfProblem(componentsOf(document), findPoint);
  /** The values that some request may leave out. */
  const optional = new Set(
    requests.flatMap(({ subjects }) =>
      subjects.filter(({ place, required }) => place === 'body' && !required).map(({ name }) => name),
    ),
  );
  return requests.map((request) => {
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
    return completeBody({
      ...request,
      ...places,
      ...readPlain(request, places),
      needsOne: undefined,
      success,
      refusal,
      conflict,
      clauseOf: {
        success: clauseAt(successes[0]?.status ?? '200'),
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
      errorMisfits: (wanted, body) => {
        const schema = responses.find(({ status }) => status === wanted)?.schema ?? true;
        return issuesOf(compileSchema(schema), body).map(({ name, keyword }) => `${name || 'the body'}: ${keyword}`);
      },
      errorShapePoint,
      bodyless: successes.flatMap(({ status, schema }) => (schema ? [] : [status])),
      failureClause,
      ambiguityAt: findPoint,
      statusOf: (wanted) => String(codes.get(wanted)?.status ?? 404),
      isOpen: (id) => Object.hasOwn(register, id),
      answer: readAnswer(successes[0]?.schema, optional),
    });
  });
};

const BEYOND = 'its pattern is beyond regular languages, or too large';
const NO_VALUE = 'no value that keeps its rules';

const unmakeableFor = (reasons: readonly string[]): string | undefined =>
  reasons.length > 0 ? `no valid request can be made: ${reasons.join(', ')}` : undefined;

/** The plainest valid request, as far as one can be made. */
const readPlain = (
  { operation, subjects, media, example }: RequestModel,
  { nameSubject, containers, records }: Places,
): Pick<OperationModel, 'plain' | 'plainBody' | 'unmakeable' | 'leftOut'> => {
  const marks = new Map<Subject | undefined, string>();
  for (const subject of containers) marks.set(subject, CONTAINER);
  for (const subject of records) marks.set(subject, HOLDER);
  marks.set(nameSubject, TOKEN);
  const plain: Record<string, string> = {};
  const unmade: string[] = [];
  const leftOut: string[] = [];
  for (const subject of subjects) {
    const { ref, name, required, baseline, maker, rule, pairs } = subject;
    const value = marks.has(subject) ? maker && marks.get(subject) : baseline;
    const isWanted = required || (pairs !== undefined && subject === nameSubject);
    if (value === undefined)
      (isWanted ? unmade : leftOut).push(`${name} (${rule.hasPatterns && !maker ? BEYOND : NO_VALUE})`);
    else if (isWanted) plain[ref] = value;
  }
  for (const ref of Object.values(operation.uniqueKey?.key ?? {}))
    if (!subjects.some((subject) => subject.ref === ref)) unmade.push(`${ref} (of the unique key, and not described)`);
  const isWhole = media && !isObject(media.schema, subjects);
  const shown = isWhole && example !== undefined && isValid(media.validate, example.value);
  const plainBody = isWhole ? (shown ? example.value : plainValue(media.schema)) : undefined;
  if (isWhole && plainBody === undefined) unmade.push(`its body (${NO_VALUE}, and the document has no example)`);
  if (media && !MAKEABLE.test(media.type)) unmade.push(`its body (${media.type})`);
  return { plain, plainBody, unmakeable: unmakeableFor(unmade), leftOut };
};

/** Whether a body is made of values, each a subject; else it is one value as a whole. */
const isObject = (schema: Node, subjects: readonly Subject[]): boolean =>
  subjects.some(({ place }) => place === 'body') || typeOf(listAtoms(schema, NO_CLAUSE)) === 'object';

/** Adds the optional value that makes the required ones a valid body, where they are none by themselves. */
const completeBody = (model: OperationModel): OperationModel => {
  const { media, plain, plainBody, unmakeable } = model;
  if (!media || plainBody !== undefined || unmakeable !== undefined) return model;
  const own = model.subjects.filter(({ place }) => place === 'body');
  const bodyWith = (more: Readonly<Record<string, string>>): unknown =>
    jsonOf({ ...model, plain: { ...plain, ...more } }, {}, sampleOf);
  const [issue] = issuesOf(media.validate, bodyWith({}));
  if (!issue) return model;
  const helping = own.filter(
    ({ ref, baseline }) =>
      plain[ref] === undefined && baseline !== undefined && isValid(media.validate, bodyWith({ [ref]: baseline })),
  );
  const best = helping.find(({ type, values }) => type === 'string' && values.length === 0) ?? helping[0];
  const needsOne = own.some(({ required }) => required) ? undefined : issue.clause;
  const isLoose = needsOne !== undefined && model.ambiguityAt('/allOf', 'remove') !== undefined;
  return {
    ...model,
    plain: best?.baseline === undefined ? plain : { ...plain, [best.ref]: best.baseline },
    unmakeable: best ? undefined : unmakeableFor([`its body (${`${issue.name} ${issue.keyword}`.trim()})`]),
    needsOne,
    isOpen: (id) => model.isOpen(id) || (isLoose && id === needsOne.id),
  };
};
