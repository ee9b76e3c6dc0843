import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import type { Document } from '../openapi/document.ts';
import { writeTypes } from '../openapi/write-types.ts';
import { packageFolder, shippedFile } from './load-document.ts';

// Makes what follows from spec/openapi.yaml; with --check only says whether it is up to date.
const document = parse(readFileSync(shippedFile(), 'utf8')) as Record<string, unknown>;
const marked = { ...document, 'x-generated': 'Generated from openapi.yaml by "npm run generate". Do not edit.' };
const generated: Readonly<Record<string, string>> = {
  'openapi.json': `${JSON.stringify(marked, null, 2)}\n`,
  'openapi.d.ts': writeTypes(document as unknown as Document),
};

for (const [name, text] of Object.entries(generated)) {
  const file = join(packageFolder(), 'spec', name);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`spec/${name} was written.`);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`spec/${name} is not what spec/openapi.yaml gives. Run "npm run generate" and commit it.`);
    process.exitCode = 1;
  }
}
