import { writeFileSync } from 'node:fs';
import { vi } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { diffCommand } from '../../src/cli/diff/diff.ts';
import { identifyCommand } from '../../src/cli/identify/identify.ts';
import type { IdentifyCommandOptions } from '../../src/cli/identify/run-identify.ts';
import { mockCommand } from '../../src/cli/mock/mock.ts';
import { verifyCommand } from '../../src/cli/verify/verify.ts';
import { runMockHere } from '../cli/mock/run-mock-here.ts';
import { runCommandHere } from '../cli/run-cli.ts';
import type { Command } from './run-shell.ts';

/** The commands of the program. */
export const COMMANDS = { mock: mockCommand, verify: verifyCommand, identify: identifyCommand, diff: diffCommand };

const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);

/** What no test of a few seconds can run, and why. Other words of the same programs are examples that nobody runs. */
const NOT_RUN: readonly (readonly [command: RegExp, why: string])[] = [
  [/^npm ci( --include=dev)?$/, 'an installation: CI begins with it'],
  [/^npm pack$/, 'test/package packs and installs the package'],
  [
    new RegExp(`^npm i -D msw \\.\\./${manifest.name}/${manifest.name}-${manifest.version}\\.tgz$`),
    'test/package packs and installs the package',
  ],
  [/^npx jest$/, 'no dependency: npm run test:runtimes'],
  [/^npx next dev$/, 'no dependency, and it needs an app'],
];

/** What `identify` writes of a server that is like its edition but for this. */
export const DIFFERS = `
overlay: 1.1.0
info: { title: a deployment, version: "1" }
actions:
  - target: $.paths['/v2/manage/namespaces/{namespace}/repos'].post.responses
    update: { 202: { description: It was done., content: { application/json: { schema: { type: object }, example: {} } } } }
  - target: $.paths['/v2/manage/namespaces/{namespace}/repos'].post.responses['201']
    update: { x-alternative: true }
`;

/**
 * Runs what the shell would have run: a server until it has answered, a check against a target, in its smallest
 * depth, at full speed, and of a few cases: those that the overlays of the examples change, else of one clause. A script of package.json must be there.
 *
 * @param target the server that stands for all others.
 */
export const runNotedCommand = async ({ words, environment }: Command, target: string): Promise<void> => {
  const said = words.join(' ');
  if (NOT_RUN.some(([command]) => command.test(said))) return;
  const [name = '', ...args] = programOf(words);
  if (!isCommand(name)) {
    if (args.length > 0 || !Object.hasOwn(manifest.scripts, name))
      throw new Error(`Failed to run the example "${said}": nobody knows how. Add it to run-noted-command.ts.`);
    return;
  }
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value.replace('…', 'demo'));
  try {
    if (name === 'mock') await startAndStop(args);
    else await check(name, args, target);
  } finally {
    vi.unstubAllEnvs();
  }
};

/** `npm run verify -- --list`, `npx swr-contract verify --list`: `verify`, `--list`; of another script its name. */
const programOf = ([program = '', ...words]: readonly string[]): readonly string[] => {
  const file = words.findIndex((word) => /(?:^|\/)dist\/swr-contract\.js$/.test(word));
  if (file >= 0) return words.slice(file + 1);
  if (program === 'npx' && words[0] === manifest.name) return words.slice(1);
  if (program !== 'npm') return [];
  const [first = '', ...rest] = words.filter(
    (word, index) => word !== '--silent' || words.slice(0, index).includes('--'),
  );
  const [script = '', ...more] = first === 'run' ? rest : [first, ...rest];
  const scripts: Readonly<Record<string, string>> = manifest.scripts;
  const command = /^node .*dist\/swr-contract\.js (\w+)$/.exec(scripts[script] ?? '')?.[1];
  return [command ?? script, ...(more[0] === '--' ? more.slice(1) : more)];
};

const startAndStop = async (args: readonly string[]): Promise<void> => {
  const mock = await runMockHere(...args);
  try {
    if (!mock.tls && (await fetch(mock.origin)).status !== 200) throw new Error(`${mock.origin} does not answer.`);
  } finally {
    await mock.stop();
  }
};

const check = async (name: 'verify' | 'identify' | 'diff', args: readonly string[], target: string): Promise<void> => {
  const quick = args.map((word, index) =>
    args[index - 1] === '--target' ? target : args[index - 1] === '--rate' ? '10000/s' : word,
  );
  // It takes seconds, which test/cli/identify.test.ts spends on the same words.
  if (name === 'identify') {
    const identify = identifyCommand().action(() => undefined);
    const { writeOverlay } = identify.parse(args, { from: 'user' }).opts<IdentifyCommandOptions>();
    if (writeOverlay !== undefined) writeFileSync(writeOverlay, DIFFERS);
    return;
  }
  const isChosen = name !== 'verify' || args.some((word) => word === '--only' || word === '--operation');
  const only = isChosen ? [] : ['--only', args.includes('--overlay') ? 'createRepository*' : 'C2'];
  const depth = name === 'verify' ? ['--depth', 'smoke'] : [];
  const { code, stdout, stderr } = await runCommandHere(COMMANDS[name](), [...quick, ...depth, ...only]);
  if (code !== 0) throw new Error(`"${name} ${args.join(' ')}" ended with ${code}:\n${stdout}\n${stderr}`);
};
