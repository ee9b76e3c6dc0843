import type { Handled } from '../../engine/create-engine.ts';
import type { NeutralRequest } from '../../http/message.ts';
import type { Issue } from '../../openapi/issue.ts';

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
 * What is kept of an exchange, in texts that nothing else shares: a piece of a larger text or buffer
 * would keep all of it alive.
 */
export interface Kept {
  readonly id: number;
  readonly at: number;
  readonly duration: number;
  readonly operation: string | null;
  readonly method: string;
  /** Null where the connection was dropped. */
  readonly status: number | null;
  /** `KeptTexts` as JSON: one flat copy. */
  readonly texts: string;
  /** The beginning of each body, one character a byte, and the bytes of the whole. */
  readonly body: string;
  readonly bytes: number;
  readonly answer: string;
  readonly answerBytes: number;
  readonly cut: readonly Cut[];
  /** Bytes of memory, at most. */
  readonly size: number;
}

/** Bytes that are kept of a body, of a target and of a list of headers. */
const KEPT_BYTES = 16 * 1024;
const MOST_ISSUES = 100;
const LONGEST_NAME = 256;
/** The object and the heads of its texts. */
const OVERHEAD = 256;

const scratch = Buffer.allocUnsafeSlow(KEPT_BYTES);

/** Copies what is worth keeping of an exchange, within bounds. Credentials are still in it. */
export const keepExchange = (id: number, { request, handled, at, duration }: Exchange): Kept => {
  const { answer, drop, operation, issues, subject } = handled;
  const { target, method, body } = request;
  const answerText = drop ? '' : answer.body;
  const written = scratch.write(answerText.slice(0, KEPT_BYTES));
  const answerBytes = answerText.length <= KEPT_BYTES / 3 ? written : Buffer.byteLength(answerText);
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
  return {
    id,
    at: at.getTime(),
    duration,
    operation: operation?.id ?? null,
    method,
    status: drop ? null : answer.status,
    texts,
    body: latin1(body, Math.min(bytes, KEPT_BYTES)),
    bytes,
    answer: latin1(scratch, written),
    answerBytes,
    cut: [
      ...cutOf('target', target.length, KEPT_BYTES),
      ...(headers === request.headers ? [] : cutOf('headers', lengthOf(request.headers), lengthOf(headers))),
      ...cutOf('body', bytes, KEPT_BYTES),
      ...cutOf('issues', issues.length, MOST_ISSUES),
      ...(answerHeaders === answer.headers
        ? []
        : cutOf('answer headers', lengthOf(answer.headers), lengthOf(answerHeaders))),
      ...cutOf('answer', answerBytes, written),
    ],
    // Two bytes a character where one is beyond Latin-1.
    size: 2 * texts.length + Math.min(bytes, KEPT_BYTES) + written + OVERHEAD,
  };
};

const cutOf = (part: Cut['part'], all: number, kept: number): Cut[] => (all > kept ? [{ part, all, kept }] : []);

const keepIssue = ({ clause, location, name, keyword, code }: Issue): KeptIssue => ({
  clause: clause?.id ?? null,
  in: location,
  name: name.slice(0, LONGEST_NAME),
  keyword,
  code: code ?? null,
});

const latin1 = ({ buffer, byteOffset }: Uint8Array, length: number): string =>
  length === 0 ? '' : Buffer.from(buffer as ArrayBuffer, byteOffset, length).toString('latin1');

type Headers = NeutralRequest['headers'];

const lengthOf = (headers: Headers): number => {
  let length = 0;
  for (const name of Object.keys(headers)) length += name.length + String(headers[name] ?? '').length;
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
