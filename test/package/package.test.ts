import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const MOST_GZIP = 45 * 1024;

const run = promisify(execFile);

/** The entry points and what they export. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  'swr-contract': ['createBackend', 'createEngine', 'createStore', 'document', 'listClauses', 'listOperations'],
  'swr-contract/handlers': ['backend', 'createHandlers', 'handlers'],
  'swr-contract/node': ['server'],
  'swr-contract/browser': ['createWorker', 'worker'],
  'swr-contract/contract': ['createSendHttp', 'junitReport', 'listCases', 'verifyTarget'],
  'swr-contract/types': [],
};

const CONSUMER = `
import { createBackend, document, listClauses, type Store } from 'swr-contract';
import { createHandlers, handlers } from 'swr-contract/handlers';
import { server } from 'swr-contract/node';
import { createWorker, type FakeWorker } from 'swr-contract/browser';
import { type Report, verifyTarget } from 'swr-contract/contract';
import type { paths } from 'swr-contract/types';

const store: Store = createBackend({ records: 3 }).store;
const worker = (): FakeWorker => createWorker({ keep: true });
const verify: (...given: Parameters<typeof verifyTarget>) => Promise<Report> = verifyTarget;
type Created = paths['/v2/manage/namespaces/{namespace}/repos']['post']['responses'][201];
// @ts-expect-error the operation has no such answer.
type Unknown = paths['/v2/manage/namespaces/{namespace}/repos']['post']['responses'][299];
export { createHandlers, document, handlers, listClauses, server, store, verify, worker };
export type { Created, Unknown };
`;

describe('the package, packed and installed elsewhere', () => {
  let folder: string;
  let tarball: string;
  const node = async (code: string): Promise<unknown> => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder });
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'swr-contract-package-'));
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
    });
    tarball = join(
      folder,
      (JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as { filename: string }[])[0]?.filename ?? '',
    );
    // `npm test` has built it. As npm installs it, without the network: what it depends on is there already.
    const installed = join(folder, 'node_modules', manifest.name);
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(MODULES, name), join(folder, 'node_modules', name), 'junction');
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds what it needs and nothing else', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const files = stdout
      .trim()
      .split('\n')
      .map((file) => file.replace('package/', ''));
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'spec/openapi.yaml', 'dist/swr-contract.js']),
    );
    expect(files.filter((file) => !/^(?:dist\/|spec\/|package\.json$|LICENSE$|README)/.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test.each(Object.entries(ENTRIES))('%s has its exports under plain Node', async (entry, names) => {
    const found = (await node(`console.log(JSON.stringify(Object.keys(await import('${entry}'))))`)) as string[];
    expect(found).toEqual(expect.arrayContaining([...names]));
  });

  test('[S1] [S3] the handlers answer under plain Node', async () => {
    const statuses = await node(`
      import { server } from 'swr-contract/node';
      server.listen();
      const create = async () => {
        const body = new FormData();
        body.set('repository', 'busybox');
        body.set('is_public', 'true');
        const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
        return (await fetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body })).status;
      };
      console.log(JSON.stringify([await create(), await create()]));
    `);
    expect(statuses).toEqual([201, 409]);
  });

  test('the browser entry says in Node what to use instead', async () => {
    const said = await node(`
      import { createWorker, worker } from 'swr-contract/browser';
      const attempts = [() => createWorker({ keep: true }), () => worker.start()];
      console.log(JSON.stringify(attempts.map((attempt) => { try { attempt(); } catch (error) { return error.message; } })));
    `);
    const message = expect.stringContaining('this is no browser');
    expect(said).toEqual([message, message]);
  });

  test('the document can be imported, as YAML and as JSON', async () => {
    const found = await node(`
      import document from 'swr-contract/openapi.json' with { type: 'json' };
      const yaml = import.meta.resolve('swr-contract/openapi.yaml');
      console.log(JSON.stringify([document.openapi, yaml.endsWith('/spec/openapi.yaml')]));
    `);
    expect(found).toEqual([expect.stringMatching(/^3\.1\./), true]);
  });

  test('its command runs', async () => {
    const command = join(folder, 'node_modules', manifest.name, manifest.bin['swr-contract']);
    const { stdout } = await run(process.execPath, [command, '--version'], { cwd: folder });
    expect(stdout.trim()).toBe(manifest.version);
    const cases = await run(process.execPath, [command, 'verify', '--list', '--depth', '0'], {
      cwd: folder,
      maxBuffer: 1e8,
    });
    expect(cases.stdout).toContain('createRepository/');
  });

  test.each(['nodenext', 'bundler'])('its types are found and right (moduleResolution %s)', async (resolution) => {
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable'],
      types: ['node'],
      typeRoots: [join(MODULES, '@types')],
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
      resolveJsonModule: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }));
    const { stdout } = await run(process.execPath, [join(MODULES, 'typescript', 'bin', 'tsc'), '-p', folder]).catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(stdout).toBe('');
  });

  test('publint has nothing to say', async () => {
    const { messages, pkg } = await publint({
      pkgDir: join(folder, 'node_modules', manifest.name),
      strict: true,
      pack: false,
    });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  test('are the types wrong? They are not', async () => {
    const attw = join(MODULES, '@arethetypeswrong', 'cli', 'dist', 'index.js');
    const args = [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'table-flipped'];
    await expect(
      run(process.execPath, [...args, '--exclude-entrypoints', 'openapi.yaml', 'openapi.json']),
    ).resolves.toMatchObject({ stderr: '' });
  });

  test('the browser part is small and needs no eval', async () => {
    const file = join(folder, 'size.js');
    writeFileSync(file, "export * from 'swr-contract/handlers';\n");
    const bundle = await rolldown({ input: file, platform: 'browser', external: /^msw(?:\/|$)/, logLevel: 'silent' });
    const { output } = await bundle.generate({ minify: true });
    await bundle.close();
    // What a page loads; made-up records (faker) come later, when they are asked for.
    const chunks = new Map(
      output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])),
    );
    const loaded = new Set([output[0].fileName]);
    for (const name of loaded) for (const imported of chunks.get(name)?.imports ?? []) loaded.add(imported);
    const code = [...loaded].map((name) => chunks.get(name)?.code ?? '').join('\n');
    const size = gzipSync(code, { level: 9 }).length;
    console.log(`the browser part: ${size} bytes gzip of at most ${MOST_GZIP}`);
    expect(size).toBeLessThanOrEqual(MOST_GZIP);
    expect(code).not.toMatch(/\beval\s*\(|new Function\b|[^.\w]Function\s*\(/);
    expect(code).toContain('createRepository');
  });

  test('a Vite app builds with it, for production', async () => {
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><title>app</title><script type="module" src="/main.js"></script>',
    );
    writeFileSync(
      join(folder, 'main.js'),
      "import { createWorker } from 'swr-contract/browser';\nconst { worker } = createWorker({ keep: true });\nawait worker.start();\n",
    );
    const { stderr } = await run(
      process.execPath,
      [join(MODULES, 'vite', 'bin', 'vite.js'), 'build', '--target', 'es2024'],
      { cwd: folder },
    );
    expect(stderr).not.toMatch(/error|externalized for browser/i);
    const assets = join(folder, 'dist', 'assets');
    const built = readdirSync(assets)
      .map((file) => readFileSync(join(assets, file), 'utf8'))
      .join('');
    expect(built).toContain('createRepository');
  });
});
