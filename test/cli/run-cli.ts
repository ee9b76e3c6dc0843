import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';

/** As it is installed; test/build-program.ts has made it. */
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'swr-contract.js');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface RunningCli {
  readonly child: ChildProcess;
  /** Settles when what was printed so far matches. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

/** Starts the command line in a process of its own. */
export const startCli = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningCli => {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, stdout, stderr }));
  return {
    child,
    ended,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(stdout + stderr);
          if (!match) return;
          waiting.delete(check);
          resolve(match);
        };
        waiting.add(check);
        check();
        void ended.then(() => reject(new Error(`The command ended without printing ${pattern}:\n${stdout}${stderr}`)));
      }),
  };
};

/** Runs a command to its end. */
export const runCli = (...args: readonly string[]): Promise<Ended> => startCli(args).ended;

/** Runs a command in this process, which starts none and is ten times as fast. */
export const runCommandHere = async (command: Command, args: readonly string[]): Promise<Ended> => {
  // Scripts that are no tests start commands, too, and must not load a test runner.
  const { vi } = await import('vitest');
  const [out, error]: string[][] = [[], []];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...texts) => out?.push(texts.join(' '))),
    vi.spyOn(console, 'error').mockImplementation((...texts) => error?.push(texts.map(String).join(' '))),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out?.push(String(text)) !== 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => error?.push(String(text)) !== 0),
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    }),
  ];
  try {
    await command.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), stdout: out?.join('\n') ?? '', stderr: error?.join('\n') ?? '' };
  } catch (thrown) {
    const code = /^exit (\d+)$/.exec((thrown as Error).message)?.[1];
    if (code === undefined) throw thrown;
    return { code: Number(code), stdout: '', stderr: error?.join('\n') ?? '' };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
};
