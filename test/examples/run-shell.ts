import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A command as the shell would have run it. */
export interface Command {
  /** `npm`, and what follows. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a shell did. */
export interface ShellRun {
  readonly stdout: string;
  /** Commands that were noted down, in their order. */
  readonly commands: readonly Command[];
}

/** Programs that are noted down: in a process each they would cost most of the time, or a network. */
const NOTED = ['npm', 'npx', 'node', 'bun', 'deno'];

/** Writes how many words, the words, and the variables that the programs read. */
const NOTE = `#!/bin/sh
printf '%s\\0' "$#" "\${0##*/}" "$@" "$(env | grep -E '^(MOCK_|TARGET_|NODE_OPTIONS=)')" >> "$NOTED"
cat "$SAID"
`;

/**
 * Runs lines by `sh`, as written, in a folder. curl and all others are the real programs; those of
 * NOTED are noted down instead, with what the shell made of quotes and variables.
 *
 * @param said what those print, for a pipe.
 * @throws if the shell ends with another code than 0: a program is missing, or failed.
 */
export const runShell = async (
  code: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
  said = '',
): Promise<ShellRun> => {
  const tools = join(folder, '.tools');
  const [noted, saying] = [join(tools, 'noted'), join(tools, 'said')];
  mkdirSync(tools, { recursive: true });
  writeFileSync(noted, '');
  writeFileSync(saying, said);
  writeFileSync(join(tools, 'note'), NOTE);
  chmodSync(join(tools, 'note'), 0o755);
  for (const name of NOTED) symlink(join(tools, 'note'), join(tools, name));
  const PATH = `${tools}${delimiter}${process.env['PATH']}`;
  // "wait": what runs in the background is noted down, too.
  const { stdout } = await promisify(execFile)('sh', ['-e', '-c', `${code}\nwait\n`], {
    cwd: folder,
    env: { PATH, NOTED: noted, SAID: saying, ...environment },
  });
  const parts = readFileSync(noted, 'utf8').split('\0').slice(0, -1);
  const commands: Command[] = [];
  while (parts.length > 0) {
    const words = parts.splice(0, 2 + Number(parts[0])).slice(1);
    const lines = (parts.shift() ?? '').split('\n').filter((line) => line !== '');
    const entries = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    commands.push({ words, environment: Object.fromEntries(entries) });
  }
  return { stdout, commands };
};

const symlink = (target: string, path: string): void => {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
