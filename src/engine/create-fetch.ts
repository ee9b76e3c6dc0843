import type { Engine } from './create-engine.ts';

/**
 * A Fetch API face of an engine, for MSW and tests. A dropped connection is `Response.error()`.
 *
 * @param engine looked up for every request, so that it may be replaced.
 */
export const createFetch =
  (engine: () => Engine): ((request: Request) => Promise<Response>) =>
  async (request) => {
    const current = engine();
    const url = new URL(request.url);
    const handled = await current.handle({
      method: request.method,
      target: url.pathname + url.search,
      headers: Object.fromEntries(request.headers),
      body: await readAtMost(request, current.maxBody),
    });
    if (handled.delay > 0) await new Promise((resolve) => setTimeout(resolve, handled.delay));
    if (handled.drop) return Response.error();
    const { status, headers, body } = handled.answer;
    return new Response(body === '' ? null : body, { status, headers: { ...headers } });
  };

// One byte more than the limit is enough for the engine to see that it was passed.
const readAtMost = async (request: Request, limit: number): Promise<Uint8Array> => {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done && size <= limit; next = await reader.read()) {
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  if (size > limit) void reader.cancel();
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
