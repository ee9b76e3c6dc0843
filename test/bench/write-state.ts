import { closeSync, openSync, writeSync } from 'node:fs';

import { headerOf, linesOf } from '../../src/server/state/state-format.ts';

/** Repositories as requests make them, in a hundred namespaces. */
function* made(count: number): Generator<string> {
  const time = (index: number): string => `${new Date(1.7e12 + index * 7).toISOString().slice(0, -1)}000000Z`;
  const namespaces = Array.from({ length: 100 }, (_, index) => ({
    id: index + 1,
    name: `namespace-${index}`,
    owner: 'demo',
  }));
  yield* linesOf({ collections: { namespaces } });
  for (let index = 0; index < count; index += 1) {
    const [at, namespace, name] = [time(index), `namespace-${index % 100}`, `repository-${index}`];
    const more = { category: 'linux', description: 'this is a busybox repository', is_public: true };
    const record = { id: index + 1, owner: 'demo', created_at: at, updated_at: at, namespace, name, ...more };
    yield `${JSON.stringify({ insert: 'repositories', record })}\n`;
  }
}

/** Writes the state file of a server with so many records. */
export const writeState = (path: string, count: number): void => {
  const file = openSync(path, 'w');
  let text = headerOf(192);
  for (const line of made(count)) {
    text += line;
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
};
