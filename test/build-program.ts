import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Before the tests that run the program: it is built, if it is not as its sources are. */
export const setup = (): void => {
  const build = join(import.meta.dirname, '..', 'src', 'cli', 'build', 'build.ts');
  execFileSync(process.execPath, [build, 'program'], { stdio: 'inherit' });
};
