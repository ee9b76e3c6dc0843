import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { document } from '../../mocks/document.ts';
import manifest from '../../package.json' with { type: 'json' };
import { listCases } from '../../src/contract/laws/list-cases.ts';
import { listClauses } from '../../src/openapi/operations/clause.ts';
import { runMockHere } from '../cli/mock/run-mock-here.ts';
import { isRecipe, README_FILES, readSections } from '../examples/read-examples.ts';
import { type InstalledPackage, installPackage, ROOT } from './installed-package.ts';

/** What a page loads for the fake, without msw: bytes. */
const MOST_GZIP = 40 * 1024;
/** Of the handlers of an edition: later ones have three times the operations. */
const MOST_GZIP_OF_EDITION = 52 * 1024;
// A page may forbid it by its Content-Security-Policy.
const EVAL = /\beval\s*\(|\bnew Function\b|(?<![.\w$])Function\s*\(/;
/** What only the library of collections says. */
const LIBRARY = /Failed to execute "findFirst" on collection/;

/** What a set-up is for: each test begins with the first records. */
const USES_SET_UP = `
import { expect as toBe, test } from 'vitest';
test.each(['one test', 'the next'])('%s', async () => {
  const body = new FormData();
  body.set('repository', 'busybox');
  body.set('is_public', 'true');
  const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
  const { status } = await fetch(url, { method: 'POST', headers: { Authorization: 'Bearer demo' }, body });
  toBe(status).toBe(201);
});
`;

const PLAIN_CONSUMER = `
import { type Backend, createBackend, createEngine, createStore, document, listClauses, type Store } from 'swr-contract';
import { type Collections, createCollections, type Records } from 'swr-contract/collections';
import { type Report, verifyTarget } from 'swr-contract/contract';
import type { components, operations, paths } from 'swr-contract/types';
import type { components as LaterComponents, paths as LaterPaths } from 'swr-contract/types/2019-02';

export const store: Store = createBackend({ records: 3 }).store;
export const verify: (...given: Parameters<typeof verifyTarget>) => Promise<Report> = verifyTarget;
export type Created = paths['/v2/manage/namespaces/{namespace}/repos']['post']['responses'][201];
// @ts-expect-error the operation has no such answer.
export type Unknown = paths['/v2/manage/namespaces/{namespace}/repos']['post']['responses'][299];
export type Others = [components['schemas'], operations['createRepository']];
type ItemOf<Paths extends { '/v2/manage/repos': unknown }> = Paths['/v2/manage/repos'] extends {
  get: { responses: { 200: { content: { 'application/json': (infer Item)[] } } } };
} ? Item : never;
export const logo = (item: ItemOf<LaterPaths>): string => item.logo;
// @ts-expect-error the first edition shows none.
export const none = (item: ItemOf<paths>): string => item.logo;
export const isPublic = async (backend: Backend): Promise<boolean | undefined> => {
  const { repositories, accessDomains } = await createCollections(backend);
  await accessDomains.update((query) => query.where({ permit: 'read' }), {
    data: (draft) => {
      draft.deadline = 'forever';
    },
  });
  // @ts-expect-error a repository has no such property.
  repositories.findFirst((query) => query.where({ size: 1 }));
  return repositories.findFirst((query) => query.where({ name: (name) => name.startsWith('a') }))?.is_public;
};
export const ofLater = (backend: Backend): Promise<Collections<Records<LaterComponents>>> =>
  createCollections<Records<LaterComponents>>(backend);
export const ofOwn = async (backend: Backend): Promise<string | undefined> =>
  (await createCollections<{ things: { name: string } }>(backend)).things.findFirst()?.name;
export { createEngine, createStore, document, listClauses };
`;

const MSW_CONSUMER = `
import type { HttpHandler } from 'msw';
import { createWorker, type FakeWorker } from 'swr-contract/browser';
import { backend, createHandlers, handlers } from 'swr-contract/handlers';
import { createHandlers as createLater } from 'swr-contract/editions/2019-02/handlers';
import { createWorker as createLaterWorker } from 'swr-contract/editions/2019-02/browser';
import { server as later } from 'swr-contract/editions/2019-02/node';
import { server } from 'swr-contract/node';

export const others: HttpHandler[] = createLater({ readings: { A4: 'object' } });
export const laterWorker: FakeWorker = createLaterWorker();
later.close();
export const all: HttpHandler[] = [...handlers, ...createHandlers({ baseUrl: '/api', records: 3 })];
export const worker = (): FakeWorker => createWorker({ keep: true });
export const begin = async (): Promise<void> => {
  server.listen();
  await backend.reset();
};
`;

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

const exportsOf = (entry: string): Promise<unknown> =>
  installed.evaluate(`console.log(JSON.stringify(Object.keys(await import('${entry}'))))`);

describe('installed without msw', () => {
  test('no msw comes with it', () => {
    expect(installedCopies('msw')).toEqual([]);
  });

  test.each([
    [
      'swr-contract',
      ['applyReadings', 'createBackend', 'createEngine', 'createStore', 'document', 'listClauses', 'listOperations'],
    ],
    [
      'swr-contract/contract',
      [
        'contractTests',
        'createSendHttp',
        'htmlReport',
        'junitReport',
        'listCases',
        'listEditions',
        'loadEdition',
        'verifyTarget',
      ],
    ],
    ['swr-contract/collections', ['createCollections']],
    ['swr-contract/types', []],
    ['swr-contract/types/2019-02', []],
  ])('%s has its exports under plain Node', async (entry, names) => {
    expect(await exportsOf(entry)).toEqual(expect.arrayContaining(names));
  });

  test('[S1] [S3] the backend answers, with made-up records too', async () => {
    const answers = await installed.evaluate(`
      import { createBackend } from 'swr-contract';
      const backend = createBackend({ records: 3 });
      await backend.ready;
      const create = () => {
        const body = new FormData();
        body.set('repository', 'busybox');
        body.set('is_public', 'true');
        const request = { method: 'POST', headers: { authorization: 'Bearer t' }, body };
        return backend.fetch(new Request('http://127.0.0.1/v2/manage/namespaces/group/repos', request));
      };
      const [first, second] = [await create(), await create()];
      console.log(JSON.stringify([first.status, second.status, (await second.json()).errors.length]));
    `);
    expect(answers).toEqual([201, 409, 1]);
  });

  test('the document can be imported, as YAML and as JSON', async () => {
    const found = await installed.evaluate(`
      import document from 'swr-contract/openapi.json' with { type: 'json' };
      import { readFileSync } from 'node:fs';
      const yaml = readFileSync(new URL(import.meta.resolve('swr-contract/openapi.yaml')), 'utf8');
      console.log(JSON.stringify([document.openapi, /^openapi: 3\\.1/m.test(yaml), 'description' in document.info]));
    `);
    expect(found).toEqual([expect.stringMatching(/^3\.1\./), true, true]);
  });

  test('[R2] the editions are known by name, and answer as they say', async () => {
    const found = await installed.evaluate(`
      import { createBackend } from 'swr-contract';
      import { listCases, listEditions, loadEdition } from 'swr-contract/contract';
      import imported from 'swr-contract/editions/2019-02.json' with { type: 'json' };
      const document = loadEdition('2019-02');
      const clauses = listCases(document, { depth: 'smoke' }).flatMap(({ clauses }) => clauses);
      const create = async (options) => {
        const body = new FormData();
        body.set('repository', '9a');
        body.set('is_public', 'true');
        const request = { method: 'POST', headers: { authorization: 'Bearer t' }, body };
        const url = 'http://127.0.0.1/v2/manage/namespaces/group/repos';
        return (await createBackend(options).fetch(new Request(url, request))).status;
      };
      let refusal = '';
      try { loadEdition('../2019-02'); } catch (error) { refusal = error.message; }
      console.log(JSON.stringify([
        listEditions(), imported.info.version, clauses.includes('R2@2019-02'),
        await create(), await create({ document }), refusal,
      ]));
    `);
    const known = readdirSync(packageIn('dist', 'editions')).filter((file) => file.endsWith('.json'));
    const names = known.map((file) => file.slice(0, -'.json'.length)).sort();
    const refusal = `there is no such edition (known: ${names.join(', ')}).`;
    expect(found).toEqual([names, '2019-02', true, 400, 201, expect.stringContaining(refusal)]);
    expect(names).toEqual(expect.arrayContaining([document.info.version, '2019-02']));
  });

  test('the contract suite finds all of its cases in the document', async () => {
    const found = await installed.evaluate(`
      import { createBackend, document, listClauses } from 'swr-contract';
      import { listCases } from 'swr-contract/contract';
      const unplaced = listClauses(document).filter(({ place }) => place === '').length;
      const count = (document) => listCases(document, { depth: 'smoke' }).length;
      console.log(JSON.stringify([count(document), count(createBackend().document()), unplaced]));
    `);
    const unplaced = listClauses(document).filter(({ place }) => place === '').length;
    const cases = listCases(document, { depth: 'smoke' }).length;
    expect(found).toEqual([cases, cases, unplaced]);
  });

  test('the contract suite proves the backend, by the document that it reads too', async () => {
    const found = await installed.evaluate(`
      import { createBackend, document } from 'swr-contract';
      import { verifyTarget } from 'swr-contract/contract';
      const verify = async (backend, document) => {
        const send = async ({ method, path, headers, body, credentials }) => {
          const sent = credentials ? { authorization: 'Bearer t', ...headers } : headers;
          const { answer } = await backend.engine().handle({ method, target: path, headers: sent, body });
          return { ...answer, duration: 0 };
        };
        const { outcome } = await verifyTarget({ document, tool: 'test', target: 'http://api.test', send, depth: 'smoke' });
        return outcome;
      };
      const own = createBackend();
      console.log(JSON.stringify([await verify(createBackend(), document), await verify(own, own.document())]));
    `);
    expect(found).toEqual(['conforms', 'conforms']);
  });

  test('its command runs', async () => {
    expect((await installed.command('--version')).trim()).toBe(manifest.version);
    expect(readFileSync(packageIn('dist', 'swr-contract.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(await installed.command('verify', '--list', '--depth', 'smoke')).toContain('createRepository/');
    const later = await installed.command('verify', '--list', '--only', 'R2@2019-02', '--edition', '2019-02');
    expect(later).toContain('[R2@2019-02 ');
  });

  // Node 22.15 and later can say which files it reads.
  const whereFilesAreTold = test.runIf('registerHooks' in module);
  whereFilesAreTold.each([[], ['--edition', '2019-02']])(
    'its fake starts without a reader of YAML (%j)',
    async (...options) => {
      const hook = `
      import { readFileSync } from 'node:fs';
      import { registerHooks } from 'node:module';
      const load = (url, context, next) => {
        const readsYaml = url.startsWith('file:') && readFileSync(new URL(url), 'utf8').includes('YAMLParseError');
        console.error(readsYaml ? 'reads YAML' : 'loaded', url);
        return next(url, context);
      };
      registerHooks({ load });
    `;
      const flags = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
      const command = [packageIn('dist', 'swr-contract.js'), 'mock', '--port', '0', ...options];
      const fake = spawn(process.execPath, [...flags, ...command]);
      let loaded = '';
      fake.stderr.setEncoding('utf8').on('data', (text: string) => {
        loaded += text;
      });
      const [started] = (await once(fake.stdout.setEncoding('utf8'), 'data')) as [string];
      fake.kill();
      await once(fake, 'close');
      expect(started).toContain('listening');
      expect(loaded).toMatch(/^loaded .*swr-contract\.js$/m);
      expect(loaded).not.toContain('reads YAML');
    },
  );

  test.each(['nodenext', 'bundler'] as const)('its types are found and right (%s)', async (resolution) => {
    expect(await installed.typeCheck(PLAIN_CONSUMER, resolution)).toBe('');
  });
});

describe.each(oldestAndNewest(manifest.peerDependencies.msw))('beside msw %s', (range) => {
  beforeAll(() => installed.install(`msw@${range}`));

  test('there is one msw', () => {
    expect(installedCopies('msw')).toEqual([join('node_modules', 'msw')]);
  });

  test.each([
    ['swr-contract/handlers', ['backend', 'createHandlers', 'handlers']],
    ['swr-contract/node', ['server']],
    ['swr-contract/browser', ['createWorker', 'worker']],
    ['swr-contract/editions/2019-02/handlers', ['backend', 'createHandlers', 'handlers']],
    ['swr-contract/editions/2019-02/node', ['server']],
    ['swr-contract/editions/2019-02/browser', ['createWorker', 'worker']],
  ])('%s has its exports under plain Node', async (entry, names) => {
    expect(await exportsOf(entry)).toEqual(expect.arrayContaining(names));
  });

  test('[S1] [S3] the handlers answer under plain Node', async () => {
    const statuses = await installed.evaluate(`
      import { backend } from 'swr-contract/handlers';
      import { server } from 'swr-contract/node';
      server.listen();
      const create = async () => {
        const body = new FormData();
        body.set('repository', 'busybox');
        body.set('is_public', 'true');
        const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
        return (await fetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body })).status;
      };
      const statuses = [await create(), await create()];
      await backend.reset();
      console.log(JSON.stringify([...statuses, await create()]));
      server.close();
    `);
    expect(statuses).toEqual([201, 409, 201]);
  });

  test('[R2] the handlers of an edition answer under plain Node, with its readings', async () => {
    const answers = await installed.evaluate(`
      import { createHandlers } from 'swr-contract/editions/2019-02/handlers';
      import { setupServer } from 'msw/node';
      const server = setupServer(...createHandlers({ readings: { A4: 'object' } }));
      server.listen();
      const body = new FormData();
      body.set('repository', '9a');
      body.set('is_public', 'true');
      const url = 'https://swr.example.com/v2/manage/namespaces/group/repos';
      const answer = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body });
      console.log(JSON.stringify([answer.status, await answer.json()]));
      server.close();
    `);
    expect(answers).toEqual([201, {}]);
  });

  test('[S1] [R2] [RD4] the set-ups and tests in the READMEs run as written', async () => {
    const recipes = README_FILES.flatMap(readSections).flatMap(({ examples }) => examples.filter(isRecipe));
    const fake = await runMockHere('--log', 'off');
    const vitest = join(installed.folder, 'node_modules', 'vitest');
    symlinkSync(join(ROOT, 'node_modules', 'vitest'), vitest, 'junction');
    for (const [index, { code }] of recipes.entries()) {
      const here = code.replace('http://127.0.0.1:30303', fake.origin).replace('@jest/globals', 'vitest');
      writeFileSync(
        join(installed.folder, `recipe-${index}.test.js`),
        /\btest\(/.test(code) ? here : here + USES_SET_UP,
      );
    }
    try {
      const flags = ['--root', installed.folder, '--reporter', 'tap-flat'];
      const { stdout } = await installed.tool('vitest/vitest.mjs', 'run', ...flags);
      for (const [index, { place }] of recipes.entries())
        expect(stdout, place).toMatch(new RegExp(`^ok .*recipe-${index}\\.test\\.js > `, 'm'));
      expect(stdout).not.toMatch(/^not ok/m);
    } finally {
      rmSync(vitest);
      await fake.stop();
    }
  });

  test('the browser entry says in Node what to use instead', async () => {
    const said = await installed.evaluate(`
      import { createWorker, worker } from 'swr-contract/browser';
      const attempts = [() => createWorker({ keep: true }), () => worker.start()];
      console.log(JSON.stringify(attempts.map((attempt) => { try { attempt(); } catch (error) { return error.message; } })));
    `);
    const message = expect.stringContaining('this is no browser');
    expect(said).toEqual([message, message]);
  });

  test.each(['nodenext', 'bundler'] as const)('its types are found and right (%s)', async (resolution) => {
    expect(await installed.typeCheck(MSW_CONSUMER, resolution)).toBe('');
  });

  test.each([
    [
      'swr-contract/handlers',
      "import { setupWorker } from 'msw/browser';\nimport { handlers } from 'swr-contract/handlers';\nawait setupWorker(...handlers).start();\n",
    ],
    [
      'swr-contract/browser',
      "import { createWorker } from 'swr-contract/browser';\nawait createWorker({ keep: true }).worker.start();\n",
    ],
  ])('a Vite app with %s builds for production and needs no eval', async (_entry, code) => {
    const page = '<!doctype html><title>app</title><script type="module" src="/main.js"></script>\n';
    writeFileSync(join(installed.folder, 'index.html'), page);
    writeFileSync(join(installed.folder, 'main.js'), code);
    const { stderr } = await installed.tool('vite/bin/vite.js', 'build', '--target', 'es2024', '--emptyOutDir');
    expect(stderr).not.toMatch(/error|externalized for browser/i);
    const assets = join(installed.folder, 'dist', 'assets');
    const built = readdirSync(assets).map((file) => readFileSync(join(assets, file), 'utf8'));
    expect(built.join('\n')).toContain('createRepository');
    expect(built.filter((text) => EVAL.test(text))).toEqual([]);
  });
});

describe('what is published', () => {
  test('holds what it needs and nothing else', () => {
    const files = packagedFiles();
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'spec/openapi.yaml', 'dist/swr-contract.js']),
    );
    expect(
      files.filter(
        (file) =>
          !/^(?:dist\/|spec\/|package\.json$|LICENSE$|README|(?:mocks|src\/contract|src\/server)\/README[\w.-]*\.md$|src\/contract\/report\/report\.schema\.json$)/.test(
            file,
          ),
      ),
    ).toEqual([]);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test('says whose code is inside of it', () => {
    const text = readFileSync(packageIn('dist', 'third-party-licences.txt'), 'utf8');
    const inside = [...text.matchAll(/^((?:@[\w-]+\/)?[\w-]+) \d+\.\S+ \((.+)\)$/gm)].map(([, name]) => name);
    expect(inside).toEqual(expect.arrayContaining(['commander', 'preact', 'refa', 'yaml']));
    // A dependency: a project has its own, for the library's queries and errors to be the same.
    expect(inside).not.toContain('@msw/data');
    expect(text.match(/permission/gi)?.length).toBeGreaterThanOrEqual(inside.length);
  });

  test('D8: who does not read "exports" (moduleResolution node10) finds the same types', () => {
    const typed = Object.entries(manifest.exports).flatMap(([entry, target]) => {
      const types = typeof target === 'string' ? target : target.types;
      return /\.(?:d\.ts|json)$/.test(types) ? [[entry.slice(2), [types]]] : [];
    });
    const own = ['', 'package.json', 'report.schema.json'];
    const others = typed.filter(([name]) => !own.includes(String(name)));
    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(others));
    expect(manifest.types).toBe(manifest.exports['.'].types);
  });

  test('publint has nothing to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: packageIn(), strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  test('are the types wrong? They are not', async () => {
    const flags = ['--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'table-flipped'];
    const documents = ['--exclude-entrypoints', 'openapi.yaml', 'openapi.json'];
    const attw = installed.tool('@arethetypeswrong/cli/dist/index.js', installed.tarball, ...flags, ...documents);
    await expect(attw).resolves.toMatchObject({ stderr: '' });
  });

  test('the browser part is small and needs no eval', async () => {
    const code = await bundleForBrowser("export * from 'swr-contract/handlers';");
    const size = gzipSync(code, { level: 9 }).length;
    const worker = gzipSync(await bundleForBrowser("export { createWorker } from 'swr-contract/browser';")).length;
    console.log(`the browser part: ${size} bytes gzip of at most ${MOST_GZIP}; with createWorker ${worker}`);
    expect(size).toBeLessThanOrEqual(MOST_GZIP);
    expect(code).not.toMatch(EVAL);
    expect(code).toContain('createRepository');
    // Who asks for collections loads the library that they are of, and nobody else.
    expect(code).not.toMatch(LIBRARY);
    const collections = await bundleForBrowser(
      "export * from 'swr-contract/handlers'; export { createCollections } from 'swr-contract/collections';",
    );
    expect(collections).toMatch(LIBRARY);
    const more = gzipSync(collections, { level: 9 }).length - size;
    console.log(`collections beside them: ${more} bytes gzip more`);
  });

  test('each edition is small too, and alone', async () => {
    const names = readdirSync(packageIn('dist', 'lib', 'editions'));
    expect(names).toContain('2019-02');
    const sizes: Record<string, number> = {};
    for (const name of names) {
      const code = await bundleForBrowser(`export * from 'swr-contract/editions/${name}/handlers';`);
      sizes[name] = gzipSync(code, { level: 9 }).length;
      const others = names.filter((other) => other !== name && code.includes(`version:\`${other}\``));
      expect(others, name).toEqual([]);
      expect(code).toContain(`version:\`${name}\``);
    }
    console.log(`bytes gzip of each edition's handlers, of at most ${MOST_GZIP_OF_EDITION}: ${JSON.stringify(sizes)}`);
    for (const [name, size] of Object.entries(sizes)) expect(size, name).toBeLessThanOrEqual(MOST_GZIP_OF_EDITION);
  });

  test('a bundler leaves out the document, the default backend and its worker where nobody asks for them', async () => {
    const readers = await bundleForBrowser("export { listClauses } from 'swr-contract';");
    expect(readers).not.toContain('createRepository');
    const own = await bundleForBrowser("export { createWorker } from 'swr-contract/browser';", false);
    expect(own.match(/\bsetupWorker\(/g)).toHaveLength(1);
  });
});

/** What a page loads at once, without msw. Made-up records (faker) come later, when they are asked for. */
async function bundleForBrowser(code: string, minify = true): Promise<string> {
  const file = join(installed.folder, 'size.js');
  writeFileSync(file, code);
  const bundle = await rolldown({ input: file, platform: 'browser', external: /^msw(?:\/|$)/, logLevel: 'silent' });
  const { output } = await bundle.generate({ minify });
  await bundle.close();
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])));
  const loaded = new Set([output[0].fileName]);
  for (const name of loaded) for (const imported of chunks.get(name)?.imports ?? []) loaded.add(imported);
  return [...loaded].map((name) => chunks.get(name)?.code ?? '').join('\n');
}

/** The folder of the installed package, or a file in it. */
function packageIn(...path: readonly string[]): string {
  return join(installed.folder, 'node_modules', manifest.name, ...path);
}

function packagedFiles(): string[] {
  return readdirSync(packageIn(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(packageIn().length + 1)
        .replaceAll('\\', '/'),
    );
}

/** Where copies of a package are in the project, at any depth. */
function installedCopies(name: string): string[] {
  return readdirSync(installed.folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(join('node_modules', name)),
  );
}

/** `^2.12.0 || ^3.0.0`: 2.12.0 itself, and the newest that ^3.0.0 admits. */
function oldestAndNewest(range: string): string[] {
  const majors = range.split(' || ');
  return [majors.at(0)?.replace('^', '') ?? range, majors.at(-1) ?? range];
}
