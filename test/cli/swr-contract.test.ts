import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { runCli } from './run-cli.ts';

test('D2: it starts where "env" takes no options, as that of BusyBox', () => {
  const source = new URL('../../src/cli/swr-contract.ts', import.meta.url);
  expect(readFileSync(source, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
});

test('D4: the "--" that pnpm and Yarn hand on is skipped, by every command', async () => {
  const commands = [['mock'], ['verify'], ['diff'], ['identify'], []];
  const ended = await Promise.all(commands.map((words) => runCli(...words, '--', '--help')));
  expect(ended.map(({ code }) => code)).toEqual(commands.map(() => 0));
  for (const [index, { stdout }] of ended.entries())
    expect(stdout).toMatch(new RegExp(`^Usage: ${['swr-contract', ...(commands[index] ?? [])].join(' ')} `));
});

test.each([
  [['verify', 'http://127.0.0.1:1'], 2, '--target http://127.0.0.1:1'],
  [['mock', '8080'], 1, '--port 8080'],
  [['verify', '--target', 'localhost:8080'], 2, 'http://localhost:8080?'],
])('%j: it says what was meant', async (words, code, meant) => {
  const ended = await runCli(...words);
  expect(ended.code).toBe(code);
  expect(ended.stderr.split('\n')[0]).toMatch(/^error: .* \S+$/);
  expect(ended.stderr.split('\n')[0]?.endsWith(meant)).toBe(true);
});
