// npm runs this after each install in a clone, whose scripts build what they need themselves. An install from git or of
// the folder has nothing else that would build the package, and is begun somewhere else. Plain JavaScript: like
// require-install.js it must run where nothing is installed, to say so.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (process.env.INIT_CWD !== process.cwd()) {
  await import('../require-install.js');
  execFileSync(process.execPath, [fileURLToPath(new URL('build.ts', import.meta.url)), 'package'], {
    stdio: 'inherit',
  });
}
