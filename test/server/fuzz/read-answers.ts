/** An answer as it came over a connection. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** All answers in the bytes of a connection, and what is not as RFC 9112 has it. */
export interface ReadAnswers {
  readonly answers: readonly Answer[];
  readonly problem?: string;
}

const FIELD = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/**
 * Reads what a server sent on one connection, strictly.
 *
 * @param text one character a byte.
 * @param methods those of the requests, in their order.
 * @param isWhole whether the server has ended the connection.
 */
export const readAnswers = (text: string, methods: readonly string[], isWhole: boolean): ReadAnswers => {
  const answers: Answer[] = [];
  let finals = 0;
  let at = 0;
  const wrong = (problem: string): ReadAnswers => ({
    answers,
    problem: `${problem} (at byte ${at}: ${JSON.stringify(text.slice(at, at + 200))})`,
  });

  while (at < text.length) {
    const last = answers.at(-1);
    if (last?.headers.get('connection') === 'close') return wrong('more behind the last answer');
    const end = text.indexOf('\r\n\r\n', at);
    if (end < 0) return isWhole ? wrong('a head without an end') : { answers };
    const [line = '', ...fields] = text.slice(at, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 ([1-5]\d\d) [\t\x20-\x7e]*$/.exec(line)?.[1]);
    if (!status) return wrong('no status line');
    const headers = new Map<string, string>();
    for (const field of fields) {
      const [, name = '', value = ''] = FIELD.exec(field) ?? [];
      const key = name.toLowerCase();
      if (name === '') return wrong(`no header: ${JSON.stringify(field)}`);
      if (headers.has(key)) return wrong(`${name} twice`);
      headers.set(key, value);
    }
    const length = headers.get('content-length');
    const coding = headers.get('transfer-encoding');
    const isFinal = status >= 200;
    // Of a request that could not be read nobody knows that it was HEAD.
    const isHead = methods[finals] === 'HEAD' && (headers.get('connection') !== 'close' || end + 4 === text.length);
    const hasBody = isFinal && status !== 204 && status !== 304 && !isHead;
    if ((!isFinal || status === 204) && (length ?? coding) !== undefined) return wrong(`a length at ${status}`);
    if (length !== undefined && coding !== undefined) return wrong('two lengths');
    const start = end + 4;
    const read = !hasBody
      ? { body: '', end: start }
      : coding === 'chunked'
        ? readChunks(text, start)
        : length === undefined && headers.get('connection') === 'close'
          ? { body: text.slice(start), end: text.length }
          : { body: text.slice(start, start + Number(length)), end: start + Number(length) };
    if (read === undefined || !(read.end <= text.length))
      return isWhole ? wrong('a body that ends early') : { answers };
    const { body } = read;
    if (headers.get('content-type') === 'application/json' && hasBody && !isJson(body)) return wrong('no JSON');
    answers.push({ status, headers, body });
    at = read.end;
    if (isFinal) finals += 1;
  }
  return { answers };
};

/** The body in chunks, and where it ends; undefined where it does not. */
const readChunks = (text: string, start: number): { body: string; end: number } | undefined => {
  let body = '';
  for (let at = start; ; ) {
    const [line = '', size = ''] = /^([\da-f]+)\r\n/i.exec(text.slice(at, at + 20)) ?? [];
    const from = at + line.length;
    const end = from + Number.parseInt(size, 16);
    if (line === '' || text.slice(end, end + 2) !== '\r\n') return undefined;
    if (end === from) return { body, end: end + 2 };
    body += text.slice(from, end);
    at = end + 2;
  }
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
