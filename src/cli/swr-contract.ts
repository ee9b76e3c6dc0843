#!/usr/bin/env node
import './require-node.js';

// What V8 compiles is kept for the next start, where Node keeps it for all programs that ask. Bun has no such thing.
process.getBuiltinModule('node:module').enableCompileCache?.();
// Not among the imports above: those are loaded before anything runs.
await import('./commands.ts');
