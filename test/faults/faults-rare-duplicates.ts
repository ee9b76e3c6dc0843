import type { Fault, Row, Step } from './fault.ts';
import { created, race, taken, toFaults } from './fault.ts';
import type { Asked, Memory, Rules } from './rules.ts';

const both = (one: string, two: string): Step[] => [created({ repository: one }), created({ repository: two })];
const keyed = (fold: (name: string) => string): Partial<Rules> => ({
  key: ({ namespace, repository }) => `${namespace}/${fold(repository)}`,
});
const foundIf = (same: (first: Asked, second: Asked) => boolean): Partial<Rules> => ({
  isTaken: (key, asked, memory) => {
    const first = memory.taken.get(key);
    return first !== undefined && same(first, asked);
  },
});
const hash =
  (factor: number) =>
  (name: string): string =>
    String([...name].reduce((sum, letter) => (Math.imul(sum, factor) + (letter.codePointAt(0) ?? 0)) | 0, 0));
const isKnown = (memory: Memory, asked: Asked, same: (one: string, two: string) => boolean): boolean =>
  [...memory.taken.values()]
    .slice(-400)
    .some((each) => each.namespace === asked.namespace && same(each.repository, asked.repository));

const rows: readonly Row[] = [
  ['hash-31', 'S3', 'compares hash codes as Java makes them', keyed(hash(31)), both('xakb', 'xc-b')],
  ['hash-33', 'S3', 'compares hash codes with the factor 33', keyed(hash(33)), both('xaob', 'xc-b')],
  [
    'sum',
    'S3',
    'compares sums of the characters',
    keyed((n) => String([...n].reduce((s, c) => s + (c.codePointAt(0) ?? 0), 0))),
    both('ad', 'bc'),
  ],
  [
    'xor',
    'S3',
    'compares the characters by exclusive or',
    keyed((n) => String([...n].reduce((s, c) => s ^ (c.codePointAt(0) ?? 0), n.length << 8))),
    both('abb', 'acc'),
  ],
  [
    'ends',
    'S3',
    'compares the first and last 12 characters',
    keyed((n) => (n.length > 24 ? n.slice(0, 12) + n.length + n.slice(-12) : n)),
    both(`${'a'.repeat(12)}b${'a'.repeat(12)}`, `${'a'.repeat(12)}c${'a'.repeat(12)}`),
  ],
  [
    'first-45',
    'S3',
    'compares 45 characters',
    keyed((n) => n.slice(0, 45)),
    both(`${'a'.repeat(45)}b`, `${'a'.repeat(45)}c`),
  ],
  [
    'first-90',
    'S3',
    'compares 90 characters',
    keyed((n) => n.slice(0, 90)),
    both(`${'a'.repeat(90)}b`, `${'a'.repeat(90)}c`),
  ],
  [
    'first-110',
    'S3',
    'compares 110 characters',
    keyed((n) => n.slice(0, 110)),
    both(`${'a'.repeat(110)}b`, `${'a'.repeat(110)}c`),
  ],
  [
    'last-20',
    'S3',
    'compares the last 20 characters',
    keyed((n) => n.slice(-20)),
    both(`b${'a'.repeat(20)}`, `c${'a'.repeat(20)}`),
  ],
  [
    'odd',
    'S3',
    'does not find names of odd length',
    foundIf((one) => one.repository.length % 2 === 0),
    [created({ repository: 'abc' }), taken({ repository: 'abc' })],
  ],
  [
    'even',
    'S3',
    'does not find names of even length',
    foundIf((one) => one.repository.length % 2 === 1),
    [created({ repository: 'ab' }), taken({ repository: 'ab' })],
  ],
  [
    'ends-digit',
    'S3',
    'does not find names that end in a digit',
    foundIf((one) => !/[0-9]$/.test(one.repository)),
    [created({ repository: 'a1' }), taken({ repository: 'a1' })],
  ],
  [
    'two-hyphens',
    'S3',
    'does not find names with two hyphens in a row',
    foundIf((one) => !one.repository.includes('--')),
    [created({ repository: 'a--b' }), taken({ repository: 'a--b' })],
  ],
  [
    'two-underscores',
    'S3',
    'does not find names with two underscores in a row',
    foundIf((one) => !one.repository.includes('__')),
    [created({ repository: 'a__b' }), taken({ repository: 'a__b' })],
  ],
  [
    'starts-z',
    'S3',
    'does not find names that start with z',
    foundIf((one) => !one.repository.startsWith('z')),
    [created({ repository: 'za' }), taken({ repository: 'za' })],
  ],
  [
    'starts-q',
    'S3',
    'does not find names that start with q',
    foundIf((one) => !one.repository.startsWith('q')),
    [created({ repository: 'qa' }), taken({ repository: 'qa' })],
  ],
  [
    'two-letters',
    'S3',
    'does not find names of two characters',
    foundIf((one) => one.repository.length !== 2),
    [created({ repository: 'ab' }), taken({ repository: 'ab' })],
  ],
  [
    'three-letters',
    'S3',
    'does not find names of three characters',
    foundIf((one) => one.repository.length !== 3),
    [created({ repository: 'abc' }), taken({ repository: 'abc' })],
  ],
  [
    'with-digits',
    'S3',
    'does not find names with digits inside',
    foundIf((one) => !/[a-z][0-9][a-z]/.test(one.repository)),
    [created({ repository: 'a1b' }), taken({ repository: 'a1b' })],
  ],
  [
    'five-parts',
    'S3',
    'does not find names of five parts',
    foundIf((one) => one.repository.split(/[_-]+/).length < 5),
    [created({ repository: 'a-b-c-d-e' }), taken({ repository: 'a-b-c-d-e' })],
  ],
  [
    'long-namespace',
    'S3',
    'does not find duplicates in namespaces of more than 30 characters',
    foundIf((one) => one.namespace.length <= 30),
    [created({}, { namespace: 'a'.repeat(40) }), taken({}, { namespace: 'a'.repeat(40) })],
  ],
  [
    'namespace-separator',
    'S3',
    'does not find duplicates in namespaces with a hyphen',
    foundIf((one) => !one.namespace.includes('-')),
    [created({}, { namespace: 'a-b' }), taken({}, { namespace: 'a-b' })],
  ],
  [
    'namespace-underscore',
    'S3',
    'does not find duplicates in namespaces with an underscore',
    foundIf((one) => !one.namespace.includes('_')),
    [created({}, { namespace: 'a_b' }), taken({}, { namespace: 'a_b' })],
  ],
  [
    'namespace-digit',
    'S3',
    'does not find duplicates in namespaces with a digit',
    foundIf((one) => !/[0-9]/.test(one.namespace)),
    [created({}, { namespace: 'a1' }), taken({}, { namespace: 'a1' })],
  ],
  [
    'namespace-short',
    'S3',
    'does not find duplicates in namespaces of one character',
    foundIf((one) => one.namespace.length > 1),
    [created({}, { namespace: 'a' }), taken({}, { namespace: 'a' })],
  ],
  [
    'namespace-first-8',
    'S3',
    'compares eight characters of the namespace',
    { key: ({ namespace, repository }) => `${namespace.slice(0, 8)}/${repository}` },
    [created({}, { namespace: 'abcdefghi' }), created({}, { namespace: 'abcdefghj' })],
  ],
  [
    'namespace-first-32',
    'S3',
    'compares 32 characters of the namespace',
    { key: ({ namespace, repository }) => `${namespace.slice(0, 32)}/${repository}` },
    [created({}, { namespace: `${'a'.repeat(32)}b` }), created({}, { namespace: `${'a'.repeat(32)}c` })],
  ],
  [
    'like',
    'S3',
    'has _ stand for any character, as LIKE does',
    {
      isTaken: (key, asked, memory) =>
        memory.taken.has(key) ||
        (asked.repository.includes('_') &&
          isKnown(memory, asked, (one, two) => new RegExp(`^${two.replaceAll('_', '.')}$`).test(one))),
    },
    both('axb', 'a_b'),
  ],
  [
    'starts-with',
    'S3',
    'refuses the start of an existing name',
    {
      isTaken: (key, asked, memory) =>
        memory.taken.has(key) || isKnown(memory, asked, (one, two) => one.startsWith(`${two}-`)),
    },
    both('ab-c', 'ab'),
  ],
  [
    'same-connection',
    'S3',
    'finds only what the same connection created',
    foundIf((one, two) => one.connection === two.connection),
    [race(16)],
  ],
  [
    'other-media',
    'S3',
    'finds a duplicate only with the same Content-Type',
    foundIf((one, two) => one.headers['content-type'] === two.headers['content-type']),
    [created(), taken({}, { contentType: 'multipart/form-data; boundary="witness-of-a-planted-fault-7d3f"' })],
  ],
  [
    'longer-body',
    'S3',
    'takes a longer request for a new one',
    foundIf((one, two) => two.body.length <= one.body.length),
    [created(), taken({ description: 'longer' })],
  ],
  [
    'empty-description',
    'S3',
    'does not find duplicates with an empty description',
    foundIf((_, two) => two.form.get('description') !== ''),
    [created(), taken({ description: '' })],
  ],
  [
    'unknown-field',
    'S3',
    'does not find duplicates with a field it does not know',
    foundIf((_, two) => [...two.form.keys()].every((k) => /^(repository|is_public|category|description)$/.test(k))),
    [created(), taken({ force: 'true' })],
  ],
];

/** Duplicates that are not found, or found where there are none, in rare places. */
export const rareDuplicateFaults: readonly Fault[] = toFaults('z', [['rare duplicates', rows]]);
