import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

interface Import {
  readonly file: string;
  /** As it stands there: `../model/request.ts`. */
  readonly name: string;
  /** `src/engine`, `mocks`, `spec` for a file of ours, else the name of a package or `node:` module. */
  readonly from: string;
  readonly typeOnly: boolean;
}

interface Source {
  readonly file: string;
  readonly folder: string;
  readonly text: string;
}

/** Code for browsers, bundled by src/cli/build/build-pages.ts. */
const PAGES = join('src', 'server', 'pages');

/** What has the library of collections. */
const COLLECTIONS = join('src', 'collections') + sep;

/** An app of its own on top of the fake. */
const DEMO = join('mocks', 'demo');

/** `src/engine/access/cors.ts` is in src/engine, `mocks/node.ts` in mocks. */
const folderOf = (file: string): string => {
  const steps = file.split(sep);
  if (file.startsWith(PAGES + sep)) return 'src/server/pages';
  if (file === DEMO || file.startsWith(DEMO + sep)) return 'mocks/demo';
  return steps[0] === 'src' ? steps.slice(0, 2).join('/') : (steps[0] ?? '');
};

const SOURCES: readonly Source[] = ['src', 'mocks'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]sx?$/.test(name))
    .map((name) => join(top, name))
    .map((file) => ({ file, folder: folderOf(file), text: readFileSync(join(ROOT, file), 'utf8') })),
);

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]/gm;
const BARE = /(?:^\s*import|\bimport\()\s*['"]([^'"]+)['"]/gm;

const IMPORTS: readonly Import[] = SOURCES.flatMap(({ file, text }) => {
  const found = [
    ...[...text.matchAll(STATEMENT)].map(([, type, name = '']) => ({ name, typeOnly: type !== undefined })),
    ...[...text.matchAll(BARE)].map(([, name = '']) => ({ name, typeOnly: false })),
  ];
  return found.map(({ name, typeOnly }) => ({
    file,
    name,
    from: name.startsWith('.') ? folderOf(relative(ROOT, join(ROOT, dirname(file), name))) : name,
    typeOnly,
  }));
});

const importsOf = (folder: string): readonly Import[] => IMPORTS.filter(({ file }) => folderOf(file) === folder);
const isOurs = (from: string): boolean => /^(src\/|mocks(\/demo)?$|spec$|test$|package\.json$)/.test(from);
const show = (imports: readonly Import[]): string[] => imports.map(({ file, from }) => `${file} imports ${from}`);

const MAY_IMPORT: Readonly<Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>> =
  {
    'src/http': { values: ['src/text'] },
    'src/text': { values: [] },
    'src/ui': { values: [], types: ['src/text'] },
    'src/openapi': { values: [] },
    'src/values': { values: ['src/openapi'] },
    'src/store': { values: ['src/openapi'] },
    'src/collections': { values: ['src/openapi', 'src/store'] },
    'src/engine': { values: ['src/openapi', 'src/http'] },
    'src/contract': { values: ['src/openapi', 'src/values', 'src/http', 'src/text'] },
    'src/reporters': { values: ['src/contract', 'src/http', 'src/text', 'src/ui'] },
    'src/changes': { values: ['src/openapi', 'src/values', 'src/text'] },
    'src/identify': { values: ['src/contract', 'src/values', 'src/openapi', 'src/http', 'src/text'] },
    'src/server': { values: ['src/engine', 'src/http', 'src/text'], types: ['src/openapi', 'src/store'] },
    'src/server/pages': {
      values: ['src/openapi', 'src/http', 'src/text', 'src/ui'],
      types: ['src/server', 'src/engine', 'src/changes'],
    },
    'src/cli': {
      values: [
        'src/http',
        'src/text',
        'src/ui',
        'src/openapi',
        'src/store',
        'src/engine',
        'src/contract',
        'src/reporters',
        'src/changes',
        'src/identify',
        'src/server',
        'mocks',
        'spec',
        'package.json',
      ],
    },
    mocks: {
      values: ['src/engine', 'src/store', 'src/collections', 'src/openapi', 'src/values', 'spec'],
      types: ['src/http'],
    },
    'mocks/demo': { values: ['src/openapi', 'src/ui', 'mocks', 'spec'] },
  };

describe('who imports whom', () => {
  it('every folder of sources has a row', () => {
    expect([...new Set(SOURCES.map(({ folder }) => folder))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('the imports are found at all', () => {
    expect(show(IMPORTS)).toEqual(
      expect.arrayContaining([
        'src/engine/create-engine.ts imports src/openapi',
        'mocks/handlers.ts imports msw',
        'src/server/state/state-bytes.ts imports node:fs',
        'src/server/state/state-file.ts imports src/store',
        'mocks/document.ts imports spec',
        'mocks/records/seed-records.ts imports @faker-js/faker/locale/en',
      ]),
    );
  });

  it.each(Object.entries(MAY_IMPORT))('%s', (folder, { values, types = [] }) => {
    const wrong = importsOf(folder).filter(
      ({ from, typeOnly }) =>
        isOurs(from) && from !== folder && !values.includes(from) && !(typeOnly && types.includes(from)),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('no two files need each other, not even by way of others', () => {
    const next = new Map(SOURCES.map(({ file }) => [file, new Set<string>()]));
    for (const { file, name } of IMPORTS) if (name.startsWith('.')) next.get(file)?.add(join(dirname(file), name));
    // Files that import none of those left, or that none of them imports, go, again and again: circles are left.
    for (let before = 0; before !== next.size; ) {
      before = next.size;
      const wanted = new Set([...next.values()].flatMap((imports) => [...imports]));
      for (const [file, imports] of next)
        if (!wanted.has(file) || ![...imports].some((other) => next.has(other))) next.delete(file);
    }
    expect([...next.keys()]).toEqual([]);
  });

  it('no import leads out of the sources', () => {
    expect(show(IMPORTS.filter(({ from }) => from === 'test' || from === '..'))).toEqual([]);
  });
});

/** The rooms of the contract suite in the order of a run: each imports only those before it. */
const ROOMS = ['model', 'cases', 'laws', 'run', 'survey', 'judge', 'diagnose', 'report'] as const;

/** What leads through all rooms stands beside them. */
const ENTRANCE = 'verify-target.ts';

/** Beside each other a dozen files can be taken in; README files stand beside them. */
it('no folder has more than a dozen files side by side', () => {
  const crowded = ['src', 'mocks', 'test', 'spec'].flatMap((top) =>
    [
      top,
      ...readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [join(relative(ROOT, entry.parentPath), entry.name)] : [],
      ),
    ].flatMap((folder) => {
      const files = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter(
        (entry) => entry.isFile() && !/\.(?:md|png)$/.test(entry.name),
      );
      return files.length > 12 ? [`${folder}: ${files.length}`] : [];
    }),
  );
  expect(crowded).toEqual([]);
});

describe('the rooms of src/contract', () => {
  const CONTRACT = join('src', 'contract');
  /** `judge` for a file in src/contract/judge; undefined for one beside the rooms, or elsewhere. */
  const roomOf = (file: string): string | undefined => {
    const [first, ...rest] = relative(CONTRACT, file).split(sep);
    return file.startsWith(CONTRACT + sep) && rest.length > 0 ? first : undefined;
  };
  const entries = readdirSync(join(ROOT, CONTRACT), { withFileTypes: true });
  const between = IMPORTS.flatMap(({ file, name, from }) => {
    if (from !== 'src/contract') return [];
    const room = roomOf(file);
    const other = join(dirname(file), name);
    return room === undefined ? [] : [{ room, other, text: `${file} imports ${relative(CONTRACT, other)}` }];
  });

  it('every folder is a room of the list', () => {
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(folders.toSorted()).toEqual([...ROOMS].sort());
  });

  it(`beside them lies ${ENTRANCE}, and at most one file more`, () => {
    const files = entries.map(({ name }) => name).filter((name) => name.endsWith('.ts'));
    expect(files).toContain(ENTRANCE);
    expect(files.filter((name) => name !== ENTRANCE).length, files.join(', ')).toBeLessThanOrEqual(1);
  });

  it('the imports between them are found at all', () => {
    const texts = between.map(({ text }) => text);
    expect(texts).toContain(`${join(CONTRACT, 'judge', 'judge.ts')} imports ${join('laws', 'world.ts')}`);
  });

  it.each(ROOMS.map((room, index) => [room, ROOMS.slice(0, index + 1)] as const))('%s', (room, known) => {
    const wrong = between.filter((each) => each.room === room && !known.some((name) => name === roomOf(each.other)));
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });
});

describe('where a platform or package may be used', () => {
  it('node: only in src/server and src/cli', () => {
    const wrong = IMPORTS.filter(
      ({ file, from }) =>
        from.startsWith('node:') &&
        !['src/server', 'src/cli'].includes(folderOf(file)) &&
        ![join(DEMO, 'vite.config.ts'), join(DEMO, 'worker-script.ts')].includes(file),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('Node is not used by its globals either: process, Buffer, require', () => {
    const wrong = SOURCES.filter(
      ({ folder, text }) =>
        !['src/server', 'src/cli'].includes(folder) && /(?<![\w.'"`-])(?:process\.|Buffer\.|require\()/.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('msw only in mocks', () => {
    const wrong = IMPORTS.filter(({ file, from }) => /^msw(\/|$)/.test(from) && !file.startsWith('mocks'));
    expect(show(wrong)).toEqual([]);
  });

  // Who does not ask for collections does not load the library.
  it('@msw/data only in src/collections, and that only in the entry for it', () => {
    const library = IMPORTS.filter(({ file, from }) => /^@msw\/data(\/|$)/.test(from) && !file.startsWith(COLLECTIONS));
    expect(show(library)).toEqual([]);
    const users = IMPORTS.filter(({ file, from }) => from === 'src/collections' && folderOf(file) !== from);
    expect([...new Set(users.map(({ file }) => file))]).toEqual([join('mocks', 'collections.ts')]);
  });

  // Types too: a user's compiler reads declarations.
  it('every package is a dependency, or msw (a peer), or inside of a bundle', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'peerDependencies',
      Record<string, string>
    >;
    const known = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const wrong = IMPORTS.filter(
      ({ file, from }) =>
        // Makes the bundle; it is not part of it.
        !(/^src\/cli\/build\//.test(file) && from === 'rolldown') &&
        // Bundled into the pages, and into the command line.
        !(/^src\/(?:ui|server\/pages)$/.test(folderOf(file)) && /^preact(?:$|\/)/.test(from)) &&
        !(
          /^src\/(?:cli\/|openapi\/document\/parse-yaml\.ts$)/.test(file) && /^(?:commander|scslre|yaml)$/.test(from)
        ) &&
        !(file === join('src', 'openapi', 'document', 'parse-document.ts') && from === '@scalar/openapi-upgrader') &&
        !(file === join('src', 'openapi', 'overlays', 'json-path.ts') && from === 'jsonpath-rfc9535') &&
        // The package itself, whose types lie elsewhere than in a clone.
        !(file === join('mocks', 'collections.ts') && from === 'swr-contract/types') &&
        // The example is no part of the package.
        !(folderOf(file) === 'mocks/demo' && /^(?:preact|openapi-fetch|vite)(?:$|\/)/.test(from)) &&
        !isOurs(from) &&
        !from.startsWith('node:') &&
        !known.some((name) => from === name || from.startsWith(`${name}/`)),
    );
    expect(show(wrong)).toEqual([]);
  });
});

it('the machinery knows no particular contract: its words stand in spec, mocks and the command line only', () => {
  const wrong = SOURCES.filter(
    ({ folder, text }) =>
      folder.startsWith('src/') && folder !== 'src/cli' && /swr|SVCSTG|busybox|\/v2\/manage/i.test(text),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});
