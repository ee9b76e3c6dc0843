import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, test } from 'vitest';

import type { createBackend } from '../../mocks/create-backend.ts';

/** What apps for phones are told to add, which is more than their engine has: one encoding, and no options. */
class PlainDecoder {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  constructor(label = 'utf-8', { fatal = false } = {}) {
    if (label !== 'utf-8') throw new RangeError(`The encoding label provided ('${label}') is invalid.`);
    if (fatal) throw new Error("The 'fatal' option is unsupported.");
  }
  decode(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }
}

/** Additions of the last years to the language, which Hermes 0.12 has none of. */
const TAKE_AWAY = `
  delete globalThis.WeakRef;
  delete globalThis.FinalizationRegistry;
  delete globalThis.Intl;
  delete globalThis.Iterator;
  for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex']) delete Array.prototype[name];
  for (const name of ['isWellFormed', 'toWellFormed']) delete String.prototype[name];
  for (const name of ['union', 'intersection', 'difference', 'isSubsetOf']) delete Set.prototype[name];
  for (const [owner, names] of [[Map, ['groupBy']], [Object, ['groupBy']], [Array, ['fromAsync']], [Promise, ['withResolvers', 'try']]])
    for (const name of names) delete owner[name];
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  for (const name of ['map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find']) delete iterators[name];
`;

/** A request of a platform without streams. */
const requestOf = (method: string, path: string, type?: string, body: string | Uint8Array = ''): Request =>
  ({
    method,
    url: `https://swr.example.com${path}`,
    headers: new Headers({ authorization: 'Bearer t', ...(type === undefined ? {} : { 'content-type': type }) }),
    arrayBuffer: async () => Uint8Array.from(typeof body === 'string' ? new TextEncoder().encode(body) : body).buffer,
  }) as Request;

let code: string;
beforeAll(async () => {
  const bundle = await rolldown({
    input: join(import.meta.dirname, '..', '..', 'mocks', 'index.ts'),
    external: /^@faker-js/,
    platform: 'neutral',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'library', codeSplitting: false });
  await bundle.close();
  code = output[0].code;
});

describe.each([
  ['with a decoder for UTF-8 alone', { TextDecoder: PlainDecoder }],
  ['with no decoder at all', {}],
])('D12: an engine without what came to the language of late, %s', (_what, decoders) => {
  const open = (): ReturnType<typeof createBackend> => {
    const context = createContext({
      URL,
      URLSearchParams,
      TextEncoder,
      Response,
      setTimeout,
      clearTimeout,
      btoa,
      ...decoders,
    });
    runInContext(TAKE_AWAY, context);
    runInContext(code, context);
    const make = runInContext('library.createBackend', context) as typeof createBackend;
    return make({ readings: { A10: 'both', A4: 'object' } });
  };
  const REPOS = '/v2/manage/namespaces/group/repos';
  const FORM = 'multipart/form-data; boundary=b';
  const field = (name: string, value: string): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const form = (description: string): string =>
    `${field('repository', 'busybox')}${field('description', description)}${field('is_public', 'true')}--b--\r\n`;

  test.each(['a shell', '一个 tool, 100 %', '\ufeffmarked'])('[S1] [S3] takes a form: %s', async (description) => {
    const backend = open();
    const create = async (): Promise<number> =>
      (await backend.fetch(requestOf('POST', REPOS, FORM, form(description)))).status;
    expect(await create()).toBe(201);
    expect(await create()).toBe(409);
    const list = await backend.fetch(requestOf('GET', '/v2/manage/repos?filter=center::self|limit::5|offset::0'));
    expect(await list.json()).toMatchObject([{ name: 'busybox', description }]);
  });

  test('refuses a form that is not UTF-8', async () => {
    const backend = open();
    const bytes = Uint8Array.from(form('caf\xe9'), (character) => character.charCodeAt(0));
    expect((await backend.fetch(requestOf('POST', REPOS, FORM, bytes))).status).toBe(400);
    expect(backend.store.find('repositories', ['group', 'busybox'])).toBeUndefined();
  });

  test('[A10] takes JSON, and refuses what is not UTF-8', async () => {
    const { fetch } = open();
    const post = async (body: string | Uint8Array): Promise<Response> =>
      fetch(requestOf('POST', REPOS, 'application/json', body));
    const sent = JSON.stringify({ repository: 'busybox', is_public: true, description: '一个' });
    expect((await post(`\ufeff${sent}`)).status).toBe(201);
    const latin = Uint8Array.from('{"repository":"\xe9"}', (character) => character.charCodeAt(0));
    expect((await post(latin)).status).toBe(400);
  });

  test('shares, changes, restores and deletes', async () => {
    const backend = open();
    const send = async (method: string, path: string, body?: object): Promise<number> =>
      (await backend.fetch(requestOf(method, path, body && 'application/json', body && JSON.stringify(body)))).status;
    const shares = '/v2/manage/namespaces/group/repositories/busybox/access-domains';
    expect(await send('POST', REPOS, { repository: 'busybox', is_public: false })).toBe(201);
    expect(await send('POST', shares, { access_domain: 'partner', permit: 'read', deadline: 'forever' })).toBe(201);
    expect(await send('PATCH', `${shares}/partner`, { permit: 'read', deadline: '2030-01-01T00:00:00Z' })).toBe(201);
    const snapshot = backend.store.snapshot();
    expect(await send('DELETE', `${REPOS}/busybox`)).toBe(204);
    expect(await backend.store.restore(snapshot)).toEqual([]);
    expect(await send('DELETE', `${REPOS}/busybox`)).toBe(204);
    expect(await send('GET', `${REPOS}/busybox`)).toBe(404);
    await backend.reset();
  });
});
