import type { Fault, Row } from './fault.ts';
import { created, refused, toFaults } from './fault.ts';
import { nameRule } from './name-rule.ts';
import type { Asked, Rules } from './rules.ts';
import { CATEGORIES, conformingRules, REPOSITORY_MAX } from './rules.ts';

const isName = nameRule(REPOSITORY_MAX);
const has = (asked: Asked, name: string, value?: string): boolean =>
  value === undefined ? asked.form.has(name) : asked.form.get(name) === value;

const onCreation = (status: number, when: (asked: Asked) => boolean): Partial<Rules> => ({
  answer: (answer, asked) => (answer.status === 201 && when(asked) ? { ...answer, status } : answer),
});
/** Refuses a valid request as a bad one. */
const refusing = (when: (asked: Asked) => boolean): Partial<Rules> => ({
  answer: (answer, asked, memory) => {
    if (answer.status !== 201 || !when(asked)) return answer;
    memory.taken.delete(`${asked.namespace}/${asked.repository}`);
    return { status: 400, reason: 'fault', headers: {}, body: conformingRules.problem(400, 'fault') };
  },
});
const laxName = (when: (asked: Asked) => boolean, fold: (name: string) => string): Partial<Rules> => ({
  repository: (name, asked) => isName(name) || (when(asked) && isName(fold(name))),
});
const known = (asked: Asked): boolean => CATEGORIES.includes(asked.form.get('category') ?? 'other');

const together: readonly Row[] = [
  [
    'upper-private',
    'R3',
    'accepts upper case for a private repository',
    laxName(
      (a) => has(a, 'is_public', 'false'),
      (n) => n.toLowerCase(),
    ),
    [refused({ repository: 'aB', is_public: 'false' })],
  ],
  [
    'dots-category',
    'R3',
    'accepts dots where a category is sent',
    laxName(
      (a) => has(a, 'category'),
      (n) => n.replace(/(?<=.)\.(?=.)/g, ''),
    ),
    [refused({ repository: 'a.b', category: 'linux' })],
  ],
  [
    'dots-windows',
    'R3',
    'accepts dots for windows',
    laxName(
      (a) => has(a, 'category', 'windows'),
      (n) => n.replace(/(?<=.)\.(?=.)/g, ''),
    ),
    [refused({ repository: 'a.b', category: 'windows' })],
  ],
  [
    'end-description',
    'R6',
    'accepts a hyphen last where a description is sent',
    laxName(
      (a) => has(a, 'description'),
      (n) => n.replace(/-$/, ''),
    ),
    [refused({ repository: 'ab-', description: 'one' })],
  ],
  [
    'long-description',
    'R7',
    'checks no length where a description is sent',
    laxName(
      (a) => has(a, 'description'),
      (n) => n.slice(0, 100),
    ),
    [refused({ repository: 'a'.repeat(200), description: 'one' })],
  ],
  [
    'start-private',
    'R2',
    'accepts a digit first for a private repository',
    laxName(
      (a) => has(a, 'is_public', 'false'),
      (n) => n.replace(/^[0-9]/, ''),
    ),
    [refused({ repository: '1abc', is_public: 'false' })],
  ],
  [
    'underscores-category',
    'R4',
    'accepts three underscores where a category is sent',
    laxName(
      (a) => has(a, 'category'),
      (n) => n.replace('___', '_'),
    ),
    [refused({ repository: 'a___b', category: 'lang' })],
  ],
  [
    'mixed-reversed',
    'R5',
    'accepts _- where is_public comes first',
    laxName(
      (a) => a.order[0] === 'is_public',
      (n) => n.replace('_-', '-'),
    ),
    [
      {
        ...refused(),
        fields: [
          ['is_public', 'true'],
          ['repository', 'a_-b'],
        ],
      },
    ],
  ],
  [
    'digits-arms',
    'R3',
    'refuses digits for arms',
    refusing((a) => has(a, 'category', 'arms') && /[0-9]/.test(a.repository)),
    [created({ repository: 'a1', category: 'arms' })],
  ],
  [
    'long-private',
    'S1',
    'refuses more than 100 characters for a private repository',
    refusing((a) => has(a, 'is_public', 'false') && a.repository.length > 100),
    [created({ repository: 'a'.repeat(101), is_public: 'false' })],
  ],
  [
    'separator-description',
    'R3',
    'refuses underscores where a description is sent',
    refusing((a) => has(a, 'description') && a.repository.includes('_')),
    [created({ repository: 'a_b', description: 'one' })],
  ],
  [
    'three',
    'S1',
    'refuses a public, described repository for windows',
    refusing((a) => has(a, 'category', 'windows') && has(a, 'is_public', 'true') && has(a, 'description')),
    [created({ category: 'windows', description: 'one' })],
  ],
  [
    'three-500',
    'S1',
    'fails on a private, described repository for lang',
    onCreation(500, (a) => has(a, 'category', 'lang') && has(a, 'is_public', 'false') && has(a, 'description')),
    [created({ category: 'lang', description: 'one', is_public: 'false' })],
  ],
  [
    'like-category',
    'S1',
    'refuses a name that is its category',
    refusing((a) => a.repository === a.form.get('category')),
    [created({ repository: 'linux', category: 'linux' })],
  ],
  [
    'like-description',
    'S1',
    'refuses a description that is the name',
    refusing((a) => a.repository === a.form.get('description')),
    [created({ repository: 'busybox', description: 'busybox' })],
  ],
  [
    'maybe-category',
    'P2',
    'checks is_public only where no category is sent',
    {
      answer: (a, asked) =>
        a.reason === 'is_public' && has(asked, 'category') ? { ...a, status: 201, reason: 'created', body: '' } : a,
    },
    [refused({ is_public: 'maybe', category: 'linux' })],
  ],
  [
    'none-private',
    'C2',
    'checks the category only of public repositories',
    {
      answer: (a, asked) =>
        a.reason === 'category' && has(asked, 'is_public', 'false')
          ? { ...a, status: 201, reason: 'created', body: '' }
          : a,
    },
    [refused({ category: 'none', is_public: 'false' })],
  ],
  [
    'none-described',
    'C2',
    'checks the category only where no description is sent',
    {
      answer: (a, asked) =>
        a.reason === 'category' && has(asked, 'description') && !known(asked)
          ? { ...a, status: 201, reason: 'created', body: '' }
          : a,
    },
    [refused({ category: 'none', description: 'one' })],
  ],
  [
    'created-200-lang',
    'S1',
    'answers 200 for lang',
    onCreation(200, (a) => has(a, 'category', 'lang')),
    [created({ category: 'lang' })],
  ],
  [
    'created-200-long',
    'S1',
    'answers 200 to a long name',
    onCreation(200, (a) => a.repository.length > 90),
    [created({ repository: 'a'.repeat(91) })],
  ],
  [
    'created-200-digit',
    'S1',
    'answers 200 to a name that ends in a digit',
    onCreation(200, (a) => /[0-9]$/.test(a.repository)),
    [created({ repository: 'a1' })],
  ],
  [
    'created-202-four',
    'S1',
    'answers 202 where all fields are sent',
    onCreation(202, (a) => a.form.size === 4),
    [created({ category: 'linux', description: 'one' })],
  ],
];

const field = (name: string, rename: string): Partial<Rules> => ({
  parts: (entries) => entries.map(([key, value]) => [key === rename ? name : key, value] as const),
});
const alias = (name: string, other: string): Row => [
  `alias-${other.replace(/\W/g, 'x')}`,
  name === 'repository' ? 'R1' : 'P1',
  `takes ${other} for ${name}`,
  field(name, other),
  [refused({ [name]: undefined, [other]: name === 'repository' ? 'busybox' : 'true' })],
];
const fromQuery: Partial<Rules> = {
  parts: (entries, _headers, _body, query = '') => [
    ...entries,
    ...[...new URLSearchParams(query)].filter(([key]) => !entries.some(([own]) => own === key)),
  ],
};

const names: readonly Row[] = [
  alias('repository', 'Repository'),
  alias('repository', 'REPOSITORY'),
  alias('repository', 'name'),
  alias('repository', 'repo'),
  alias('repository', 'repository[]'),
  alias('repository', ' repository'),
  alias('is_public', 'isPublic'),
  alias('is_public', 'is-public'),
  alias('is_public', 'Is_Public'),
  alias('is_public', 'public'),
  [
    'query',
    'P1',
    'takes fields from the query of the URL too',
    fromQuery,
    [{ ...refused({ repository: undefined }), query: 'repository=busybox' }],
  ],
  [
    'query-public',
    'P1',
    'takes is_public from the query of the URL',
    {
      parts: (entries, headers, body, query) =>
        entries.some(([key]) => key === 'is_public')
          ? entries
          : (fromQuery.parts?.(entries, headers, body, query) ?? entries),
    },
    [{ ...refused({ is_public: undefined }), query: 'is_public=true' }],
  ],
];

const category = (id: string, value: string): Row => [
  `category-${id}`,
  'C2',
  `accepts ${JSON.stringify(value)}`,
  { category: (sent) => CATEGORIES.includes(sent) || sent === value },
  [refused({ category: value })],
];
const values: readonly Row[] = [
  category('title', 'App_Server'),
  category('pascal', 'AppServer'),
  category('camel', 'frameworkApp'),
  category('dot', 'app.server'),
  category('half', 'app'),
  category('other-half', 'server'),
  category('plural-other', 'others'),
  category('index', '3'),
  category('swap', 'server_app'),
  category('zero-width', 'linux\u200b'),
  category('byte-order-mark', '\ufefflinux'),
  category('percent', 'app%5Fserver'),
  category('double', 'app__server'),
  category('slash', 'linux/'),
  category('colon', 'linux:'),
  [
    'category-first-four',
    'C2',
    'compares four characters',
    { category: (v) => CATEGORIES.some((c) => c.slice(0, 4) === v.slice(0, 4)) },
    [refused({ category: 'langx' })],
  ],
  [
    'category-substituted',
    'C2',
    'overlooks a wrong last letter',
    { category: (v) => CATEGORIES.some((c) => c.length === v.length && c.slice(0, -1) === v.slice(0, -1)) },
    [refused({ category: 'linuz' })],
  ],
  [
    'category-middle',
    'C2',
    'overlooks a wrong letter in the middle',
    {
      category: (v) =>
        CATEGORIES.some((c) => c.length === v.length && [...c].filter((letter, at) => letter !== v[at]).length < 2),
    },
    [refused({ category: 'lirux' })],
  ],
  [
    'category-pattern',
    'C2',
    'has _ stand for any character, as LIKE does',
    { category: (v) => CATEGORIES.some((c) => new RegExp(`^${c.replaceAll('_', '.')}$`).test(v)) },
    [refused({ category: 'app-server' })],
  ],
  [
    'public-digits',
    'P2',
    'accepts any number',
    { isPublic: (v) => v === 'true' || v === 'false' || (v !== '' && Number.isFinite(Number(v))) },
    [refused({ is_public: '2' })],
  ],
  [
    'public-first',
    'P2',
    'looks at the first letter',
    { isPublic: (v) => /^[tf]/.test(v) },
    [refused({ is_public: 'f' })],
  ],
  [
    'public-zero-width',
    'P2',
    'drops zero-width characters',
    { isPublic: (v) => /^(true|false)$/.test(v.replace(/[\u200b\ufeff]/g, '')) },
    [refused({ is_public: 'true\u200b' })],
  ],
  [
    'public-quoted',
    'P2',
    'reads JSON',
    { isPublic: (v) => /^"?(true|false)"?$/.test(v) },
    [refused({ is_public: '"true"' })],
  ],
  [
    'public-not',
    'P2',
    'accepts tru',
    { isPublic: (v) => /^(tru|true|false)$/.test(v) },
    [refused({ is_public: 'tru' })],
  ],
  [
    'public-both',
    'P2',
    'accepts true,false',
    { isPublic: (v) => /^(true|false)(,(true|false))*$/.test(v) },
    [refused({ is_public: 'true,false' })],
  ],
  [
    'public-full-width',
    'P2',
    'normalises full-width letters',
    { isPublic: (v) => /^(true|false)$/.test(v.normalize('NFKC')) },
    [refused({ is_public: 'ｔrue' })],
  ],
];

/** Deviations about fields together, their names and their values, in rare places. */
export const rareFieldFaults: readonly Fault[] = toFaults('y', [
  ['fields together', together],
  ['field names', names],
  ['values', values],
]);
