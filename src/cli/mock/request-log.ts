import { styleText } from 'node:util';
import { sayIssue } from '../../engine/messages.ts';
import { sentTarget } from '../../http/message.ts';
import { redactTarget } from '../../http/redact.ts';
import type { Exchange } from '../../server/journal/keep-exchange.ts';
import { visibleText } from '../../text/visible-text.ts';

/** How requests are written to standard output. */
export type LogFormat = 'pretty' | 'json' | 'off';

/** Writes a line a request; lines of one moment go out together. */
export const createRequestLog = (
  format: LogFormat,
): { readonly add: (exchange: Exchange) => void; readonly flush: () => void } => {
  const write = format === 'json' ? jsonLine : prettyLine;
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) process.stdout.write(lines.join(''));
    lines = [];
  };
  return {
    flush,
    add: (exchange) => {
      if (format === 'off') return;
      if (lines.length === 0) setTimeout(flush, 20);
      lines.push(write(exchange));
    },
  };
};

const jsonLine = ({ request, handled, at, duration }: Exchange): string =>
  `${JSON.stringify({
    at: at.toISOString(),
    method: request.method,
    target: redactTarget(sentTarget(request)),
    operation: handled.operation?.id ?? null,
    status: handled.drop ? null : handled.answer.status,
    issues: handled.issues.map(({ clause, location, name, keyword, code }) => ({
      clause: clause?.id ?? null,
      in: location,
      name,
      keyword,
      code,
    })),
    ms: Math.round(duration * 100) / 100,
  })}\n`;

const prettyLine = ({ request, handled, at, duration }: Exchange): string => {
  const { status } = handled.answer;
  const color = handled.drop || status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
  const time = paint('dim', at.toTimeString().slice(0, 8));
  // Control characters of a hostile path must not reach the terminal.
  const target = visibleText(redactTarget(sentTarget(request)));
  const shown = target.length > 200 ? `${target.slice(0, 200)}…` : target;
  const first = `${time} ${paint(color, handled.drop ? '---' : String(status))} ${request.method.padEnd(5)} ${shown} ${paint('dim', `${duration.toFixed(1)} ms`)}\n`;
  return first + handled.issues.slice(0, MOST_ISSUES).map(issueLine).join('') + more(handled.issues.length);
};

const MOST_ISSUES = 10;

const issueLine = (issue: Exchange['handled']['issues'][number]): string => {
  // Control characters of a hostile name must not reach the terminal either.
  const what = visibleText(sayIssue(issue, 'en'));
  return `             ${paint('bold', (issue.clause?.id ?? '-').padEnd(4))}${what.slice(0, 200)}\n`;
};

const more = (count: number): string => (count > MOST_ISSUES ? `             and ${count - MOST_ISSUES} more\n` : '');

const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
