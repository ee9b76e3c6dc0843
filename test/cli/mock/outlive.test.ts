import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '..', '..', '..', 'dist', 'swr-contract.js');

let child: ChildProcess;
afterEach(async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
});

/** A port that nobody listens on, since the server can't tell which one it took. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Asks until the server listens. */
const ask = async (port: number): Promise<number> => {
  for (;;) {
    try {
      return (await fetch(`http://127.0.0.1:${port}/v2/manage/unknown`)).status;
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

/** Sends requests, whose lines nobody takes, then asks the server to end. */
const outlives = async (port: number): Promise<void> => {
  // Each is answered later than the line of the one before is written.
  for (const _ of [1, 2, 3]) expect(await ask(port)).toBe(404);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
};

const start = (port: number, stdio: 'pipe' | number): void => {
  const args = [CLI, 'mock', '--port', String(port), '--latency', '50'];
  child = spawn(process.execPath, args, { stdio: ['ignore', stdio, stdio] });
};

describe('C6: nobody takes what is printed', () => {
  it.runIf(existsSync('/dev/full'))('a full disk, on both streams', async () => {
    const full = openSync('/dev/full', 'w');
    const port = await freePort();
    start(port, full);
    closeSync(full);
    await outlives(port);
  });

  it('a reader who is gone, from both streams', async () => {
    const port = await freePort();
    start(port, 'pipe');
    child.stdout?.destroy();
    child.stderr?.destroy();
    await outlives(port);
  });
});
