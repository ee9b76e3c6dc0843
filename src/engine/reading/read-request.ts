import { readJson } from '../../http/bodies/read-json.ts';
import { readMultipart } from '../../http/bodies/read-multipart.ts';
import { parseHeaderValue } from '../../http/header-value.ts';
import { type NeutralRequest, queryOf } from '../../http/message.ts';
import { childNode, isNode, type Node } from '../../openapi/document/document.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import type { Issue, IssueLocation } from '../../openapi/operations/issue.ts';
import {
  isJsonType,
  type Operation,
  type Parameter,
  type RequestMediaType,
} from '../../openapi/operations/list-operations.ts';
import type { RouteMatch } from '../../openapi/operations/match-route.ts';
import { readCookie } from '../access/authenticate.ts';
import { coerce, isList, readForm } from './read-form.ts';
import { readPairs } from './read-pairs.ts';

/** The values of a request that keeps its operation's rules. */
export interface RequestValues {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** The body as an object; empty where there is none. */
  readonly body: Node;
  /** The items of a body that is a list. */
  readonly items: readonly unknown[];
}

/** What was read, and every rule it breaks: of the media type first, then by parameter and field. */
export interface ReadRequest {
  readonly values: RequestValues;
  readonly issues: readonly Issue[];
}

/** Reads parameters and body of a request and checks them all against the operation. */
export const readRequest = (
  request: NeutralRequest,
  operation: Operation,
  route: RouteMatch,
  maxBody: number,
): ReadRequest => {
  const parameterIssues: Issue[] = [];
  const query = readParameters(request, operation, route, parameterIssues);
  const body = readBody(request, operation, maxBody);
  return {
    values: { path: pathValues(operation, route), query, body: body.value, items: body.items },
    // A body that can't be read comes first: its fields were never looked at.
    issues: body.unread ? [...body.issues, ...parameterIssues] : [...parameterIssues, ...body.issues],
  };
};

const readParameters = (
  request: NeutralRequest,
  operation: Operation,
  route: RouteMatch,
  issues: Issue[],
): Record<string, unknown> => {
  const sentQuery = operation.parameters.some((parameter) => parameter.in === 'query')
    ? new URLSearchParams(queryOf(request.target))
    : undefined;
  const query: Record<string, unknown> = {};
  const isOverridden =
    sentQuery !== undefined &&
    operation.parameters.some(({ name, overridesQuery }) => overridesQuery && sentQuery.has(name));
  for (const parameter of operation.parameters) {
    const { name, scope } = parameter;
    const location = parameter.in;
    if (isOverridden && location === 'query' && !parameter.overridesQuery) continue;
    const sent = SENT_IN[location](parameter, request, route, sentQuery);
    if (sent === undefined) {
      if (parameter.required)
        issues.push({
          location,
          name,
          keyword: 'required',
          clause: scope.clause,
          code: scope.codeOf['required'] ?? scope.code,
        });
      continue;
    }
    const before = issues.length;
    const value = parameter.pairs
      ? readPairs(sent, parameter, issues)
      : readValue(sent, parameter, location === 'query' ? sentQuery?.getAll(name) : undefined);
    if (location === 'query') query[name] = value;
    if (value !== undefined) parameter.validate(value, name, { location, issues });
    // Text that can't be decoded is refused even where a rule would let it pass.
    if (route.undecodable.includes(name) && issues.length === before)
      issues.push({ location, name, keyword: 'invalid', clause: scope.clause, code: undefined, received: sent });
  }
  return query;
};

type ReadText = (
  parameter: Parameter,
  request: NeutralRequest,
  route: RouteMatch,
  query: URLSearchParams | undefined,
) => string | undefined;

const SENT_IN: Readonly<Record<Parameter['in'], ReadText>> = {
  path: (parameter, _request, route) => unwrite(route.parameters[parameter.name] ?? '', parameter) || undefined,
  query: ({ name }, _request, _route, query) => query?.get(name) ?? undefined,
  header: ({ name }, { headers }) => headers[name.toLowerCase()],
  cookie: ({ name }, { headers }) => readCookie(headers['cookie'], name),
};

/** A text as the value that the schema wants, or the items of a list. */
const readValue = (sent: string, { schema, separator }: Parameter, all: readonly string[] = [sent]): unknown => {
  if (!isList(schema)) return coerce(sent, schema['type']);
  const items = separator === '' ? all : sent.split(separator);
  return items.map((item) => coerce(item, childNode(schema, 'items')['type']));
};

/** The path parameters as values; most are what the path says. */
const pathValues = (operation: Operation, route: RouteMatch): RequestValues['path'] => {
  const changed = changedInPath(operation);
  if (changed.length === 0) return route.parameters;
  const own = changed.map((parameter) => {
    const text = unwrite(route.parameters[parameter.name] ?? '', parameter);
    return [parameter.name, parameter.foldsCase ? text.toLowerCase() : text];
  });
  return { ...route.parameters, ...Object.fromEntries(own) };
};

const changedInPath = perDocument(({ parameters }: Operation) =>
  parameters.filter((each) => each.in === 'path' && (each.pathEscape.length > 0 || each.foldsCase)),
);

/** A value as it was before it was written into a path (`x-path-escape`). */
const unwrite = (text: string, { pathEscape }: Parameter): string =>
  pathEscape.reduce((value, [character, written]) => value.replaceAll(written, character), text);

interface ReadBody {
  readonly value: Node;
  readonly items: readonly unknown[];
  readonly issues: readonly Issue[];
  readonly unread: boolean;
}

const EMPTY: Node = Object.freeze({});
const NOTHING = { value: EMPTY, items: [] };

const readBody = (request: NeutralRequest, operation: Operation, maxBody: number): ReadBody => {
  if (operation.mediaTypes.length === 0) return { ...NOTHING, issues: [], unread: false };
  if (request.body.byteLength > maxBody) return unread('body-too-large', undefined, `more than ${maxBody} bytes`);
  const coding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity')
    return unread('body-unreadable', undefined, `its Content-Encoding is ${coding}: send it without one`);
  const header = request.headers['content-type'];
  if (header === undefined && request.body.byteLength === 0 && !operation.bodyRequired)
    return { ...NOTHING, issues: [], unread: false };
  const sent = header === undefined ? undefined : parseHeaderValue(header);
  const media =
    operation.mediaTypes.find(({ type }) => type === sent?.main) ??
    operation.mediaTypes.find(({ type }) => sent && isWithin(sent.main, type));
  if (!sent || !media) {
    const allowed = operation.mediaTypes.map(({ type }) => type).join(' or ');
    return unread('media-type', header, allowed, 'header');
  }

  if (sent.main === 'multipart/form-data') return readFormBody(request.body, media, sent.parameters.get('boundary'));
  if (sent.main === 'application/x-www-form-urlencoded') return readUrlEncodedBody(request.body, media);
  // What is neither form nor JSON is taken as it comes.
  return isJsonType(sent.main) ? readJsonBody(request.body, media) : { ...NOTHING, issues: [], unread: false };
};

/** Whether a media type is of a range: `text/plain` of `text/*`. */
const isWithin = (type: string, range: string): boolean =>
  range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));

const readFormBody = (bytes: Uint8Array, media: RequestMediaType, boundary: string | undefined): ReadBody => {
  if (!boundary)
    return unread(
      'body-unreadable',
      undefined,
      'its Content-Type has no boundary (leave that header to the client, which adds one)',
    );
  const form = readMultipart(bytes, boundary);
  if ('problem' in form) return unread('body-unreadable', undefined, form.problem);
  const { value, issues } = readForm(form.entries, media);
  return validateBody(value, media, [...issues]);
};

const readUrlEncodedBody = (bytes: Uint8Array, media: RequestMediaType): ReadBody => {
  const { value, issues } = readForm([...new URLSearchParams(new TextDecoder().decode(bytes))], media);
  return validateBody(value, media, [...issues]);
};

const readJsonBody = (bytes: Uint8Array, media: RequestMediaType): ReadBody => {
  const read = readJson(bytes);
  return 'problem' in read ? unread('body-unreadable', undefined, read.problem) : validateBody(read.value, media, []);
};

const validateBody = (value: unknown, media: RequestMediaType, issues: Issue[]): ReadBody => {
  media.validate(value, '', { location: 'body', issues });
  if (Array.isArray(value)) return { value: EMPTY, items: value, issues, unread: false };
  if (!isNode(value)) return { ...NOTHING, issues, unread: false };
  const folded = media.folded.filter((name) => typeof value[name] === 'string');
  if (folded.length === 0) return { value, items: [], issues, unread: false };
  const own = folded.map((name) => [name, String(value[name]).toLowerCase()]);
  return { value: { ...value, ...Object.fromEntries(own) }, items: [], issues, unread: false };
};

const unread = (keyword: string, received: unknown, reason: string, location: IssueLocation = 'body'): ReadBody => ({
  ...NOTHING,
  issues: [{ location, name: '', keyword, clause: undefined, code: undefined, received, reason }],
  unread: true,
});
