import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };

const SCRIPT = join(import.meta.dirname, '..', '..', 'src', 'cli', 'require-install.js');
const scripts: Readonly<Record<string, string>> = manifest.scripts;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said in a folder where some packages are installed. */
const saidOf = (needed: object, installed: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> => {
  const clone = join(folder, 'clone');
  mkdirSync(clone);
  for (const name of installed) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(clone, 'package.json'), JSON.stringify(needed));
  const env = { PATH: process.env['PATH'], ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT], { cwd: clone, env }, (error, _stdout, stderr) => {
      expect(error === null).toBe(stderr === '');
      resolve(stderr);
    });
  });
};

describe('C12: packages that are not installed', () => {
  it('NODE_ENV=production: what is missing, why, and the command', async () => {
    expect(await saidOf(manifest, [], { NODE_ENV: 'production' })).toMatch(
      /^Failed to run this script: packages are missing \(\S+ and \d+ more\)\.\nNODE_ENV=production leaves them out\. Run: npm ci --include=dev\n$/,
    );
  });

  it('one that came since: which one', async () => {
    const needed = { dependencies: { old: '1' }, devDependencies: { '@new/one': '1' } };
    expect(await saidOf(needed, ['clone/node_modules/old'])).toBe(
      'Failed to run this script: packages are missing (@new/one).\nRun: npm ci --include=dev\n',
    );
  });

  it('nothing where all are there, be it in a workspace above', async () => {
    const needed = { dependencies: { near: '1' }, devDependencies: { far: '1' } };
    expect(await saidOf(needed, ['clone/node_modules/near', 'node_modules/far'])).toBe('');
  });
});

/** The script that `npm run` comes to first, through the others that it runs. */
const firstOf = (name: string): string => {
  const command = scripts[`pre${name}`] ?? scripts[name] ?? '';
  const [, next] = /^npm run (?:--silent )?([\w:]+)/.exec(command) ?? [];
  return next === undefined ? command : firstOf(next);
};

// `prepare` runs at each install, be it one without these packages; it asks for them before it builds.
const own = Object.keys(scripts).filter((name) => !(name.startsWith('pre') && name.slice(3) in scripts));
it.each(own.filter((name) => name !== 'prepare'))('C12: npm run %s looks for its packages first', (name) => {
  expect(firstOf(name)).toMatch(/^node src\/cli\/require-install\.js(?: &&|$)/);
});
