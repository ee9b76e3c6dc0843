import type { Fault, Step } from './fault.ts';
import { created, names, refused, taken } from './fault.ts';
import type { Asked, Memory, Rules } from './rules.ts';
import { tally } from './rules.ts';

const CLAUSE = 'S3';
const twice: readonly Step[] = [created(), taken()];

const both = (first: string, second: string): readonly Step[] => [
  created({ repository: first }),
  created({ repository: second }),
];

const keyedBy = (fold: (name: string) => string): Partial<Rules> => ({
  key: ({ namespace, repository }) => `${namespace}/${fold(repository)}`,
});

// A name is found only where some field has the value it was created with.
const foundIf = (same: (first: Asked, second: Asked) => boolean): Partial<Rules> => ({
  isTaken: (key, asked, memory) => {
    const first = memory.taken.get(key);
    return first !== undefined && same(first, asked);
  },
});

const sameField = (field: string): Partial<Rules> =>
  foundIf((first, second) => first.form.get(field) === second.form.get(field));

// What was created first, with a position that the deletion of others may change.
const rank = (memory: Memory, key: string): number => [...memory.taken.keys()].indexOf(key);

const lastOnly = (count: number): Partial<Rules> => ({
  isTaken: (key, _asked, memory) => memory.taken.has(key) && rank(memory, key) >= memory.taken.size - count,
});

const planted = (id: string, title: string, rules: Partial<Rules>, witness: readonly Step[]): Fault => ({
  id: `d-${id}`,
  family: 'duplicates',
  clause: CLAUSE,
  title,
  rules,
  witness,
});

const undetected: readonly Fault[] = [
  planted('never', 'accepts every duplicate', { isTaken: () => false }, twice),
  planted(
    'upsert',
    'updates an existing repository',
    { answer: (a) => (a.status === 409 ? { ...a, status: 200 } : a) },
    twice,
  ),
  planted('same-category', 'finds a duplicate only with the same category', sameField('category'), [
    created({ category: 'linux' }),
    taken({ category: 'lang' }),
  ]),
  planted('same-description', 'finds a duplicate only with the same description', sameField('description'), [
    created({ description: 'one' }),
    taken({ description: 'two' }),
  ]),
  planted('same-is-public', 'finds a duplicate only with the same is_public', sameField('is_public'), [
    created(),
    taken({ is_public: 'false' }),
  ]),
  planted(
    'same-form',
    'finds a duplicate only where the whole form is the same',
    foundIf((a, b) => JSON.stringify([...a.form]) === JSON.stringify([...b.form])),
    [created(), taken({ category: 'linux', description: 'two', is_public: 'false' })],
  ),
  planted(
    'identical-ignored',
    'takes an identical request for a repetition and accepts it',
    foundIf((a, b) => JSON.stringify([...a.form]) !== JSON.stringify([...b.form])),
    twice,
  ),
  planted(
    'private',
    'lets private repositories be created again',
    foundIf((first) => first.form.get('is_public') !== 'false'),
    [created({ is_public: 'false' }), taken({ is_public: 'false' })],
  ),
  planted(
    'public',
    'lets public repositories be created again',
    foundIf((first) => first.form.get('is_public') !== 'true'),
    twice,
  ),
  planted(
    'with-category',
    'finds a duplicate only where a category is sent',
    foundIf((_, second) => second.form.has('category')),
    twice,
  ),
  planted(
    'without-category',
    'lets repositories with a category be created again',
    foundIf((first) => !first.form.has('category')),
    [created({ category: 'linux' }), taken({ category: 'linux' })],
  ),
  planted(
    'with-separator',
    'does not find names with a separator',
    foundIf(({ repository }) => !/[_-]/.test(repository)),
    [created({ repository: 'a-b' }), taken({ repository: 'a-b' })],
  ),
  planted(
    'short',
    'does not find names of one character',
    foundIf(({ repository }) => repository.length > 1),
    [created({ repository: 'a' }), taken({ repository: 'a' })],
  ),
  // Rare place: only names longer than most.
  planted(
    'long',
    'does not find names longer than 100 characters',
    foundIf(({ repository }) => repository.length <= 100),
    [created({ repository: 'a'.repeat(128) }), taken({ repository: 'a'.repeat(128) })],
  ),
];

const forgetful: readonly Fault[] = [
  // These need memory: the duplicate must follow, or not follow, other requests.
  planted('last-only', 'remembers the latest name only', lastOnly(1), [...both('a', 'b'), taken({ repository: 'a' })]),
  planted('last-ten', 'remembers the latest ten names', lastOnly(10), [
    ...names(11).map((repository) => created({ repository })),
    taken({ repository: 'n0' }),
  ]),
  planted('last-hundred', 'remembers the latest hundred names', lastOnly(100), [
    ...names(101).map((repository) => created({ repository })),
    taken({ repository: 'n0' }),
  ]),
  planted(
    'first-hundred',
    'finds no duplicates of what is created after the first hundred',
    { isTaken: (key, _asked, memory) => memory.taken.has(key) && rank(memory, key) < 100 },
    [...names(101).map((repository) => created({ repository })), taken({ repository: 'n100' })],
  ),
  planted(
    'last-namespace',
    'remembers one namespace a name',
    {
      key: ({ repository }) => repository,
      isTaken: (key, { namespace }, memory) => memory.taken.get(key)?.namespace === namespace,
    },
    [created(), created({}, { namespace: 'team' }), taken()],
  ),
  planted(
    'freed-by-duplicate',
    'frees a name where a duplicate of it is refused',
    {
      answer: (answer, { namespace, repository }, memory) => {
        if (answer.status === 409) memory.taken.delete(`${namespace}/${repository}`);
        return answer;
      },
    },
    [...twice, taken()],
  ),
  planted(
    'freed-by-second',
    'accepts the third attempt and every one after it',
    { isTaken: (key, _asked, memory) => memory.taken.has(key) && tally(memory, key) < 2 },
    [...twice, taken()],
  ),
  planted(
    'freed-by-bad-request',
    'frees a name where a bad request for it is refused',
    {
      answer: (answer, { namespace, repository }, memory) => {
        if (answer.status === 400) memory.taken.delete(`${namespace}/${repository}`);
        return answer;
      },
    },
    [created(), refused({ is_public: 'maybe' }), taken()],
  ),
  planted(
    'forgotten-by-bad-request',
    'forgets the latest name after any bad request',
    {
      answer: (answer, _asked, memory) => {
        const latest = [...memory.taken.keys()].at(-1);
        if (answer.status === 400 && latest !== undefined) memory.taken.delete(latest);
        return answer;
      },
    },
    [created(), refused({ repository: '-' }), taken()],
  ),
  planted(
    'two-stores',
    'keeps two stores and asks them by turns',
    {
      key: ({ namespace, repository }) => `${namespace}/${repository}`,
      isTaken: (key, _asked, memory) => isTakenByTurns(key, memory),
    },
    [...twice, taken()],
  ),
  planted(
    'third-fails',
    'answers 500 to the third attempt',
    {
      answer: (answer, { namespace, repository }, memory) =>
        answer.status === 409 && tally(memory, `${namespace}/${repository}`) > 1 ? { ...answer, status: 500 } : answer,
    },
    [...twice, taken()],
  ),
];

const isTakenByTurns = (key: string, memory: Memory): boolean => {
  const mark = `${key}#${memory.requests % 2}`;
  const known = memory.notes.has(mark);
  memory.notes.set(mark, 1);
  return known;
};

const mistaken: readonly Fault[] = [
  planted('global', 'compares names over all namespaces', { key: ({ repository }) => repository }, [
    created(),
    created({}, { namespace: 'team' }),
  ]),
  // Rare place: only where the end of one name could be the start of the other.
  planted(
    'joined',
    'joins both names without a separator',
    { key: ({ namespace, repository }) => namespace + repository },
    [created({ repository: 'bc' }, { namespace: 'a' }), created({ repository: 'c' }, { namespace: 'ab' })],
  ),
  planted(
    'joined-hyphen',
    'joins both names with a hyphen',
    { key: ({ namespace, repository }) => `${namespace}-${repository}` },
    [created({ repository: 'b-c' }, { namespace: 'a' }), created({ repository: 'c' }, { namespace: 'a-b' })],
  ),
  planted(
    'namespace-folded',
    'takes namespaces with - and _ for the same',
    { key: ({ namespace, repository }) => `${namespace.replaceAll('_', '-')}/${repository}` },
    [created({}, { namespace: 'a-b' }), created({}, { namespace: 'a_b' })],
  ),
  planted(
    'separators',
    'takes - and _ for the same',
    keyedBy((name) => name.replaceAll('_', '-')),
    both('a-b', 'a_b'),
  ),
  planted(
    'underscores',
    'takes one and two underscores for the same',
    keyedBy((name) => name.replaceAll('__', '_')),
    both('a_b', 'a__b'),
  ),
  planted(
    'hyphens',
    'takes runs of hyphens for one',
    keyedBy((name) => name.replace(/-+/g, '-')),
    both('a-b', 'a---b'),
  ),
  planted(
    'no-separators',
    'compares without separators',
    keyedBy((name) => name.replace(/[_-]/g, '')),
    both('ab', 'a-b'),
  ),
  planted(
    'no-digits',
    'compares without digits at the end',
    keyedBy((name) => name.replace(/[0-9]+$/, '')),
    both('a1', 'a2'),
  ),
  planted(
    'zeros',
    'compares numbers without leading zeros',
    keyedBy((name) => name.replace(/(?<![0-9])0+(?=[0-9])/g, '')),
    both('a1', 'a01'),
  ),
  planted(
    'first-32',
    'compares 32 characters',
    keyedBy((name) => name.slice(0, 32)),
    both('a'.repeat(32), 'a'.repeat(33)),
  ),
  planted(
    'first-64',
    'compares 64 characters',
    keyedBy((name) => name.slice(0, 64)),
    both(`${'a'.repeat(64)}b`, `${'a'.repeat(64)}c`),
  ),
  planted(
    'first-100',
    'compares 100 characters',
    keyedBy((name) => name.slice(0, 100)),
    both(`${'a'.repeat(100)}b`, `${'a'.repeat(100)}c`),
  ),
  planted(
    'first-127',
    'compares 127 characters',
    keyedBy((name) => name.slice(0, 127)),
    both(`${'a'.repeat(127)}b`, `${'a'.repeat(127)}c`),
  ),
  planted(
    'last-64',
    'compares the last 64 characters',
    keyedBy((name) => name.slice(-64)),
    both(`b${'a'.repeat(64)}`, `c${'a'.repeat(64)}`),
  ),
  planted(
    'prefix',
    'compares what stands before the first separator',
    keyedBy((name) => name.replace(/[_-].*$/, '')),
    both('a-b', 'a-c'),
  ),
  planted(
    'suffix',
    'compares what stands behind the last separator',
    keyedBy((name) => name.replace(/^.*[_-]/, '')),
    both('a-c', 'b-c'),
  ),
  planted(
    'letters',
    'takes names of the same letters for the same',
    keyedBy((name) => [...name].sort().join('')),
    both('ab', 'ba'),
  ),
  planted(
    'prefix-of-other',
    'refuses a name that continues an existing one',
    { isTaken: (key, _asked, memory) => [...memory.taken.keys()].some((known) => key.startsWith(known)) },
    both('abc', 'abcd'),
  ),
  planted(
    'stored-by-bad-request',
    'keeps the name of a request that it refuses',
    {
      answer: (answer, asked, memory) => {
        if (answer.status === 400) memory.taken.set(`${asked.namespace}/${asked.repository}`, asked);
        return answer;
      },
    },
    [refused({ is_public: 'maybe' }), created()],
  ),
  planted(
    'stored-without-category',
    'keeps the name of a request whose category it refuses',
    {
      answer: (answer, asked, memory) => {
        if (answer.reason === 'category') memory.taken.set(`${asked.namespace}/${asked.repository}`, asked);
        return answer;
      },
    },
    [refused({ category: 'none' }), created()],
  ),
  // Rare place: a name that every plain object of JavaScript has.
  planted(
    'plain-object',
    'looks names up in a plain object, which has a constructor',
    { isTaken: (key, { repository }, memory) => repository in {} || memory.taken.has(key) },
    [created({ repository: 'constructor' })],
  ),
];

/** Duplicates that are not found, found where there are none, and found by luck. */
export const duplicateFaults: readonly Fault[] = [...undetected, ...forgetful, ...mistaken];
