import type { Fault, Step } from './fault.ts';
import { BOUNDARY, created, refused, step, toMultipart } from './fault.ts';
import type { Asked, Rules } from './rules.ts';

const failsOn = (odd: (asked: Asked) => boolean): Partial<Rules> => ({
  answer: (answer, asked) => (odd(asked) ? { ...answer, status: 500 } : answer),
});

const crash = (id: string, clause: string, what: string, odd: (asked: Asked) => boolean, witness: Step): Fault => ({
  id: `k-${id}`,
  family: 'crashes',
  clause,
  title: `fails on ${what}`,
  rules: failsOn(odd),
  witness: [witness],
});

const described =
  (pattern: RegExp) =>
  ({ form }: Asked): boolean =>
    pattern.test(form.get('description') ?? '');
const named =
  (pattern: RegExp) =>
  ({ repository }: Asked): boolean =>
    pattern.test(repository);

const raw = (statuses: readonly number[], body: string, contentType?: string): Step => ({
  ...step(0, {}, { body, fields: undefined, statuses }),
  ...(contentType === undefined ? {} : { contentType }),
});

const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="repository"; filename="name.txt"\r\nContent-Type: text/plain\r\n\r\nbusybox\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="is_public"\r\n\r\ntrue\r\n--${BOUNDARY}--\r\n`;
const plain = toMultipart([
  ['repository', 'busybox'],
  ['is_public', 'true'],
]);

const crashes: readonly Fault[] = [
  crash(
    'emoji',
    'D1',
    'an emoji in the description',
    described(/\p{Extended_Pictographic}/u),
    created({ description: '📦' }),
  ),
  crash('chinese', 'D1', 'Chinese in the description', described(/\p{Script=Han}/u), created({ description: '镜像' })),
  crash(
    'latin',
    'D1',
    'a letter beyond ASCII in the description',
    described(/\p{L}(?<![a-zA-Z])/u),
    created({ description: 'é' }),
  ),
  crash('quote', 'D1', 'a quote in the description', described(/'/), created({ description: "it's" })),
  crash(
    'double-quote',
    'D1',
    'a double quote in the description',
    described(/"/),
    created({ description: 'the "one"' }),
  ),
  crash('backslash', 'D1', 'a backslash in the description', described(/\\/), created({ description: 'C:\\one' })),
  crash('newline', 'D1', 'a line break in the description', described(/\n/), created({ description: 'one\r\ntwo' })),
  crash('percent', 'D1', 'a percent sign in the description', described(/%/), created({ description: '100 %' })),
  crash(
    'brackets',
    'D1',
    'angle brackets in the description',
    described(/[<>]/),
    created({ description: '<b>one</b>' }),
  ),
  crash(
    'nul',
    'D1',
    'NUL in the description',
    ({ form }) => (form.get('description') ?? '').includes('\0'),
    created({ description: 'a\0b' }),
  ),
  crash(
    'long-description',
    'D1',
    'a description of more than 1000 characters',
    described(/.{1001}/s),
    created({ description: 'a'.repeat(1001) }),
  ),
  crash(
    'description-256',
    'D1',
    'a description of more than 255 characters',
    described(/.{256}/s),
    created({ description: 'a'.repeat(256) }),
  ),
  crash(
    'empty-description',
    'D1',
    'an empty description',
    ({ form }) => form.get('description') === '',
    created({ description: '' }),
  ),
  // Whether it counts as sent is open (A9); 500 is wrong either way.
  crash(
    'empty-category',
    'C2',
    'an empty category',
    ({ form }) => form.get('category') === '',
    refused({ category: '' }),
  ),
  crash(
    'empty-is-public',
    'P2',
    'an empty is_public',
    ({ form }) => form.get('is_public') === '',
    refused({ is_public: '' }),
  ),
  crash(
    'empty-repository',
    'R7',
    'an empty repository',
    ({ form }) => form.get('repository') === '',
    refused({ repository: '' }),
  ),
  crash(
    'long-repository',
    'R7',
    'a repository of more than 255 characters',
    named(/.{256}/s),
    refused({ repository: 'a'.repeat(2000) }),
  ),
  crash(
    'long-namespace',
    'N7',
    'a namespace of more than 255 characters',
    ({ namespace }) => namespace.length > 255,
    refused({}, { namespace: 'a'.repeat(2000) }),
  ),
  crash(
    'emoji-repository',
    'R3',
    'an emoji in the repository',
    named(/\p{Extended_Pictographic}/u),
    refused({ repository: 'a😀b' }),
  ),
  crash(
    'foreign-repository',
    'R3',
    'a letter beyond ASCII in the repository',
    named(/\p{L}(?<![a-zA-Z])/u),
    refused({ repository: 'aéb' }),
  ),
  crash(
    'foreign-namespace',
    'N3',
    'a letter beyond ASCII in the namespace',
    ({ namespace }) => /\p{L}(?<![a-zA-Z])/u.test(namespace),
    refused({}, { namespace: 'aéb' }),
  ),
  crash('slash-repository', 'R3', 'a slash in the repository', named(/\//), refused({ repository: 'a/b' })),
  crash(
    'nul-repository',
    'R3',
    'NUL in the repository',
    ({ repository }) => repository.includes('\0'),
    refused({ repository: 'a\0b' }),
  ),
  crash('newline-repository', 'R3', 'a newline in the repository', named(/\n/), refused({ repository: 'abc\n' })),
  crash(
    'start-digit',
    'R2',
    'a digit at the start of the repository',
    named(/^[0-9]/),
    refused({ repository: '1abc' }),
  ),
  crash(
    'category-value',
    'C2',
    'a category that is not in the list',
    ({ form }) =>
      form.has('category') &&
      !/^(app_server|linux|framework_app|database|lang|other|windows|arms)$/.test(form.get('category') ?? ''),
    refused({ category: 'none' }),
  ),
  crash(
    'all-fields',
    'X1',
    'all four fields at once',
    ({ form }) => form.size === 4,
    created({ category: 'linux', description: 'one' }),
  ),
  crash('no-body', 'R1', 'an empty body', ({ body }) => body.length === 0, raw([400], '')),
  crash(
    'cut-form',
    'S2',
    'a form that ends early',
    ({ body }) => body.length > 0 && !body.includes(`--\r\n`),
    raw([400], plain.slice(0, 90)),
  ),
  crash(
    'file',
    'R1',
    'a file in the place of the repository',
    ({ body }) => body.includes('filename='),
    raw([400], file),
  ),
];

const encodings: readonly Fault[] = [
  {
    id: 'q-not-decoded',
    family: 'requests',
    clause: 'N1',
    title: 'does not decode the path',
    rules: { decode: (segment) => segment },
    witness: [created({}, { namespace: 'group', segment: '%67roup' })],
  },
  {
    id: 'q-decoded-twice',
    family: 'requests',
    clause: 'N3',
    title: 'decodes the path twice',
    rules: { decode: (segment) => decodeURIComponent(decodeURIComponent(segment)) },
    witness: [refused({}, { namespace: 'a%62c' })],
  },
  {
    id: 'q-namespace-ignored',
    family: 'requests',
    clause: 'N1',
    title: 'checks no namespace at all',
    rules: { namespace: () => true },
    witness: [refused({}, { namespace: 'Group!' })],
  },
  {
    id: 'q-repository-ignored',
    family: 'requests',
    clause: 'R2',
    title: 'checks no repository at all',
    rules: { repository: () => true },
    witness: [refused({ repository: 'Busy box!' })],
  },
];

const mediaTypes: readonly Fault[] = [
  {
    id: 'q-media-capitals',
    family: 'requests',
    clause: 'X1',
    title: 'refuses the media type in capitals',
    rules: { isForm: (type) => type.startsWith('multipart/form-data;') },
    witness: [created({}, { contentType: `Multipart/Form-Data; boundary=${BOUNDARY}` })],
  },
  {
    id: 'q-media-quoted',
    family: 'requests',
    clause: 'X1',
    title: 'refuses a boundary in quotes',
    rules: { isForm: (type) => /^multipart\/form-data;\s*boundary=[^"]/i.test(type) },
    witness: [created({}, { contentType: `multipart/form-data; boundary="${BOUNDARY}"` })],
  },
  {
    id: 'q-media-part-type',
    family: 'requests',
    clause: 'R1',
    title: 'takes a field with a content type of its own for a file',
    rules: {
      parts: (entries, _headers, body) => (body.includes('Content-Type: text/plain') ? [] : entries),
    },
    witness: [
      raw(
        [201],
        plain.replace('name="repository"\r\n', 'name="repository"\r\nContent-Type: text/plain; charset=UTF-8\r\n'),
      ),
    ],
  },
  {
    id: 'q-part-case',
    family: 'requests',
    clause: 'R1',
    title: 'knows the headers of a part only as they are usually written',
    rules: { parts: (entries, _headers, body) => (body.includes('Content-Disposition') ? entries : []) },
    witness: [raw([201], plain.replaceAll('Content-Disposition', 'content-disposition'))],
  },
];

const inOrder = (
  id: string,
  clause: string,
  title: string,
  misses: (order: readonly string[]) => string | undefined,
  witness: Step,
): Fault => ({
  id: `o-${id}`,
  family: 'field order',
  clause,
  title,
  rules: {
    missing: ({ form, order }) => [
      ...['repository', 'is_public'].filter((name) => !form.has(name)),
      ...[misses(order)].filter((name) => name !== undefined),
    ],
  },
  witness: [witness],
});

const ordered = (...fields: readonly (readonly [string, string])[]): Step => ({ ...created(), fields });
const visible = ['is_public', 'true'] as const;
const called = ['repository', 'busybox'] as const;

const orders: readonly Fault[] = [
  inOrder(
    'public-first',
    'R1',
    'does not find the repository behind is_public',
    (order) => (order.indexOf('is_public') < order.indexOf('repository') ? 'repository' : undefined),
    ordered(visible, called),
  ),
  inOrder(
    'repository-first',
    'R1',
    'needs the repository as the first field',
    (order) => (order[0] === 'repository' ? undefined : 'repository'),
    ordered(['description', 'one'], called, visible),
  ),
  inOrder(
    'public-last',
    'P1',
    'needs is_public as the last field',
    (order) => (order.at(-1) === 'is_public' ? undefined : 'is_public'),
    ordered(called, visible, ['description', 'one']),
  ),
  inOrder(
    'alphabet',
    'P1',
    'needs is_public behind the repository at once',
    (order) => (order.indexOf('is_public') - order.indexOf('repository') > 1 ? 'is_public' : undefined),
    ordered(called, ['category', 'linux'], visible),
  ),
];

/** Requests that are legal or plainly wrong, answered as if they were the other, or with a crash. */
export const requestFaults: readonly Fault[] = [...crashes, ...encodings, ...mediaTypes, ...orders];
