import { BOUNDARY, toMultipart } from '../fault.ts';
import type { OperationId, PathName } from './operations.ts';
import { operationOf } from './operations.ts';

/** What a call sends. */
export interface Sent {
  readonly path?: Readonly<Partial<Record<PathName, string>>>;
  /** The filter as it stands in the query, not yet encoded. */
  readonly filter?: string;
  /** The query as it is. */
  readonly query?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** A body as it is. */
  readonly text?: string;
  readonly contentType?: string;
  readonly anonymous?: boolean;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; undefined where it is none. */
  readonly value: unknown;
}

/** Sends plain requests and holds their answers against what is expected. */
export interface Client {
  /** Sends a call; throws unless one of the statuses answers it. */
  readonly call: (operation: OperationId, sent: Sent, ...statuses: readonly number[]) => Promise<Reply>;
  /** A name that no one used before. */
  readonly name: (prefix?: string) => string;
}

export interface ClientOptions {
  /** Sends to the target; its URLs start with `http://target`. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What else is wrong with an answer; undefined for nothing. */
  readonly judge?: (operation: OperationId, reply: Reply) => string | undefined;
}

let names = 0;

/** The origin of all requests of a client. */
export const ORIGIN = 'http://target';

/** A client of a server that listens. */
export const createNetworkFetch =
  (url: string): ClientOptions['fetch'] =>
  async (request) => {
    const body = await request.arrayBuffer();
    return fetch(request.url.replace(ORIGIN, url), {
      method: request.method,
      headers: request.headers,
      ...(body.byteLength === 0 ? {} : { body }),
    });
  };

export const createClient = ({ fetch: send, judge = () => undefined }: ClientOptions): Client => ({
  call: async (operation, sent, ...statuses) => {
    const request = toRequest(operation, sent);
    const said = `${request.method} ${request.url} ${JSON.stringify(sent).slice(0, 300)}`;
    const response = await send(request);
    const text = await response.text();
    const reply = { status: response.status, headers: response.headers, text, value: readJson(text) };
    if (!statuses.includes(reply.status))
      throw new Error(`${said}: expected ${statuses.join(' or ')}, received ${reply.status} ${text.slice(0, 200)}`);
    const problem = judge(operation, reply);
    if (problem !== undefined) throw new Error(`${said}: ${problem} in ${text.slice(0, 300)}`);
    return reply;
  },
  name: (prefix = 'w') => {
    names += 1;
    return `${prefix}${names}z`;
  },
});

const toRequest = (id: OperationId, sent: Sent): Request => {
  const { method, template } = operationOf(id);
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: PathName) => encodeURIComponent(sent.path?.[name] ?? ''));
  const query = sent.query ?? (sent.filter === undefined ? '' : `filter=${sent.filter}`);
  const body = sent.text ?? (sent.form ? toMultipart(Object.entries(sent.form)) : undefined);
  const bytes = body ?? (sent.json === undefined ? undefined : JSON.stringify(sent.json));
  const usual = sent.form ? `multipart/form-data; boundary=${BOUNDARY}` : 'application/json';
  return new Request(`${ORIGIN}${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: {
      ...(sent.anonymous ? {} : { authorization: 'Bearer witness' }),
      ...(bytes === undefined ? {} : { 'content-type': sent.contentType ?? usual }),
    },
    ...(bytes === undefined ? {} : { body: Buffer.from(bytes) }),
  });
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
