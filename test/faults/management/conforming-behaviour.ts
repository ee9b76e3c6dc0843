import { nameRule } from '../name-rule.ts';
import { CATEGORIES, NAMESPACE_MAX, REPOSITORY_MAX } from '../rules.ts';
import { conformingActs } from './acts.ts';
import type { Behaviour, Call, Filter } from './behaviour.ts';
import type { OperationId } from './operations.ts';
import { operationOf } from './operations.ts';
import { conformingViews } from './views.ts';

/** The longest tag of the page (T4). */
export const TAG_MAX = 128;

const isText = (value: unknown): value is string => typeof value === 'string';

const isDeadline = (value: unknown): boolean =>
  value === 'forever' ||
  (isText(value) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    // The platform turns the 31st of a short month into the next one.
    new Date(value).getUTCDate() === Number(value.slice(8, 10)));

const isNamespace = nameRule(NAMESPACE_MAX);
const isRepository = nameRule(REPOSITORY_MAX);

const keepsRule = (place: string, value: unknown, { operation }: Call): boolean => {
  if (place === 'body.is_public')
    return operation === 'createRepository' ? value === 'true' || value === 'false' : typeof value === 'boolean';
  if (!isText(value)) return false;
  switch (place) {
    case 'path.namespace':
    case 'body.namespace':
      return isNamespace(value);
    case 'path.repository':
    case 'body.repository':
      return isRepository(value);
    case 'path.tag':
      return /^\w[\w.-]*$/.test(value) && value.length <= TAG_MAX;
    case 'path.access_domain':
    case 'body.access_domain':
      return value !== '';
    case 'body.category':
      return CATEGORIES.includes(value);
    case 'body.permit':
      return value === 'read';
    case 'body.deadline':
      return isDeadline(value);
    default:
      return true;
  }
};

const TEXTS: ReadonlySet<string> = new Set(['center', 'namespace', 'name', 'category']);

/** Reads `name::value|name::value`; undefined where it is not of that form. */
export const readPairs = (text: string): Map<string, string> | undefined => {
  const pairs = new Map<string, string>();
  for (const pair of text === '' ? [] : text.split('|')) {
    const at = pair.indexOf('::');
    const name = pair.slice(0, at);
    if (at <= 0 || pairs.has(name)) return undefined;
    pairs.set(name, pair.slice(at + 2));
  }
  return pairs;
};

/** A filter of readable pairs, whatever they say. */
export const toFilter = (pairs: ReadonlyMap<string, string>): Filter => ({
  ...Object.fromEntries([...pairs].filter(([name]) => TEXTS.has(name))),
  ...(pairs.has('offset') ? { offset: Number(pairs.get('offset')) } : {}),
  ...(pairs.has('limit') ? { limit: Number(pairs.get('limit')) } : {}),
});

const parseFilter = (operation: OperationId, query: string): Filter | undefined => {
  const text = new URLSearchParams(query).get('filter');
  const pairs = readPairs(text ?? '');
  if (!pairs) return undefined;
  if (operation === 'listNamespaces') return toFilter(pairs);
  if (pairs.size === 0) return undefined;
  const center = pairs.get('center');
  if (center === undefined ? operation === 'listSharedRepositories' : !['self', 'thirdparty'].includes(center))
    return undefined;
  if (pairs.has('offset') !== pairs.has('limit')) return undefined;
  for (const name of ['offset', 'limit']) if (!/^\d+$/.test(pairs.get(name) ?? '1')) return undefined;
  return pairs.get('limit') === '0' ? undefined : toFilter(pairs);
};

/** The document, and where the pages are silent the default readings of its register. */
export const conformingBehaviour: Behaviour = {
  seed: () => undefined,
  rewrite: (path) => path,
  before: () => undefined,
  offers: () => true,
  unoffered: 404,
  authorized: ({ headers }) => Boolean(headers.authorization ?? headers['x-auth-token']),
  decode: decodeURIComponent,
  format: (operation, contentType) => {
    const type = contentType.split(';')[0]?.trim().toLowerCase();
    const format = type === 'application/json' ? 'json' : type === 'multipart/form-data' ? 'form' : undefined;
    return format && operationOf(operation).bodies.includes(format) ? format : undefined;
  },
  repeated: 'refuse',
  missing: ({ operation, body }) =>
    Object.entries(operationOf(operation).fields)
      .filter(([name, need]) => need === 'required' && body[name] === undefined)
      .map(([name]) => name),
  keeps: keepsRule,
  parseFilter,
  fits: (row, { namespace, name, category }) =>
    (namespace === undefined || row.namespace === namespace) &&
    (name === undefined || row.name === name) &&
    (category === undefined || row.category === category),
  order: (rows) => rows,
  cut: (rows, { offset = 0, limit = rows.length }) => rows.slice(offset, offset + limit),
  range: ({ offset, limit }, shown, total) =>
    offset === undefined || limit === undefined ? undefined : `${offset}-${shown}/${total}`,
  clock: (world) => {
    world.latest = Math.max(Date.now(), world.latest + 1);
    return new Date(world.latest).toISOString().replace('Z', '000000Z');
  },
  namespaces: 'open',
  acts: conformingActs,
  views: conformingViews,
  problem: (status, reason) => ({
    errors: [{ errorCode: `SVCSTG.SWR.${status}0001`, errorMessage: `refused: ${reason}`, detail: reason }],
    error_code: `SVCSTG.SWR.${status}0001`,
    error_msg: `refused: ${reason}`,
  }),
  answer: (answer) => answer,
};
