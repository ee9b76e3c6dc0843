// What the package does on other runtimes and under tools that are no dependencies of this project. Their
// installation takes minutes, so this is no part of CI: `npm run test:runtimes`.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type InstalledPackage, installPackage, ROOT } from './installed-package.ts';

const run = promisify(execFile);

/** One project with each msw that the package can be used beside. */
const projects = new Map<string, InstalledPackage>();
const homes: string[] = [];
beforeAll(async () => {
  for (const major of ['2', '3']) {
    const installed = await installPackage();
    await installed.install(`msw@${major}`);
    projects.set(major, installed);
    homes.push(dirname(installed.folder));
  }
});
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

const projectWith = (major: string): InstalledPackage => {
  const found = projects.get(major);
  if (!found) throw new Error(`There is no project with msw ${major}.`);
  return found;
};

const tarball = (): string => projectWith('3').tarball;

/** An empty project, and what its package.json says beside the name. */
const emptyProject = (name: string, more: object = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), `swr-contract-${name}-`));
  homes.push(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, ...more }));
  return folder;
};
const npmInstall = (folder: string, ...specifiers: readonly string[]): Promise<unknown> =>
  run('npm', ['install', '--no-audit', '--no-fund', ...specifiers], { cwd: folder });

interface Runtime {
  readonly name: string;
  /** The package that brings it. */
  readonly specifier: string;
  /** The program below node_modules, and what goes before a script. */
  readonly program: string;
  readonly words: readonly string[];
}

const RUNTIMES: readonly Runtime[] = [
  ...['22.12.0', '24', '26'].map((version) => ({
    name: `Node ${version}`,
    specifier: `node@${version}`,
    program: 'node/bin/node',
    words: [],
  })),
  { name: 'Bun', specifier: 'bun', program: '.bin/bun', words: ['run'] },
  { name: 'Deno', specifier: 'deno', program: '.bin/deno', words: ['run', '-A'] },
];

/** Creates a repository twice by fetch, by what the handlers answer. */
const BY_MSW = `
  import { server } from 'swr-contract/node';
  const unhandled = 'error';
  server.listen({ onUnhandledRequest: unhandled, onUnhandledFrame: unhandled });
  const create = async () => {
    const body = new FormData();
    body.set('repository', 'busybox');
    body.set('is_public', 'true');
    const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
    return (await fetch(url, { method: 'POST', headers: { Authorization: 'Bearer t' }, body })).status;
  };
  console.log(JSON.stringify([await create(), await create()]));
  process.exit();
`;

/** Engine, made-up records, collections and the contract suite. */
const BY_ITSELF = `
  import { createBackend, document } from 'swr-contract';
  import { createCollections } from 'swr-contract/collections';
  import { verifyTarget } from 'swr-contract/contract';
  const backend = createBackend({ records: 3 });
  const { repositories } = await createCollections(backend);
  const made = repositories.all().length;
  const send = async ({ method, path, headers, body, credentials }) => {
    const sent = credentials ? { authorization: 'Bearer t', ...headers } : headers;
    const { answer } = await backend.engine().handle({ method, target: path, headers: sent, body });
    return { ...answer, duration: 0 };
  };
  const { outcome } = await verifyTarget({ document, tool: 'test', target: 'http://api.test', send, depth: 'smoke' });
  console.log(JSON.stringify([made, outcome]));
`;

describe.each(RUNTIMES)('$name', ({ name, specifier, program, words }) => {
  let runtime = '';
  beforeAll(async () => {
    const folder = emptyProject('runtime', { allowScripts: { node: true, bun: true, deno: true } });
    await npmInstall(folder, specifier);
    runtime = join(folder, 'node_modules', program);
  });
  /** What a module prints, as JSON. */
  const evaluate = async (major: string, code: string): Promise<unknown> => {
    const { folder } = projectWith(major);
    writeFileSync(join(folder, 'uses.js'), code);
    return JSON.parse((await run(runtime, [...words, 'uses.js'], { cwd: folder, timeout: 60_000 })).stdout);
  };

  test('engine, collections and contract suite', async () => {
    expect(await evaluate('3', BY_ITSELF)).toEqual([3, 'conforms']);
  });

  test('[S1] [S3] the handlers beside msw 2', async () => {
    expect(await evaluate('2', BY_MSW)).toEqual([201, 409]);
  });

  // It looks into the sockets of Node, and its requests go out to the network elsewhere: there msw 2 is the one to take.
  test('[S1] [S3] the handlers beside msw 3, in Node', async () => {
    const answered = evaluate('3', BY_MSW);
    if (name.startsWith('Node')) expect(await answered).toEqual([201, 409]);
    else await expect(answered).rejects.toThrow();
  });

  test('the command line: a server, and a run against it', async () => {
    const { folder } = projectWith('3');
    const command = [...words, join(folder, 'node_modules', 'swr-contract', 'dist', 'swr-contract.js')];
    const fake = spawn(runtime, [...command, 'mock', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let printed = '';
      let target: string | undefined;
      fake.stdout.setEncoding('utf8');
      while (target === undefined) {
        printed += (await once(fake.stdout, 'data'))[0];
        [target] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      }
      fake.stdout.resume();
      const options = ['--target', target, '--token', 't', '--depth', 'smoke'];
      const { stdout } = await run(runtime, [...command, 'verify', ...options], { maxBuffer: 1e8 });
      expect(stdout).toMatch(/(\d+) cases: \1 passed/);
    } finally {
      fake.kill();
      await once(fake, 'close');
    }
  });
});

describe('Jest, with NODE_OPTIONS=--experimental-vm-modules', () => {
  const SET_UP = `
    import { afterAll, afterEach, beforeAll } from '@jest/globals';
    import { backend } from 'swr-contract/handlers';
    import { server } from 'swr-contract/node';
    beforeAll(() => server.listen());
    afterEach(() => backend.reset());
    afterAll(() => server.close());
  `;
  const TEST = `
    test.each(['one test', 'the next'])('%s', async () => {
      const body = new FormData();
      body.set('repository', 'busybox');
      body.set('is_public', 'true');
      const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
      expect((await fetch(url, { method: 'POST', headers: { Authorization: 'Bearer t' }, body })).status).toBe(201);
    });
  `;
  let folder = '';
  beforeAll(async () => {
    folder = emptyProject('jest', { type: 'module', jest: { setupFilesAfterEnv: ['./set-up.js'] } });
    writeFileSync(join(folder, 'set-up.js'), SET_UP);
    writeFileSync(join(folder, 'app.test.js'), TEST);
    await npmInstall(folder, tarball(), 'msw@3', 'jest', 'jest-environment-jsdom', 'jest-fixed-jsdom');
  });

  test.each(['node', 'jest-fixed-jsdom'])('D5: in the environment %s', async (environment) => {
    const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' };
    const { stderr } = await run('npx', ['jest', '--env', environment], { cwd: folder, env });
    expect(stderr).toContain('2 passed');
  });

  test('D5: without the option it says that modules are the matter', async () => {
    await expect(run('npx', ['jest'], { cwd: folder })).rejects.toThrow('Must use import to load ES Module');
  });
});

test('D8: TypeScript before 7 finds the types by moduleResolution node10', async () => {
  const folder = emptyProject('node10');
  await npmInstall(folder, tarball(), 'msw@3', 'typescript@5.9');
  const code = [
    '',
    '/handlers',
    '/node',
    '/browser',
    '/collections',
    '/contract',
    '/types',
    '/editions/2019-02/handlers',
  ]
    .map(
      (entry, index) => `import type * as entry${index} from 'swr-contract${entry}';\nexport type { entry${index} };`,
    )
    .join('\n');
  writeFileSync(join(folder, 'app.ts'), `${code}\nimport api from 'swr-contract/openapi.json';\napi.openapi.length;\n`);
  const flags =
    '--noEmit --strict --skipLibCheck --esModuleInterop --module esnext --moduleResolution node10 --resolveJsonModule';
  const { stdout } = await run('npx', ['tsc', ...flags.split(' '), '--target', 'es2022', 'app.ts'], { cwd: folder });
  expect(stdout).toBe('');
});

test('D3: npm installs it from git', async () => {
  const folder = emptyProject('git', { allowScripts: { 'swr-contract': true } });
  await npmInstall(folder, `git+file://${ROOT}`);
  const { stdout } = await run('npx', ['swr-contract', '--version'], { cwd: folder });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
