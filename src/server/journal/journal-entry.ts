import { curlLine } from '../../http/curl-line.ts';
import { parseHeaderValue } from '../../http/header-value.ts';
import { redactAnswer, redactBody, redactHeaders, redactTarget } from '../../http/redact.ts';
import type { Cut, Kept, KeptIssue, KeptTexts } from './keep-exchange.ts';

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
  /** What was too long to be kept as a whole; empty for most. */
  readonly cut: readonly Cut[];
  /** Sends the request again; null where it was not kept as a whole. */
  readonly curl: string | null;
}

/** One request, with the bytes of its body in base64; null where it was not kept as a whole. */
export type SingleEntry = JournalEntry & { readonly bodyBase64: string | null };

/** Shows an exchange without credentials. */
export const presentEntry = (kept: Kept, baseUrl: string): SingleEntry => {
  const { method, bytes, cut } = kept;
  const { issues, subject, ...texts } = textsOf(kept);
  const target = redactTarget(texts.target);
  const headers = redactHeaders(texts.headers);
  const boundary = parseHeaderValue(headers['content-type'] ?? '')?.parameters.get('boundary');
  // One character a byte, so that bytes that are no text come back as they were.
  const body = Buffer.from(redactBody(kept.body, boundary), 'latin1');
  const isWhole = cut.every(({ part }) => part === 'issues' || part.startsWith('answer'));
  return {
    ...headOf(kept),
    subject,
    issues,
    request: { method, target, headers, body: body.toString('utf8'), bytes },
    response:
      kept.status === null
        ? null
        : {
            status: kept.status,
            headers: redactHeaders(texts.answerHeaders),
            body: redactAnswer(Buffer.from(kept.answer, 'latin1').toString('utf8')),
            bytes: kept.answerBytes,
          },
    cut,
    curl: isWhole ? curlLine({ method, url: baseUrl + target, headers, body }) : null,
    bodyBase64: isWhole ? body.toString('base64') : null,
  };
};

// A list shows the beginning of a long target, and a row of it has room for a few issues.
const SHOWN_TARGET = 512;
const SHOWN_ISSUES = 8;

/** Shows what a row has room for. */
export const summarise = (kept: Kept): JournalSummary => {
  const { target, issues, subject } = textsOf(kept);
  return {
    ...headOf(kept),
    issues: issues.slice(0, SHOWN_ISSUES),
    method: kept.method,
    target: redactTarget(target).slice(0, SHOWN_TARGET),
    subject,
    status: kept.status,
  };
};

const textsOf = ({ texts }: Kept): KeptTexts => JSON.parse(texts) as KeptTexts;

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
