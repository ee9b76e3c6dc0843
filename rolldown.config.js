import { builtinModules } from 'node:module';
import { defineConfig } from 'rolldown';

// One file a command loads: Node then reads some files instead of some hundred.
export default defineConfig({
  input: { 'swr-contract': 'src/cli/swr-contract.ts' },
  platform: 'node',
  external: [/^node:/, ...builtinModules, /^@faker-js\/faker/],
  output: { dir: 'dist', cleanDir: true, minify: false, sourcemap: true, chunkFileNames: '[name].js' },
  treeshake: {
    moduleSideEffects: [
      { test: /require-node|swr-contract\.ts$/, sideEffects: true },
      { external: true, sideEffects: true },
      { test: /./, sideEffects: false },
    ],
  },
});
