import { styleText } from 'node:util';

import { type Cors, mayRead } from '../../engine/access/cors.ts';
import { sayIssue } from '../../engine/answers/messages.ts';
import { baseUrlOf, type NeutralRequest, sentTarget } from '../../http/message.ts';
import { hideSecrets, NO_WORD } from '../../http/secrets/hide-secrets.ts';
import { redactHeaders, redactTarget } from '../../http/secrets/redact.ts';
import { redactText, type Seen } from '../../http/secrets/redact-text.ts';
import type { Exchange } from '../../server/journal/keep-exchange.ts';
import { visibleText } from '../../text/visible-text.ts';

/** How the server tells what happens. */
export type LogFormat = 'pretty' | 'json' | 'off';

/** What the server tells: requests, and what else happens. As JSON, each line of either stream is an object. */
export interface MockLog {
  /** Adds a request; those of one moment are written together. */
  readonly add: (exchange: Exchange) => void;
  /** Tells on standard output what happened; `facts` go into the JSON, and there stand for a text of several lines. */
  readonly say: (event: string, text: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Tells on standard error what is not as it should be while the server goes on. */
  readonly warn: (event: 'warning' | 'error', text: string) => void;
  readonly flush: () => void;
}

/** Bytes that wait for a reader who does not read, such as a pager: what comes then is counted, and not kept. */
const MOST_WAITING = 1024 * 1024;

/**
 * @param cors whose pages may read the answers: of others it is told why they can't.
 * @param streams where it is told.
 */
export const createMockLog = (
  format: LogFormat,
  cors: Cors,
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'> = process,
): MockLog => {
  let lines: string[] = [];
  let dropped = 0;
  const write = (texts: readonly string[]): void => {
    if (stdout.writableLength > MOST_WAITING) {
      dropped += texts.length;
      return;
    }
    const note = `${dropped} lines were dropped: nobody read them.`;
    const first = dropped === 0 ? [] : [format === 'json' ? jsonLine('dropped', { message: note }) : `${note}\n`];
    dropped = 0;
    stdout.write([...first, ...texts].join(''));
  };
  const flush = (): void => {
    if (lines.length > 0) write(lines);
    lines = [];
  };
  const requestLine = format === 'json' ? jsonRequest : prettyRequest;
  return {
    flush,
    add: (exchange) => {
      if (format === 'off') return;
      if (lines.length === 0) setTimeout(flush, 20);
      lines.push(requestLine(exchange, refusedOrigin(exchange, cors)));
    },
    say: (event, text, facts = { message: text }) => {
      flush();
      write([format === 'json' ? jsonLine(event, facts) : `${text}\n`]);
    },
    warn: (event, text) => {
      const pretty = (): string =>
        `${paint(event === 'error' ? 'red' : 'yellow', `${event}:`, process.stderr)} ${text}\n`;
      stderr.write(format === 'json' ? jsonLine(event, { message: text }) : pretty());
    },
  };
};

/** A line of JSON; `at` and `event` come first. */
const jsonLine = (event: string, facts: Readonly<Record<string, unknown>>, at = new Date()): string =>
  `${JSON.stringify({ at: at.toISOString(), event, ...facts })}\n`;

/** The origin of a page that may not read an answer, and would need to be allowed for it. */
const refusedOrigin = ({ request }: Exchange, cors: Cors): string | undefined => {
  const origin = request.headers['origin'];
  return origin === undefined || mayRead(cors, origin) || origin === baseUrlOf({ ...request, base: '' })
    ? undefined
    : origin;
};

/** The target of a request, and what makes other texts about it safe: no credentials that it carries. */
const safely = (request: NeutralRequest): { readonly target: string; readonly safe: (text: string) => string } => {
  const seen: Seen = new Set();
  redactHeaders(request.headers, seen);
  const target = redactTarget(sentTarget(request), seen);
  const hide = hideSecrets(() => [...seen], NO_WORD);
  return { target: hide(target), safe: (text) => hide(redactText(text)) };
};

const jsonRequest = ({ request, handled, at, duration }: Exchange, refused: string | undefined): string => {
  const { target, safe } = safely(request);
  const { issues } = handled;
  return jsonLine(
    'request',
    {
      method: request.method,
      target,
      operation: handled.operation?.id ?? null,
      status: handled.drop ? null : handled.answer.status,
      issues: issues.slice(0, MOST_ISSUES).map(({ clause, location, name, keyword, code }) => ({
        clause: clause?.id ?? null,
        in: location,
        name: safe(name),
        keyword,
        code,
      })),
      ...(issues.length > MOST_ISSUES ? { moreIssues: issues.length - MOST_ISSUES } : {}),
      ...(refused === undefined ? {} : { refusedOrigin: safe(refused) }),
      ms: Math.round(duration * 100) / 100,
    },
    at,
  );
};

const prettyRequest = ({ request, handled, at, duration }: Exchange, refused: string | undefined): string => {
  const { status } = handled.answer;
  const color = handled.drop || status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
  const time = paint('dim', at.toTimeString().slice(0, 8));
  // Control characters of a hostile path must not reach the terminal.
  const { target: told, safe } = safely(request);
  const target = visibleText(told);
  const shown = target.length > 200 ? `${target.slice(0, 200)}…` : target;
  const first = `${time} ${paint(color, handled.drop ? '---' : String(status))} ${request.method.padEnd(5)} ${shown} ${paint('dim', `${duration.toFixed(1)} ms`)}\n`;
  return [
    first,
    ...handled.issues.slice(0, MOST_ISSUES).map((issue) => note(issue.clause?.id ?? '-', safe(sayIssue(issue, 'en')))),
    ...(handled.issues.length > MOST_ISSUES ? [`             and ${handled.issues.length - MOST_ISSUES} more\n`] : []),
    ...(refused === undefined ? [] : [note('CORS', `pages of ${safe(refused)} may not read this: see --cors`)]),
  ].join('');
};

const MOST_ISSUES = 10;

/** A line below a request. What clients send may stand in it, so it gets to the terminal as it is read there. */
const note = (head: string, text: string): string =>
  `             ${paint('bold', head.padEnd(4))}${head.length < 4 ? '' : ' '}${visibleText(text).slice(0, 200)}\n`;

const paint = (
  style: Parameters<typeof styleText>[0],
  text: string,
  stream: NodeJS.WriteStream = process.stdout,
): string => styleText(style, text, { stream });
