import type { Handled } from '../engine/create-engine.ts';
import { curlLine } from '../http/curl-line.ts';
import { parseHeaderValue } from '../http/header-value.ts';
import type { NeutralRequest } from '../http/message.ts';
import { redactBody, redactHeaders, redactTarget } from '../http/redact.ts';
import type { Issue } from '../openapi/issue.ts';

/** A request that was answered, as the server saw it. */
export interface Exchange {
  readonly request: NeutralRequest;
  readonly handled: Handled;
  /** When it began. */
  readonly at: Date;
  /** Milliseconds from the first byte of the request to the answer. */
  readonly duration: number;
}

/** A line of the journal, as the control API shows it. */
export interface JournalEntry {
  readonly id: number;
  readonly at: string;
  readonly duration: number;
  readonly operation: string | null;
  readonly issues: readonly { clause: string | null; in: string; name: string; keyword: string; code: string | null }[];
  readonly request: {
    method: string;
    target: string;
    headers: Readonly<Record<string, string>>;
    body: string;
    bytes: number;
  };
  /** Null where the connection was dropped. */
  readonly response: { status: number; headers: Readonly<Record<string, string>>; body: string } | null;
  /** Sends the request again; null where its body was too long to keep. */
  readonly curl: string | null;
}

/** The last requests. It keeps no credentials, and no body beyond its first 16 KiB. */
export interface Journal {
  readonly add: (exchange: Exchange) => void;
  /** The newest first. */
  readonly list: (origin: string, limit?: number) => readonly JournalEntry[];
  readonly clear: () => void;
}

const KEPT_BYTES = 16 * 1024;

interface Kept extends Exchange {
  readonly id: number;
  readonly bytes: number;
}

/**
 * @param size how many requests are kept; the oldest go first.
 */
export const createJournal = (size = 200): Journal => {
  let ring: Kept[] = [];
  let count = 0;
  return {
    add: ({ request, handled, at, duration }) => {
      const kept: Kept = {
        id: count + 1,
        at,
        duration,
        handled: handled.issues.length === 0 ? handled : { ...handled, issues: handled.issues.map(withoutReceived) },
        bytes: request.body.byteLength,
        request: {
          method: request.method,
          target: redactTarget(request.target).slice(0, KEPT_BYTES),
          headers: redactHeaders(request.headers),
          // A copy: a view would keep the whole buffer it came in.
          body: Buffer.from(request.body.subarray(0, KEPT_BYTES)),
        },
      };
      ring[count % size] = kept;
      count += 1;
    },
    list: (origin, limit = size) =>
      [...ring]
        .sort((left, right) => right.id - left.id)
        .slice(0, limit)
        .map((kept) => present(kept, origin)),
    clear: () => {
      ring = [];
      count = 0;
    },
  };
};

// What broke a rule may be a view of the whole body, which would be kept with it.
const withoutReceived = ({ received: _received, ...issue }: Issue): Issue => issue;

/** The body without credentials, in the same bytes where it has none. */
const safeBody = ({ headers, body }: NeutralRequest): Buffer => {
  const boundary = parseHeaderValue(headers['content-type'] ?? '')?.parameters.get('boundary');
  // One character a byte, so that bytes that are no text come back as they were.
  return Buffer.from(redactBody(Buffer.from(body).toString('latin1'), boundary), 'latin1');
};

const present = (kept: Kept, origin: string): JournalEntry => presentSafe(kept, origin, safeBody(kept.request));

const presentSafe = (
  { id, at, duration, handled, bytes, request }: Kept,
  origin: string,
  body: Buffer,
): JournalEntry => ({
  id,
  at: at.toISOString(),
  duration: Math.round(duration * 100) / 100,
  operation: handled.operation?.id ?? null,
  issues: handled.issues.map(({ clause, location, name, keyword, code }) => ({
    clause: clause?.id ?? null,
    in: location,
    name,
    keyword,
    code: code ?? null,
  })),
  request: {
    method: request.method,
    target: request.target,
    headers: request.headers as Record<string, string>,
    body: body.toString('utf8'),
    bytes,
  },
  response: handled.drop
    ? null
    : { status: handled.answer.status, headers: handled.answer.headers, body: handled.answer.body },
  curl:
    bytes > KEPT_BYTES
      ? null
      : curlLine({
          method: request.method,
          url: origin + request.target,
          headers: request.headers as Record<string, string>,
          body,
        }),
});
