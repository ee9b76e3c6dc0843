import { createBackend } from '../../mocks/create-backend.ts';
import { describeBehaviour } from './behaviour.ts';
import { openEngine } from './open-engine.ts';

describeBehaviour('the engine', openEngine);

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
