import type { Handled } from '../../engine/create-engine.ts';
import type { NeutralRequest } from '../../http/message.ts';
import type { Issue } from '../../openapi/operations/issue.ts';
import { beginningOf, fieldsOf, headersIn, joinHeaders, KEPT_BYTES, lengthOf, linesOf } from './keep-headers.ts';

/** A request that was answered, as the server saw it. */
export interface Exchange {
  readonly request: NeutralRequest;
  /** Names and values of its headers, in turn, as they came. */
  readonly rawHeaders: readonly string[];
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
  /** Each as it came, but for its name in small letters. */
  readonly headers: readonly (readonly [name: string, value: string])[];
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
  /** Lines of headers, an empty one, lines of the answer's, the other `KeptTexts` as JSON, and the beginning of each body. */
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
export const keepExchange = (id: number, exchange: Exchange, used?: Buffer): Kept => {
  const { request, rawHeaders, handled, at, duration } = exchange;
  const { answer, drop, operation, issues, subject } = handled;
  const { target, method, body } = request;
  const answerText = drop ? '' : answer.body;
  const headers = beginningOf(rawHeaders);
  const answerFields = fieldsOf(answer.headers);
  const answerHeaders = beginningOf(answerFields);
  const others: Omit<KeptTexts, 'headers' | 'answerHeaders'> = {
    subject,
    target: target.slice(0, KEPT_BYTES),
    issues: issues.length === 0 ? [] : issues.slice(0, MOST_ISSUES).map(keepIssue),
  };
  const texts = `${linesOf(headers)}\n${linesOf(answerHeaders)}${JSON.stringify(others)}`;
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
  if (headers !== rawHeaders) note(cut, 'headers', lengthOf(rawHeaders), lengthOf(headers));
  note(cut, 'body', bytes, KEPT_BYTES);
  note(cut, 'issues', issues.length, MOST_ISSUES);
  if (answerHeaders !== answerFields) note(cut, 'answer headers', lengthOf(answerFields), lengthOf(answerHeaders));
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
export const keptTexts = ({ memory, textsEnd }: Kept): KeptTexts => {
  const lines = memory.toString('utf8', 0, textsEnd).split('\n');
  const others = JSON.parse(lines.pop() ?? '') as Omit<KeptTexts, 'headers' | 'answerHeaders'>;
  const end = lines.indexOf('');
  return {
    ...others,
    headers: headersIn(lines.slice(0, end)),
    answerHeaders: joinHeaders(headersIn(lines.slice(end + 1))),
  };
};

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
