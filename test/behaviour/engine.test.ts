import { createBackend } from '../../mocks/create-backend.ts';
import { describeBehaviour } from './behaviour.ts';
import { openEngine } from './open-engine.ts';
import { sendBy } from './surface.ts';

describeBehaviour('the engine', openEngine, 60);

describeBehaviour('its Fetch API face', (options) => {
  const backend = createBackend(options);
  return {
    backend,
    send: sendBy((path, init) => backend.fetch(new Request(`http://api.test${path}`, init))),
    close: () => undefined,
  };
});
