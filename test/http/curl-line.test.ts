import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readMultipart } from '../../src/http/bodies/read-multipart.ts';
import { type CurlRequest, curlLine, quote } from '../../src/http/curl-line.ts';
import { parseHeaderValue } from '../../src/http/header-value.ts';
import { field, multipart, utf8 } from './encode-multipart.ts';

interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const run = promisify(execFile);
const arrived: Arrived[] = [];
let server: Server;
let origin = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url: target = '' } = request;
    const headers = request.headers as Record<string, string>;
    void buffer(request).then((body) => {
      arrived.push({ method, target, headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** What arrives when a real shell runs the line with a real curl. */
const send = async (line: string): Promise<Arrived> => {
  arrived.length = 0;
  await run('sh', ['-c', line.replace(/\bcurl -i/, 'curl -sS -i --noproxy "*" --max-time 10')], {
    env: { ...process.env, TOKEN: 'the token' },
  });
  expect(arrived).toHaveLength(1);
  return arrived[0] as Arrived;
};

const request = (change: Partial<CurlRequest> & { readonly target?: string }): CurlRequest => ({
  method: 'POST',
  headers: {},
  body: new Uint8Array(),
  ...change,
  url: origin + (change.target ?? '/things'),
});

const form = (entries: readonly (readonly [string, string])[], boundary = 'b0123456789'): Partial<CurlRequest> => ({
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: multipart(
    boundary,
    entries.map(([name, value]) => [field(name.replaceAll('"', '%22')), value]),
  ),
});

const entriesOf = ({ headers, body }: { headers: Readonly<Record<string, string>>; body: Uint8Array }): unknown => {
  const boundary = parseHeaderValue(headers['content-type'] ?? '')?.parameters.get('boundary') ?? '';
  return readMultipart(body, boundary);
};

describe('the line', () => {
  it.each<[what: string, request: () => CurlRequest, line: string]>([
    ['a plain GET', () => request({ method: 'GET' }), `curl -i ${'ORIGIN'}/things`],
    ['a HEAD', () => request({ method: 'HEAD' }), 'curl -i --head ORIGIN/things'],
    ['a POST without a body', () => request({}), 'curl -i -X POST ORIGIN/things'],
    ['a query', () => request({ method: 'GET', target: '/a?b=c&d' }), "curl -i 'ORIGIN/a?b=c&d'"],
    [
      'a form, whose boundary curl makes itself',
      () =>
        request(
          form([
            ['name', 'it'],
            ['text', "it's; so"],
          ]),
        ),
      `curl -i ORIGIN/things -F name=it --form-string 'text=it'\\''s; so'`,
    ],
    [
      'a removed credential, which the shell fills in',
      () => request({ headers: { authorization: 'Bearer <removed>', 'x-auth-token': '<removed>' }, method: 'GET' }),
      'curl -i ORIGIN/things -H "authorization: Bearer $TOKEN" -H "x-auth-token: $TOKEN"',
    ],
    [
      'JSON',
      () => request({ headers: { 'content-type': 'application/json' }, body: utf8('{"a":1}') }),
      `curl -i ORIGIN/things -H 'content-type: application/json' --data-raw '{"a":1}'`,
    ],
    [
      'bytes that are no text',
      () => request({ headers: { 'content-type': 'a/b' }, body: new Uint8Array([0, 255]) }),
      `printf %s AP8= | base64 -d | curl -i ORIGIN/things -H 'content-type: a/b' --data-binary @-`,
    ],
  ])('of %s', (_what, make, line) => {
    expect(curlLine(make())).toBe(line.replace('ORIGIN', origin));
  });

  it('leaves out what curl writes itself', () => {
    const headers = { host: 'a', 'content-length': '3', 'user-agent': 'b', accept: '*/*', connection: 'close' };
    expect(curlLine(request({ method: 'GET', headers }))).toBe(`curl -i ${origin}/things`);
  });
});

describe('a real shell and curl send the same', () => {
  it.each<[what: string, change: Partial<CurlRequest> & { target?: string }]>([
    ['GET', { method: 'GET' }],
    ['HEAD', { method: 'HEAD' }],
    ['DELETE', { method: 'DELETE' }],
    ['POST without a body', {}],
    ['a body without a type', { body: utf8('a=b') }],
    ['a PUT with a body', { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: utf8('hello\n') }],
    ['a GET with a body', { method: 'GET', headers: { 'content-type': 'text/plain' }, body: utf8('hello') }],
    ['a text that starts like a file name', { headers: { 'content-type': 'a/b' }, body: utf8('@/etc/hostname') }],
    ['quotes and dollars', { headers: { 'content-type': 'a/b' }, body: utf8(`'"$HOME \`id\` \\n !! %s\ttab\n`) }],
    ['a byte order mark', { headers: { 'content-type': 'a/b' }, body: utf8('\uFEFF{}') }],
    ['CR LF', { headers: { 'content-type': 'a/b' }, body: utf8('a\r\nb') }],
    ['every byte', { headers: { 'content-type': 'a/b' }, body: Uint8Array.from({ length: 256 }, (_, byte) => byte) }],
    ['more than a screen', { headers: { 'content-type': 'a/b' }, body: utf8('0123456789'.repeat(1600)) }],
    ['an empty body with a type', { headers: { 'content-type': 'application/json' } }],
    ['an empty type', { headers: { 'content-type': '' }, body: utf8('x') }],
    ['headers', { headers: { 'x-a': `it's "b" $HOME \`id\``, 'x-empty': '', 'x-b': '@c', 'accept-language': 'zh' } }],
    ['a header that looks redacted', { headers: { 'x-a': '$(id) <removed>', 'x-b': '`id`<removed>' } }],
    ['a header name with shell characters', { headers: { "x-`id`-$home-!'": 'a' } }],
    ['percent-encoding', { target: '/a%2Fb/%E5%90%8D?c=%20+d' }],
    ['braces and brackets', { target: '/{a,b}/[1-3]?c[]={d}' }],
    ['dots', { target: '/a/../b/./%2e%2e/c' }],
    ['a query full of marks', { target: "/?a='b'&c=$HOME;d=`e`&f=*&g=~" }],
    [
      'a form that is cut off',
      { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: utf8('--b\r\n') },
    ],
    [
      'a form with a file',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: multipart('b', [[`${field('a')}; filename="x"`, new Uint8Array([0, 1, 2])]]),
      },
    ],
    [
      'a form with bytes that are no UTF-8',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: multipart('b', [[field('a'), new Uint8Array([0xff, 0xfe])]]),
      },
    ],
  ])('%s', async (_what, change) => {
    const before = request(change);
    const after = await send(curlLine(before));
    expect([after.method, origin + after.target]).toEqual([before.method, before.url]);
    expect(after.body.equals(before.body)).toBe(true);
    for (const [name, value] of Object.entries(before.headers)) expect(after.headers[name], name).toBe(value);
    expect(after.headers['content-type']).toBe(before.headers['content-type']);
  });

  it.each<[what: string, entries: readonly (readonly [string, string])[]]>([
    [
      'two fields',
      [
        ['name', 'busy'],
        ['public', 'true'],
      ],
    ],
    ['an empty value', [['name', '']]],
    [
      'a field twice',
      [
        ['name', 'a'],
        ['name', 'b'],
      ],
    ],
    [
      '@ and < in front',
      [
        ['a', '@/etc/hostname'],
        ['b', '</etc/hostname'],
      ],
    ],
    [
      'a type that is none',
      [
        ['a', 'b;type=text/html'],
        ['c', 'd;filename=x'],
      ],
    ],
    [
      'quotes in front',
      [
        ['a', '"quoted"'],
        ['b', "'single'"],
        ['c', '"half'],
      ],
    ],
    [
      'blanks around',
      [
        ['a', ' b '],
        ['c', '\td'],
        ['e', 'f\n'],
      ],
    ],
    [
      'brackets in front',
      [
        ['a', '(b'],
        ['c', ')'],
        ['d', '=e'],
      ],
    ],
    ['line breaks', [['a', 'b\r\nc\nd\re']]],
    ['shell characters', [['a', '$HOME `id` $(id) \\ ! * ~ # & | > <']]],
    [
      'characters beyond ASCII',
      [
        ['名', '仓库😀'],
        ['é', '\uFEFFx'],
      ],
    ],
    [
      'names with marks',
      [
        ['a=b', 'c'],
        ['d;e', 'f'],
      ],
    ],
    ['a name with a quote', [['a"b', 'c']]],
    ['a name with a backslash', [['a\\b', 'c']]],
    ['an empty name', [['', 'c']]],
    ['no fields', []],
  ])('a form with %s', async (_what, entries) => {
    const before = request(form(entries));
    const after = await send(curlLine(before));
    expect(entriesOf(after)).toEqual({ entries });
    expect(after.method).toBe('POST');
  });

  it('a removed credential arrives as $TOKEN', async () => {
    const headers = { authorization: 'Bearer <removed>', 'x-auth-token': '<removed>' };
    const after = await send(curlLine(request({ headers })));
    expect(after.headers).toMatchObject({ authorization: 'Bearer the token', 'x-auth-token': 'the token' });
  });

  it('nothing that a client chose is run by the shell', async () => {
    const headers = { 'x-`id`-token': '<removed>', 'x-note': '$(echo run) Bearer <removed>' };
    const after = await send(curlLine(request({ headers })));
    expect(after.headers).toMatchObject(headers);
  });

  test('any form', async () => {
    const piece = fc.constantFrom(...'a0 "\'\\$`@<(;=\n%,名');
    const word = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    const name = word.filter((text) => !/["\n%\\]/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, word), { maxLength: 4 }), async (entries) => {
        expect(entriesOf(await send(curlLine(request(form(entries)))))).toEqual({ entries });
      }),
      { numRuns: 40 },
    );
  });
});

test.each([
  ['abc', 'abc'],
  ['a-b_c.d/e:f@g%h+i=j,k', 'a-b_c.d/e:f@g%h+i=j,k'],
  ['', "''"],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['$a', "'$a'"],
])('quote(%j)', (word, quoted) => {
  expect(quote(word)).toBe(quoted);
});

/** Shells of this machine: at least bash and that of the system, which is dash on Debian. */
const SHELLS = [['bash'], ['sh'], ['zsh', '-f'], ['mksh'], ['busybox', 'sh']].filter(
  ([name = '', ...more]) => spawnSync(name, [...more, '-c', ':']).status === 0,
);

/** What moves a cursor, ends a pasted text, rings, kills the line, turns writing around, or is not seen. */
const HOSTILE = [
  ...['\u001b', '\u001b[201~', '\u001b[2J', '\u009b2J'],
  ...'\r\n\t\u0007\u0003\u0015\u007f',
  ...'\u0085\u202e\u2066\u200b\u2028\ufeff\u00a0\u00ad\u2800\u{e0041}\ue000',
  ...'\'"\\%!|&#-=~* 名é😀a0',
  ...['\\n', '\\033', '%s', '!!', '!-1', '$HOME', '$(id)', '`id`', ';id', '>a', '-n', '{a,b}', '[a]', '"$(printf a)"'],
];

describe('pasting the line', () => {
  // The shell's history may be on, as at a terminal.
  const HEAD = `
    if [ -n "$BASH_VERSION" ]; then set -o history -o histexpand; fi
    if [ -n "$ZSH_VERSION" ]; then setopt banghist; fi
    curl() { printf '%s\\0' "$#" "$@"; case "$*" in (*' @-') base64 | tr -d '\\n';; esac; printf '\\0'; }
  `;
  const runAll = (
    [name = '', ...more]: readonly string[],
    lines: readonly string[],
  ): [args: string[], body: Buffer][] => {
    const input = `${HEAD}\n${lines.join('\n')}\n`;
    const pieces = execFileSync(name, more, { input, env: { PATH: process.env['PATH'], TOKEN: 'the token' } })
      .toString()
      .split('\0');
    const calls: [string[], Buffer][] = [];
    for (let at = 0; at < pieces.length - 1; ) {
      const end = at + 1 + Number(pieces[at]);
      calls.push([pieces.slice(at + 1, end), Buffer.from(pieces[end] ?? '', 'base64')]);
      at = end + 1;
    }
    return calls;
  };

  const hostile = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 6 }).map((pieces) => pieces.join(''));
  const requests = fc.record({
    target: hostile.map((text) => `/${text.replaceAll('\n', '')}`),
    header: hostile.map((text) => text.trim()),
    body: fc.oneof(
      hostile.map((text) => ({ type: 'a/b', body: utf8(text), fields: undefined })),
      fc
        .uint8Array({ maxLength: 20 })
        .map((bytes) => ({ type: 'a/b', body: Uint8Array.from(bytes), fields: undefined })),
      hostile.map((text) => {
        const { body = new Uint8Array() } = form([['name', text]], 'b');
        return { type: 'multipart/form-data; boundary=b', body, fields: [`name=${text}`] };
      }),
    ),
  });

  it.each(SHELLS)('%s runs curl once, with what was sent, whatever that is', (...shell) => {
    const samples = fc.sample(requests, { numRuns: 150, seed: 7 });
    const all = samples.concat(
      HOSTILE.map((text) => ({
        target: `/${text.trim()}`,
        header: text.trim(),
        body: { type: 'a/b', body: utf8(text), fields: undefined },
      })),
    );
    const lines = all.map(({ target, header, body: { type, body } }) =>
      curlLine({
        method: 'POST',
        url: `http://a${target}`,
        headers: { 'x-a': header, 'content-type': type, 'x-token': '<removed>' },
        body,
      }),
    );
    // All of it is seen, and none of it is a key that a terminal knows.
    for (const line of lines) expect(line).toMatch(/^(?: |[^\p{C}\p{Z}\p{DI}\u2800])*$/u);
    const calls = runAll(shell, lines);
    expect(calls).toHaveLength(all.length);
    for (const [index, { target, header, body }] of all.entries()) {
      const [args, stdin] = calls[index] ?? [[], Buffer.of()];
      const behind = (option: string): string | undefined => args[args.indexOf(option) + 1];
      expect(args).toContain(`http://a${target}`);
      expect(args).toContain(header === '' ? 'x-a;' : `x-a: ${header}`);
      expect(args).toContain('x-token: the token');
      const sent = args.includes('--data-raw') ? Buffer.from(behind('--data-raw') ?? '') : stdin;
      const field = args.find((_, at) => ['-F', '--form-string'].includes(args[at - 1] ?? ''));
      if (field === undefined) expect(sent.equals(body.body), lines[index]).toBe(true);
      else expect([field]).toEqual(body.fields);
    }
  });
});
