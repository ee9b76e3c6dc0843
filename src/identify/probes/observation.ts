import { itemsOf } from '../../contract/model/read-answer.ts';
import { parseBody } from '../../http/bodies/parse-body.ts';
import type { ReceivedResponse } from '../../http/received-response.ts';
import { isNode } from '../../openapi/document/document.ts';

/** What of an answer may tell editions apart: no names, no values, no texts. */
export interface Observation {
  readonly status: number;
  readonly isDone: boolean;
  /** Names of the properties of what is shown, in a list of its first record; undefined where nothing is. */
  readonly properties: readonly string[] | undefined;
  /** How an answer without content is written. */
  readonly blank: 'nothing' | 'object' | undefined;
  /** What an error is made of: `[errorCode detail]`, `{error_code errors}`. */
  readonly errorShape: string | undefined;
  /** Names in lower case. */
  readonly headers: readonly string[];
}

/** Reduces an answer to what may tell editions apart; undefined where it says nothing of the contract. */
export const observe = ({ status, body, headers, note }: ReceivedResponse): Observation | undefined => {
  if (status < 200 || status === 401 || status === 403 || status === 429 || status >= 502) return undefined;
  const isDone = status < 300;
  const value = parseBody(body);
  const [record] = itemsOf(value) ?? [value];
  const isBlank = body.trim() === '' || (isNode(value) && Object.keys(value).length === 0);
  return {
    status,
    isDone,
    properties: isDone && !isBlank && isNode(record) ? Object.keys(record).toSorted() : undefined,
    blank: !isDone || !isBlank || note !== undefined ? undefined : value === undefined ? 'nothing' : 'object',
    errorShape: isDone ? undefined : shapeOf(value),
    headers: Object.keys(headers).toSorted(),
  };
};

const shapeOf = (value: unknown): string | undefined => {
  const names = (node: unknown): string => (isNode(node) ? Object.keys(node).toSorted().join(' ') : '');
  if (Array.isArray(value)) return `[${names(value[0])}]`;
  return isNode(value) ? `{${names(value)}}` : undefined;
};
