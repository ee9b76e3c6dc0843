import { decodePercent, type NeutralRequest } from '../../src/http/message.ts';
import type { Incoming } from './serve.ts';

/** Gives a text that is sent another value; `place` is `path.namespace` or `body.repository`. */
export type Change = (value: string, place: string) => string;

/** The request with other values, written as it was: path, JSON body or form. */
export const rewrite = ({ request, operation }: Incoming, change: Change): NeutralRequest => {
  if (!operation) return request;
  const [path = '', query] = request.target.split('?');
  const names = operation.template.split('/');
  const target = path
    .split('/')
    .map((piece, index) => {
      const [, name] = /^\{(.+)\}$/.exec(names[index] ?? '') ?? [];
      return name === undefined ? piece : encodeURIComponent(change(decodePercent(piece), `path.${name}`));
    })
    .join('/');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(request.body);
  return {
    ...request,
    target: query === undefined ? target : `${target}?${query}`,
    body: new TextEncoder().encode(
      /json/i.test(request.headers['content-type'] ?? '') ? rewriteJson(text, change) : rewriteForm(text, change),
    ),
  };
};

const rewriteJson = (text: string, change: Change): string => {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return text;
    const own = Object.entries(value);
    const changed = own.map(([name, each]) => [name, typeof each === 'string' ? change(each, `body.${name}`) : each]);
    return JSON.stringify(Object.fromEntries(changed));
  } catch {
    return text;
  }
};

const rewriteForm = (text: string, change: Change): string =>
  text.replace(
    /(name="([^"]*)"\r\n\r\n)([\s\S]*?)(?=\r\n--)/g,
    (_, head: string, name: string, value: string) => head + change(value, `body.${name}`),
  );
