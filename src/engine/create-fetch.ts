import { wait } from '../http/wait.ts';
import type { Engine } from './create-engine.ts';

/** Answers a Fetch API request; `base` is what its path has before the paths of the API. */
export type FetchFake = (request: Request, options?: { readonly base?: string }) => Promise<Response>;

/**
 * A Fetch API face of an engine, for MSW and tests. A dropped connection is `Response.error()`.
 *
 * @param engine looked up for every request, so that it may be replaced.
 */
export const createFetch =
  (engine: () => Engine): FetchFake =>
  async (request, { base = '' } = {}) => {
    const current = engine();
    const url = new URL(request.url);
    const handled = await current.handle({
      method: request.method,
      target: url.pathname.slice(base.length) + url.search,
      base,
      headers: {
        // No `Request` shows it, and a signature is over it.
        host: url.host,
        // Not every platform has them in lower case: those of happy-dom keep the case of their sender.
        ...Object.fromEntries([...request.headers].map(([name, value]) => [name.toLowerCase(), value])),
      },
      body: await readAtMost(request, current.maxBody),
    });
    if (handled.delay > 0) await wait(handled.delay, request.signal);
    if (handled.drop) return Response.error();
    const { status, headers, body } = handled.answer;
    return new Response(body === '' ? null : body, { status, headers: { ...headers } });
  };

// One byte more than the limit is enough for the engine to see that it was passed.
const readAtMost = async (request: Request, limit: number): Promise<Uint8Array> => {
  // Firefox and React Native have no stream of what is sent.
  if (request.body === undefined) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  while (size <= limit) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  // Not waited for: its sender may take its time, or fail.
  if (size > limit) reader.cancel().catch(() => undefined);
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
};
