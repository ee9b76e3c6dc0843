import { BOUNDARY, multipartText } from '../../http/bodies/write-multipart.ts';
import type { OperationModel } from '../model/read-model.ts';
import {
  type Changes,
  type Fill,
  fieldsOf,
  jsonOf,
  queryOf,
  RAW,
  type RequestPlan,
  valuesOf,
} from '../model/request.ts';
import type { Subject } from '../model/subject.ts';

/** A request as it goes on the wire, without credentials. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether the credentials of the run are sent with it. */
  readonly credentials: boolean;
  /** Whether it matters how the body is written, byte for byte. */
  readonly exact: boolean;
  /** Id of the operation that it asks for. */
  readonly operation: string;
}

const utf8 = new TextEncoder();

/** Fills in the names of a plan and writes it as HTTP. */
export const encodeRequest = (model: OperationModel, { changes }: RequestPlan, fill: Fill): WireRequest => {
  const { method, template } = model.operation;
  const values = valuesOf(model, changes);
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const found = values.find(([subject]) => subject.place === 'path' && subject.name === name);
    return found ? encodeInPath(fill(String(found[1]), found[0].maker), found[0]) : '';
  });
  const query = Object.entries(queryOf(model, changes, fill)).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encode(value)}`,
  );
  const headers: Record<string, string> = {};
  for (const [subject, value] of values)
    if (subject.place === 'header') headers[subject.name.toLowerCase()] = fill(String(value), subject.maker);
  const body = bodyOf(model, changes, fill);
  if (body?.type !== undefined) headers['content-type'] = body.type;
  return {
    method,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers,
    body: bytesOf(body?.text ?? ''),
    credentials: changes.credentials ?? true,
    exact: changes.body !== undefined,
    operation: model.operation.id,
  };
};

/** UTF-8, but for lone surrogates U+DC80 to U+DCFF: each is a byte that no UTF-8 has, 0x80 to 0xFF (PEP 383). */
const bytesOf = (text: string): Uint8Array => {
  if (text.isWellFormed()) return utf8.encode(text);
  const pieces = text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/);
  return Uint8Array.from(
    pieces.flatMap((piece, index) => (index % 2 === 1 ? [piece.charCodeAt(0) & 0xff] : [...utf8.encode(piece)])),
  );
};

const encode = (value: string): string =>
  value.startsWith(RAW) ? value.slice(RAW.length) : encodeURIComponent(value.toWellFormed());

/** A value in a path, where others may stand for some of its characters. */
const encodeInPath = (value: string, { pathEscape = [] }: Subject): string => {
  if (pathEscape.length === 0 || value.startsWith(RAW)) return encode(value);
  const written = new Map(pathEscape);
  return Array.from(value.toWellFormed(), (sign) => written.get(sign) ?? encodeURIComponent(sign)).join('');
};

const bodyOf = (model: OperationModel, changes: Changes, fill: Fill): Changes['body'] => {
  if (changes.body) return { ...changes.body, text: fill(changes.body.text, model.nameSubject?.maker) };
  if (!model.media) return undefined;
  const { type } = model.media;
  if (model.isJson) return { type, text: JSON.stringify(jsonOf(model, changes, fill)) };
  const fields = fieldsOf(model, changes, fill);
  if (type !== 'application/x-www-form-urlencoded')
    return { type: `multipart/form-data; boundary=${BOUNDARY}`, text: multipartText(fields) };
  const pairs = fields.map(([name, value]) => [name, String(value)]);
  return { type, text: new URLSearchParams(pairs).toString() };
};
