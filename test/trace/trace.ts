import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { document as first } from '../../mocks/document.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import { listClauses } from '../../src/openapi/operations/clause.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../src/openapi/overlays/apply-readings.ts';
import { editions, loadEdition } from '../load-edition.ts';

// npm run trace [-- --edition NAME] [-- --source FILE] [-- --tests]: where each clause stands, and which tests
// name it. Every edition is checked; the first one, or the one that is named, is shown. With the source page at
// hand, every place that has an anchor in it is looked up.

interface Row {
  readonly id: string;
  readonly pointer: string;
  readonly at: string;
  readonly place: string;
}

const COLUMNS = 100;
const root = join(import.meta.dirname, '..', '..');
const argumentOf = (option: string): string | undefined => {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : process.argv[at + 1];
};
const shown = argumentOf('--edition');
if (shown !== undefined && ![first.info.version, ...editions].includes(shown)) {
  console.error(`Unknown edition ${shown} (known: ${[first.info.version, ...editions].join(', ')}).`);
  process.exit(1);
}
const document = loadEdition(shown);
const operations = listOperations(dereference(document));
const register: readonly Row[] = listAmbiguities(document);
const clauses: readonly Row[] = listClauses(document);
const rows: readonly Row[] = [...clauses, ...register];

/** The operation whose page states a clause: its place begins with that, or is on the page that has anchors. */
const operationOf = ({ place, at }: Row): string | undefined =>
  operations.find(({ id }) => place.startsWith(`${id}, `))?.id ?? (at === '' ? undefined : 'createRepository');

// As a page goes: from the path over the fields and the example to the answers. The document has the
// answers before the fields, which stand in its schemas.
const PARTS = ['/parameters/', '/schemas/', '/requestBody/', '/responses/'];
const partOf = ({ pointer }: Row): number => PARTS.findIndex((part) => pointer.includes(part));
const numberOf = ({ id }: Row): number => Number(id.replace(/^[A-Z]+|@.*$/g, ''));
const lettersOf = ({ id }: Row): string => id.replace(/\d+(?:@.*)?$/, '');

/** Rows of one kind of id together, by number; the kinds in the order of their first parts. */
const inOrder = (group: readonly Row[]): Row[] => {
  const letters = [...new Set(group.toSorted((left, right) => partOf(left) - partOf(right)).map(lettersOf))];
  return group.toSorted(
    (left, right) =>
      letters.indexOf(lettersOf(left)) - letters.indexOf(lettersOf(right)) || numberOf(left) - numberOf(right),
  );
};

const groups: readonly (readonly [title: string, rows: readonly Row[]])[] = [
  ...operations.map(({ id, method, template }): [string, readonly Row[]] => [
    `${id}  ${method} ${template}`,
    inOrder(clauses.filter((row) => operationOf(row) === id)),
  ]),
  ['elsewhere', clauses.filter((row) => operationOf(row) === undefined)],
  ['ambiguity register', register],
];

/** Every test as Vitest collects it, so that the cases of a table count with their own titles. */
const listTests = (): { name: string; file: string }[] => {
  console.error('Listing the tests …');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  // The other projects run the same tests elsewhere.
  const projects = ['unit', 'apart', 'browser'].flatMap((name) => ['--project', name]);
  const output = execFileSync(process.execPath, [vitest, 'list', '--json', '--no-static-parse', ...projects], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.slice(output.indexOf('['))) as { name: string; file: string }[];
};

/** `[R4]`, `[RL1, RL5]`, `[N2-N7]` and `[AC1–AC10]` in a title. */
const ID = '[A-Z]+\\d+(?:@(?:otc-)?\\d{4}-\\d\\d)?';
const LISTS = new RegExp(`\\[(${ID}(?:\\s*[,–-]\\s*(?:${ID}|\\d+))*)\\]`, 'g');
const idsIn = (title: string): string[] =>
  [...title.matchAll(LISTS)].flatMap(([, list = '']) =>
    list.split(/\s*,\s*/).flatMap((item) => {
      const [, letters = '', first = '', last = first] = /^([A-Z]+)(\d+)(?:\s*[–-]\s*[A-Z]*(\d+))?$/.exec(item) ?? [];
      if (letters === '') return [item];
      const count = Math.max(0, Number(last) - Number(first) + 1);
      return Array.from({ length: count }, (_, index) => `${letters}${Number(first) + index}`);
    }),
  );

const testsOf = new Map<string, Set<string>>();
for (const { name, file } of listTests())
  for (const id of new Set(idsIn(name))) {
    const tests = testsOf.get(id) ?? new Set();
    testsOf.set(id, tests.add(`${file.slice(root.length + 1)} > ${name}`));
  }

const sourceFile = argumentOf('--source');
const source = sourceFile === undefined ? undefined : readFileSync(sourceFile, 'utf8');
const problems: string[] = [];

const check = ({ id, at, place }: Row): void => {
  if (place === '') problems.push(`${id} has no place in the source.`);
  if (!testsOf.has(id)) problems.push(`${id} has no test: name it in a title, as "[${id}] …".`);
  if (source !== undefined && at !== '' && !source.includes(`"${at}"`))
    problems.push(`${id}: the source page has no anchor "${at}".`);
};

/** A text of at most so many characters; of a pointer its end says more than its beginning. */
const shorten = (text: string, most: number): string => (text.length <= most ? text : `…${text.slice(1 - most)}`);

for (const [title, group] of groups) {
  if (group.length === 0) continue;
  console.log(`\n${title.length <= COLUMNS ? title : title.replace('  ', '\n  ')}`);
  // Its group names the operation already.
  const placeOf = ({ place }: Row): string =>
    place.startsWith(`${title.split(' ')[0]}, `) ? place.slice(place.indexOf(', ') + 2) : place;
  const width = Math.max(...group.map((row) => placeOf(row).length), 'place'.length);
  console.log(`  ${'id'.padEnd(5)}${'place'.padEnd(width + 2)}${'tests'.padStart(5)}  JSON pointer`);
  for (const row of group) {
    const tests = testsOf.get(row.id) ?? new Set();
    const start = `  ${row.id.padEnd(5)}${placeOf(row).padEnd(width + 2)}${String(tests.size).padStart(5)}  `;
    console.log(start + shorten(row.pointer, COLUMNS - start.length));
    if (process.argv.includes('--tests')) for (const test of tests) console.log(`         ${test}`);
    check(row);
  }
}

const known = new Set(rows.map(({ id }) => id));
const checkEdition = (name: string): string => {
  const edition = loadEdition(name);
  const added = [...listClauses(edition), ...listAmbiguities(edition)].filter(({ id }) => !known.has(id));
  for (const row of added) {
    known.add(row.id);
    check(row);
  }
  return `${name} ${added.length}`;
};
console.log(
  `\nClauses and points that each edition adds: ${[first.info.version, ...editions].map(checkEdition).join(', ')}`,
);
for (const id of testsOf.keys()) if (!known.has(id)) problems.push(`tests name ${id}, which no document has.`);

console.log(`\n${rows.length} clauses and ambiguities of ${operations.length} operations, ${problems.length} problems`);
for (const problem of problems) console.error(`error: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
