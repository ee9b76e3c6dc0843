import type { Handled } from '../../engine/create-engine.ts';
import type { NeutralRequest } from '../../http/message.ts';
import type { Issue } from '../../openapi/operations/issue.ts';

/** A request that was answered, as the server saw it. */
export interface Exchange {
  readonly request: NeutralRequest;
  readonly handled: Handled;
  /** When it began. */
  readonly at: Date;
  /** Milliseconds from the first byte of the request to the answer. */
  readonly duration: number;
}

/** What was too long to keep. Sizes are bytes; of issues, how many they are. */
export interface Cut {
  readonly part: 'target' | 'headers' | 'body' | 'issues' | 'answer headers' | 'answer';
  readonly all: number;
  readonly kept: number;
}

/** An issue as the journal keeps it. */
export interface KeptIssue {
  readonly clause: string | null;
  readonly in: string;
  readonly name: string;
  readonly keyword: string;
  readonly code: string | null;
}

/** The texts of an exchange, but for the two bodies. */
export interface KeptTexts {
  /** What the request is about: `shelf/book`. */
  readonly subject: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly issues: readonly KeptIssue[];
}

/**
 * What is kept of an exchange. Its texts are copies, since a piece of a larger text or buffer would keep all of it
 * alive, and they lie outside of V8's heap, whose collector would copy what stays for some hundred requests.
 */
export interface Kept {
  readonly id: number;
  readonly at: number;
  readonly duration: number;
  readonly operation: string | null;
  readonly method: string;
  /** Null where the connection was dropped. */
  readonly status: number | null;
  /** `KeptTexts` as JSON, and behind it the beginning of each body. */
  readonly memory: Buffer;
  /** Where each of the three ends. */
  readonly textsEnd: number;
  readonly bodyEnd: number;
  readonly answerEnd: number;
  /** Of the whole bodies. */
  readonly bytes: number;
  readonly answerBytes: number;
  readonly cut: readonly Cut[];
  /** Bytes of memory, at most. */
  readonly size: number;
}

/** Bytes that are kept of a body, of a target and of a list of headers. */
const KEPT_BYTES = 16 * 1024;
const MOST_ISSUES = 100;
const LONGEST_NAME = 256;
/** The object and that of its memory. */
const OVERHEAD = 256;
/** Memory comes in multiples of so many bytes: most of the next exchanges fit into it, too. */
const STEP = 512;

/**
 * Copies what is worth keeping of an exchange, within bounds. Credentials are still in it.
 *
 * @param used the memory of one that is kept no longer.
 */
export const keepExchange = (id: number, { request, handled, at, duration }: Exchange, used?: Buffer): Kept => {
  const { answer, drop, operation, issues, subject } = handled;
  const { target, method, body } = request;
  const answerText = drop ? '' : answer.body;
  const headers = beginningOf(request.headers);
  const answerHeaders = beginningOf(answer.headers);
  const texts = JSON.stringify({
    subject,
    target: target.slice(0, KEPT_BYTES),
    headers,
    answerHeaders,
    issues: issues.length === 0 ? issues : issues.slice(0, MOST_ISSUES).map(keepIssue),
  });
  const bytes = body.byteLength;
  const textsEnd = Buffer.byteLength(texts);
  const bodyEnd = textsEnd + Math.min(bytes, KEPT_BYTES);
  const answerRoom = Math.min(3 * answerText.length, KEPT_BYTES);
  const memory = memoryFor(bodyEnd + answerRoom, used);
  memory.write(texts);
  memory.set(body.subarray(0, KEPT_BYTES), textsEnd);
  const written = answerText === '' ? 0 : memory.write(answerText.slice(0, KEPT_BYTES), bodyEnd, answerRoom);
  const answerBytes = answerText.length <= KEPT_BYTES / 3 ? written : Buffer.byteLength(answerText);
  const cut: Cut[] = [];
  note(cut, 'target', target.length, KEPT_BYTES);
  if (headers !== request.headers) note(cut, 'headers', lengthOf(request.headers), lengthOf(headers));
  note(cut, 'body', bytes, KEPT_BYTES);
  note(cut, 'issues', issues.length, MOST_ISSUES);
  if (answerHeaders !== answer.headers) note(cut, 'answer headers', lengthOf(answer.headers), lengthOf(answerHeaders));
  note(cut, 'answer', answerBytes, written);
  return {
    id,
    at: at.getTime(),
    duration,
    operation: operation?.id ?? null,
    method,
    status: drop ? null : answer.status,
    memory,
    textsEnd,
    bodyEnd,
    answerEnd: bodyEnd + written,
    bytes,
    answerBytes,
    cut,
    size: memory.byteLength + OVERHEAD,
  };
};

/** The texts that were kept. */
export const keptTexts = ({ memory, textsEnd }: Kept): KeptTexts =>
  JSON.parse(memory.toString('utf8', 0, textsEnd)) as KeptTexts;

/** The beginning of the request's body, one character a byte. */
export const keptBody = ({ memory, textsEnd, bodyEnd }: Kept): string => memory.toString('latin1', textsEnd, bodyEnd);

/** The beginning of the answer's body, one character a byte. */
export const keptAnswer = ({ memory, bodyEnd, answerEnd }: Kept): string =>
  memory.toString('latin1', bodyEnd, answerEnd);

const memoryFor = (size: number, used: Buffer | undefined): Buffer => {
  const room = Math.ceil(size / STEP) * STEP;
  return used && used.byteLength >= size && used.byteLength <= 4 * room ? used : Buffer.allocUnsafeSlow(room);
};

const note = (cut: Cut[], part: Cut['part'], all: number, kept: number): void => {
  if (all > kept) cut.push({ part, all, kept });
};

const keepIssue = ({ clause, location, name, keyword, code }: Issue): KeptIssue => ({
  clause: clause?.id ?? null,
  in: location,
  name: name.slice(0, LONGEST_NAME),
  keyword,
  code: code ?? null,
});

type Headers = NeutralRequest['headers'];

const lengthOf = (headers: Headers): number => {
  let length = 0;
  for (const name in headers) length += name.length + String(headers[name] ?? '').length;
  return length;
};

/** The same headers, or those of them that there is room for. */
const beginningOf = (headers: Headers): Headers => {
  if (lengthOf(headers) <= KEPT_BYTES) return headers;
  let length = 0;
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value = '']) => {
      const after = length + name.length + String(value).length;
      if (after > KEPT_BYTES) return false;
      length = after;
      return true;
    }),
  );
};
