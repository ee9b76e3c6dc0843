import type { ServerResponse } from 'node:http';
import { getHeapStatistics } from 'node:v8';

import type { Engine, Handled } from '../engine/create-engine.ts';
import { type NeutralAnswer, type NeutralRequest, pathOf, type RequestHead } from '../http/message.ts';
import { wait } from '../http/wait.ts';
import type { DirectRequest } from './connections/direct-request.ts';
import { guardServer, type HttpServer } from './connections/guard-server.ts';
import { createBodyReading } from './connections/read-body.ts';
import { soon } from './connections/send-answer.ts';
import { refuse } from './control/control-answers.ts';
import type { Exchange } from './journal/keep-exchange.ts';

/** One fake, as a server asks it. */
export interface Served {
  /** Looked up for every request, so that it may be replaced. */
  readonly engine: () => Engine;
  /** Answers the requests below a path prefix instead of the engine. */
  readonly control?: {
    readonly prefix: string;
    /** The answer to a caller that may not ask, told before the body is read. */
    readonly judge: (head: RequestHead) => NeutralAnswer | undefined;
    readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
  };
  /** Called after each answer of the engine, or of its neighbour, whose requests are shown without their body. */
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface HttpServerOptions extends Served {
  /** Another service beside the engine: it answers the paths that are its own. */
  readonly neighbour?: {
    readonly owns: (path: string) => boolean;
    readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
  };
  /** What `/` answers where it is nobody's. */
  readonly front?: (request: NeutralRequest) => NeutralAnswer;
  /** PEM, seen to belong together: the server speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Further fakes, each below a path of its own: what a path leads into. */
  readonly locate?: (path: string) => { readonly base: string; readonly open: () => Promise<Served> } | undefined;
}

/** What a snapshot may be that the control API takes: bytes, and values, each of which takes a hundred bytes and more. */
const HEAP = getHeapStatistics().heap_size_limit;
const MOST_CONTROL = { bytes: Math.floor(HEAP / 16), values: Math.floor(HEAP / 512) };

/**
 * A `node:http` or `node:https` server that feeds the engine its bytes directly. Whatever comes gets a
 * well-formed answer and holds a bounded amount of memory; a listening error is emitted as usual.
 */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const { engine, control, neighbour, front, tls, locate } = options;
  const scheme = tls ? 'https' : 'http';
  const readBody = createBodyReading();
  /** Ends the time that an answer waits for. */
  const delayed = new Set<AbortController>();

  const answerControl = async (served: Served, request: NeutralRequest, response: ServerResponse): Promise<void> => {
    if (!served.control) return;
    const answered = await served.control.answer(request);
    guarded.made(response, answered);
    guarded.send(response, request.method, answered);
  };

  /** Waits, unless the client goes away or the server is to stop. */
  const delay = async (response: ServerResponse, milliseconds: number): Promise<void> => {
    const end = new AbortController();
    response.once('close', () => end.abort());
    delayed.add(end);
    await wait(milliseconds, end.signal);
    delayed.delete(end);
  };

  const give = (exchange: Given, response: ServerResponse, served: Served): void => {
    const { request, handled, start } = exchange;
    if (handled.drop) response.socket?.destroy();
    else soon(() => guarded.send(response, request.method, handled.answer));
    if (served.onExchange) {
      const now = performance.now();
      const { rawHeaders } = response.req;
      const duration = now - start;
      served.onExchange({ request, rawHeaders, handled, at: new Date(Date.now() - duration), duration });
    }
  };

  const answerEngine = (served: Served, request: NeutralRequest, response: ServerResponse, start: number) => {
    const path = pathOf(request.target);
    if (neighbour?.owns(path))
      return neighbour.answer(request).then((answer) => {
        guarded.made(response, answer);
        const handled = { answer, operation: undefined, issues: [], delay: 0, drop: false, subject: '' };
        // A log-in has secrets at any place of its body.
        give({ request: { ...request, body: new Uint8Array() }, handled, start }, response, served);
      });
    return served
      .engine()
      .handle(request)
      .then((answered) => {
        const handled = front && path === '/' ? withFront(front, request, answered) : answered;
        guarded.made(response, handled.answer);
        if (handled.delay === 0) return give({ request, handled, start }, response, served);
        return delay(response, handled.delay).then(() => give({ request, handled, start }, response, served));
      });
  };

  const answer = (incoming: DirectRequest, response: ServerResponse): void => {
    const start = performance.now();
    const sent = targetOf(incoming.url ?? '/');
    const world = locate?.(pathOf(sent));
    // Only Set-Cookie is ever a list, and only in answers.
    const headers = incoming.headers as Record<string, string | undefined>;
    const head: RequestHead = {
      method: incoming.method ?? 'GET',
      target: world ? sent.slice(world.base.length) : sent,
      scheme,
      headers,
      base: world?.base ?? '',
    };
    const path = pathOf(head.target);
    const isControl = control !== undefined && (path.startsWith(control.prefix) || `${path}/` === control.prefix);
    const limit = isControl ? MOST_CONTROL.bytes : engine().maxBody;
    if (isControl) {
      const refused = control.judge(head) ?? (Number(headers['content-length']) > limit ? TOO_LONG : undefined);
      if (refused) {
        guarded.refuse(incoming, response, refused);
        return;
      }
    }
    if (headers['expect'] !== undefined && incoming.httpVersion === '1.1') response.writeContinue();
    readBody(incoming, response, {
      limit,
      done: (body) => {
        if (isControl && isTooLong(body)) {
          guarded.send(response, head.method, TOO_LONG);
          return;
        }
        const request = { ...head, body };
        const respond = (served: Served): Promise<void> =>
          isControl ? answerControl(served, request, response) : answerEngine(served, request, response, start);
        guarded.admit(() => {
          (world ? world.open().then(respond) : respond(options)).catch((error: unknown) =>
            guarded.fail(response, head.method, error),
          );
        });
      },
      full: () => {
        const busy = isControl ? refuse(503, BUSY) : engine().refuse(503, BUSY, 'internal');
        guarded.send(response, head.method, { ...busy, headers: { ...busy.headers, 'retry-after': '1' } });
      },
    });
  };

  const guarded = guardServer({
    answer,
    refuse: (status, reason, kind) => engine().refuse(status, reason, kind),
    onStop: () => {
      for (const end of delayed) end.abort();
    },
    ...(tls ? { tls } : {}),
  });
  return guarded.server;
};

interface Given {
  readonly request: NeutralRequest;
  readonly handled: Handled;
  /** When it began, by the clock of `performance`. */
  readonly start: number;
}

/** What `/` answers where it is nobody's. */
const withFront = (
  front: NonNullable<HttpServerOptions['front']>,
  request: NeutralRequest,
  handled: Handled,
): Handled => {
  const isAsked = request.method === 'GET' || request.method === 'HEAD';
  if (!isAsked || handled.answer.status !== 404 || handled.operation) return handled;
  const answer = front(request);
  return { ...handled, answer: { ...answer, headers: { ...handled.answer.headers, ...answer.headers } }, issues: [] };
};

const TOO_LONG = refuse(413, `The body has more than ${MOST_CONTROL.bytes} bytes or ${MOST_CONTROL.values} values.`);

const isTooLong = (body: Uint8Array): boolean => {
  if (body.byteLength <= MOST_CONTROL.values) return false;
  if (body.byteLength > MOST_CONTROL.bytes) return true;
  let values = 0;
  for (let at = 0; at < body.byteLength; at += 1) if (MARKS.has(body[at] as number)) values += 1;
  return values > MOST_CONTROL.values;
};

/** What stands before a value: `,`, `[` and `{`. */
const MARKS = new Set([0x2c, 0x5b, 0x7b]);

const BUSY = 'The bodies under way take too much memory. Try again.';

/** The path and query of a request line, which may hold a whole URL (RFC 9112 section 3.2.2). */
const targetOf = (url: string): string => {
  const absolute = /^[a-z][\w+.-]*:\/\/[^/?]*/i.exec(url);
  if (!absolute) return url;
  const rest = url.slice(absolute[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
};
