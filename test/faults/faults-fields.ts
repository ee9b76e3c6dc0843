import type { Fault, Step } from './fault.ts';
import { created, refused } from './fault.ts';
import { CATEGORIES, type Rules } from './rules.ts';

const isCategory = (value: string): boolean => CATEGORIES.includes(value);
const isBoolean = (value: string): boolean => value === 'true' || value === 'false';

const category = (id: string, title: string, accepts: (value: string) => boolean, witness: Step): Fault => ({
  id: `c-${id}`,
  family: 'category',
  clause: 'C2',
  title,
  rules: { category: accepts },
  witness: [witness],
});

/** Accepts one value more. */
const categoryAlso = (id: string, title: string, value: string): Fault =>
  category(id, title, (sent) => isCategory(sent) || sent === value, refused({ category: value }));

const categories: readonly Fault[] = [
  ...CATEGORIES.map((missing) =>
    category(
      `no-${missing.replace('_', '-')}`,
      `refuses ${missing}`,
      (value) => isCategory(value) && value !== missing,
      created({ category: missing }),
    ),
  ),
  category('any', 'accepts any text', () => true, refused({ category: 'none' })),
  categoryAlso('arm', 'accepts arm, as later editions say', 'arm'),
  categoryAlso('plural', 'accepts databases', 'databases'),
  categoryAlso('singular', 'accepts window', 'window'),
  categoryAlso('hyphen', 'accepts app-server', 'app-server'),
  categoryAlso('joined', 'accepts appserver', 'appserver'),
  categoryAlso('null', 'takes the text null for nothing', 'null'),
  category('folded', 'folds upper case', (v) => isCategory(v.toLowerCase()), refused({ category: 'Linux' })),
  category(
    'upper',
    'accepts values in capitals',
    (v) => isCategory(v) || (v === v.toUpperCase() && isCategory(v.toLowerCase())),
    refused({ category: 'LINUX' }),
  ),
  category('trimmed-end', 'trims blanks at the end', (v) => isCategory(v.trimEnd()), refused({ category: 'linux ' })),
  category('trimmed-start', 'trims blanks in front', (v) => isCategory(v.trimStart()), refused({ category: ' linux' })),
  category(
    'newline',
    'accepts a newline at the end',
    (v) => isCategory(v.replace(/\n$/, '')),
    refused({ category: 'linux\n' }),
  ),
  category(
    'prefix',
    'accepts what starts with a value',
    (v) => CATEGORIES.some((c) => v.startsWith(c)),
    refused({ category: 'linuxx' }),
  ),
  category(
    'part',
    'accepts the start of a value',
    (v) => v !== '' && CATEGORIES.some((c) => c.startsWith(v)),
    refused({ category: 'linu' }),
  ),
  category(
    'suffix',
    'accepts what ends with a value',
    (v) => CATEGORIES.some((c) => v.endsWith(c)),
    refused({ category: 'xlinux' }),
  ),
  category(
    'list',
    'accepts a list of values',
    (v) => v.split(',').every(isCategory),
    refused({ category: 'linux,lang' }),
  ),
  // Rare place: names that every plain object of JavaScript has.
  category(
    'plain-object',
    'looks values up in a plain object',
    (v) => isCategory(v) || v in {},
    refused({ category: 'constructor' }),
  ),
];

const visibility = (id: string, title: string, accepts: (value: string) => boolean, witness: Step): Fault => ({
  id: `p-${id}`,
  family: 'is_public',
  clause: 'P2',
  title,
  rules: { isPublic: accepts },
  witness: [witness],
});

const visibilityAlso = (id: string, value: string): Fault =>
  visibility(
    id,
    `accepts ${JSON.stringify(value)}`,
    (sent) => isBoolean(sent) || sent === value,
    refused({ is_public: value }),
  );

const visibilities: readonly Fault[] = [
  visibilityAlso('title-case', 'True'),
  visibilityAlso('title-case-false', 'False'),
  visibilityAlso('capitals', 'TRUE'),
  visibilityAlso('one', '1'),
  visibilityAlso('zero', '0'),
  visibilityAlso('yes', 'yes'),
  visibilityAlso('no', 'no'),
  visibilityAlso('on', 'on'),
  visibilityAlso('t', 't'),
  visibilityAlso('empty', ''),
  visibilityAlso('null', 'null'),
  visibility('any', 'accepts any text', () => true, refused({ is_public: 'maybe' })),
  visibility('some', 'accepts any text but an empty one', (v) => v !== '', refused({ is_public: 'maybe' })),
  visibility('folded', 'folds upper case', (v) => isBoolean(v.toLowerCase()), refused({ is_public: 'TrUe' })),
  visibility('trimmed', 'trims blanks', (v) => isBoolean(v.trim()), refused({ is_public: 'true ' })),
  visibility(
    'newline',
    'accepts a newline at the end',
    (v) => isBoolean(v.replace(/\n$/, '')),
    refused({ is_public: 'true\n' }),
  ),
  visibility(
    'prefix',
    'accepts what starts with true',
    (v) => v === 'false' || v.startsWith('true'),
    refused({ is_public: 'truer' }),
  ),
  visibility('not-true', 'refuses "true"', (v) => v === 'false', created({ is_public: 'true' })),
  visibility(
    'not-false',
    'refuses "false", as a test for truth does',
    (v) => v === 'true',
    created({ is_public: 'false' }),
  ),
];

const field = (id: string, clause: string, title: string, rules: Partial<Rules>, witness: readonly Step[]): Fault => ({
  id: `f-${id}`,
  family: 'required and optional',
  clause,
  title,
  rules,
  witness,
});

const needs = (...names: readonly string[]): Partial<Rules> => ({
  missing: ({ form }) => names.filter((name) => !form.has(name)),
});

const failsWithout = (name: string): Partial<Rules> => ({
  answer: (answer, { form }) => (form.has(name) ? answer : { ...answer, status: 500 }),
});

const presence: readonly Fault[] = [
  field('no-repository', 'R1', 'creates without a repository', needs('is_public'), [
    refused({ repository: undefined }),
  ]),
  field('no-is-public', 'P1', 'takes a missing is_public for false', needs('repository'), [
    refused({ is_public: undefined }),
  ]),
  field(
    'nothing',
    'R1',
    'creates from an empty form',
    { missing: ({ form }) => (form.size === 0 ? [] : ['repository', 'is_public'].filter((name) => !form.has(name))) },
    [refused({ repository: undefined, is_public: undefined })],
  ),
  field(
    'is-public-with-category',
    'P1',
    'needs is_public only where no category is sent',
    {
      missing: ({ form }) =>
        ['repository', 'is_public'].filter(
          (name) => !form.has(name) && !(name === 'is_public' && form.has('category')),
        ),
    },
    [refused({ is_public: undefined, category: 'linux' })],
  ),
  field('repository-500', 'R1', 'fails without a repository', failsWithout('repository'), [
    refused({ repository: undefined }),
  ]),
  field('is-public-500', 'P1', 'fails without is_public', failsWithout('is_public'), [
    refused({ is_public: undefined }),
  ]),
  field('category-500', 'C1', 'fails without a category', failsWithout('category'), [created()]),
  field('description-500', 'D1', 'fails without a description', failsWithout('description'), [created()]),
  field('needs-category', 'C1', 'needs a category', needs('repository', 'is_public', 'category'), [created()]),
  field('needs-description', 'D1', 'needs a description', needs('repository', 'is_public', 'description'), [created()]),
  field(
    'category-needs-description',
    'D1',
    'needs a description where a category is sent',
    {
      missing: ({ form }) =>
        ['repository', 'is_public', ...(form.has('category') ? ['description'] : [])].filter((name) => !form.has(name)),
    },
    [created({ category: 'linux' })],
  ),
  field(
    'description-needs-category',
    'C1',
    'needs a category where a description is sent',
    {
      missing: ({ form }) =>
        ['repository', 'is_public', ...(form.has('description') ? ['category'] : [])].filter((name) => !form.has(name)),
    },
    [created({ description: 'one' })],
  ),
  field(
    'either',
    'C1',
    'needs a category or a description',
    {
      missing: ({ form }) =>
        ['repository', 'is_public', ...(form.has('description') ? [] : ['category'])].filter((name) => !form.has(name)),
    },
    [created()],
  ),
  field(
    'private-needs-description',
    'D1',
    'needs a description for a private repository',
    {
      missing: ({ form }) =>
        ['repository', 'is_public', ...(form.get('is_public') === 'false' ? ['description'] : [])].filter(
          (name) => !form.has(name),
        ),
    },
    [created({ is_public: 'false' })],
  ),
];

const description = (id: string, title: string, accepts: (value: string) => boolean, value: string): Fault => ({
  id: `e-${id}`,
  family: 'description',
  clause: 'D1',
  title,
  rules: { description: accepts },
  witness: [created({ description: value })],
});

const descriptions: readonly Fault[] = [
  description('empty', 'refuses an empty description', (v) => v !== '', ''),
  description('blank', 'refuses blanks only', (v) => v === '' || v.trim() !== '', '  '),
  description('short', 'refuses one character', (v) => v.length !== 1, 'x'),
  description('blanks', 'refuses blanks', (v) => !v.includes(' '), 'one two'),
  description(
    'example',
    'refuses more than 20 characters, so the page’s example',
    (v) => v.length <= 20,
    'this is a busybox repository',
  ),
  description('lines', 'refuses line breaks', (v) => !/[\r\n]/.test(v), 'one\ntwo'),
  description('ascii', 'refuses what is not ASCII', (v) => [...v].every((c) => c <= '~'), 'é'),
  description('chinese', 'refuses Chinese', (v) => !/\p{Script=Han}/u.test(v), '镜像仓库'),
  description('emoji', 'refuses an emoji', (v) => !/\p{Extended_Pictographic}/u.test(v), '📦'),
  description('markup', 'refuses angle brackets', (v) => !/[<>]/.test(v), '<b>one</b>'),
  description('quotes', 'refuses quotes', (v) => !/["']/.test(v), 'it\'s "one"'),
  description('digits', 'refuses a number', (v) => !/^[0-9]+$/.test(v), '2018'),
];

/** Wrong sets of values, and fields required or optional where they should not be. */
export const fieldFaults: readonly Fault[] = [...categories, ...visibilities, ...presence, ...descriptions];
