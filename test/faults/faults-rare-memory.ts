import type { Fault, Row, Step } from './fault.ts';
import { created, names, race, refused, taken, toFaults } from './fault.ts';
import type { Answer, Asked, Memory, Rules } from './rules.ts';
import { conformingRules, tally } from './rules.ts';

const failed = (answer: Answer): Answer => ({ ...answer, status: 500 });
const bad = (answer: Answer): Answer => ({ ...answer, status: 400, body: conformingRules.problem(400, 'fault') });
const both = (one: string, two: string): Step[] => [created({ repository: one }), created({ repository: two })];
const creations = (count: number): Step[] => names(count).map((repository) => created({ repository }));
const onCreation = (change: (answer: Answer, asked: Asked, memory: Memory) => Answer): Partial<Rules> => ({
  answer: (answer, asked, memory) => (answer.status === 201 ? change(answer, asked, memory) : answer),
});

const forgetful: readonly Row[] = [
  [
    'last-500',
    'S3',
    'remembers the latest 500 names',
    { isTaken: (key, _asked, memory) => memory.taken.has(key) && [...memory.taken.keys()].slice(-500).includes(key) },
    [...creations(501), taken({ repository: 'n0' })],
  ],
  [
    'first-1000',
    'S3',
    'finds no duplicates beyond the first thousand',
    {
      reserve: (key, asked, memory) => {
        if (memory.taken.has(key)) return false;
        if (memory.taken.size < 1000) memory.taken.set(key, asked);
        return true;
      },
    },
    [...creations(1001), taken({ repository: 'n1000' })],
  ],
  [
    'freed-by-others-duplicate',
    'S3',
    'frees the oldest name where any duplicate is refused',
    {
      answer: (answer, _asked, memory) => {
        const [oldest] = memory.taken.keys();
        if (answer.status === 409 && oldest !== undefined) memory.taken.delete(oldest);
        return answer;
      },
    },
    [...both('a', 'b'), taken({ repository: 'b' }), taken({ repository: 'a' })],
  ],
  [
    'fourth',
    'S3',
    'accepts the fourth attempt',
    { isTaken: (key, _asked, memory) => memory.taken.has(key) && tally(memory, key) !== 3 },
    [created(), taken(), taken(), taken()],
  ],
  [
    'tenth',
    'S3',
    'accepts the tenth attempt',
    { isTaken: (key, _asked, memory) => memory.taken.has(key) && tally(memory, key) !== 9 },
    [created(), ...Array.from({ length: 9 }, () => taken())],
  ],
  [
    'locked',
    'S3',
    'answers 403 to the fifth duplicate in a row',
    {
      answer: (a, { namespace, repository }, memory) =>
        a.status === 409 && tally(memory, `${namespace}/${repository}`) > 4 ? { ...a, status: 403 } : a,
    },
    [created(), ...Array.from({ length: 5 }, () => taken())],
  ],
];

const counting: readonly Row[] = [
  [
    'every-100',
    'S1',
    'fails on every hundredth creation',
    onCreation((a, _, m) => (tally(m, 'n') % 100 === 0 ? failed(a) : a)),
    creations(100),
  ],
  [
    'every-500',
    'S1',
    'fails on every five hundredth creation',
    onCreation((a, _, m) => (tally(m, 'n') % 500 === 0 ? failed(a) : a)),
    creations(500),
  ],
  [
    'every-13-refused',
    'S1',
    'refuses every thirteenth creation',
    onCreation((a, _, m) => (tally(m, 'n') % 13 === 0 ? bad(a) : a)),
    creations(13),
  ],
  [
    'every-20-200',
    'S1',
    'answers 200 to every twentieth creation',
    onCreation((a, _, m) => (tally(m, 'n') % 20 === 0 ? { ...a, status: 200 } : a)),
    creations(20),
  ],
  [
    'quota-1000',
    'S1',
    'fails after a thousand creations',
    onCreation((a, _, m) => (tally(m, 'n') > 1000 ? failed(a) : a)),
    creations(1001),
  ],
  [
    'quota-namespace',
    'S1',
    'refuses the eleventh repository of a namespace',
    onCreation((a, { namespace }, m) => (tally(m, namespace) > 10 ? bad(a) : a)),
    creations(11),
  ],
  [
    'quota-namespaces',
    'S1',
    'refuses a new namespace after the fortieth',
    onCreation((a, { namespace }, m) => {
      const n = m.notes.get(namespace) ?? tally(m, 'all namespaces');
      m.notes.set(namespace, n);
      return n > 40 ? bad(a) : a;
    }),
    names(41).map((namespace) => created({}, { namespace })),
  ],
  [
    'after-two-409',
    'S1',
    'fails on a creation after three duplicates',
    {
      answer: (a, _asked, m) => {
        const many = (m.notes.get('taken') ?? 0) > 2;
        if (a.status === 409) tally(m, 'taken');
        if (a.status === 201) m.notes.delete('taken');
        return many && a.status === 201 ? failed(a) : a;
      },
    },
    [created(), taken(), taken(), taken(), created({ repository: 'other' })],
  ],
  [
    'after-five-bad',
    'S1',
    'refuses a creation after five bad requests in a row',
    {
      answer: (a, _asked, m) => {
        if (a.status === 400) tally(m, 'bad');
        const many = (m.notes.get('bad') ?? 0) >= 5;
        if (a.status !== 400) m.notes.delete('bad');
        return many && a.status === 201 ? bad(a) : a;
      },
    },
    [...Array.from({ length: 5 }, () => refused({ repository: '-' })), created()],
  ],
  [
    'connection-second',
    'S1',
    'fails on every 30th request of a connection',
    { answer: (a, { connection }, m) => (tally(m, `c${connection}`) % 30 === 0 && a.status === 201 ? failed(a) : a) },
    creations(400),
  ],
  [
    'tired-length',
    'R7',
    'checks the length only of its first hundred names',
    {
      repository: (name, asked, m) =>
        conformingRules.repository(m.requests > 100 && name.length > 128 ? name.slice(0, 100) : name, asked, m),
    },
    [...creations(101), refused({ repository: 'a'.repeat(129) })],
  ],
  [
    'tired-category',
    'C2',
    'checks the category every other time',
    {
      answer: (a, _asked, m) =>
        a.reason === 'category' && tally(m, 'category') % 2 === 0 ? { ...a, status: 201, body: '' } : a,
    },
    [refused({ category: 'none' }), refused({ category: 'none' })],
  ],
  [
    'lax-every-20',
    'S2',
    'accepts every twentieth bad request',
    {
      answer: (a, _asked, m) => (a.status === 400 && tally(m, 'bad') % 20 === 0 ? { ...a, status: 201, body: '' } : a),
    },
    Array.from({ length: 20 }, () => refused({ repository: '-' })),
  ],
  [
    'silent-every-10',
    'S2',
    'says nothing about every tenth bad request',
    { answer: (a, _asked, m) => (a.status === 400 && tally(m, 'bad') % 10 === 0 ? { ...a, body: '' } : a) },
    Array.from({ length: 10 }, () => ({ ...refused({ repository: '-' }), informs: true })),
  ],
  [
    'after-long',
    'S1',
    'fails on a creation right after a too long name',
    {
      answer: (a, asked, m) => {
        const before = m.notes.get('long');
        if (asked.repository.length > 128) m.notes.set('long', 1);
        else m.notes.delete('long');
        return before && a.status === 201 ? failed(a) : a;
      },
    },
    [refused({ repository: 'a'.repeat(129) }), created()],
  ],
  [
    'same-second',
    'S1',
    'fails where the name before was the same but for one letter',
    onCreation((a, { repository, namespace }, m) => {
      const before = m.taken.size > 1 ? [...m.taken.values()].at(-2) : undefined;
      return before &&
        before.namespace === namespace &&
        before.repository.length === repository.length &&
        [...repository].filter((c, i) => c !== before.repository[i]).length === 1
        ? failed(a)
        : a;
    }),
    both('ab', 'ac'),
  ],
  [
    'stale-category',
    'S1',
    'keeps the bad category of the request before',
    {
      answer: (a, asked, m) => {
        const stale = m.notes.has('stale') && !asked.form.has('category');
        if (a.reason === 'category') m.notes.set('stale', 1);
        else m.notes.delete('stale');
        return stale && a.status === 201 ? bad(a) : a;
      },
    },
    [refused({ category: 'none' }), created()],
  ],
];

const pause = (milliseconds = 4): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const races: readonly Row[] = [
  [
    'race-namespace',
    'S1',
    'fails where two creations open a namespace at once',
    {
      answer: async (a, { namespace }, m) => {
        if (a.status !== 201 || m.notes.get(`open ${namespace}`) === 2) return a;
        const busy = m.notes.get(`open ${namespace}`) === 1;
        m.notes.set(`open ${namespace}`, 1);
        await pause();
        m.notes.set(`open ${namespace}`, 2);
        return busy ? failed(a) : a;
      },
    },
    [{ ...created(), beside: [created({ repository: 'other' })], statuses: [201, 201] }],
  ],
  [
    'race-lost',
    'S3',
    'loses one of two names created at once',
    {
      reserve: async (key, asked, m) => {
        if (m.taken.has(key)) return false;
        const before = m.notes.get('version') ?? 0;
        await pause(2);
        if ((m.notes.get('version') ?? 0) === before) m.taken.set(key, asked);
        m.notes.set('version', before + 1);
        return true;
      },
    },
    [
      { ...created(), beside: [created({ repository: 'other' })], statuses: [201, 201] },
      taken(),
      taken({ repository: 'other' }),
    ],
  ],
  [
    'race-long',
    'S3',
    'tests and inserts apart for names with a separator',
    {
      reserve: async (key, asked, m) => {
        if (m.taken.has(key)) return false;
        if (/[_-]/.test(asked.repository)) await pause();
        m.taken.set(key, asked);
        return true;
      },
    },
    [race(2, { repository: 'a-b' })],
  ],
  [
    'race-category',
    'S3',
    'tests and inserts apart where a category is sent',
    {
      reserve: async (key, asked, m) => {
        if (m.taken.has(key)) return false;
        if (asked.form.has('category')) await pause();
        m.taken.set(key, asked);
        return true;
      },
    },
    [race(2, { category: 'linux' })],
  ],
  [
    'race-other-namespace',
    'S3',
    'refuses a name that is being created in another namespace',
    {
      reserve: async (key, asked, m) => {
        const busy = m.notes.get(`b ${asked.repository}`) === 1;
        if (m.taken.has(key) || busy) return false;
        m.taken.set(key, asked);
        m.notes.set(`b ${asked.repository}`, 1);
        await pause();
        m.notes.delete(`b ${asked.repository}`);
        return true;
      },
    },
    [{ ...created(), beside: [created({}, { namespace: 'team' })], statuses: [201, 201] }],
  ],
  [
    'race-ten',
    'S3',
    'lets the tenth of simultaneous requests in',
    {
      reserve: async (key, asked, m) => {
        const open = tally(m, key);
        if (!m.taken.has(key)) m.taken.set(key, asked);
        else if (open !== 10) {
          await pause();
          return false;
        }
        await pause();
        return true;
      },
    },
    [race(16)],
  ],
];

/** Deviations that need memory, in rare places. */
export const rareMemoryFaults: readonly Fault[] = toFaults('z', [
  ['forgetful', forgetful],
  ['counting', counting],
  ['rare races', races],
]);
