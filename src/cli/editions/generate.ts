import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import type { Document } from '../../openapi/document/document.ts';
import { writeTypes } from '../../openapi/operations/write-types.ts';
import { packageFolder, shippedFile } from '../document/load-document.ts';
import { editionsTable, readEditions } from './editions-table.ts';

// Makes what follows from the documents in spec/; with --check only says whether it is up to date.
const document = parse(readFileSync(shippedFile(), 'utf8')) as Record<string, unknown>;
const marked = { ...document, 'x-generated': 'Generated from openapi.yaml by "npm run generate". Do not edit.' };
const read = (name: string): string => readFileSync(join(packageFolder(), name), 'utf8');

/** A text with something else between the two marks of a name: `<!-- NAME -->`, `<!-- /NAME -->`. */
const replacePart = (text: string, name: string, part: string): string => {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`Failed to find where to put ${name}: there is no ${start}…${end}.`);
  return text.slice(0, from + start.length) + part + text.slice(to);
};

const editions = readEditions();
const generated: Readonly<Record<string, string>> = {
  'spec/openapi.json': `${JSON.stringify(marked, null, 2)}\n`,
  'spec/openapi.d.ts': writeTypes(document as unknown as Document),
  'README.md': replacePart(read('README.md'), 'editions', `${editionsTable(editions, 'en')}\n`),
  'README.zh-CN.md': replacePart(read('README.zh-CN.md'), 'editions', `${editionsTable(editions, 'zh')}\n`),
};

for (const [name, text] of Object.entries(generated)) {
  const isSame = existsSync(join(packageFolder(), name)) && read(name) === text;
  if (!process.argv.includes('--check')) {
    if (!isSame) writeFileSync(join(packageFolder(), name), text);
    console.log(`${name} ${isSame ? 'is up to date' : 'was written'}.`);
  } else if (!isSame) {
    console.error(`${name} is not what the documents in spec/ give. Run "npm run generate" and commit it.`);
    process.exitCode = 1;
  }
}
