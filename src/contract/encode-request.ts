import {
  type BodyPlan,
  CONTAINER,
  CONTAINER_IN_CAPITALS,
  type Field,
  type RequestPlan,
  TOKEN,
  TOKEN_IN_CAPITALS,
} from './case.ts';

/** A request as it goes on the wire, without credentials. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly credentials: boolean;
}

/** What the placeholders of one case stand for. */
export interface Naming {
  readonly token: string;
  readonly container: string;
}

/** The boundary of every form; raw bodies of cases name it too. */
export const BOUNDARY = 'contract-7MA4YWxkTrZu0gW';

/** Marks a value of path or query that goes out as it stands. */
export const RAW = 'raw:';

const utf8 = new TextEncoder();

/** A text with the names of one case in the places that stand for them. */
export const fillIn = (text: string, { token, container }: Naming): string =>
  text
    .replaceAll(TOKEN, token)
    .replaceAll(CONTAINER, container)
    .replaceAll(TOKEN_IN_CAPITALS, token.toUpperCase())
    .replaceAll(CONTAINER_IN_CAPITALS, container.toUpperCase());

/** Fills in the names of a plan and writes it as HTTP. */
export const encodeRequest = (plan: RequestPlan, naming: Naming): WireRequest => {
  const fill = (text: string): string => fillIn(text, naming);
  const path = plan.template.replace(/\{([^}]+)\}/g, (_, name: string) => encodePath(fill(plan.path[name] ?? '')));
  const query = Object.entries(plan.query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeQuery(fill(value))}`,
  );
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(plan.headers)) headers[name.toLowerCase()] = fill(value);
  const body = plan.body === undefined ? undefined : encodeBody(plan.body, fill);
  if (body?.type !== undefined) headers['content-type'] = body.type;
  return {
    method: plan.method,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers,
    body: body?.bytes ?? new Uint8Array(),
    credentials: plan.credentials,
  };
};

const encodeQuery = (value: string): string =>
  value.startsWith(RAW) ? value.slice(RAW.length) : encodeURIComponent(value.toWellFormed());

const encodePath = (value: string): string =>
  value.startsWith(RAW) ? value.slice(RAW.length) : encodeURIComponent(value.toWellFormed());

const encodeBody = (
  body: BodyPlan,
  fill: (text: string) => string,
): { readonly type: string | undefined; readonly bytes: Uint8Array } => {
  if (body.kind === 'raw') return { type: body.type, bytes: utf8.encode(fill(body.text)) };
  if (body.kind === 'json') return { type: body.type, bytes: utf8.encode(fill(JSON.stringify(body.value))) };
  if (body.type === 'application/x-www-form-urlencoded')
    return { type: body.type, bytes: utf8.encode(urlEncoded(body.fields, fill)) };
  return { type: `multipart/form-data; boundary=${BOUNDARY}`, bytes: utf8.encode(fill(multipartText(body.fields))) };
};

/** The fields as a multipart body. */
export const multipartText = (fields: readonly Field[]): string => {
  const parts = fields.map(([name, value]) => {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    return typeof value === 'string'
      ? `${head}\r\n\r\n${value}\r\n`
      : `${head}; filename="${escapeName(value.filename)}"\r\nContent-Type: ${value.type}\r\n\r\n${value.content}\r\n`;
  });
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
};

const urlEncoded = (fields: readonly Field[], fill: (text: string) => string): string =>
  fields
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${encodeURIComponent(fill(typeof value === 'string' ? value : value.content))}`,
    )
    .join('&');

// As HTML's form encoding does it, so that a name fits into a quoted string.
const escapeName = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
