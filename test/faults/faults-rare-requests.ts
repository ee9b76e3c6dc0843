import type { Fault, Row, Step } from './fault.ts';
import { BOUNDARY, created, refused, step, taken, toFaults, toMultipart } from './fault.ts';
import type { Answer, Asked, Rules } from './rules.ts';
import { conformingRules } from './rules.ts';

const has = (asked: Asked, name: string, value?: string): boolean =>
  value === undefined ? asked.form.has(name) : asked.form.get(name) === value;

const onCreation = (status: number, when: (asked: Asked) => boolean): Partial<Rules> => ({
  answer: (answer, asked) => (answer.status === 201 && when(asked) ? { ...answer, status } : answer),
});
const text = (id: string, title: string, accepts: (value: string) => boolean, value: string): Row => [
  `text-${id}`,
  'D1',
  title,
  { description: accepts },
  [created({ description: value })],
];
const crash = (id: string, title: string, when: RegExp, value: string): Row => [
  `text-${id}`,
  'D1',
  title,
  onCreation(500, (a) => when.test(a.form.get('description') ?? '')),
  [created({ description: value })],
];
const texts: readonly Row[] = [
  text('formula', 'refuses what a spreadsheet reads as a formula', (v) => !v.startsWith('='), '=1+1'),
  text('select', 'refuses words of SQL', (v) => !/\b(select|union|insert)\b/i.test(v), 'select a repository'),
  text('script-url', 'refuses javascript:', (v) => !v.includes('javascript:'), 'javascript:void(0)'),
  text('parent', 'refuses ../', (v) => !v.includes('../'), 'see ../readme'),
  text('false', 'takes the text false for none', (v) => v !== 'false', 'false'),
  text('long-word', 'refuses a word of more than 100 characters', (v) => !/\S{101}/.test(v), 'a'.repeat(120)),
  text('lines', 'refuses more than a hundred lines', (v) => v.split('\n').length <= 100, 'a\n'.repeat(150)),
  text('dollar', 'refuses a dollar sign', (v) => !v.includes('$'), '5 $'),
  text('bar', 'refuses a bar', (v) => !v.includes('|'), 'a | b'),
  text('caret', 'refuses a caret', (v) => !v.includes('^'), 'a^b'),
  text('tilde', 'refuses a tilde', (v) => !v.includes('~'), '~ 5'),
  text('exclamation', 'refuses an exclamation mark', (v) => !v.includes('!'), 'new!'),
  text('question', 'refuses a question mark', (v) => !v.includes('?'), 'new?'),
  text('star', 'refuses a star', (v) => !v.includes('*'), 'a * b'),
  text('parentheses', 'refuses parentheses', (v) => !/[()]/.test(v), 'one (two)'),
  text('delete', 'refuses DEL', (v) => !v.includes('\x7f'), 'a\x7fb'),
  text('empty-list', 'refuses []', (v) => v !== '[]', '[]'),
  crash('hangul', 'fails on Korean', /\p{Script=Hangul}/u, '저장소'),
  crash('kana', 'fails on Japanese', /\p{Script=Hiragana}/u, 'これは'),
  crash('thai', 'fails on Thai', /\p{Script=Thai}/u, 'ภาพ'),
  crash('hebrew', 'fails on Hebrew', /\p{Script=Hebrew}/u, 'תמונה'),
  crash('devanagari', 'fails on Devanagari', /\p{Script=Devanagari}/u, 'चित्र'),
  crash('flag', 'fails on a flag', /\p{Regional_Indicator}/u, '🇨🇳'),
  crash('dashes', 'fails on a line that starts with two dashes', /\n--/, 'one\r\n--two'),
  crash('euro', 'fails on €', /€/, '5 €'),
  crash('ends-cr', 'fails on a carriage return last', /\r$/, 'one\r'),
  crash('starts-crlf', 'fails on a line end first', /^\r\n/, '\r\none'),
];

const raw = (
  statuses: readonly number[],
  body: string,
  contentType = `multipart/form-data; boundary=${BOUNDARY}`,
): Step => ({ ...step(0, {}, { body, fields: undefined, statuses }), contentType });
const plain = toMultipart([
  ['repository', 'busybox'],
  ['is_public', 'true'],
]);
const whenBody = (found: (body: string) => boolean, status = 400): Partial<Rules> => ({
  parts: (entries, _headers, body) => (found(body.toString('latin1')) && status === 400 ? [] : entries),
  ...(status === 400
    ? {}
    : { answer: (answer, { body }) => (found(body.toString('latin1')) ? { ...answer, status } : answer) }),
});
const whenHeader = (name: string, found: RegExp, status: number): Partial<Rules> => ({
  answer: (answer, { headers }) => (found.test(String(headers[name] ?? '')) ? { ...answer, status } : answer),
});
const forms: readonly Row[] = [
  [
    'transfer-encoding',
    'X1',
    'refuses parts with a Content-Transfer-Encoding',
    whenBody((b) => /content-transfer-encoding/i.test(b)),
    [raw([201], plain.replaceAll(/(name="[^"]*")/g, '$1\r\nContent-Transfer-Encoding: 8bit'))],
  ],
  [
    'type-first',
    'X1',
    'needs Content-Disposition as the first header of a part',
    whenBody((b) => /--\r?\n?Content-Type|[^-]\r\nContent-Type: [^\r]*\r\nContent-Disp/i.test(b)),
    [raw([201], plain.replaceAll('Content-Disposition', 'Content-Type: text/plain\r\nContent-Disposition'))],
  ],
  [
    'plain-type',
    'X1',
    'fails on parts of text/plain without a charset',
    whenBody((b) => /Content-Type: text\/plain\r\n/i.test(b) && !b.includes('filename'), 500),
    [raw([201], plain.replaceAll(/(name="[^"]*")/g, '$1\r\nContent-Type: text/plain'))],
  ],
  [
    'upper-headers',
    'X1',
    'does not know headers of parts in capitals',
    whenBody((b) => b.includes('CONTENT-DISPOSITION')),
    [raw([201], plain.replaceAll('Content-Disposition', 'CONTENT-DISPOSITION'))],
  ],
  [
    'part-length',
    'X1',
    'fails on a Content-Length in a part',
    whenBody((b) => /content-length/i.test(b), 500),
    [raw([201], plain.replace(/(name="repository")/, '$1\r\nContent-Length: 7'))],
  ],
  [
    'accept',
    'S1',
    'answers 406 to Accept: application/json',
    whenHeader('accept', /^application\/json$/, 406),
    [created({}, { headers: { accept: 'application/json' } })],
  ],
  [
    'accept-any',
    'S1',
    'fails on Accept: */*',
    whenHeader('accept', /^\*\/\*$/, 500),
    [created({}, { headers: { accept: '*/*' } })],
  ],
  [
    'curl',
    'S1',
    'refuses curl',
    whenHeader('user-agent', /^curl/, 403),
    [created({}, { headers: { 'user-agent': 'curl/8.5.0' } })],
  ],
  [
    'language',
    'S1',
    'fails on Accept-Language: zh-CN',
    whenHeader('accept-language', /zh/, 500),
    [created({}, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })],
  ],
  [
    'boundary-dots',
    'X1',
    'knows only letters, digits and - in a boundary',
    { isForm: (type) => /boundary="?[\w-]+"?(;|$)/i.test(type) && conformingRules.isForm(type) },
    [raw([201], plain.replaceAll(BOUNDARY, "a.b'c+d"), `multipart/form-data; boundary="a.b'c+d"`)],
  ],
  [
    'silent-missing',
    'S2',
    'says nothing where the repository is missing',
    { answer: (a: Answer, asked) => (a.reason === 'missing' && !has(asked, 'repository') ? { ...a, body: '' } : a) },
    [{ ...refused({ repository: undefined }), informs: true }],
  ],
  [
    'silent-long',
    'S2',
    'says nothing about a too long name',
    {
      answer: (a: Answer, asked) =>
        a.reason === 'repository' && asked.repository.length > 128 ? { ...a, body: '{}' } : a,
    },
    [{ ...refused({ repository: 'a'.repeat(129) }), informs: true }],
  ],
  [
    'silent-form',
    'S2',
    'says nothing about a broken form',
    { answer: (a: Answer) => (a.reason === 'form' ? { ...a, body: '' } : a) },
    [{ ...raw([400], plain.slice(0, 90)), informs: true }],
  ],
  [
    'silent-underscores',
    'S2',
    'says nothing about underscores',
    {
      answer: (a: Answer, asked) =>
        a.reason === 'repository' && asked.repository.includes('___') ? { ...a, body: '""' } : a,
    },
    [{ ...refused({ repository: 'a___b' }), informs: true }],
  ],
];

const dropped = (when: (answer: Answer, asked: Asked) => boolean): Partial<Rules> => ({
  answer: (answer, asked) => (when(answer, asked) ? { ...answer, headers: { drop: 'yes' } } : answer),
  write: (response, answer) => {
    if (answer.headers['drop']) response.socket?.destroy();
    else conformingRules.write(response, answer);
  },
});
const drops: readonly Row[] = [
  [
    'drop-emoji',
    'D1',
    'closes the connection on an emoji',
    dropped((_, a) => /😀|📦|🚀/u.test(a.form.get('description') ?? '')),
    [created({ description: '📦' })],
  ],
  [
    'drop-long',
    'S2',
    'closes the connection on a name of more than 255 characters',
    dropped((_, a) => a.repository.length > 255),
    [refused({ repository: 'a'.repeat(2000) })],
  ],
  ['drop-taken', 'S3', 'closes the connection on a duplicate', dropped((a) => a.status === 409), [created(), taken()]],
  [
    'drop-no-body',
    'S2',
    'closes the connection on an empty body',
    dropped((_, a) => a.body.length === 0),
    [raw([400], '')],
  ],
  [
    'half',
    'S1',
    'ends the answer to a private repository early',
    {
      answer: (a, asked) =>
        a.status === 201 && has(asked, 'is_public', 'false')
          ? { ...a, headers: { 'content-length': '20' }, body: '{' }
          : a,
      write: (response, answer) => {
        conformingRules.write(response, answer);
        if (answer.headers['content-length']) response.socket?.destroy();
      },
    },
    [created({ is_public: 'false' })],
  ],
  [
    'race-invalid',
    'S3',
    'takes the name of a bad request while it looks at it',
    {
      answer: async (a, asked, memory) => {
        const key = `${asked.namespace}/${asked.repository}`;
        if (a.reason === 'is_public') {
          const held = !memory.taken.has(key);
          if (held) memory.taken.set(key, asked);
          await new Promise((resolve) => setTimeout(resolve, 3));
          if (held && memory.taken.get(key) === asked) memory.taken.delete(key);
        }
        return a;
      },
    },
    [{ ...refused({ is_public: 'maybe' }), beside: [created()], statuses: [201, 400] }],
  ],
];

/** Deviations about descriptions, forms and connections in rare places. */
export const rareRequestFaults: readonly Fault[] = toFaults('y', [
  ['description', texts],
  ['requests', forms],
  ['broken connections', drops],
]);
