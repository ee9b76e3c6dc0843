import axios from 'axios';
import createClient from 'openapi-fetch';

import { createWorker, type WorkerOptions } from '../../../mocks/browser.ts';
import type { paths } from '../../../spec/openapi.d.ts';

// A page as a user of the package would have it. Tests speak to it through `app`.
let stop: (() => Promise<void> | void) | undefined;
let reset: (() => Promise<void>) | undefined;

const asForm = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

/** Options that can be sent to a page. */
export type PageOptions = Pick<WorkerOptions, 'keep' | 'baseUrl' | 'records' | 'seed'>;

const offered = {
  start: async (options: PageOptions): Promise<void> => {
    await stop?.();
    const { worker, backend } = createWorker(options);
    await worker.start({ quiet: true, serviceWorker: { url: 'mockServiceWorker.js' } });
    stop = () => worker.stop();
    reset = backend.reset;
  },
  reset: () => reset?.(),
  /** A request as it is, for the behaviour suite. */
  send: async (request: { method: string; url: string; headers: Record<string, string>; body?: string }) => {
    const bytes =
      request.body === undefined ? undefined : Uint8Array.from(atob(request.body), (each) => each.charCodeAt(0));
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(bytes === undefined ? {} : { body: bytes }),
    });
    return { status: response.status, headers: [...response.headers], text: await response.text() };
  },
  createByFetch: async (base: string, fields: Readonly<Record<string, string>>): Promise<number> => {
    const api = createClient<paths>({ baseUrl: base, headers: { authorization: 'Bearer demo' } });
    const { response } = await api.POST('/v2/manage/namespaces/{namespace}/repos', {
      params: { path: { namespace: 'group' } },
      body: fields as never,
      bodySerializer: asForm as never,
    });
    return response.status;
  },
  createByAxios: async (base: string, fields: Readonly<Record<string, string>>): Promise<unknown> => {
    const { status, data } = await axios.post(`${base}/v2/manage/namespaces/group/repos`, asForm(fields), {
      headers: { authorization: 'Bearer demo' },
      validateStatus: () => true,
    });
    return { status, code: (data as { error_code?: string }).error_code };
  },
  list: async (base: string): Promise<string[]> => {
    const api = createClient<paths>({ baseUrl: base, headers: { authorization: 'Bearer demo' } });
    const { data } = await api.GET('/v2/manage/repos', { params: { query: { filter: 'center::self' } } });
    return (data ?? []).map(({ name }) => name).sort();
  },
};

declare global {
  /** What a page of tests offers to them. */
  const app: Offered;
}
type Offered = typeof offered;
Object.assign(globalThis, { app: offered });
document.body.dataset['ready'] = 'true';
