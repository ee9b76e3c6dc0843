import type { Dice } from './dice.ts';

/** What a document has at one path. */
export interface Target {
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  /** Of its body; empty where it has none. */
  readonly type: string;
  /** Names of what the body and the query may have. */
  readonly fields: readonly string[];
  /** A body that is right. */
  readonly example: unknown;
}

/** A request as bytes, one character each. */
export interface MadeRequest {
  readonly text: string;
  readonly method: string;
  /** May be read as another number of requests, or end the connection. */
  readonly isOdd: boolean;
  /** Goes to the world whose operations fail on purpose. */
  readonly isChaos: boolean;
}

interface Media {
  readonly schema?: { readonly properties?: object };
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** The targets of a document. */
export const listTargets = (document: unknown): Target[] => {
  const { paths } = document as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]): Target[] => {
      if (!/^(get|put|post|patch|delete)$/.test(method)) return [];
      const { requestBody, parameters = [] } = operation as {
        requestBody?: { content?: Record<string, Media> };
        parameters?: { in?: string; name?: string }[];
      };
      const [[type, { schema, examples = {} }] = ['', {}]] = Object.entries(requestBody?.content ?? {});
      const query = parameters.flatMap(({ in: place, name }) => (place === 'query' && name ? [name] : []));
      return [
        {
          method: method.toUpperCase(),
          path,
          type,
          fields: [...Object.keys(schema?.properties ?? {}), ...query],
          example: Object.values(examples)[0]?.value,
        },
      ];
    }),
  );
};

/** The world whose operations fail on purpose. */
const CHAOS = 'chaos';

const BOUNDARY = 'b0';
const NAMES = ['group', 'team', 'a', 'busybox', 'tool', 'demo', 'latest', 'Bad_', '', 'x'.repeat(300)];
const ODD_TEXTS = [
  '%',
  '%zz',
  '%00',
  '%2F',
  '..',
  '.',
  '~',
  'a b',
  '\u00c3\u00a4',
  '\0',
  '\t',
  '"',
  '\\',
  '<',
  '$',
  '::',
  '|',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '1e999',
  'true',
];
const CHARACTERS = 'abcdefgh0123_-./%:&=?|"\\ \t\u00e4\u00ff';

export const oddText = (dice: Dice): string =>
  dice.chance(0.5) ? dice.pick(ODD_TEXTS) : dice.times(dice.below(30), () => dice.pick([...CHARACTERS])).join('');

const name = (dice: Dice): string =>
  dice.chance(0.85) ? dice.pick(NAMES.slice(0, 7)) : dice.chance(0.5) ? dice.pick(NAMES) : oddText(dice);

/** A JSON text, or nearly one. */
export const makeJson = (dice: Dice, fields: readonly string[]): string => {
  const value = (depth: number): unknown =>
    dice.pick<() => unknown>([
      () => name(dice),
      () => dice.below(1000) - 10,
      () => dice.pick([true, false, null, 1e300, 0.1]),
      () => (depth > 3 ? 0 : dice.times(dice.below(4), () => value(depth + 1))),
      () => (depth > 3 ? '' : Object.fromEntries(dice.times(dice.below(4), () => [name(dice), value(depth + 1)]))),
    ])();
  if (dice.chance(0.02)) {
    const levels = dice.pick([100, 199, 201, 5000, 100_000]);
    const [open, close] = dice.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['[', ''],
    ] as const);
    return open.repeat(levels) + close.repeat(levels);
  }
  if (dice.chance(0.02))
    return `[${dice.pick(['1', '{}', '[]', '"a"', 'null']).concat(',').repeat(dice.below(20_000))}1]`;
  if (dice.chance(0.05)) return oddText(dice);
  if (dice.chance(0.1)) return JSON.stringify(value(0));
  return JSON.stringify(
    Object.fromEntries(
      fields.filter(() => dice.chance(0.9)).map((field) => [field, dice.chance(0.7) ? name(dice) : value(0)]),
    ),
  );
};

/** The fields of a form, some of them as the example has them. */
const makeForm = (dice: Dice, fields: readonly string[], example: unknown): string => {
  const right = new Map(Object.entries(example ?? {}));
  const sent = dice.chance(0.01)
    ? dice.times(5000, (index) => `f${index}`)
    : fields.filter((field) => right.has(field) || dice.chance(0.1));
  const parts = sent.map((field) => {
    const value =
      right.has(field) && dice.chance(0.8)
        ? String(right.get(field))
        : dice.chance(0.02)
          ? 'x'.repeat(dice.below(200_000))
          : name(dice);
    const more = dice.chance(0.05) ? dice.pick(['; filename="a"', "; filename*=UTF-8''a", ';;', '; name="b"']) : '';
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${dice.chance(0.02) ? oddText(dice) : field}"${more}\r\n\r\n${value}\r\n`;
  });
  return parts.join('') + (dice.chance(0.03) ? oddText(dice) : `--${BOUNDARY}--\r\n`);
};

/** What the control API takes: method, path, and the names that its body may have. */
const CONTROL: readonly (readonly [methods: string, path: string, fields?: readonly string[]])[] = [
  ['GET HEAD OPTIONS PUT', ''],
  ['GET HEAD POST', 'health'],
  ['GET HEAD', 'docs'],
  ['GET HEAD', 'assets/docs.js'],
  ['GET PUT PUT', 'state', ['collections', 'sequences']],
  ['GET POST DELETE', 'records/namespaces', ['name', 'owner']],
  ['GET POST DELETE', 'records/repositories', ['namespace', 'name', 'is_public']],
  ['GET DELETE', 'records/namespaces/group'],
  ['GET DELETE', 'requests'],
  ['GET', 'requests/1'],
  ['GET', 'events'],
  ['GET PUT', 'faults', ['operation', 'status', 'times']],
  ['GET', 'openapi.json'],
  ['GET', 'openapi.yaml'],
  ['GET', 'changes'],
  ['GET PUT DELETE', 'worlds/w9', ['readings', 'records', 'state', 'seed']],
  ['GET', 'worlds'],
  ['GET', 'nothing'],
  ['POST', 'seed', ['records', 'seed']],
];
const makeFault = (dice: Dice): string =>
  JSON.stringify({
    operation: '*',
    probability: dice.pick([0.1, 0.5]),
    ...dice.pick([{ status: 503 }, { status: 418 }, { drop: true }, { delay: 5 }, { delay: 20, drop: true }]),
  });

const IAM = ['/v3/auth/tokens', '/v3/projects', '/v3/auth/catalog', '/v3', '/'];

/** A line or field that HTTP has no place for, or seldom sees, in place of one of a plain request. */
const ODDITIES: readonly ((dice: Dice, head: string[]) => void)[] = [
  (dice, head) => head.push(`${oddText(dice)}: ${oddText(dice)}`),
  (_dice, head) => head.push('Host: x'),
  (_dice, head) => head.splice(1, 1),
  (dice, head) => head.splice(1, 1, `Host: ${oddText(dice)}`),
  (dice, head) =>
    head.push(`Transfer-Encoding: ${dice.pick(['chunked', 'gzip', 'gzip, chunked', 'chunked, chunked', ''])}`),
  (dice, head) =>
    head.push(`Content-Length: ${dice.pick(['0', '5', '+1', '-1', '99999999999999999999', '1, 1', ' '])}`),
  (dice, head) => head.push(`Expect: ${dice.pick(['100-continue', 'tea', ''])}`),
  (dice, head) => head.push('Connection: upgrade', `Upgrade: ${dice.pick(['websocket', 'h2c', ''])}`),
  (dice, head) => head.push(`Connection: ${dice.pick(['close', 'keep-alive', 'Host', ', ,', 'close, keep-alive'])}`),
  (dice, head) => head.push(`X: ${'y'.repeat(dice.below(30_000))}`),
  (dice, head) => head.push(...dice.times(dice.below(4000), () => 'A:')),
  (_dice, head) => head.push('X: a', ' folded'),
  (dice, head) =>
    head.splice(
      0,
      1,
      `${dice.pick(['get', 'FOO', 'TRACE', 'PRI', 'LINK', 'M-SEARCH', 'CONNECT', ''])} ${dice.pick(['/', '*', 'x:1', '/v2/manage/repos', ''])} HTTP/1.1`,
    ),
  (dice, head) =>
    head.splice(
      0,
      1,
      `GET ${dice.pick(['//', '/%', '*', 'x', 'http://a@b/c', 'http://', '/v2//manage', '/a?b#c', `/${'a'.repeat(dice.below(20_000))}`, '/\u00ff'])} HTTP/1.1`,
    ),
  (dice, head) =>
    head.splice(0, 1, `${head[0]?.replace(/1\.1$/, dice.pick(['1.0', '2.0', '0.9', '1.2', '', '1.1 ']))}`),
  (dice, head) =>
    head.splice(
      0,
      head.length,
      dice.pick(['', '\0\u0001\u0002', '\u0016\u0003\u0001\0\u0005', 'PRI * HTTP/2.0', 'GET /', 'GET']),
    ),
];

/** Makes a request: most of them such as a client sends, to what is there. */
export const makeRequest = (dice: Dice, targets: readonly Target[]): MadeRequest => {
  const target = dice.pick(targets);
  const isControl = dice.chance(0.15);
  const [methods, control, fields = []] = dice.pick(CONTROL);
  const isIam = !isControl && dice.chance(0.05);
  const isChaos = !isIam && dice.chance(0.05);
  const base = isChaos ? `/__mock/worlds/${CHAOS}` : dice.chance(0.2) ? `/__mock/worlds/w${dice.below(5)}` : '';

  let method = isControl
    ? dice.pick(methods.split(' '))
    : isIam
      ? dice.pick(['GET', 'POST', 'HEAD', 'PUT'])
      : target.method;
  if (dice.chance(0.05)) method = dice.pick(['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']);
  // What may put another request in its place leaves the reader of the answers in doubt about its body.
  const isOdd = method !== 'HEAD' && dice.chance(0.06);
  const path = isControl
    ? `/__mock/${control}`
    : isIam
      ? dice.pick(IAM)
      : target.path.replaceAll(/\{[^}]*\}/g, () => encodeURIComponent(name(dice)) || 'x');
  const names = isControl ? fields : target.fields;
  const query = dice.chance(0.2)
    ? `?${dice.pick(['filter', 'limit', 'offset', 'after', 'text', ...names])}=${encodeURIComponent(oddText(dice))}`
    : '';
  const head = [
    `${method} ${base}${path}${query} HTTP/1.1`,
    'Host: localhost',
    `Authorization: ${dice.chance(0.9) ? 'Bearer a' : dice.pick(['Basic YTpi', 'SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=b', ''])}`,
  ];
  if (dice.chance(0.1)) head.push(`Accept-Language: ${dice.pick(['zh-CN', 'en;q=0', '*', ';;q=', 'zh'.repeat(200)])}`);
  if (dice.chance(0.1)) head.push(`Origin: ${dice.pick(['http://localhost:1', 'https://evil.example', 'null', ''])}`);
  if (dice.chance(0.05)) head.push(`Access-Control-Request-Method: ${dice.pick(['POST', 'x y', ''])}`);

  const isApi = !isControl && !isIam;
  const hasBody =
    (isApi && target.type !== '' && method === target.method) || /PUT|POST|PATCH/.test(method) || dice.chance(0.05);
  const isForm = isApi && target.type.startsWith('multipart') && dice.chance(0.95);
  const makeBody = (): string => {
    if (isControl && isChaos && control === 'faults') return makeFault(dice);
    if (isForm) return makeForm(dice, names, target.example);
    if (isApi && target.example !== undefined && dice.chance(0.6)) return JSON.stringify(target.example);
    return makeJson(dice, isIam ? ['auth'] : names);
  };
  let body = hasBody ? makeBody() : '';
  if (hasBody && dice.chance(0.002)) body += ' '.repeat(dice.below(3_000_000));
  if (hasBody)
    head.push(
      `Content-Type: ${isForm ? `multipart/form-data; boundary=${BOUNDARY}` : dice.chance(0.97) ? 'application/json' : oddText(dice)}`,
    );
  if (hasBody && dice.chance(0.2)) {
    head.push('Transfer-Encoding: chunked');
    body = chunked(dice, body);
  } else if (hasBody) head.push(`Content-Length: ${body.length}`);

  if (isOdd) dice.pick(ODDITIES)(dice, head);
  return {
    text: `${head.join('\r\n')}\r\n\r\n${body}`,
    method,
    isOdd: isOdd || head.some((line) => /[^\x20-\x7e\t]/.test(line)),
    isChaos,
  };
};

const chunked = (dice: Dice, body: string): string => {
  let text = '';
  for (let at = 0; at < body.length; ) {
    const size = 1 + dice.below(dice.pick([3, 100, 100_000]) + body.length / 500);
    const piece = body.slice(at, at + size);
    text += `${piece.length.toString(16)}${dice.chance(0.05) ? ';a=b' : ''}\r\n${piece}\r\n`;
    at += size;
  }
  return `${text}0\r\n${dice.chance(0.05) ? 'X-Trailer: a\r\n' : ''}\r\n`;
};
