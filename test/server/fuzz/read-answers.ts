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
    if (headers.has('transfer-encoding')) return wrong('chunks, where all lengths are known');
    const isFinal = status >= 200;
    // Of a request that could not be read nobody knows that it was HEAD.
    const isHead = methods[finals] === 'HEAD' && (headers.get('connection') !== 'close' || end + 4 === text.length);
    const hasBody = isFinal && status !== 204 && status !== 304 && !isHead;
    if ((!isFinal || status === 204) && length !== undefined) return wrong(`a length at ${status}`);
    if (hasBody && !/^\d+$/.test(length ?? '')) return wrong('no length');
    const start = end + 4;
    const size = hasBody ? Number(length) : 0;
    if (start + size > text.length) return isWhole ? wrong('a body that ends early') : { answers };
    const body = text.slice(start, start + size);
    if (headers.get('content-type') === 'application/json' && hasBody && !isJson(body)) return wrong('no JSON');
    answers.push({ status, headers, body });
    at = start + size;
    if (isFinal) finals += 1;
  }
  return { answers };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
