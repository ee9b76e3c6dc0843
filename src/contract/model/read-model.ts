import { listAmbiguities } from '../../openapi/apply-readings.ts';
import { type Clause, listClauses, NO_CLAUSE } from '../../openapi/clause.ts';
import { compileSchema, isValid } from '../../openapi/compile-schema.ts';
import { dereference } from '../../openapi/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../openapi/document.ts';
import { listErrorCodes, listFailures } from '../../openapi/error-codes.ts';
import type { Issue } from '../../openapi/issue.ts';
import { resolvePointer } from '../../openapi/json-pointer.ts';
import { listOperations, type Operation, type RequestMediaType } from '../../openapi/list-operations.ts';
import { type Collections, type ContractModel, type OperationModel, withOperations } from './contract-model.ts';
import { type Places, placeSubjects, shareMakers } from './place-subjects.ts';
import { CONTAINER, HOLDER, sampleOf, TOKEN } from './placeholders.ts';
import { plainValue, typeOf } from './plain-value.ts';
import { readAnswer } from './read-answer.ts';
import { listAtoms } from './read-rule.ts';
import { asText, coerceText, objectSubjects, parameterSubjects, registerSearch, type Subject } from './subject.ts';

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
  const read = createReader(document, collections, alphabet);
  const models = listOperations(document).flatMap((operation) => {
    const [first, ...others] = operation.mediaTypes.toSorted(
      (left, right) => Number(right.type === FORM) - Number(left.type === FORM),
    );
    return [
      read(operation, first, operation.id, true),
      ...others.map((media) => read(operation, media, `${operation.id} ${media.type.split('/').at(-1)}`, false)),
    ];
  });
  const contract = {
    clauses: listClauses(document),
    open: new Set(register.map(({ id }) => id)),
    register: register.map(({ id, question, zh, place }) => ({ id, title: question, zh, place })),
    operations: [],
    resources: [...collections].map(([collection, each]) => ({ ...each, collection, operations: [] })),
  };
  return withOperations(contract, shareMakers(models, collections));
};

const componentsOf = (document: Document): Node => childNode(document as unknown as Node, 'components');

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

type ReadVariant = (
  operation: Operation,
  media: RequestMediaType | undefined,
  key: string,
  isMain: boolean,
) => OperationModel;

/** Reads an operation with one of its media types. */
const createReader = (document: Document, collections: Collections, alphabet: number): ReadVariant => {
  /** The values that some request may leave out. */
  const optional = new Set<string>();
  const ambiguityAt = registerSearch(document);
  const codes = listErrorCodes(document);
  const failures = listFailures(document);
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const errorShapePoint = pointOfProblem(document, ambiguityAt);
  return (operation, media, key, isMain) => {
    const node = resolvePointer(document, operation.pointer) as Node;
    const isJson = media !== undefined && /[/+]json$/.test(media.type);
    const example = media && readExample(childNode(childNode(childNode(node, 'requestBody'), 'content'), media.type));
    const reading = { ambiguityAt, alphabet };
    const subjects = [
      ...operation.parameters.flatMap((parameter) => parameterSubjects(parameter, reading)),
      ...(media ? objectSubjects('body', media.schema, NO_CLAUSE, reading, isJson) : []),
    ].map((subject) => withExample(subject, example?.value));
    for (const { place, required, name } of subjects) if (place === 'body' && !required) optional.add(name);
    const places = placeSubjects(operation, subjects, collections);
    const clauseAt = (status: string): string | undefined => {
      const clause = childNode(childNode(node, 'responses'), status)['x-clause'];
      return isNode(clause) ? textAt(clause, 'id') : undefined;
    };
    const documented = operation.responses.map(({ status }) => status);
    const success = documented.filter((status) => /^2/.test(status));
    const refusal = ['400', '422'].find((status) => documented.includes(status)) ?? '4xx';
    const own = readPlain(operation, subjects, places, media, example?.value);
    const isLoose = ambiguityAt('/allOf', 'remove') !== undefined;
    const conflict = String((operation.uniqueKey && codes.get(operation.uniqueKey.code)?.status) ?? 409);
    return {
      key,
      isMain,
      operation,
      subjects,
      ...places,
      ...own,
      success: success.length > 0 ? success : ['2xx'],
      refusal,
      conflict,
      clauseOf: {
        success: clauseAt(success[0] ?? '200'),
        refusal: clauseAt(refusal),
        conflict: operation.uniqueKey?.clause ?? clauseAt(conflict),
        internal: clauseAt('500') ?? failures.get('internal')?.clause,
      },
      clauseAt,
      // A status without a clause of its own is not from the operation's page, and the clause of a
      // conflict is about the key.
      informative: operation.responses.flatMap(({ status, schema }) =>
        /^[45]/.test(status) && schema && clauseAt(status) !== undefined && status !== conflict ? [status] : [],
      ),
      errorMisfits: (status, body) =>
        misfitsOf(operation.responses.find((each) => each.status === status)?.schema, body),
      errorShapePoint,
      bodyless: operation.responses.flatMap(({ status, schema }) => (/^2/.test(status) && !schema ? [status] : [])),
      failureClause: (kind) => failures.get(kind)?.clause,
      ambiguityAt,
      statusOf: (wanted) => String(codes.get(wanted)?.status ?? 404),
      isOpen: (id) => Object.hasOwn(register, id) || (isLoose && id === own.needsOne?.id),
      answer: readAnswer(operation.responses.find(({ status }) => /^2/.test(status))?.schema, optional),
      example,
      media,
      isJson,
    };
  };
};

const misfitsOf = (schema: Node | undefined, body: unknown): string[] => {
  const issues: Issue[] = [];
  if (schema) compileSchema(schema)(body, '', { location: 'body', issues });
  return issues.map(({ name, keyword }) => `${name || 'the body'}: ${keyword}`);
};

/** The register entry that has other shapes for the body of every error (`x-problem`). */
const pointOfProblem = (document: Document, ambiguityAt: OperationModel['ambiguityAt']): string | undefined => {
  const schemas = childNode(componentsOf(document), 'schemas');
  const problem = JSON.stringify(componentsOf(document)['x-problem']);
  const name = Object.keys(schemas).find((each) => JSON.stringify(schemas[each]) === problem);
  return name === undefined ? undefined : ambiguityAt(`/schemas/${name}`, 'remove');
};

const readExample = (content: Node): OperationModel['example'] => {
  const [first] = Object.values(childNode(content, 'examples'));
  if (!isNode(first) || first['value'] === undefined)
    return content['example'] === undefined ? undefined : { clause: undefined, value: content['example'] };
  const clause = first['x-clause'];
  return { clause: isNode(clause) ? textAt(clause, 'id') : undefined, value: first['value'] };
};

/** Lists, objects and what can't be made are taken from the example of the body. */
const withExample = (subject: Subject, example: unknown): Subject => {
  const { place, name, type, baseline, isValid: keeps } = subject;
  const shown = place === 'body' && isNode(example) ? example[name] : undefined;
  const isWanted = shown !== undefined && (baseline === undefined || type === 'other') && keeps(asText(shown));
  return isWanted ? { ...subject, baseline: asText(shown) } : subject;
};

const BEYOND = 'its pattern is beyond regular languages, or too large';
const NO_VALUE = 'no value that keeps its rules';

/** The plainest valid request, as far as one can be made. */
const readPlain = (
  { uniqueKey }: Operation,
  subjects: readonly Subject[],
  { nameSubject, containers, records }: Omit<Places, 'within'>,
  media: RequestMediaType | undefined,
  example: unknown,
): Pick<OperationModel, 'plain' | 'plainBody' | 'unmakeable' | 'leftOut' | 'needsOne'> => {
  const plain: Record<string, string> = {};
  const unmade: string[] = [];
  const leftOut: string[] = [];
  for (const subject of subjects) {
    const { ref, name, required, baseline, maker, rule } = subject;
    const mark =
      subject === nameSubject
        ? TOKEN
        : records.includes(subject)
          ? HOLDER
          : containers.includes(subject)
            ? CONTAINER
            : undefined;
    const value = mark === undefined ? baseline : maker && mark;
    const isWanted = required || (nameSubject?.pairs !== undefined && subject === nameSubject);
    if (value === undefined)
      (isWanted ? unmade : leftOut).push(`${name} (${rule.hasPatterns && !maker ? BEYOND : NO_VALUE})`);
    else if (isWanted) plain[ref] = value;
  }
  for (const ref of Object.values(uniqueKey?.key ?? {}))
    if (!subjects.some((subject) => subject.ref === ref)) unmade.push(`${ref} (of the unique key, and not described)`);
  const whole = media && readWholeBody(media, subjects, example);
  if (whole && whole.value === undefined) unmade.push(`its body (${NO_VALUE}, and the document has no example)`);
  if (media && !MAKEABLE.test(media.type)) unmade.push(`its body (${media.type})`);
  const missing = media && !whole && unmade.length === 0 ? completeBody(media, subjects, plain) : undefined;
  if (missing?.ref !== undefined) plain[missing.ref] = missing.value;
  else if (missing) unmade.push(`its body (${missing.value})`);
  return {
    plain,
    plainBody: whole?.value,
    unmakeable: unmade.length > 0 ? `no valid request can be made: ${unmade.join(', ')}` : undefined,
    leftOut,
    needsOne: subjects.some(({ place, required }) => place === 'body' && required) ? undefined : missing?.clause,
  };
};

/** A body that is no object with properties, as one value. */
const readWholeBody = (
  { schema, validate }: RequestMediaType,
  subjects: readonly Subject[],
  example: unknown,
): { readonly value: unknown } | undefined => {
  if (subjects.some(({ place }) => place === 'body') || typeOf(listAtoms(schema, NO_CLAUSE)) === 'object')
    return undefined;
  return { value: example !== undefined && isValid(validate, example) ? example : plainValue(schema) };
};

interface Completion {
  readonly clause: Clause | undefined;
  /** What must be sent too; undefined where no optional value helps. */
  readonly ref: string | undefined;
  /** Its value; else the rule that is broken. */
  readonly value: string;
}

/** The optional value that makes the required ones a valid body, where they are none by themselves. */
const completeBody = (
  media: RequestMediaType,
  subjects: readonly Subject[],
  plain: Readonly<Record<string, string>>,
): Completion | undefined => {
  const own = subjects.filter(({ place }) => place === 'body');
  const bodyWith = (more: Readonly<Record<string, string>>): Node =>
    Object.fromEntries(
      own.flatMap(({ ref, name, type, maker }) => {
        const value = { ...plain, ...more }[ref];
        return value === undefined ? [] : [[name, coerceText(sampleOf(value, maker), type)]];
      }),
    );
  const issues: Issue[] = [];
  media.validate(bodyWith({}), '', { location: 'body', issues });
  const [issue] = issues;
  if (!issue) return undefined;
  const helping = own.filter(
    ({ ref, baseline }) =>
      plain[ref] === undefined && baseline !== undefined && isValid(media.validate, bodyWith({ [ref]: baseline })),
  );
  const best = helping.find(({ type, values }) => type === 'string' && values.length === 0) ?? helping[0];
  return { clause: issue.clause, ref: best?.ref, value: best?.baseline ?? `${issue.name} ${issue.keyword}`.trim() };
};
