import { BASE } from './api.ts';

/** A request that a page sends itself. */
export interface Outgoing {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How it ended. */
export interface Sent {
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly body: string;
  /** Milliseconds. */
  readonly duration: number;
}

// A browser writes these itself.
const FORBIDDEN =
  /^(?:accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|permissions-policy|proxy-.*|sec-.*|referer|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via)$/;

/** Why a browser can't send this request as it is; undefined if it can. */
export const whyNot = ({ method, target, body }: Outgoing): 'method' | 'body' | 'target' | undefined => {
  if (/^(?:connect|trace|track)$/i.test(method)) return 'method';
  if (/^(?:get|head)$/i.test(method) && body.length > 0) return 'body';
  const url = urlOf(target);
  if (!URL.canParse(url)) return 'target';
  const { origin, pathname, search } = new URL(url);
  return origin + pathname + search === url ? undefined : 'target';
};

/** The URL of a path and query of the API that this page steers. */
export const urlOf = (target: string): string => location.origin + BASE + target;

/** Sends a request to this server. Never rejects. */
export const send = async (request: Outgoing): Promise<Sent> => {
  const start = performance.now();
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (FORBIDDEN.test(name)) continue;
    try {
      headers.set(name, value);
    } catch {
      // A value that a browser does not write.
    }
  }
  try {
    const response = await fetch(urlOf(request.target), {
      method: request.method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      ...(request.body.length > 0 ? { body: request.body } : {}),
    });
    return { status: response.status, body: await response.text(), duration: performance.now() - start };
  } catch {
    return { status: null, body: '', duration: performance.now() - start };
  }
};

/** Headers with a credential where one was taken out. */
export const withToken = (headers: Readonly<Record<string, string>>, token: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!value.endsWith('<removed>')) return [name, value];
      const scheme = value.slice(0, -'<removed>'.length).trim();
      if (/^basic$/i.test(scheme))
        return [name, `${scheme} ${toBase64(token.includes(':') ? token : `demo:${token}`)}`];
      return [name, scheme === '' ? token : `${scheme} ${token}`];
    }),
  );

export const toBase64 = (text: string): string => {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
};

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
