import type { WireRequest } from './encode-request.ts';
import type { ReceivedResponse } from './report.ts';

/** Sends one request and reads the whole answer. Rejects with a `SendError` where none came. */
export type Send = (request: WireRequest) => Promise<ReceivedResponse>;

/** No answer came: the connection failed, or it took too long. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly kind: 'connection' | 'timeout';

  constructor(kind: SendError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A request and what came back. */
export interface Exchange {
  readonly request: WireRequest;
  readonly response: ReceivedResponse | undefined;
  /** Why nothing came back. */
  readonly problem: string | undefined;
  /** Sent before, and the connection failed: whether the server acted on it then is unknown. */
  readonly retried?: boolean;
}

export interface TransportOptions {
  readonly send: Send;
  /** Requests a second. Default: no limit. */
  readonly rate?: number;
  /** Further tries after a connection fault. Default 2. */
  readonly retries?: number;
  /** Default: no limit. */
  readonly maxRequests?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Transport {
  readonly exchange: (request: WireRequest) => Promise<Exchange>;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Requests sent, every try counted. */
  readonly requests: () => number;
  /** Why no more is sent; undefined while it goes on. */
  readonly stopped: () => string | undefined;
  /** Says once more that it may go on, e.g. to clean up behind a stopped run. */
  readonly resume: () => void;
}

/** Answers of one kind in a row that end a run. */
const MOST_BUSY = 20;
const MOST_SERVER_ERRORS = 200;
const MOST_SILENT = 12;
/** Milliseconds. A server that asks for more is not waited for. */
const LONGEST_WAIT = 30_000;
/** How often in a run a 429 that does not say when to come back is tried again, and after how many milliseconds. */
const PATIENCE = 20;
const GUESSED_WAIT = 1000;

/**
 * Sends kindly: not above the rate, again after connection faults and where the server is busy and
 * says when to come back, and no further where it answers nothing but errors.
 */
export const createTransport = (options: TransportOptions): Transport => {
  const { send, rate, retries = 2, maxRequests = Number.POSITIVE_INFINITY, signal, now, sleep } = options;
  let requests = 0;
  let slot = 0;
  let stopped: string | undefined;
  let resumed = false;
  let patience = PATIENCE;
  const inARow = { busy: 0, failing: 0, silent: 0 };

  const checkStop = (): string | undefined => {
    if (stopped === undefined && signal?.aborted && !resumed) stopped = 'the run was interrupted';
    if (stopped === undefined && requests >= maxRequests) stopped = `the limit of ${maxRequests} requests was reached`;
    return stopped;
  };

  const takeTurn = async (): Promise<void> => {
    if (rate === undefined) return;
    const time = now();
    slot = Math.max(slot + 1000 / rate, time);
    if (slot > time) await sleep(slot - time);
  };

  const watch = (response: ReceivedResponse | undefined): void => {
    const status = response?.status ?? 0;
    inARow.busy = status === 429 || status === 503 ? inARow.busy + 1 : 0;
    inARow.failing = status >= 500 ? inARow.failing + 1 : 0;
    inARow.silent = response ? 0 : inARow.silent + 1;
    if (inARow.busy >= MOST_BUSY) stopped ??= `the server is busy: ${MOST_BUSY} answers in a row were ${status}`;
    if (inARow.failing >= MOST_SERVER_ERRORS)
      stopped ??= `the server fails: ${MOST_SERVER_ERRORS} answers in a row were 5xx`;
    if (inARow.silent >= MOST_SILENT) stopped ??= `the server is gone: ${MOST_SILENT} requests in a row got no answer`;
  };

  const exchange = async (request: WireRequest): Promise<Exchange> => {
    let retried = false;
    for (let attempt = 0; ; attempt += 1) {
      const reason = checkStop();
      if (reason !== undefined) return { request, response: undefined, problem: reason };
      await takeTurn();
      requests += 1;
      try {
        const response = await send(request);
        let wait = busyFor(response);
        if (wait === undefined && response.status === 429 && attempt === 0 && patience > 0) {
          patience -= 1;
          wait = GUESSED_WAIT;
        }
        if (wait !== undefined && wait <= LONGEST_WAIT && attempt < 5) {
          await sleep(wait);
          continue;
        }
        watch(response);
        return { request, response, problem: undefined, ...(retried ? { retried } : {}) };
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        if (error.kind === 'connection' && attempt < retries) {
          retried = true;
          continue;
        }
        watch(undefined);
        return { request, response: undefined, problem: error.message };
      }
    }
  };

  return {
    exchange,
    pause: sleep,
    requests: () => requests,
    stopped: () => checkStop(),
    resume: () => {
      resumed = true;
      stopped = undefined;
      inARow.silent = 0;
      inARow.busy = 0;
      inARow.failing = 0;
    },
  };
};

/** Milliseconds that a busy server asks to wait (RFC 9110 section 10.2.3). */
const busyFor = ({ status, headers }: ReceivedResponse): number | undefined => {
  const value = headers['retry-after'];
  if ((status !== 429 && status !== 503) || value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
};
