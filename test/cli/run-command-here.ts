import type { Command } from 'commander';
import { vi } from 'vitest';

import type { Ended } from './run-cli.ts';

/** Runs a command in this process, which starts none and is ten times as fast. */
export const runCommandHere = async (command: Command, args: readonly string[]): Promise<Ended> => {
  const [out, error]: string[][] = [[], []];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...texts) => out?.push(texts.join(' '))),
    vi.spyOn(console, 'error').mockImplementation((...texts) => error?.push(texts.map(String).join(' '))),
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
