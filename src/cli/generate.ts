import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { packageFolder, shippedFile } from './load-document.ts';

// Makes spec/openapi.json from spec/openapi.yaml; with --check only says whether it is up to date.
const target = join(packageFolder(), 'spec', 'openapi.json');
const document = parse(readFileSync(shippedFile(), 'utf8')) as Record<string, unknown>;
const marked = { ...document, 'x-generated': 'Generated from openapi.yaml by "npm run generate". Do not edit.' };
const text = `${JSON.stringify(marked, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('spec/openapi.json is not what spec/openapi.yaml gives. Run "npm run generate" and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log('spec/openapi.json was written.');
}
