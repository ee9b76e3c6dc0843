import type { Backend, BackendOptions } from '../../mocks/create-backend.ts';

/** A request as a test writes it. */
export interface TestRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One of the ways in which the fake can be reached. */
export interface Surface {
  readonly backend: Backend;
  readonly send: (request: TestRequest) => Promise<TestAnswer>;
  /** `page`: from inside of a browser. Default: `program`. */
  readonly sendsBy?: 'program' | 'page';
  readonly close: () => Promise<void> | void;
}

/** Sends by anything like `fetch`; it gets paths without an origin. */
export const sendBy =
  (fetchPath: (path: string, init: RequestInit) => Promise<Response>): Surface['send'] =>
  async ({ method = 'GET', path = '/', headers = {}, body }) => {
    const answer = await fetchPath(path, { method, headers, body: body ?? null });
    if (answer.type === 'error') throw new Error('dropped');
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

export type OpenSurface = (options: BackendOptions) => Promise<Surface> | Surface;

export const BOUNDARY = 'test-boundary';
export const BEARER = { authorization: 'Bearer test' };
export const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

/** Where namespaces are created and listed. */
export const NAMESPACES = '/v2/manage/namespaces';

/** Where repositories of a namespace are created. */
export const reposOf = (namespace: string): string => `${NAMESPACES}/${namespace}/repos`;

/** A form body, as curl writes it. */
export const form = (fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[]): string => {
  const entries = Array.isArray(fields) ? (fields as readonly (readonly [string, string])[]) : Object.entries(fields);
  return `${entries.map(([name, value]) => part(`name="${name}"`, value)).join('')}--${BOUNDARY}--\r\n`;
};

/** One part of a form; `parameters` stand behind `form-data; `. */
export const part = (parameters: string, value: string, moreHeaders = ''): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${parameters}\r\n${moreHeaders}\r\n${value}\r\n`;

/** A create request with the given fields over two valid ones; null leaves a field out. */
export const create = (
  fields: Readonly<Record<string, string | null>> = {},
  { namespace = 'group', headers = {} }: { namespace?: string; headers?: Readonly<Record<string, string>> } = {},
): TestRequest => {
  const merged: Record<string, string | null> = { repository: 'busybox', is_public: 'true', ...fields };
  const sent = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null);
  return { method: 'POST', path: reposOf(namespace), headers: { ...BEARER, ...FORM, ...headers }, body: form(sent) };
};

/** The error list of an answer in the default shape. */
export const errorsOf = (answer: TestAnswer): { errorCode: string; errorMessage: string; detail: string }[] =>
  (JSON.parse(answer.text) as { errors: { errorCode: string; errorMessage: string; detail: string }[] }).errors;

/** The clause ids that the messages of an answer name, in order. */
export const clausesOf = (answer: TestAnswer): (string | undefined)[] =>
  errorsOf(answer).map(({ errorMessage }) => /[（(]([A-Z]+\d+)[)）]$/.exec(errorMessage)?.[1]);

/** The body of an answer, in the shape that its test expects. */
export const jsonOf = <Body>(answer: TestAnswer): Body => JSON.parse(answer.text) as Body;
