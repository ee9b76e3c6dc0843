// Plain JavaScript that imports no package: it runs first, where nothing may be installed, on whatever Node there is.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Whether a package is in this folder or, as in a workspace, in one above it. */
const isInstalled = (name) => {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', name))) return true;
    if (folder === dirname(folder)) return false;
  }
};

const [first, ...others] = Object.keys({ ...devDependencies, ...dependencies }).filter((name) => !isInstalled(name));
if (first !== undefined) {
  const names = others.length > 0 ? `${first} and ${others.length} more` : first;
  const cause = process.env.NODE_ENV === 'production' ? 'NODE_ENV=production leaves them out. ' : '';
  console.error(`Failed to run this script: packages are missing (${names}).\n${cause}Run: npm ci --include=dev`);
  process.exit(1);
}

// Only now: the right Node is one of the packages.
await import('./require-node.js');
