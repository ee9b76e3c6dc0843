// npm runs this after each install in a clone, whose scripts build what they need themselves. An install from git or of
// the folder has nothing else that would build the package, and is begun somewhere else. Plain JavaScript: like
// require-node.js it must run on a Node that is too old, to say so.
import '../require-node.js';

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (process.env.INIT_CWD !== process.cwd())
  execFileSync(process.execPath, [fileURLToPath(new URL('build.ts', import.meta.url)), 'package'], {
    stdio: 'inherit',
  });
