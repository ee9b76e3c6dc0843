import { isUtf8 } from 'node:buffer';

import { curlLine } from '../../http/curl-line.ts';
import { hideCutSecret, hideSecrets, NO_WORD } from '../../http/secrets/hide-secrets.ts';
import { isCompressed, redactBody, redactHeader, redactHeaders, redactTarget } from '../../http/secrets/redact.ts';
import { redactText, type Seen } from '../../http/secrets/redact-text.ts';
import {
  type Cut,
  type Kept,
  type KeptIssue,
  type KeptTexts,
  keptAnswer,
  keptBody,
  keptTexts,
} from './keep-exchange.ts';
import { joinHeaders } from './keep-headers.ts';

/** What a list of requests shows of one; made often, so it holds no bodies. */
export interface JournalSummary {
  readonly id: number;
  readonly at: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly operation: string | null;
  readonly issues: readonly KeptIssue[];
  readonly method: string;
  readonly target: string;
  /** What it is about: `shelf/book`; empty where it names nothing. */
  readonly subject: string;
  /** Null where the connection was dropped. */
  readonly status: number | null;
}

/** One side of an exchange: its beginning, and the bytes of its whole body. */
interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bytes: number;
}

/** A line of the journal, as the control API shows it. */
export interface JournalEntry extends Omit<JournalSummary, 'method' | 'target' | 'status'> {
  readonly request: Message & { readonly method: string; readonly target: string };
  /** Null where the connection was dropped. */
  readonly response: (Message & { readonly status: number }) | null;
  /** What is not shown as a whole; empty for most. */
  readonly cut: readonly Cut[];
  /** Sends the request again; null where it is not shown as a whole. */
  readonly curl: string | null;
}

/** One request, with the bytes of its body in base64; null where it is not shown as a whole. */
export type SingleEntry = JournalEntry & { readonly bodyBase64: string | null };

/** Shows an exchange without credentials. */
export const presentEntry = (kept: Kept, baseUrl: string): JournalEntry => present(kept, baseUrl).entry;

/** The same with the bytes of the request's body. */
export const presentSingle = (kept: Kept, baseUrl: string): SingleEntry => {
  const { entry, body } = present(kept, baseUrl);
  return { ...entry, bodyBase64: entry.curl === null ? null : body.toString('base64') };
};

const present = (kept: Kept, baseUrl: string): { readonly entry: JournalEntry; readonly body: Buffer } => {
  const { method, bytes, status } = kept;
  const seen: Seen = new Set();
  const texts = safeTexts(kept, seen);
  const sent = keptBody(kept);
  const { text, encoding } = readText(sent);
  // What it holds can't be seen, so it may be anything.
  const isClosed = isCompressed(texts.headers, sent);
  const safe = isClosed ? '' : redactBody(text, texts.headers['content-type'], seen);
  const safeAnswer = redactBody(readText(keptAnswer(kept)).text, texts.answerHeaders['content-type'], seen);

  const hide = hideSecrets(() => [...seen], NO_WORD);
  const hideIn = (part: Cut['part'], from: string): string =>
    kept.cut.some((each) => each.part === part) ? hideCutSecret(hide(from), seen) : hide(from);
  const body = Buffer.from(hideIn('body', safe), encoding);
  const target = hideIn('target', texts.target);
  const headers = hideEach(texts.headers, hide);
  const cut = isClosed ? [...kept.cut, { part: 'body', all: bytes, kept: 0 } as const] : kept.cut;
  const isWhole = cut.every(({ part }) => part === 'issues' || part.startsWith('answer'));
  const entry: JournalEntry = {
    ...headOf(kept),
    subject: hide(texts.subject),
    issues: texts.issues.map((issue) => ({ ...issue, name: hide(issue.name) })),
    request: { method, target, headers, body: body.toString('utf8'), bytes },
    response:
      status === null
        ? null
        : {
            status,
            headers: hideEach(texts.answerHeaders, hide),
            body: hideIn('answer', safeAnswer),
            bytes: kept.answerBytes,
          },
    cut,
    curl: isWhole ? curlLine({ method, url: baseUrl + target, headers, body }) : null,
  };
  return { entry, body };
};

// A list shows the beginning of a long target, and a row of it has room for a few issues.
const SHOWN_TARGET = 512;
const SHOWN_ISSUES = 8;

/** Shows what a row has room for. */
export const summarise = (kept: Kept): JournalSummary => {
  const seen: Seen = new Set();
  const { target, issues, subject } = safeTexts(kept, seen);
  const hide = hideSecrets(() => [...seen], NO_WORD);
  return {
    ...headOf(kept),
    issues: issues.slice(0, SHOWN_ISSUES).map((issue) => ({ ...issue, name: hide(issue.name) })),
    method: kept.method,
    target: hide(target).slice(0, SHOWN_TARGET),
    subject: hide(subject),
    status: kept.status,
  };
};

type SafeTexts = Omit<KeptTexts, 'headers'> & { readonly headers: Readonly<Record<string, string>> };

/** What is kept as text, without what is a credential by its name. */
const safeTexts = (kept: Kept, seen: Seen): SafeTexts => {
  const { subject, target, headers, answerHeaders, issues } = keptTexts(kept);
  return {
    subject: redactText(subject, seen),
    target: redactTarget(target, seen),
    // One by one: each value is then known as a secret, wherever else it stands.
    headers: joinHeaders(headers.map(([name, value]) => [name, redactHeader(name, value, seen)])),
    answerHeaders: redactHeaders(answerHeaders, seen),
    issues: issues.map((issue) => ({ ...issue, name: redactText(issue.name, seen) })),
  };
};

const hideEach = (headers: SafeTexts['headers'], hide: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)]));

/** Bytes as text, and as what it is written back: bytes that are no text come back as they were. */
const readText = (latin1: string): { text: string; encoding: 'utf8' | 'latin1' } => {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? { text: bytes.toString('utf8'), encoding: 'utf8' } : { text: latin1, encoding: 'latin1' };
};

const headOf = ({
  id,
  at,
  duration,
  operation,
}: Kept): Pick<JournalSummary, 'id' | 'at' | 'duration' | 'operation'> => ({
  id,
  at: new Date(at).toISOString(),
  duration: Math.round(duration * 100) / 100,
  operation,
});
