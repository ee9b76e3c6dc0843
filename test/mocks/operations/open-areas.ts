import { readdirSync } from 'node:fs';

import { type BackendOptions, createBackend } from '../../../mocks/create-backend.ts';
import { baseUrl, editionFiles, overlayUrl } from '../../../src/cli/editions/edition-files.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { createEditionResolver, nameOf } from '../../../src/openapi/overlays/editions.ts';
import { type Overlay, parseOverlay } from '../../../src/openapi/overlays/parse-overlay.ts';
import type { Snapshot } from '../../../src/store/create-store.ts';

/** The areas of spec/operations. */
export const AREAS = readdirSync(new URL('operations', baseUrl()))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort();

const readOverlay = (url: string): Overlay => parseOverlay(editionFiles.read(url)).overlay;
const areaUrl = (area: string): string => new URL(`operations/${area}.yaml`, baseUrl()).href;

/** The edition that an area came with. */
export const editionOf = (area: string): string => readOverlay(areaUrl(area)).info.version;

const made = new Map<string, Document>();

/** The edition that the newest of some areas came with, with these areas whether or not it has them already. */
export const withAreas = (...areas: readonly string[]): Document => {
  const document = made.get(areas.join()) ?? makeEdition(areas);
  made.set(areas.join(), document);
  return document;
};

const makeEdition = (areas: readonly string[]): Document => {
  const read = (url: string): string => {
    const own = url.includes('/editions/') ? areas.filter((area) => editionOf(area) === nameOf(url)) : [];
    if (own.length === 0) return editionFiles.read(url);
    const overlay = readOverlay(url);
    const pieces = [...(overlay['x-includes'] ?? []), ...own.map((area) => `../operations/${area}.yaml`)];
    return JSON.stringify({ ...overlay, 'x-includes': [...new Set(pieces)] });
  };
  const newest = areas.map(editionOf).sort().at(-1) ?? '';
  return createEditionResolver({ ...editionFiles, read })(overlayUrl(newest)).document;
};

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

/** A fake of an edition with some areas, as a function that calls it. An empty token sends no credentials. */
export const openAreas = async (
  areas: readonly string[],
  snapshot?: Snapshot,
  options: BackendOptions = {},
): Promise<Call> => {
  const backend = createBackend({
    document: withAreas(...areas),
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
