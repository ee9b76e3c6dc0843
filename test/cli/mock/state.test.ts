import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { create, reposOf } from '../../behaviour/surface.ts';
import { killRounds } from '../../server/state/kill-rounds.ts';
import { startCli } from '../run-cli.ts';
import { type RunningMock, runMockHere } from './run-mock-here.ts';

let folder = '';
let state = '';
const running: RunningMock[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
  state = join(folder, 'state.jsonl');
});
const stop = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((mock) => mock.stop()));
};
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const headers = { authorization: 'Bearer a', 'content-type': 'application/json' };

/** Runs the server on the state file, after the one before has ended. */
const start = async (...args: readonly string[]) => {
  await stop();
  const mock = await runMockHere('--state', state, ...args);
  running.push(mock);
  const send = async ({ method = 'POST', path, headers, body }: ReturnType<typeof create>): Promise<Response> =>
    fetch(mock.origin + path, { method, headers: headers ?? {}, body: body ?? null });
  const count = (): number => mock.backend.store.count('repositories');
  const control = async (path: string, method = 'GET', body?: string): Promise<unknown> =>
    (await fetch(`${mock.origin}/__mock/${path}`, { method, body: body ?? null })).json();
  return { ...mock, send, count, control };
};

describe('mock --state', () => {
  it('[S1] [RU5] [ND1] [TD1] keeps changes and removals over a restart, and gives no number again', async () => {
    const first = await start();
    for (const repository of ['a', 'b', 'c']) await first.send(create({ repository }));
    await first.send(create({}, { namespace: 'gone' }));
    const path = (name: string): string => `${reposOf('group')}/${name}`;
    await first.send({ method: 'PATCH', path: path('a'), headers, body: '{"description":"new","is_public":false}' });
    await first.send({ method: 'DELETE', path: path('c'), headers });
    await first.send({ method: 'DELETE', path: '/v2/manage/namespaces/gone', headers });
    const before = await first.control('state');

    const second = await start();
    expect(await second.control('state')).toEqual(before);
    await second.send(create({ repository: 'd' }));
    expect(second.backend.store.find('repositories', ['group', 'd'])).toMatchObject({ id: 5 });
    expect((await second.send(create({ repository: 'a' }))).status).toBe(409);
  });

  it('a torn last line is reported and skipped, the rest is kept', async () => {
    const first = await start();
    await first.send(create());
    await first.send(create({ repository: 'torn' }));
    await stop();
    truncateSync(state, readFileSync(state).length - 20);
    const second = await start();
    expect(second.told).toEqual([
      `warning: ${state}: its last line (4) is torn and was skipped; the 2 before it are kept.`,
    ]);
    expect((await second.send(create())).status).toBe(409);
    expect((await second.send(create({ repository: 'torn' }))).status).toBe(201);
  });

  it('a seed fills a new file only; a reset puts back what the server began with', async () => {
    const first = await start('--records', '5');
    await first.send(create());
    expect((await start('--records', '5')).count()).toBe(6);
    const third = await start();
    await third.send(create({ repository: 'later' }));
    await third.control('reset', 'POST');
    expect(third.count()).toBe(6);
    expect((await start()).count()).toBe(6);
  });

  it('a snapshot of many records is read and put back as one of few is', async () => {
    const { control, backend, origin } = await start('--records', '1500');
    const before = backend.store.snapshot();
    const snapshot = await control('state');
    expect(snapshot).toEqual(before);
    const head = await fetch(`${origin}/__mock/state`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await control('reset', 'POST');
    await backend.store.restore({ collections: {} });
    expect(await control('state', 'PUT', JSON.stringify(snapshot))).toMatchObject({ status: 'restored' });
    expect(backend.store.snapshot()).toEqual(before);
    expect((await start()).backend.store.snapshot()).toEqual(before);
  });

  it('other worlds are not kept', async () => {
    const first = await start();
    await fetch(`${first.origin}/__mock/worlds/one${create().path}`, { ...create(), body: create().body ?? null });
    expect((await start()).count()).toBe(0);
  });

  it('a file that was deleted is there again, and told of', async () => {
    const { send, told } = await start();
    await send(create());
    rmSync(state);
    expect((await send(create({ repository: 'b' }))).status).toBe(201);
    expect(told.join()).toContain(`warning: ${state} was deleted while in use. It was written again`);
    expect((await start()).count()).toBe(2);
  });

  it('[S4] what can not be kept is refused and told of in one line, and nothing has changed', async () => {
    const { send, control, count, told } = await start();
    await send(create());
    const place = folder;
    rmSync(place, { recursive: true });
    writeFileSync(place, 'a file where the folder was');
    const refused = await send(create({ repository: 'b' }));
    expect([refused.status, count()]).toEqual([500, 1]);
    const message = `Failed to write the state file ${state}: its folder does not exist.`;
    expect(told).toContain(`error: ${message}`);
    expect(await control('reset', 'POST')).toEqual({ error: `Failed: ${message}` });
    rmSync(place);
    expect((await send(create({ repository: 'c' }))).status).toBe(201);
    expect((await start()).count()).toBe(2);
  });

  it('a second server on the file is refused, and a damaged file is', async () => {
    await start();
    await expect(runMockHere('--state', state)).rejects.toThrow(
      new RegExp(`^Failed to open the state file ${state}: process ${process.pid} on \\S+ uses it. Stop that one, or`),
    );
    await stop();
    const text = `${readFileSync(state, 'utf8')}{"insert":"namespaces","record":{"name":"a","size":1}}\n`;
    writeFileSync(state, text);
    await expect(start()).rejects.toThrow(
      `Failed to load the state file ${state}: namespaces[0].size is not a property of a record, in a.`,
    );
    writeFileSync(state, `${text}{"insert\n`);
    await expect(start()).rejects.toThrow(`Failed to read the state file ${state}: line 3: not readable as JSON`);
    expect(readFileSync(state, 'utf8')).toBe(`${text}{"insert\n`);
  });

  it('[S1] killed at random moments under load, it has all that was acknowledged', async () => {
    let drawn = 0;
    const { wrong, changes } = await killRounds(
      async () => {
        const { child, prints, ended } = startCli(['mock', '--port', '0', '--log', 'off', '--state', state]);
        const [, origin = ''] = await prints(/listening\s+(http:\S+)/);
        return {
          origin,
          kill: async () => {
            child.kill('SIGKILL');
            await ended;
          },
        };
      },
      state,
      2,
      // Rounds and restores of every length, the same in each run.
      () => {
        drawn += 0.618;
        return drawn % 1;
      },
      { longest: 500 },
    );
    expect(wrong).toEqual([]);
    expect(changes).toBeGreaterThan(0);
  });
});
