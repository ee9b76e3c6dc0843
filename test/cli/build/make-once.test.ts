import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { makeOnce, type Product, removeOthers } from '../../../src/cli/build/make-once.ts';

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'make-once-'));
  out = join(root, 'dist');
  write('src/main.ts', 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const read = (file: string): string => readFileSync(join(out, file), 'utf8');
/** What is there, but for what the build keeps for itself. */
const made = (): string[] =>
  readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.startsWith('.made') && existsSync(join(out, file)) && /\.\w+$/.test(file))
    .sort();

/** A program that loads a chunk, as a bundler makes it of src/main.ts. */
const product = (between: () => Promise<void> | void = () => undefined): Product & { runs: () => number } => {
  let runs = 0;
  return {
    name: 'program',
    sources: ['src'],
    runs: () => runs,
    make: async (folder) => {
      runs += 1;
      const text = readFileSync(join(root, 'src', 'main.ts'), 'utf8');
      mkdirSync(join(folder, 'chunks'));
      writeFileSync(join(folder, 'chunks', `${text}.js`), text);
      await between();
      writeFileSync(join(folder, 'main.js'), `import './chunks/${text}.js';`);
    },
  };
};
const imported = (): string => read(/chunks\/\w+\.js/.exec(read('main.js'))?.[0] ?? '');

describe('C13: a build', () => {
  test('is not made where nothing changed', async () => {
    const program = product();
    expect(await makeOnce(root, out, program)).toBe(true);
    expect(await makeOnce(root, out, program)).toBe(false);
    expect(program.runs()).toBe(1);
  });

  test.each<[what: string, change: () => void]>([
    ['a source changed', () => write('src/main.ts', 'two')],
    ['a source came', () => write('src/room/other.ts', 'three')],
    ['a source went', () => rmSync(join(root, 'src', 'spare.ts'))],
    ['a file of it is gone', () => rmSync(join(out, 'main.js'))],
    ['a file of it is another', () => writeFileSync(join(out, 'main.js'), 'edited')],
  ])('is made where %s', async (_what, change) => {
    write('src/spare.ts', '');
    const program = product();
    await makeOnce(root, out, program);
    change();
    expect(await makeOnce(root, out, program)).toBe(true);
    expect(imported()).toBe(readFileSync(join(root, 'src', 'main.ts'), 'utf8'));
  });

  test('is whole while five are made at once, and when they are done', async () => {
    await makeOnce(root, out, product());
    write('src/main.ts', 'two');
    let arrived = 0;
    let open = (): void => undefined;
    const allInside = new Promise<void>((resolve) => {
      open = resolve;
    });
    const five = Array.from({ length: 5 }, () =>
      product(() => {
        arrived += 1;
        if (arrived === 5) open();
        // What was there before is untouched until one is ready.
        expect(imported()).toBe('one');
        return allInside;
      }),
    );
    await Promise.all(five.map((program) => makeOnce(root, out, program)));
    expect(imported()).toBe('two');
    expect(await makeOnce(root, out, product())).toBe(false);
  });

  test('is made again after one from older sources came later', async () => {
    const older = product(async () => {
      write('src/main.ts', 'two');
      await makeOnce(root, out, product());
    });
    await makeOnce(root, out, older);
    expect(imported()).toBe('one');
    expect(await makeOnce(root, out, product())).toBe(true);
    expect(imported()).toBe('two');
  });

  test('that fails leaves what was there', async () => {
    await makeOnce(root, out, product());
    write('src/main.ts', 'two');
    const broken = product(() => Promise.reject(new Error('no')));
    await expect(makeOnce(root, out, broken)).rejects.toThrow('no');
    expect(made()).toEqual(['chunks/one.js', 'main.js']);
    expect(imported()).toBe('one');
  });

  test('leaves the modules of what runs, for a week', async () => {
    await makeOnce(root, out, product());
    write('src/main.ts', 'two');
    await makeOnce(root, out, product());
    removeOthers(out);
    expect(made()).toEqual(['chunks/one.js', 'chunks/two.js', 'main.js']);
    const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
    for (const chunk of ['one', 'two']) utimesSync(join(out, 'chunks', `${chunk}.js`), eightDaysAgo, eightDaysAgo);
    removeOthers(out);
    expect(made()).toEqual(['chunks/two.js', 'main.js']);
  });

  test('holds no file that is not made any more', async () => {
    const both: Product = {
      name: 'editions',
      sources: ['src'],
      make: async (folder) => {
        for (const name of readdirSync(join(root, 'src'))) writeFileSync(join(folder, `${name}.json`), '{}');
      },
    };
    write('src/other.ts', '');
    await makeOnce(root, out, both);
    rmSync(join(root, 'src', 'other.ts'));
    await makeOnce(root, out, both);
    expect(made()).toEqual(['main.ts.json']);
  });

  test('is packed alone', async () => {
    await makeOnce(root, out, product());
    write('src/main.ts', 'two');
    await makeOnce(root, out, product());
    write('dist/of-another-time.js', '');
    removeOthers(out, { all: true });
    expect(made()).toEqual(['chunks/two.js', 'main.js']);
  });
});
