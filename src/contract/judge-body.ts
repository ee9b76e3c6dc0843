import { isNode, type Node } from '../openapi/document.ts';
import type { BodyCheck, Shown } from './case.ts';
import { fillIn, type Naming } from './encode-request.ts';
import type { StepExchanges } from './judge.ts';
import type { OperationModel } from './model.ts';
import { itemsOf } from './read-answer.ts';
import type { ReceivedResponse } from './report.ts';

/** What an answer should have said and what it says. */
export interface Misstatement {
  readonly expected: string;
  readonly received: string;
}

/** What an answer is compared with. */
export interface BodyContext {
  readonly naming: Naming;
  /** The answers to the steps before. */
  readonly answers: readonly StepExchanges[];
}

/** Judges what the body of a successful answer says. Undefined where it says what it must. */
export const judgeStatement = (
  check: BodyCheck,
  response: ReceivedResponse,
  { naming, answers }: BodyContext,
): Misstatement | undefined => {
  const fill = (text: string): string => fillIn(text, naming);
  const filled = (values: Shown): [string, string][] =>
    Object.entries(values).map(([name, value]) => [name, fill(value)]);
  const body = parse(response.body);
  if (check.kind === 'shows') return isNode(body) ? differs(body, filled(check.values)) : noObject(response);
  if (check.kind === 'says') {
    const said = isNode(body) ? body[check.property] : undefined;
    return said === check.value
      ? undefined
      : { expected: `${check.property}: ${check.value}`, received: `${check.property}: ${JSON.stringify(said)}` };
  }
  if (check.kind === 'distinct') return judgeDistinct(body, earlier(answers, check.as), check.property, response);
  if (check.kind === 'same') return judgeSame(body, earlier(answers, check.as), check, filled(check.changed), response);
  const items = itemsOf(body);
  if (!items) return { expected: 'a list', received: short(response.body) };
  if (check.kind === 'page') return judgePage(items, itemsOf(earlier(answers, check.of)), check, response);
  const key = filled(check.key);
  const found = items.filter((item) => differs(item, key) === undefined);
  const name = key.map(([, value]) => value).join('/');
  if (found.length !== check.times)
    return {
      expected: `${name === '' ? 'records' : name} listed ${times(check.times)}`,
      received: `listed ${times(found.length)} among ${items.length}`,
    };
  const values = filled(check.values);
  const { since } = check;
  const before = since && recordIn(earlier(answers, since.as), key);
  return found
    .map((item) => differs(item, values) ?? (since && compare(item, before, filled(since.changed), since.moved)))
    .find((each) => each !== undefined);
};

/** Where the body of a success goes against its schema. */
export const judgeShape = (model: OperationModel, response: ReceivedResponse): Misstatement | undefined => {
  if (!model.answer.hasBody) return undefined;
  const [misfit] = model.answer.misfits(parse(response.body));
  return misfit === undefined ? undefined : { expected: 'a body of the documented shape', received: short(misfit) };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const earlier = (answers: readonly StepExchanges[], step: number): unknown =>
  parse(answers[step]?.[0]?.response?.body ?? '');

const differs = (shown: Node, values: readonly (readonly [string, string])[]): Misstatement | undefined => {
  for (const [name, value] of values)
    if (textOf(shown[name]) !== value)
      return {
        expected: `${name} ${short(JSON.stringify(value))}`,
        received: `${name} ${short(JSON.stringify(shown[name]))}`,
      };
  return undefined;
};

// What was never given may be shown as nothing at all.
const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

const judgeSame = (
  body: unknown,
  before: unknown,
  { moved }: Extract<BodyCheck, { kind: 'same' }>,
  changed: readonly (readonly [string, string])[],
  response: ReceivedResponse,
): Misstatement | undefined => (isNode(body) ? compare(body, before, changed, moved) : noObject(response));

/** The record of an earlier answer: the item of a list with this key, or the object itself. */
const recordIn = (body: unknown, key: readonly (readonly [string, string])[]): unknown =>
  Array.isArray(body) ||
  (isNode(body) && Object.values(body).some((value) => Array.isArray(value) && value.every(isNode) && value.length > 0))
    ? itemsOf(body)?.find((item) => differs(item, key) === undefined)
    : body;

const judgeDistinct = (
  body: unknown,
  before: unknown,
  property: string,
  response: ReceivedResponse,
): Misstatement | undefined => {
  if (!isNode(body)) return noObject(response);
  if (!isNode(before) || body[property] === undefined || body[property] !== before[property]) return undefined;
  return {
    expected: `another ${property} than that of another record`,
    received: `${property} ${short(JSON.stringify(body[property]))}`,
  };
};

/** What two views of one record show differently; only what both show is compared. */
const compare = (
  body: Node,
  before: unknown,
  changed: readonly (readonly [string, string])[],
  moved: readonly string[],
): Misstatement | undefined => {
  if (!isNode(before)) return undefined;
  const wrong = differs(body, changed);
  if (wrong) return wrong;
  const free = new Set([...moved, ...changed.map(([name]) => name)]);
  for (const name of moved)
    if (before[name] !== undefined && before[name] === body[name] && !isWholeSecond(body[name]))
      return { expected: `${name} to move`, received: `${name} ${JSON.stringify(body[name])} as before` };
  for (const name of Object.keys(before))
    if (!free.has(name) && name in body && JSON.stringify(before[name]) !== JSON.stringify(body[name]))
      return {
        expected: `${name} ${short(JSON.stringify(before[name]))} as before`,
        received: `${name} ${short(JSON.stringify(body[name]))}`,
      };
  return undefined;
};

// A clock of seconds may not have moved between two requests.
const isWholeSecond = (time: unknown): boolean => /:\d\d(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)$/.test(String(time));

const judgePage = (
  items: readonly Node[],
  whole: readonly Node[] | undefined,
  { offset, limit, total }: Extract<BodyCheck, { kind: 'page' }>,
  { headers }: ReceivedResponse,
): Misstatement | undefined => {
  const part = whole?.slice(offset, offset + limit) ?? [];
  const name = (list: readonly Node[]): string =>
    `${list.length} (${list.map((item) => String(item['name'])).join(', ')})`;
  if (JSON.stringify(part) !== JSON.stringify(items))
    return {
      expected: `records ${offset} to ${offset + limit} of the list, ${short(name(part))}`,
      received: short(name(items)),
    };
  const range = headers['content-range'];
  const expected = `Content-Range: ${offset}-${part.length}/${total}`;
  const [, from, count, all] = /^\s*(\d+)-(\d+)\/(\d+)\s*$/.exec(range ?? '') ?? [];
  return Number(from) === offset && Number(count) === part.length && Number(all) === total
    ? undefined
    : { expected, received: range === undefined ? 'no Content-Range' : `Content-Range: ${range}` };
};

const noObject = ({ body }: ReceivedResponse): Misstatement => ({
  expected: 'an object',
  received: short(body) || 'nothing',
});

const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);

const short = (text: string | undefined): string => {
  const shown = text ?? 'nothing';
  return shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
};
