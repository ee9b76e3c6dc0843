// After `npm test`: what it leaves to other commands.
console.log(`
Left to others:  npm run test:browser   pages, worker and example, in Chromium
                 npm run test:package   the package, packed and installed
                 npm run faults         every planted fault (here: a sample)
                 npm run fuzz           hundreds of thousands of requests (here: a few)
                 npm run test:runtimes  Node 22.12, 24, 26, Bun, Deno, Jest
`);
