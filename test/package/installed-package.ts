import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of this clone. */
export const ROOT = join(import.meta.dirname, '..', '..');
const MODULES = join(ROOT, 'node_modules');

const run = promisify(execFile);

/** A project of somebody else's, with the packed package installed as npm does it. */
export interface InstalledPackage {
  readonly folder: string;
  readonly tarball: string;
  /** Installs one more package, e.g. `msw@^3.0.0`. */
  readonly install: (specifier: string) => Promise<void>;
  /** Runs a module's code there and returns the JSON that it prints. */
  readonly evaluate: (code: string) => Promise<unknown>;
  /** Runs the package's command and returns what it prints. */
  readonly command: (...args: readonly string[]) => Promise<string>;
  /** Runs a tool of this clone (a file below node_modules) there. */
  readonly tool: (file: string, ...args: readonly string[]) => Promise<{ stdout: string; stderr: string }>;
  /**
   * Type-checks one file with nothing but what is installed there, declarations of packages too.
   * Returns the complaints about it and about this package: msw 2.12 has an error of its own.
   */
  readonly typeCheck: (code: string, moduleResolution: 'nodenext' | 'bundler') => Promise<string>;
}

/** Packs what `npm run build` has built and installs it in an empty project. */
export const installPackage = async (): Promise<InstalledPackage> => {
  if (!existsSync(join(ROOT, 'dist', 'lib', 'index.js')))
    throw new Error('Failed to pack the package: it is not built. Run "npm run build" first.');
  const home = mkdtempSync(join(tmpdir(), 'swr-contract-package-'));
  const folder = join(home, 'app');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  const npm = (...args: readonly string[]) => run('npm', [...args, '--ignore-scripts'], { cwd: folder });
  const node = (...args: readonly string[]) => run(process.execPath, [...args], { cwd: folder, maxBuffer: 1e8 });
  const install = async (specifier: string): Promise<void> => {
    await npm('install', specifier, '--prefer-offline', '--no-audit', '--no-fund');
  };

  await npm('pack', ROOT, '--pack-destination', home);
  const tarball = join(home, readdirSync(home).find((file) => file.endsWith('.tgz')) ?? '');
  await install(tarball);

  const tool: InstalledPackage['tool'] = (file, ...args) => node(join(MODULES, ...file.split('/')), ...args);
  return {
    folder,
    tarball,
    install,
    tool,
    evaluate: async (code) => JSON.parse((await node('--input-type=module', '--eval', code)).stdout),
    command: async (...args) =>
      (await run(join(folder, 'node_modules', '.bin', 'swr-contract'), [...args], { cwd: folder, maxBuffer: 1e8 }))
        .stdout,
    typeCheck: async (code, moduleResolution) => {
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: false,
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        types: [],
        module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
        moduleResolution,
        resolveJsonModule: true,
      };
      writeFileSync(join(folder, 'consumer.ts'), code);
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
      const failed = (error: unknown) => error as { stdout: string };
      const { stdout } = await tool('typescript/bin/tsc', '-p', folder, '--pretty', 'false').catch(failed);
      // A complaint's further lines are indented.
      const complaints = stdout.trim().split(/\n(?! )/);
      return complaints.filter((text) => !/^node_modules\/(?!swr-contract\/)/.test(text)).join('\n');
    },
  };
};
