import axios, { type AxiosRequestConfig } from 'axios';
import ky from 'ky';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { createBackend } from '../../../mocks/create-backend.ts';
import { createHandlers } from '../../../mocks/handlers.ts';

/** A request as code of an app writes it, with the classes of its environment. */
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Body;
}

type Body = string | FormData | URLSearchParams | Blob | ArrayBuffer | Uint8Array<ArrayBuffer>;

interface Received {
  readonly status: number;
  readonly text: string;
}

const receive = async (answer: Promise<Response>): Promise<Received> => {
  const { status } = await answer;
  return { status, text: await (await answer).text() };
};

const byAxios =
  (adapter?: 'fetch') =>
  async ({ body, ...request }: Sent): Promise<Received> => {
    const plain: AxiosRequestConfig = { validateStatus: null, transformResponse: (text) => text };
    const answer = await axios({ ...request, data: body, ...plain, ...(adapter ? { adapter } : {}) });
    return { status: answer.status, text: String(answer.data) };
  };

const byRequest = ({ method, url, headers, body }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new Error('the request failed'));
    request.send(body ?? null);
  });

const CLIENTS: Record<string, (request: Sent) => Promise<Received>> = {
  fetch: ({ url, ...init }) => receive(fetch(url, init)),
  'fetch of a Request': ({ url, ...init }) => receive(fetch(new Request(url, init))),
  'fetch with Headers': ({ url, headers, ...init }) => receive(fetch(url, { ...init, headers: new Headers(headers) })),
  axios: byAxios(),
  'axios by fetch': byAxios('fetch'),
  ky: ({ url, ...init }) => receive(ky(url, { ...init, throwHttpErrors: false, retry: 0 })),
  ...(typeof XMLHttpRequest === 'undefined' ? {} : { XMLHttpRequest: byRequest }),
};

const TYPE = 'multipart/form-data; boundary=b';
const FIELDS = { repository: 'busybox', description: '一个 tool', is_public: 'true' };
const fieldsAs = <Form extends FormData | URLSearchParams>(form: Form): Form => {
  for (const [name, value] of Object.entries(FIELDS)) form.append(name, value);
  return form;
};
const written = (): string =>
  Object.entries(FIELDS)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .concat('--b--\r\n')
    .join('');
const bytes = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode(written());

interface Way {
  readonly body: () => Body;
  readonly type?: string;
  /** Who does not send this body as it is, over a connection neither. */
  readonly not?: readonly RegExp[];
}

const FORMS: Record<string, Way> = {
  // It takes the form's own Content-Type away where there is no page.
  FormData: { body: () => fieldsAs(new FormData()), not: [/^node: axios by fetch/] },
  'FormData with a file': {
    body: () => {
      const form = fieldsAs(new FormData());
      form.append('logo', new File(['<svg/>'], '图.svg', { type: 'image/svg+xml' }));
      return form;
    },
    // What fetches is Node's own, and gets an empty file from Vitest.
    not: [/^node: axios by fetch/, /^jsdom: (?!axios$|XMLHttpRequest)/],
  },
  'a text': { body: written, type: TYPE },
  bytes: { body: bytes, type: TYPE },
  'an ArrayBuffer': { body: () => bytes().buffer, type: TYPE },
  // Whose type is the request's, unless a client has one of its own.
  'a Blob': { body: () => new Blob([written()], { type: TYPE }), not: [/: axios/] },
};

/** The fake among the classes of an environment that tests run in: its Headers, FormData, Blob, Request. */
export const describeEnvironment = (environment: string): void => {
  const origin = 'https://swr.example.com';
  // Below a path, handlers answer another address than that of the request.
  const baseUrl = 'https://example.com/swr';
  const path = '/v2/manage/namespaces/group/repos';
  const headers = { authorization: 'Bearer t' };
  const backend = createBackend({ readings: { A10: 'both' } });
  const server = setupServer(...createHandlers({ backend, baseUrl: origin }), ...createHandlers({ backend, baseUrl }));
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  beforeEach(() => backend.reset());
  afterAll(() => server.close());

  describe.each(Object.entries(CLIENTS))(`${environment}: %s`, (client, send) => {
    const sends = ({ not = [] }: Way): boolean => !not.some((who) => who.test(`${environment}: ${client}`));
    const forms = Object.entries(FORMS).filter(([, way]) => sends(way));

    test.each(forms)('[S1] [S3] creates by %s, however the credentials are spelled', async (_form, { body, type }) => {
      const typed = type === undefined ? {} : { 'Content-Type': type };
      const create = (named: string): Promise<Received> =>
        send({ method: 'POST', url: origin + path, headers: { [named]: 'Bearer t', ...typed }, body: body() });
      for (const named of ['authorization', 'AUTHORIZATION', 'Authorization']) {
        await backend.reset();
        expect(await create(named)).toEqual({ status: 201, text: '' });
        const made = backend.store.find('repositories', ['group', 'busybox']);
        expect(made).toMatchObject({ description: FIELDS.description });
      }
      const again = await create('Authorization');
      expect(again.status).toBe(409);
      expect(JSON.parse(again.text)).toMatchObject({ error_code: 'SVCSTG.SWR.4090006' });
    });

    test('[A8] is told of another media type', async () => {
      const body = fieldsAs(new URLSearchParams());
      const { status, text } = await send({ method: 'POST', url: origin + path, headers, body });
      expect(status).toBe(400);
      expect(text).toContain('the Content-Type must be multipart/form-data');
    });

    test('fails as over a connection that breaks, where a fault says so', async () => {
      backend.engine().faults.set([{ operation: '*', drop: true }]);
      await expect(send({ method: 'GET', url: `${origin}${path}/busybox`, headers })).rejects.toThrow();
    });

    test('[A10] creates by JSON, lists and deletes below a path of a host', async () => {
      const sent = { ...headers, 'CONTENT-TYPE': 'application/json' };
      const body = JSON.stringify({ repository: 'busybox', is_public: true });
      const created = await send({ method: 'POST', url: baseUrl + path, headers: sent, body });
      expect(created.status).toBe(201);
      const list = await send({ method: 'GET', url: `${baseUrl}/v2/manage/repos?filter=center::self`, headers });
      expect(JSON.parse(list.text)).toMatchObject([{ name: 'busybox' }]);
      const gone = await send({ method: 'DELETE', url: `${baseUrl}${path}/busybox`, headers });
      expect(gone).toEqual({ status: 204, text: '' });
    });
  });
};
