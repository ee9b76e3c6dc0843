import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

const DEMO = join(import.meta.dirname, '..', '..', '..', 'mocks', 'demo');
const BASE = '/console/';

/** The example, built once. */
export interface BuiltDemo {
  /** Serves it on a random port: a fresh origin, so nothing is kept there. */
  readonly serve: () => Promise<ServedDemo>;
  readonly close: () => void;
}

export interface ServedDemo {
  /** With the base path and a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the example as a user would, below another path than `/`. */
export const buildDemo = async (): Promise<BuiltDemo> => {
  const outDir = mkdtempSync(join(tmpdir(), 'swr-demo-'));
  const options = { root: DEMO, configFile: join(DEMO, 'vite.config.ts'), base: BASE, build: { outDir } };
  await build(options);
  return {
    serve: async () => {
      const server = await preview({ ...options, preview: { port: 0 } });
      const [url = ''] = server.resolvedUrls?.local ?? [];
      return { url, close: () => server.close() };
    },
    close: () => rmSync(outDir, { recursive: true, force: true }),
  };
};
