import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a process used so far: time of all its threads in microseconds, memory in MB (10^6 bytes). */
export interface Usage {
  readonly cpu: number;
  readonly resident: number;
  readonly most: number;
  /** Milliseconds of the processor in the longest turn of its event loop since it was asked before, once it looks. */
  readonly turn: number;
}

/** A program in a process of its own. */
export interface Program {
  /** Settles when it has printed the address that it listens on. */
  readonly port: Promise<number>;
  readonly usage: (ask?: 'tell' | 'look') => Promise<Usage>;
  readonly ended: Promise<{ readonly code: number; readonly output: string; readonly usage: Usage }>;
  readonly stop: () => Promise<unknown>;
}

/** Starts this Node with the given arguments. */
export const startProgram = (...args: readonly string[]): Program => {
  const child = spawn(process.execPath, ['--require', join(import.meta.dirname, 'tell-usage.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  let usage: Usage = { cpu: 0, resident: 0, most: 0, turn: 0 };
  child.on('message', (told) => {
    usage = told as Usage;
  });
  let output = '';
  const port = new Promise<number>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(Number(found));
      // A server may log for hours.
      output = output.slice(-10_000);
    });
  });
  return {
    port,
    usage: async (ask = 'tell') => {
      child.send(ask);
      await once(child, 'message');
      return usage;
    },
    ended: once(child, 'close').then(([code]) => ({ code: Number(code), output, usage })),
    stop: () => {
      child.kill();
      return once(child, 'exit');
    },
  };
};
