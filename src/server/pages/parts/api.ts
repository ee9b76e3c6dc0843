/** The path of the base URL that this page steers: that of a world, or nothing. */
export const BASE = /^(.*)\/__mock(?:\/[^/]*)?$/.exec(location.pathname)?.[1] ?? '';

/** Where its control API lives. */
export const CONTROL = `${BASE}/__mock/`;

/** What the control API answered: its JSON, or what went wrong in words. */
export type Answered<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly status: number; readonly error: string; readonly details: readonly string[] };

/** Calls the control API. Never rejects: status 0 means that the server did not answer. */
export const call = async <Result>(
  method: string,
  name: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answered<Result>> => {
  try {
    const response = await fetch(CONTROL + name, {
      method,
      credentials: 'omit',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok) return { ok: true, value: value as Result };
    const { error = response.statusText, details = [] } = (value ?? {}) as { error?: string; details?: string[] };
    return { ok: false, status: response.status, error, details };
  } catch (error) {
    return { ok: false, status: 0, error: (error as Error).message, details: [] };
  }
};

/** A record's path below `records/`. */
export const recordPath = (collection: string, key: readonly string[]): string =>
  ['records', collection, ...key].map(encodeURIComponent).join('/');
