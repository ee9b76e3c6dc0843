import { createBackend } from '../../mocks/create-backend.ts';
import { describeBehaviour } from './behaviour.ts';

const bytesOf = (body: string | Uint8Array | undefined): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());

describeBehaviour('the engine', (options) => {
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
});

describeBehaviour('its Fetch API face', (options) => {
  const backend = createBackend(options);
  return {
    backend,
    send: async ({ method = 'GET', path = '/', headers = {}, body }) => {
      const answer = await backend.fetch(
        new Request(`http://api.test${path}`, { method, headers, body: body ?? null }),
      );
      if (answer.type === 'error') throw new Error('dropped');
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    close: () => undefined,
  };
});
