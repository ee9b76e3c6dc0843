import { readJson } from '../http/bodies/read-json.ts';
import type { NeutralAnswer, NeutralRequest } from '../http/message.ts';

/** Answers one method of one name; `rest` is what the path has behind the name. */
export type Endpoint = (request: NeutralRequest, rest: readonly string[]) => NeutralAnswer | Promise<NeutralAnswer>;

/** An endpoint that gets its body as JSON. */
export const withBody =
  (act: (body: unknown, rest: readonly string[]) => NeutralAnswer | Promise<NeutralAnswer>): Endpoint =>
  (request, rest) => {
    const read = readJson(request.body);
    return 'problem' in read ? refuse(400, `Failed to read the body as JSON: ${read.problem}.`) : act(read.value, rest);
  };

/** A JSON answer, one value a line, never cached. */
export const json = (status: number, body: unknown): NeutralAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: `${JSON.stringify(body, null, 2)}\n`,
});

/** An answer that says what is wrong. */
export const refuse = (status: number, error: string, details: readonly string[] = []): NeutralAnswer =>
  json(status, details.length > 0 ? { error, details: details.slice(0, 100) } : { error });

/** An answer without a body. */
export const empty = (headers: Readonly<Record<string, string>> = {}): NeutralAnswer => ({
  status: 204,
  headers,
  body: '',
});
