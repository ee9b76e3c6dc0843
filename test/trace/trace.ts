import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { listAmbiguities } from '../../src/openapi/apply-readings.ts';
import { listClauses } from '../../src/openapi/clause.ts';
import { parseDocument } from '../../src/openapi/parse-document.ts';

// npm run trace [-- --source FILE] [-- --tests]: where each clause stands, and which tests name it.
// With the source page at hand, every place is looked up in it.

interface Row {
  readonly id: string;
  readonly pointer: string;
  readonly at: string;
  readonly place: string;
}

const root = join(import.meta.dirname, '..', '..');
const { document } = parseDocument(readFileSync(join(root, 'spec', 'openapi.yaml'), 'utf8'));
// The page goes from the path over the fields to the answers; the register comes last.
const PAGE_ORDER = 'NRCDPXSA';
const rankOf = ({ id }: Row): number => PAGE_ORDER.indexOf(id.charAt(0)) * 1000 + Number(id.slice(1));
const rows: Row[] = [...listClauses(document), ...listAmbiguities(document)].sort(
  (left, right) => rankOf(left) - rankOf(right),
);

/** Every test as Vitest collects it, so that the cases of a table count with their own titles. */
const listTests = (): { name: string; file: string }[] => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const output = execFileSync(process.execPath, [vitest, 'list', '--json', '--no-static-parse', '--root', root], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.slice(output.indexOf('['))) as { name: string; file: string }[];
};

/** `[R4]`, `[R4, R5]`, `[N2-N7]` and `[N2–N7]` in a title. */
const idsIn = (title: string): string[] =>
  [...title.matchAll(/\[([A-Z]\d+(?:\s*[,–-]\s*[A-Z]?\d+)*)\]/g)].flatMap(([, list = '']) =>
    list.split(/\s*,\s*/).flatMap((item) => {
      const [, letter = '', first = '', last = first] = /^([A-Z])(\d+)(?:\s*[–-]\s*[A-Z]?(\d+))?$/.exec(item) ?? [];
      const count = Math.max(0, Number(last) - Number(first) + 1);
      return Array.from({ length: count }, (_, index) => `${letter}${Number(first) + index}`);
    }),
  );

const testsOf = new Map<string, Set<string>>();
for (const { name, file } of listTests())
  for (const id of new Set(idsIn(name))) {
    const tests = testsOf.get(id) ?? new Set();
    testsOf.set(id, tests.add(`${file.slice(root.length + 1)} > ${name}`));
  }

const sourceAt = process.argv.indexOf('--source');
const source = sourceAt < 0 ? undefined : readFileSync(process.argv[sourceAt + 1] ?? '', 'utf8');

const problems: string[] = [];
const width = Math.max(...rows.map(({ place }) => place.length));
console.log(`${'id'.padEnd(5)}${'place in the page'.padEnd(width + 2)}${'tests'.padStart(6)}  JSON pointer`);
for (const { id, pointer, at, place } of rows) {
  const tests = testsOf.get(id) ?? new Set();
  console.log(`${id.padEnd(5)}${place.padEnd(width + 2)}${String(tests.size).padStart(6)}  ${pointer}`);
  if (process.argv.includes('--tests')) for (const test of tests) console.log(`         ${test}`);
  if (at === '' || place === '') problems.push(`${id} has no place in the source page.`);
  if (tests.size === 0) problems.push(`${id} has no test: name it in a title, as "[${id}] …".`);
  if (source !== undefined && !source.includes(`"${at}"`))
    problems.push(`${id}: the source page has no anchor "${at}".`);
}
for (const id of testsOf.keys())
  if (!rows.some((row) => row.id === id)) problems.push(`tests name ${id}, which the document does not have.`);

console.log(`\n${rows.length} clauses and ambiguities, ${problems.length} problems`);
for (const problem of problems) console.error(`error: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
