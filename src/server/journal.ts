import { randomBytes } from 'node:crypto';

import type { Handled } from '../engine/create-engine.ts';
import { curlLine } from '../http/curl-line.ts';
import { parseHeaderValue } from '../http/header-value.ts';
import type { NeutralRequest } from '../http/message.ts';
import { redactAnswer, redactBody, redactHeaders, redactTarget } from '../http/redact.ts';
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

/** What a list of requests shows of one; made often, so it holds no bodies. */
export type JournalSummary = Pick<JournalEntry, 'id' | 'at' | 'duration' | 'operation' | 'issues'> & {
  readonly method: string;
  readonly target: string;
  /** Null where the connection was dropped. */
  readonly status: number | null;
};

/** The last requests. It keeps no credentials, and no body beyond its first 16 KiB. */
export interface Journal {
  readonly add: (exchange: Exchange) => void;
  /** The newest first. */
  readonly list: (origin: string, limit?: number) => readonly JournalEntry[];
  /** One request, with the bytes of its body in base64 (null where it was too long to keep); undefined if it is gone. */
  readonly find: (id: number, origin: string) => (JournalEntry & { readonly bodyBase64: string | null }) | undefined;
  /** The newest requests after this id, the newest first. */
  readonly after: (id: number, limit: number) => readonly JournalSummary[];
  /** How many requests were added since the last `clear`. */
  readonly count: () => number;
  /** Changes with every `clear`: the ids begin anew then. */
  readonly epoch: () => string;
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
  let epoch = newEpoch();
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
    find: (id, origin) => {
      const kept = ring[(id - 1) % size];
      if (kept?.id !== id) return undefined;
      const bodyBase64 = kept.bytes > KEPT_BYTES ? null : Buffer.from(kept.request.body).toString('base64');
      return { ...present(kept, origin), bodyBase64 };
    },
    after: (id, limit) => {
      const found: JournalSummary[] = [];
      for (let next = count; next > Math.max(id, count - size, count - limit); next -= 1) {
        const kept = ring[(next - 1) % size];
        if (kept) found.push(summarise(kept));
      }
      return found;
    },
    count: () => count,
    epoch: () => epoch,
    clear: () => {
      ring = [];
      count = 0;
      epoch = newEpoch();
    },
  };
};

const newEpoch = (): string => randomBytes(6).toString('base64url');

// What broke a rule may be a view of the whole body, which would be kept with it.
const withoutReceived = ({ received: _received, ...issue }: Issue): Issue => issue;

/** The body without credentials, in the same bytes where it has none. */
const safeBody = ({ headers, body }: NeutralRequest): Buffer => {
  const boundary = parseHeaderValue(headers['content-type'] ?? '')?.parameters.get('boundary');
  // One character a byte, so that bytes that are no text come back as they were.
  return Buffer.from(redactBody(Buffer.from(body).toString('latin1'), boundary), 'latin1');
};

// A list shows the beginning of a long target.
const SHOWN_TARGET = 512;

const summarise = ({ id, at, duration, handled, request }: Kept): JournalSummary => ({
  id,
  at: at.toISOString(),
  duration: Math.round(duration * 100) / 100,
  operation: handled.operation?.id ?? null,
  issues: handled.issues.slice(0, MOST_ISSUES).map(presentIssue),
  method: request.method,
  target: request.target.slice(0, SHOWN_TARGET),
  status: handled.drop ? null : handled.answer.status,
});

// An answer lists them all; a row of a list has room for a few.
const MOST_ISSUES = 8;

const presentIssue = ({ clause, location, name, keyword, code }: Issue): JournalEntry['issues'][number] => ({
  clause: clause?.id ?? null,
  in: location,
  name,
  keyword,
  code: code ?? null,
});

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
  issues: handled.issues.map(presentIssue),
  request: {
    method: request.method,
    target: request.target,
    headers: request.headers as Record<string, string>,
    body: body.toString('utf8'),
    bytes,
  },
  response: handled.drop
    ? null
    : {
        status: handled.answer.status,
        headers: redactHeaders(handled.answer.headers),
        body: redactAnswer(handled.answer.body),
      },
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
