// Plain JavaScript without imports: it must run on the Node that it refuses.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `swr-contract needs Node 22.12 or newer, and this is ${process.versions.node}. ` +
      'Install Node 24. (In a clone of this project, "npm ci" with install scripts switched on brings its own.)',
  );
  process.exit(1);
}
