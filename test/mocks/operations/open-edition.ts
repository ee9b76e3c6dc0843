import { type BackendOptions, createBackend } from '../../../mocks/create-backend.ts';
import type { Snapshot } from '../../../src/store/create-store.ts';
import { resolveEdition } from '../../load-edition.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Read as JSON; undefined where it is empty. */
  readonly body: unknown;
  /** Id of the clause that an error names first. */
  readonly clause: string | undefined;
  readonly code: string | undefined;
}

export type Call = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;

/** Accounts of the tests, beside `demo`. */
const ACCOUNTS = { partner: 'partner-token', other: 'other-token' };

/** A fake of an edition as a function that calls it. An empty token sends no credentials. */
export const openEdition = async (
  edition: string,
  snapshot?: Snapshot,
  options: BackendOptions = {},
): Promise<Call> => {
  const backend = createBackend({
    document: resolveEdition(edition),
    accounts: ACCOUNTS,
    ...(snapshot ? { snapshot } : {}),
    ...options,
  });
  await backend.ready;
  return async (method, path, body, token = 'test') => {
    const response = await backend.fetch(
      new Request(`http://fake${path}`, {
        method,
        headers: {
          ...(token === '' ? {} : { 'x-auth-token': token }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    const { error_code, error_msg } = (value ?? {}) as { error_code?: string; error_msg?: string };
    return {
      status: response.status,
      headers: response.headers,
      body: value,
      clause: /\(([A-Z]{1,2}\d+)\)$/.exec(error_msg ?? '')?.[1],
      code: error_code?.replace('SVCSTG.SWR.', ''),
    };
  };
};

/** A namespace with a repository of two images, which belong to `demo`. */
export const GROUP: Snapshot = {
  collections: {
    namespaces: [{ name: 'group' }],
    repositories: [{ namespace: 'group', name: 'busybox', is_public: false }],
    tags: [
      { namespace: 'group', repository: 'busybox', tag: '1.28' },
      { namespace: 'group', repository: 'busybox', tag: '1.29' },
    ],
  },
};
