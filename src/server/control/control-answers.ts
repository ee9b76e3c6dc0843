import { isObject, readJson } from '../../http/bodies/read-json.ts';
import type { NeutralAnswer, NeutralRequest } from '../../http/message.ts';

/** Answers one method of one name; `rest` is what the path has behind the name. */
export type Endpoint = (request: NeutralRequest, rest: readonly string[]) => NeutralAnswer | Promise<NeutralAnswer>;

/** An endpoint that gets its body as JSON. */
export const withBody =
  (act: (body: unknown, rest: readonly string[]) => NeutralAnswer | Promise<NeutralAnswer>): Endpoint =>
  (request, rest) => {
    const read = readJson(request.body);
    return 'problem' in read ? refuseBody(read.problem) : act(read.value, rest);
  };

/** A JSON answer, one value a line, never cached. */
export const json = (status: number, body: unknown): NeutralAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: `${JSON.stringify(body, null, 2)}\n`,
});

const MOST_DETAILS = 100;

/** An answer that says what is wrong. */
export const refuse = (status: number, error: string, details: readonly string[] = []): NeutralAnswer =>
  json(status, details.length > 0 ? { error, details: details.slice(0, MOST_DETAILS) } : { error });

/** The answer to a body that is no JSON. */
export const refuseBody = (problem: string): NeutralAnswer =>
  refuse(400, `Failed to read the body as JSON: ${problem}.`);

/** An answer without a body. */
export const empty = (headers: Readonly<Record<string, string>> = {}): NeutralAnswer => ({
  status: 204,
  headers,
  body: '',
});

/** What each field of a body may hold, in words for people and as a check. */
export type Fields = Readonly<Record<string, { readonly form: string; readonly holds: (value: unknown) => boolean }>>;

/** What is wrong with a body that may have these fields; empty if nothing is. */
export const checkFields = (body: unknown, fields: Fields): readonly string[] => {
  if (!isObject(body)) return [`It takes an object of ${Object.keys(fields).join(', ')}.`];
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(fields, name));
  return [
    ...unknown
      .slice(0, MOST_DETAILS)
      .map((name) => `${name.slice(0, 100)} is unknown (known: ${Object.keys(fields).join(', ')}).`),
    ...Object.entries(fields).flatMap(([name, { form, holds }]) =>
      !Object.hasOwn(body, name) || holds(body[name]) ? [] : [`${name} must be ${form}.`],
    ),
  ];
};

/** Most records that one call may make up. */
export const MOST_SEEDED = 100_000;

/** A field that holds a whole number. */
export const wholeNumber = (least: number, most: number): Fields[string] => ({
  form: `a whole number from ${least} to ${most}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
});
