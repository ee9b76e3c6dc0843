import { createBackend } from '../../mocks/create-backend.ts';
import type { OpenSurface } from './surface.ts';

const bytesOf = (body: string | Uint8Array | undefined): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());

/** The fake without anything around it: the fastest surface. */
export const openEngine: OpenSurface = (options) => {
  const backend = createBackend(options);
  return {
    backend,
    send: async ({ method = 'GET', path = '/', headers = {}, body }) => {
      const handled = await backend.engine().handle({ method, target: path, headers, body: bytesOf(body) });
      if (handled.drop) throw new Error('dropped');
      const { answer } = handled;
      return { status: answer.status, headers: new Headers(answer.headers), text: answer.body };
    },
    close: () => undefined,
  };
};
