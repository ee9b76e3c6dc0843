import fc from 'fast-check';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { type FormResult, readMultipart } from '../../../src/http/bodies/read-multipart.ts';
import { parseHeaderValue } from '../../../src/http/header-value.ts';
import { bytesOf, field, multipart, utf8 } from '../encode-multipart.ts';

const BOUNDARY = 'simple-boundary-0123456789012345';

describe('readMultipart', () => {
  it('reads fields and files in the order they were sent', () => {
    const body = multipart(BOUNDARY, [
      [field('b'), 'second letter'],
      [`${field('f')}; filename="a.bin"\r\nContent-Type: application/octet-stream`, new Uint8Array([0, 13, 10, 255])],
      [field('a'), ''],
      [field('b'), 'again'],
    ]);
    expect(readMultipart(body, BOUNDARY)).toEqual({
      entries: [
        ['b', 'second letter'],
        ['f', { filename: 'a.bin', mediaType: 'application/octet-stream', bytes: new Uint8Array([0, 13, 10, 255]) }],
        ['a', ''],
        ['b', 'again'],
      ],
    });
  });

  it.each<[what: string, headers: string, content: string, entry: readonly [string, unknown]]>([
    ['an unquoted name', 'Content-Disposition: form-data; name=a', 'x', ['a', 'x']],
    ['names of headers in any case', 'CONTENT-disposition:FORM-DATA;NAME="a"', 'x', ['a', 'x']],
    ['the disposition behind other headers', `X-A: b\r\n${field('a')}`, 'x', ['a', 'x']],
    ['an empty name', field(''), 'x', ['', 'x']],
    ['a name in UTF-8', field('名😀'), 'x', ['名😀', 'x']],
    ['the escapes of HTML forms', field('a%22b%0D%0Ac%20%0a'), 'x', ['a"b\r\nc%20\n', 'x']],
    ['the escapes of old clients', field('a\\"b\\\\c'), 'x', ['a"b\\c', 'x']],
    ['a value in UTF-8', field('a'), '名😀', ['a', '名😀']],
    ['line breaks of a value', field('a'), '\r\n\r\nx\r\n\n', ['a', '\r\n\r\nx\r\n\n']],
    ['a byte order mark as the character it is', field('a'), '\uFEFFbusy', ['a', '\uFEFFbusy']],
    ['the boundary within a line', field('a'), `x --${BOUNDARY}--`, ['a', `x --${BOUNDARY}--`]],
    ['the boundary with more behind it', field('a'), `\r\n--${BOUNDARY}x\r\n`, ['a', `\r\n--${BOUNDARY}x\r\n`]],
    ['the boundary behind a bare line feed', field('a'), `\n--${BOUNDARY}\r\n`, ['a', `\n--${BOUNDARY}\r\n`]],
    ['a type of a field', `${field('a')}\r\nContent-Type: text/plain; charset=utf-8`, 'x', ['a', 'x']],
    [
      'an empty file',
      `${field('a')}; filename=""`,
      '',
      ['a', { filename: '', mediaType: 'text/plain', bytes: new Uint8Array() }],
    ],
  ])('reads %s', (_what, headers, content, entry) => {
    expect(readMultipart(multipart(BOUNDARY, [[headers, content]]), BOUNDARY)).toEqual({ entries: [entry] });
  });

  it.each<[what: string, body: string, entries: readonly (readonly [string, string])[]]>([
    ['a text before the first boundary', `hello\r\n--b\r\n${field('a')}\r\n\r\nx\r\n--b--`, [['a', 'x']]],
    ['a text behind the last one', `--b\r\n${field('a')}\r\n\r\nx\r\n--b--\r\nbye --b\r\n`, [['a', 'x']]],
    ['blanks behind a boundary', `--b \t\r\n${field('a')}\r\n\r\nx\r\n--b--`, [['a', 'x']]],
    ['no last line break', `--b\r\n${field('a')}\r\n\r\nx\r\n--b--`, [['a', 'x']]],
    ['a form without fields', '--b--\r\n', []],
  ])('takes %s', (_what, body, entries) => {
    expect(readMultipart(utf8(body), 'b')).toEqual({ entries });
  });

  it.each<[what: string, body: string, problem: string]>([
    ['an empty body', '', 'the body is empty'],
    ['another boundary', '--c\r\n', 'the body has no line "--b", as its Content-Type announces'],
    ['bare line feeds', `--b\n${field('a')}\n\nx\n--b--\n`, 'its lines end in LF instead of CR LF'],
    ['a missing end', `--b\r\n${field('a')}\r\n\r\nx\r\n`, 'the body ends inside part 1, before --b--'],
    [
      'a missing end of the second part',
      `--b\r\n${field('a')}\r\n\r\nx\r\n--b\r\n${field('c')}\r\n\r\n`,
      'the body ends inside part 2, before --b--',
    ],
    ['no blank line', `--b\r\n${field('a')}\r\n--b--`, 'part 1 has no blank line behind its headers'],
    [
      'the blank line of the next part',
      `--b\r\n${field('a')}\r\n--b\r\n${field('a')}\r\n\r\nx\r\n--b--`,
      'part 1 has no blank line behind its headers',
    ],
    ['no headers', '--b\r\n\r\nx\r\n--b--', 'part 1 has no "Content-Disposition: form-data; name=…"'],
    ['an empty part', '--b\r\n\r\n--b--', 'part 1 has no blank line behind its headers'],
    [
      'another disposition',
      '--b\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--b--',
      'part 1 has no "Content-Disposition: form-data; name=…"',
    ],
    [
      'no name',
      '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--',
      'part 1 has no "Content-Disposition: form-data; name=…"',
    ],
    [
      'an open quote',
      '--b\r\nContent-Disposition: form-data; name="a\r\n\r\nx\r\n--b--',
      'part 1 has no "Content-Disposition: form-data; name=…"',
    ],
    [
      'a text in another charset',
      '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=x-none\r\n\r\nx\r\n--b--',
      'part 1 ("a") is not in x-none, or the server does not know that charset: send UTF-8',
    ],
  ])('says what is wrong with %s', (_what, body, problem) => {
    expect(readMultipart(utf8(body), 'b')).toEqual({ problem });
  });
});

// RFC 7578 section 4.5.
describe('a text that is not in UTF-8', () => {
  const bodyOf = (type: string): Uint8Array =>
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="a"\r\n${type}\r\ncaf\xe9\r\n--b--`, 'latin1');

  it('is read where its part names the charset', () => {
    const body = bodyOf('Content-Type: text/plain; charset=ISO-8859-1\r\n');
    expect(readMultipart(body, 'b')).toEqual({ entries: [['a', 'café']] });
  });

  it.each(['', 'Content-Type: text/plain\r\n', 'Content-Type: text/plain; charset=utf-8\r\n'])(
    'is refused, and never changed, where it says %j',
    (type) => {
      const problem = expect.stringContaining('part 1 ("a") is not in ');
      expect(readMultipart(bodyOf(type), 'b')).toEqual({ problem });
    },
  );

  it('replacement characters that were sent are characters', () => {
    const body = utf8('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\ufffd\r\n--b--');
    expect(readMultipart(body, 'b')).toEqual({ entries: [['a', '\ufffd']] });
  });
});

// The platform's own encoder and reader, as a second opinion.

type Plain = readonly (readonly [string, string | { name: string; type: string; bytes: readonly number[] }])[];

const encode = async (form: FormData): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> => {
  const response = new Response(form);
  return { bytes: await response.bytes(), type: response.headers.get('content-type') ?? '' };
};

const readByPlatform = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Plain | undefined> => {
  try {
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    return await Promise.all(
      [...form].map(async ([name, value]) =>
        typeof value === 'string'
          ? ([name, value] as const)
          : ([name, { name: value.name, type: value.type, bytes: [...(await value.bytes())] }] as const),
      ),
    );
  } catch {
    return undefined;
  }
};

const boundaryOf = (type: string): string => parseHeaderValue(type)?.parameters.get('boundary') ?? '';

// A File's type is in lower case, and empty where it holds anything but printable ASCII.
const platformType = (type: string): string => (/[^\x20-\x7E]/.test(type) ? '' : type.toLowerCase());

const plain = (result: FormResult): Plain | undefined =>
  'problem' in result
    ? undefined
    : result.entries.map(([name, value]) =>
        typeof value === 'string'
          ? [name, value]
          : [name, { name: value.filename, type: platformType(value.mediaType), bytes: [...value.bytes] }],
      );

const PIECES = [
  'a',
  'Z',
  '0',
  ' ',
  '"',
  "'",
  '\\',
  ';',
  '=',
  '%',
  '%22',
  '%0D',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '--',
  '----formdata-undici-0',
  `--${BOUNDARY}`,
  '\0',
  '\uFEFF',
  'é',
  '名',
  '😀',
  '\uD800',
  'Content-Disposition: form-data; name="x"',
];
const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 4 })), {
  maxLength: 6,
});
const words = text.map((pieces) => pieces.join(''));
// Two known differences (see below): the platform drops a byte order mark before a name, and it
// neither writes nor reads a backslash as an escape.
const names = words.map((name) => name.replace(/^\uFEFF+/, '').replace(/\\+(?=\\|$)/g, ''));
const file = fc
  .tuple(names, fc.constantFrom('', 'text/plain', 'Image/PNG', 'a/b; c="d"'), fc.uint8Array({ maxLength: 40 }))
  // The platform writes one without a name as a text.
  .map(([name, type, bytes]) => new File([name === '' ? bytes.map((byte) => byte & 0x7f) : bytes], name, { type }));
const forms = fc
  .array(fc.tuple(names, fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: file })), { maxLength: 5 })
  .map((entries) => {
    const form = new FormData();
    for (const [name, value] of entries) form.append(name, value);
    return form;
  });

test('every form that the platform writes is read as the platform reads it', async () => {
  await fc.assert(
    fc.asyncProperty(forms, async (form) => {
      const { bytes, type } = await encode(form);
      const theirs = await readByPlatform(bytes, type);
      expect(theirs).toBeDefined();
      expect(plain(readMultipart(bytes, boundaryOf(type)))).toEqual(theirs);
    }),
    { numRuns: 400 },
  );
});

// What the two read in different ways, and why either may.
const knownDifference = (body: string, boundary: string): boolean =>
  // The platform finds the first boundary within a line, too; a boundary starts its line (RFC 2046).
  !body.startsWith(`--${boundary}`) ||
  // The platform drops a byte order mark before a name or file name, and before nothing else.
  /name="?\xEF\xBB\xBF/i.test(body) ||
  // The platform reads a parameter name* (RFC 5987), which RFC 7578 4.2 forbids.
  /name\*/i.test(body) ||
  // Of a parameter sent twice the first counts here, the last to the platform; neither is a rule.
  /;[ \t]*((?:file)?name)=[^\r\n]*;[ \t]*\1=/i.test(body) ||
  // Blanks around a header's name: the platform takes them off, here such a line is no header it knows.
  /\r\n[ \t]+content-|content-(?:type|disposition)[ \t]+:/i.test(body) ||
  // A backslash before a quote is an escape here (RFC 9110); to the platform it is just a character.
  /name="[^"\r\n]*\\/i.test(body);

type Mutation = {
  readonly at: number;
  readonly kind: 'flip' | 'remove' | 'insert' | 'copy';
  readonly bytes: Uint8Array;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('flip', 'remove', 'insert', 'copy'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 3 }),
    fc.constantFrom('\r\n', '\r', '\n', '"', ';', ' ', '--', `\r\n--${BOUNDARY}`, '\r\n\r\n', ':', '=').map(utf8),
  ),
});

const mutate = (bytes: Uint8Array<ArrayBuffer>, { at, kind, bytes: more }: Mutation): Uint8Array<ArrayBuffer> => {
  const position = bytes.length === 0 ? 0 : at % bytes.length;
  const before = bytes.subarray(0, position);
  const behind = bytes.subarray(position);
  if (kind === 'remove') return bytesOf(before, behind.subarray(more.length));
  if (kind === 'insert') return bytesOf(before, more, behind);
  if (kind === 'copy') return bytesOf(before, behind.subarray(0, 60), behind);
  const flipped = bytesOf(before, behind);
  flipped[position] = (flipped[position] ?? 0) ^ (1 << ((more[0] ?? 0) % 8));
  return flipped;
};

test('a damaged form never throws, and whoever takes it reads the same', async () => {
  let agreed = 0;
  let damaged = 0;
  await fc.assert(
    fc.asyncProperty(forms, fc.array(mutation, { minLength: 1, maxLength: 3 }), async (form, mutations) => {
      const { bytes, type } = await encode(form);
      const broken = mutations.reduce(mutate, bytes);
      const ours = plain(readMultipart(broken, boundaryOf(type)));
      const theirs = await readByPlatform(broken, type);
      damaged += 1;
      if (ours === undefined || theirs === undefined) return;
      const shown = Buffer.from(broken).toString('latin1');
      if (knownDifference(shown, boundaryOf(type))) return;
      agreed += 1;
      expect(ours, shown).toEqual(theirs);
    }),
    { numRuns: 1500 },
  );
  // Otherwise the comparison above would have compared nothing.
  expect(agreed).toBeGreaterThan(damaged / 10);
}, 60_000);

test('a vertical tab is no blank around the type of a part', async () => {
  const body = multipart(BOUNDARY, [[`${field('a')}; filename="b"\r\nContent-Type:\v application/x`, 'x']]);
  const file = [['a', { name: 'b', type: '', bytes: [120] }]];
  expect(await readByPlatform(body, `multipart/form-data; boundary=${BOUNDARY}`)).toEqual(file);
  expect(plain(readMultipart(body, BOUNDARY))).toEqual(file);
});

describe('where the two differ', () => {
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  it.each<[what: string, body: Uint8Array<ArrayBuffer>]>([
    ['an escaped quote in a name', multipart(BOUNDARY, [[field('a\\"b'), 'x']])],
    ['the boundary within a text', multipart(BOUNDARY, [[field('a'), `x --${BOUNDARY} y`]])],
    ['blanks behind a boundary', utf8(`--${BOUNDARY} \r\n${field('a')}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`)],
  ])('only this reader takes %s', async (_what, body) => {
    expect(await readByPlatform(body, type)).toBeUndefined();
    expect(plain(readMultipart(body, BOUNDARY))).toHaveLength(1);
  });

  it('both read a name that ends in a backslash, as the platform writes it', async () => {
    const body = multipart(BOUNDARY, [[field('a\\'), 'x']]);
    expect(await readByPlatform(body, type)).toEqual([['a\\', 'x']]);
    expect(plain(readMultipart(body, BOUNDARY))).toEqual([['a\\', 'x']]);
  });

  it.each<[what: string, headers: string, theirs: string, ours: string]>([
    ['two backslashes in a name', field('a\\\\b'), 'a\\\\b', 'a\\b'],
    ['a byte order mark before a name', field('\uFEFFa'), 'a', '\uFEFFa'],
  ])('they read %s in two ways', async (_what, headers, theirs, ours) => {
    const body = multipart(BOUNDARY, [[headers, 'x']]);
    expect(await readByPlatform(body, type)).toEqual([[theirs, 'x']]);
    expect(plain(readMultipart(body, BOUNDARY))).toEqual([[ours, 'x']]);
  });
});

test('any bytes with any boundary give a result', () => {
  const noise = fc.array(
    fc
      .constantFrom('--b', '--b--', '\r\n', '\r\n\r\n', '\n', ' ', '"', field('a'), 'name=', ';', 'x', '\xFF')
      .map(utf8),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(noise, fc.constantFrom('b', '', '-', '--', 'b--', ' ', '\r\n'), (pieces, boundary) => {
      const result = readMultipart(bytesOf(...pieces), boundary);
      expect('problem' in result ? result.problem : result.entries).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});

describe('the work grows with the size of the body, not faster', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  // Counts the characters that the reader's searches go over; counts don't depend on the machine.
  const work = (body: Uint8Array, boundary: string): number => {
    let steps = 0;
    const { indexOf, startsWith, split } = String.prototype;
    const { exec } = RegExp.prototype;
    const { decode } = TextDecoder.prototype;
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, search, from = 0) {
      const at = indexOf.call(this, search, from);
      steps += (at < 0 ? this.length : at) - from + 1;
      return at;
    });
    vi.spyOn(String.prototype, 'startsWith').mockImplementation(function (this: string, search, from) {
      steps += search.length;
      return startsWith.call(this, search, from);
    });
    vi.spyOn(String.prototype, 'split').mockImplementation(function (this: string, separator: string | RegExp) {
      steps += this.length;
      return Reflect.apply(split, this, [separator]) as string[];
    } as typeof split);
    vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, searched) {
      const from = this.lastIndex;
      const match = exec.call(this, searched);
      steps += match ? match[0].length + 1 : searched.length - from;
      return match;
    });
    vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (this: TextDecoder, input, options) {
      steps += (input as Uint8Array | undefined)?.byteLength ?? 0;
      return decode.call(this, input, options);
    });
    readMultipart(body, boundary);
    vi.restoreAllMocks();
    return steps;
  };

  const HOSTILE: readonly (readonly [string, (size: number) => Uint8Array])[] = [
    [
      'many fields',
      (size) =>
        multipart(
          'b',
          Array.from({ length: size }, () => [field('a'), 'x'] as const),
        ),
    ],
    ['one long value', (size) => multipart('b', [[field('a'), 'x'.repeat(size)]])],
    ['many near boundaries', (size) => multipart('b', [[field('a'), '\r\n--b '.repeat(size)]])],
    ['many boundaries within lines', (size) => multipart('b', [[field('a'), '--b'.repeat(size)]])],
    ['boundaries without an end', (size) => utf8('\r\n--b'.repeat(size))],
    ['parts without a blank line', (size) => utf8(`--b\r\n${'a: b\r\n--b\r\n'.repeat(size)}`)],
    ['empty parts', (size) => utf8('--b\r\n'.repeat(size))],
    ['many headers', (size) => multipart('b', [[`${'a: b\r\n'.repeat(size)}${field('a')}`, 'x']])],
    ['many parameters', (size) => multipart('b', [[`${field('a')}${'; c=d'.repeat(size)}`, 'x']])],
    ['many semicolons', (size) => multipart('b', [[`Content-Disposition: form-data${';'.repeat(size)}`, 'x']])],
    ['an open quote', (size) => multipart('b', [[`Content-Disposition: form-data; name="${'\\"'.repeat(size)}`, 'x']])],
    ['blanks', (size) => multipart('b', [[`Content-Disposition: form-data;${' '.repeat(size)}`, 'x']])],
    ['line breaks', (size) => multipart('b', [[field('a'), '\r\n'.repeat(size)]])],
  ];

  it.each(HOSTILE)('%s', (_what, make) => {
    const once = work(make(2000), 'b');
    const fourfold = work(make(8000), 'b');
    expect(once).toBeGreaterThan(0);
    expect(fourfold / once).toBeLessThan(4.5);
  });
});
