import { compileSchema, type Validate } from '../compile-schema.ts';
import { childNode, DocumentError, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { perDocument } from '../document/per-document.ts';
import { type ClauseScope, enterClause, NO_CLAUSE } from './clause.ts';
import { type Failure, readFailures } from './error-codes.ts';
import { compileProjection, type Project } from './project.ts';
import { type OperationRules, readRules } from './rules.ts';
import { listSecurity, type SecurityAlternative } from './security.ts';

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** The clause and codes that a missing parameter breaks. */
  readonly scope: ClauseScope;
  /** `x-pairs`: the text is `name::value|name::value`, and the schema that of the object which the pairs make. */
  readonly pairs: boolean;
  /** `x-overrides-query`: where it is sent, no other query parameter is looked at. */
  readonly overridesQuery: boolean;
  /** `x-path-escape`: characters of a value, and what stands for each in a path. */
  readonly pathEscape: readonly (readonly [character: string, written: string])[];
  /** `x-fold-case` of its schema: values that differ in capitals only are the same, in small letters. */
  readonly foldsCase: boolean;
  /** What stands between the items of a list; empty where each is sent under the name again. */
  readonly separator: string;
  readonly schema: Node;
  readonly validate: Validate;
}

/** A media type that an operation's request body may have. */
export interface RequestMediaType {
  /** In lower case, without parameters: `multipart/form-data`. May be a range: `text/*`. */
  readonly type: string;
  readonly schema: Node;
  readonly validate: Validate;
  /** What to do with a field that is sent twice (`x-repeated-fields`). */
  readonly repeatedFields: 'reject' | 'first' | 'last';
  /** Properties with `x-fold-case`. */
  readonly folded: readonly string[];
}

/** A documented response of an operation. */
export interface DocumentedResponse {
  /** `201`, or `default`. */
  readonly status: string;
  /** `x-alternative`: it may come instead of the one beside it, and ours never does. */
  readonly isAlternative: boolean;
  /** Names in lower case of headers that are always there. */
  readonly requiredHeaders: readonly string[];
  /** The names of its headers as the document writes them, by those in lower case. */
  readonly spelling: Readonly<Record<string, string>>;
  /** The media type of its body: that of JSON, where it has one; empty where it has no body. */
  readonly type: string;
  /** The schema of its JSON body, where it has one, and the example of its body. */
  readonly schema: Node | undefined;
  readonly example: unknown;
  /** Leaves of a body what the schema names. */
  readonly project: Project;
}

/** One operation of a document, references resolved, schemas compiled. */
export interface Operation extends OperationRules {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** `/v2/things/{thing}` */
  readonly template: string;
  /** `x-aliases` of its path: other templates that lead to it. */
  readonly aliases: readonly string[];
  readonly pointer: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly bodyRequired: boolean;
  readonly mediaTypes: readonly RequestMediaType[];
  readonly responses: readonly DocumentedResponse[];
  /** The first documented status of a success that is no alternative; 200 where there is none. */
  readonly success: number;
  /** Empty where no credentials are asked for. */
  readonly security: readonly SecurityAlternative[];
  /** `x-failures`: answers that differ from the document's own table. */
  readonly failures: ReadonlyMap<string, Failure>;
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * The operations of a document, in its order; one list for all who ask.
 *
 * @param document with its references resolved (see `dereference`).
 * @throws DocumentError where an operation can't be read.
 */
export const listOperations = perDocument((document): readonly Operation[] => {
  const root = document as unknown as Node;
  const paths = childNode(root, 'paths');
  const operations: Operation[] = [];
  for (const template of Object.keys(paths)) {
    const item = childNode(paths, template);
    for (const method of METHODS) {
      const node = item[method];
      if (isNode(node))
        operations.push(readOperation(root, item, node, template, method, joinPointer('', 'paths', template, method)));
    }
  }
  return operations;
});

const readOperation = (
  root: Node,
  item: Node,
  node: Node,
  template: string,
  method: string,
  pointer: string,
): Operation => {
  const own = listParameters(node, pointer);
  const shared = listParameters(item, joinPointer('', 'paths', template));
  const parameters = [
    ...own,
    ...shared.filter((each) => !own.some((mine) => mine.name === each.name && mine.in === each.in)),
  ];
  for (const [, name] of template.matchAll(/\{([^}]+)\}/g))
    if (!parameters.some((parameter) => parameter.in === 'path' && parameter.name === name))
      throw new DocumentError(pointer, `the path parameter {${name}} is not described.`);

  const body = childNode(node, 'requestBody');
  const responses = listResponses(childNode(node, 'responses'));
  return {
    id: textAt(node, 'operationId') ?? `${method} ${template}`,
    method: method.toUpperCase(),
    template,
    aliases: listAliases(item, template),
    pointer,
    summary: textAt(node, 'summary') ?? '',
    parameters,
    bodyRequired: body['required'] === true,
    mediaTypes: listMediaTypes(body, joinPointer(pointer, 'requestBody')),
    responses,
    success: Number(
      responses.find(({ status, isAlternative }) => /^2\d/.test(status) && !isAlternative)?.status ?? 200,
    ),
    security: listSecurity(root, node['security'] ?? root['security'], pointer),
    ...readRules(root, node, pointer),
    failures: readFailures(node, pointer),
  };
};

const ELSEWHERE = /^(?:accept|content-type|authorization)$/i;

const listParameters = (node: Node, pointer: string): Parameter[] => {
  const parameters = node['parameters'];
  if (!Array.isArray(parameters)) return [];
  return parameters.flatMap((parameter: unknown, index): Parameter[] => {
    const at = joinPointer(pointer, 'parameters', index);
    const name = isNode(parameter) ? textAt(parameter, 'name') : undefined;
    const place = isNode(parameter) ? textAt(parameter, 'in') : undefined;
    if (!isNode(parameter) || name === undefined || !isPlace(place))
      throw new DocumentError(at, 'a parameter needs a name and "in": path, query, header or cookie.');
    const scope = enterClause(parameter, NO_CLAUSE);
    const pairs = parameter['x-pairs'];
    if (pairs !== undefined && !isNode(pairs))
      throw new DocumentError(joinPointer(at, 'x-pairs'), 'must be the schema of the object that its pairs make.');
    const holder = schemaFieldOf(parameter);
    const schema = childNode(parameter, holder);
    // OpenAPI has other words for what these say.
    if (place === 'header' && ELSEWHERE.test(name)) return [];
    return [
      {
        name,
        in: place,
        required: parameter['required'] === true,
        scope,
        pairs: pairs !== undefined,
        overridesQuery: parameter['x-overrides-query'] === true,
        pathEscape: listEscapes(parameter, at),
        foldsCase: schema['x-fold-case'] === true,
        separator: separatorOf(parameter, place),
        schema,
        validate: compileSchema(schema, joinPointer(at, holder), scope),
      },
    ];
  });
};

/** The field with the schema of what a parameter says: that of `schema` is of the text alone where there are pairs. */
export const schemaFieldOf = (parameter: Node): 'x-pairs' | 'schema' =>
  isNode(parameter['x-pairs']) ? 'x-pairs' : 'schema';

const SEPARATORS: ReadonlyMap<unknown, string> = new Map([
  ['spaceDelimited', ' '],
  ['pipeDelimited', '|'],
]);

const separatorOf = ({ style, explode }: Node, place: Parameter['in']): string => {
  const isForm = style === 'form' || (style === undefined && (place === 'query' || place === 'cookie'));
  return (explode ?? isForm) === true && isForm ? '' : (SEPARATORS.get(style) ?? ',');
};

const listEscapes = (parameter: Node, pointer: string): [string, string][] =>
  Object.entries(childNode(parameter, 'x-path-escape')).map(([character, written]) => {
    if (character.length === 1 && typeof written === 'string' && written.length === 1) return [character, written];
    throw new DocumentError(joinPointer(pointer, 'x-path-escape'), 'must name one character for another.');
  });

const listAliases = (item: Node, template: string): string[] => {
  const aliases = item['x-aliases'] ?? [];
  const namesOf = (path: string): string => (path.match(/\{[^}]+\}/g) ?? []).join();
  const fits = (alias: unknown): alias is string => typeof alias === 'string' && namesOf(alias) === namesOf(template);
  if (Array.isArray(aliases) && aliases.every(fits)) return aliases;
  const pointer = joinPointer('', 'paths', template, 'x-aliases');
  throw new DocumentError(pointer, 'must be a list of paths with the same parameters.');
};

const isPlace = (place: string | undefined): place is Parameter['in'] =>
  place === 'path' || place === 'query' || place === 'header' || place === 'cookie';

const listMediaTypes = (body: Node, pointer: string): RequestMediaType[] => {
  const content = childNode(body, 'content');
  return Object.keys(content).map((type) => {
    const media = childNode(content, type);
    const schema = childNode(media, 'schema');
    const properties = childNode(schema, 'properties');
    const repeated = media['x-repeated-fields'] ?? 'reject';
    const at = joinPointer(pointer, 'content', type);
    if (repeated !== 'reject' && repeated !== 'first' && repeated !== 'last')
      throw new DocumentError(at, '"x-repeated-fields" must be reject, first or last.');
    return {
      type: mainType(type),
      schema,
      validate: compileSchema(schema, joinPointer(at, 'schema')),
      repeatedFields: repeated,
      folded: Object.keys(properties).filter((name) => childNode(properties, name)['x-fold-case'] === true),
    };
  });
};

const mainType = (type: string): string => type.replace(/;.*/s, '').trim().toLowerCase();

/** Whether a media type is one of JSON: `application/json`, `application/problem+json`. */
export const isJsonType = (type: string): boolean => /[/+]json$/.test(type);

const listResponses = (responses: Node): DocumentedResponse[] =>
  Object.keys(responses).map((status) => {
    const response = childNode(responses, status);
    const content = childNode(response, 'content');
    const types = Object.keys(content);
    const type = types.find((each) => isJsonType(mainType(each))) ?? types[0] ?? '';
    const media = childNode(content, type);
    const headers = childNode(response, 'headers');
    const schema = isJsonType(mainType(type)) && isNode(media['schema']) ? media['schema'] : undefined;
    return {
      type,
      status,
      isAlternative: response['x-alternative'] === true,
      requiredHeaders: Object.keys(headers).flatMap((name) =>
        childNode(headers, name)['required'] === true ? [name.toLowerCase()] : [],
      ),
      spelling: Object.fromEntries(Object.keys(headers).map((name) => [name.toLowerCase(), name])),
      schema,
      example: exampleOfMedia(media),
      project: compileProjection(schema),
    };
  });

/** The example of a media type, or the first of several. */
const exampleOfMedia = (media: Node): unknown => {
  const [first] = Object.values(childNode(media, 'examples'));
  return media['example'] ?? (isNode(first) ? first['value'] : undefined);
};
