import type { WireRequest } from './encode-request.ts';

/** What came back. */
export interface ReceivedResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds. */
  readonly duration: number;
  /** What was not read of it, and why: "cut at 1 MiB". */
  readonly note?: string;
}

/** Sends one request and reads the answer, within bounds. Rejects with a `SendError` where none came. */
export type Send = (request: WireRequest) => Promise<ReceivedResponse>;

/** No answer came: nobody was reached, the connection failed, or it took too long. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly kind: 'unreached' | 'connection' | 'timeout';

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
  /** Whether that is the run's own affair (a limit, an expired token), and says nothing about the server. */
  readonly isOurs: boolean;
  /** Sent before, without an answer that counts: whether the server acted on it then is unknown. */
  readonly retried: boolean;
}

/** Whether an answer says that what was asked for was done. */
export const isDone = (exchange: Pick<Exchange, 'response'> | undefined): boolean =>
  exchange?.response !== undefined && Math.floor(exchange.response.status / 100) === 2;

/** Why a run ended early: what kind of reason, and in words. */
export interface Stop {
  readonly kind: 'interrupted' | 'requests' | 'time' | 'failures' | 'busy' | 'failing' | 'gone' | 'credentials';
  readonly text: string;
}

export interface TransportOptions {
  readonly send: Send;
  /** Requests a second. Default: no limit. */
  readonly rate?: number | undefined;
  /** Further tries after a connection fault. Default 2. */
  readonly retries?: number | undefined;
  /** Requests that check, and milliseconds of the checking. Default: no limit. */
  readonly maxRequests?: number | undefined;
  readonly timeLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Takes secrets out of what an answer says, before anybody cuts it. */
  readonly hide?: ((text: string) => string) | undefined;
  /** Makes fresh credentials; true where there are any. */
  readonly renew?: (() => Promise<boolean>) | undefined;
  /** Called when a busy server makes it wait. */
  readonly onWait?: ((milliseconds: number, why: string) => void) | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface Transport {
  readonly exchange: (request: WireRequest) => Promise<Exchange>;
  /** Waits so many milliseconds; ends at once when the run is interrupted. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Requests sent to check, and to clean up; every try counted. */
  readonly requests: () => number;
  readonly cleanUpRequests: () => number;
  readonly stopped: () => Stop | undefined;
  readonly stop: (stop: Stop) => void;
  /** From here on it cleans up: limits and an interruption no longer count. */
  readonly beginCleanUp: () => void;
  /** Makes requests that a server takes as long as it is well and the credentials are good. */
  readonly setCanary: (make: () => Canary) => void;
}

/** A request that was taken before, under a new name, and who wants to know what became of it. */
export interface Canary {
  readonly request: WireRequest;
  readonly note: (exchange: Exchange) => void;
}

/** Times in a row that a busy server is waited for, and tries of one request that others get through beside. */
const MOST_WAVES = 6;
const MOST_TRIES = 8;
/** Tries until 503 may be the answer of one operation, and not of a server that is busy. */
const TRIES_OF_503 = 3;
/** Requests a second that are worth waiting for, and times to be refused before that is said. */
const LEAST_RATE = 1;
const LEAST_WAVES = 5;
/** Milliseconds. A server that asks for more is not waited for. */
const LONGEST_WAIT = 60_000;
const FIRST_WAIT = 500;
const LONGEST_GUESS = 8000;
/** Milliseconds between tries after a connection fault, and before a server is given up. */
const BREATH = 50;
const LAST_BREATHS = [500, 2000];
/** Fresh credentials for one request. */
const MOST_RENEWALS = 2;
/** Refusals and failures of one operation that make it look how the server is, and how many in a row later. */
const FIRST_LOOKS = 3;
const LATER_LOOKS = 5;
/** Requests in a row without an answer that end a clean-up. */
const MOST_SILENT = 12;

/**
 * Sends kindly: not above the rate, more slowly and again where the server is busy, again after
 * connection faults. Where the server fails, is silent or refuses the credentials, it asks once more
 * what was always taken; if that is not taken either, the run is over, and nobody is blamed.
 */
export const createTransport = (options: TransportOptions): Transport => {
  const { send, retries = 2, maxRequests, timeLimit, signal, hide, renew, onWait, now, sleep } = options;
  const start = now();
  const sent = { checking: 0, cleaning: 0 };
  const inARow = { waves: 0, odd: 0, silent: 0 };
  /** What operations answer while the server is well, by operation and status: how often that was seen. */
  const known = new Map<string, number>();
  /** Times of the last answers that were none of a busy server. */
  const answered: number[] = [];
  let { rate } = options;
  let isCleaning = false;
  let stopped: Stop | undefined;
  let canary: (() => Canary) | undefined;
  let slot = 0;
  let openFrom = 0;
  /** Refusals of what was sent before the last slowing down are of the same wave. */
  let slowedAfter = -1;
  let waves = 0;

  const checkStop = (): Stop | undefined => {
    if (isCleaning) return stopped;
    if (signal?.aborted) stopped ??= { kind: 'interrupted', text: 'the run was interrupted.' };
    if (timeLimit !== undefined && now() - start >= timeLimit)
      stopped ??= { kind: 'time', text: `the time limit of ${timeLimit / 1000} s was reached.` };
    if (maxRequests !== undefined && sent.checking >= maxRequests)
      stopped ??= { kind: 'requests', text: `the limit of ${maxRequests} requests was reached.` };
    return stopped;
  };

  const pause = async (milliseconds: number): Promise<void> => {
    const most = timeLimit === undefined || isCleaning ? milliseconds : start + timeLimit - now();
    const left = Math.min(milliseconds, most);
    if (left > 0 && (isCleaning || !signal?.aborted)) await sleep(left, isCleaning ? undefined : signal);
  };

  const takeTurn = async (): Promise<void> => {
    do {
      while (openFrom > now() && !checkStop()) await pause(openFrom - now());
      if (rate === undefined) return;
      const time = now();
      slot = Math.max(slot + 1000 / rate, time);
      await pause(slot - time);
    } while (openFrom > now() && !checkStop());
  };

  const sendOnce = async (request: WireRequest): Promise<ReceivedResponse> => {
    sent[isCleaning ? 'cleaning' : 'checking'] += 1;
    const response = await send(request);
    if (!hide) return response;
    const headers = Object.entries(response.headers).map(([name, value]) => [name, hide(value)]);
    return { ...response, headers: Object.fromEntries(headers), body: hide(response.body) };
  };

  const noteAnswer = (): void => {
    inARow.waves = 0;
    inARow.silent = 0;
    answered.push(now());
    if (answered.length > 4096) answered.splice(0, 2048);
    // Where it had to slow down, one a second more with each second.
    if (rate !== undefined && waves > 0) rate = Math.min(options.rate ?? rate + 1 / rate, rate + 1 / rate);
  };

  /** Answers a second in the last minute. */
  const speed = (): number => {
    const from = Math.max(start, now() - 60_000);
    return (answered.filter((time) => time >= from).length * 1000) / Math.max(1000, now() - from);
  };

  /** Slows down for all that are sent from now on; false where it is no use. */
  const slowDown = (response: ReceivedResponse, serial: number): boolean => {
    const { status } = response;
    const asked = waitAsked(response);
    const isWave = serial > slowedAfter;
    if (isWave) [waves, inARow.waves] = [waves + 1, inARow.waves + 1];
    const why =
      asked > LONGEST_WAIT
        ? `asks to wait ${Math.round(asked / 1000)} s`
        : inARow.waves > MOST_WAVES
          ? `answered ${status} again and again`
          : waves > LEAST_WAVES && answered.length > 0 && speed() < LEAST_RATE
            ? `takes less than ${LEAST_RATE} request a second`
            : undefined;
    if (why !== undefined) {
      const steady = Math.max(0.1, Math.floor(speed() * 8) / 10);
      const remedy = answered.length === 0 ? 'Try again later' : `Run it again with --rate ${steady}/s`;
      stopped ??= { kind: 'busy', text: `the server is busy: it ${why}. ${remedy}.` };
      return false;
    }
    const guess = Math.min(LONGEST_GUESS, FIRST_WAIT * 2 ** (inARow.waves - 1));
    const wait = asked > 0 && inARow.waves === 1 ? asked : Math.max(asked, guess);
    openFrom = Math.max(openFrom, now() + wait);
    if (!isWave) return true;
    slowedAfter = sent.checking + sent.cleaning;
    const second = answered.filter((time) => time > now() - 1000).length;
    rate = Math.min(rate ?? Number.POSITIVE_INFINITY, Math.max(LEAST_RATE, second / 2));
    onWait?.(wait, `the server answered ${status}, so it is asked more slowly`);
    return true;
  };

  /** How the server answers what it always took. */
  const ask = async (): Promise<Health> => {
    for (const breath of [0, ...LAST_BREATHS]) {
      if (checkStop()) return 'unknown';
      const own = canary?.();
      if (!own) return 'well';
      await pause(breath);
      const exchange = { request: own.request, isOurs: false };
      try {
        const response = await sendOnce(own.request);
        own.note({ ...exchange, response, problem: undefined, retried: false });
        const { status } = response;
        return isRefusal(status) ? 'refusing' : isBusy(status) ? 'busy' : status >= 500 ? 'failing' : 'well';
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        const retried = error.kind !== 'unreached';
        own.note({ ...exchange, response: undefined, problem: error.message, retried });
        if (error.kind === 'timeout') break;
      }
    }
    return 'silent';
  };
  const look = shareCalls(ask);

  /** Fresh credentials; those that were made since a request was sent are tried before others are made. */
  let generation = 0;
  const makeFresh = shareCalls(async () => {
    const isFresh = renew !== undefined && (await renew());
    if (isFresh) generation += 1;
    return isFresh;
  });

  /** Why the run ends, where the server is not well. */
  const sayUnwell = (health: Health, status: number | undefined): Stop | undefined => {
    const answer = status ?? 'no answer';
    const remedy = renew ? 'Fresh ones are refused, too.' : 'Give fresh ones, or --token-command.';
    if (health === 'unknown') return stopped;
    if (health === 'failing')
      return { kind: 'failing', text: `the server fails (${answer}), also at what it took before.` };
    if (health === 'silent')
      return { kind: 'gone', text: `the server is gone: there is no answer since request ${sent.checking}.` };
    if (health !== 'refusing') return undefined;
    const text = `the server refuses the credentials after ${sent.checking} requests (${answer}). ${remedy}`;
    return { kind: 'credentials', text };
  };

  /** How the server is, where an answer makes doubt of it. */
  const healthAfter = async (request: WireRequest, status: number): Promise<Health> => {
    const isOdd = status >= 500 || (request.credentials && isRefusal(status));
    inARow.odd = isOdd ? inARow.odd + 1 : 0;
    if (!isOdd || !canary || isCleaning) return 'well';
    const key = `${request.operation} ${status}`;
    const seen = known.get(key) ?? 0;
    if (seen >= FIRST_LOOKS && inARow.odd < LATER_LOOKS) return 'well';
    inARow.odd = 0;
    const health = await look();
    if (health === 'well') known.set(key, seen + 1);
    return health;
  };

  const exchange = async (request: WireRequest): Promise<Exchange> => {
    let retried = false;
    let faults = 0;
    let renewals = 0;
    const usual = rate;
    const ours = ({ text }: Stop): Exchange => ({
      request,
      response: undefined,
      problem: text,
      isOurs: true,
      retried,
    });
    /** What came, if the server is well; else the run ends, and it says nothing about the server. */
    const conclude = (
      health: Health,
      response: ReceivedResponse | undefined,
      problem: string | undefined,
    ): Exchange => {
      const stop = sayUnwell(health, response?.status);
      stopped ??= stop;
      return stop ? ours(stopped ?? stop) : { request, response, problem, isOurs: false, retried };
    };
    for (let attempt = 1; ; attempt += 1) {
      if (!checkStop()) await takeTurn();
      const stop = checkStop();
      if (stop) return ours(stop);
      const own = generation;
      const answer = sendOnce(request);
      const serial = sent.checking + sent.cleaning;
      let response: ReceivedResponse;
      try {
        response = await answer;
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        retried ||= error.kind !== 'unreached';
        faults += 1;
        inARow.silent += 1;
        if (error.kind !== 'timeout' && faults <= retries) {
          await pause(BREATH * faults);
          continue;
        }
        const isAlone = isCleaning || !canary;
        const health = isAlone ? (inARow.silent < MOST_SILENT ? 'well' : 'silent') : await look();
        return conclude(health, undefined, error.message);
      }
      const { status } = response;
      const unavailable = `${request.operation} unavailable`;
      if (isBusy(status) && !(status === 503 && known.has(unavailable))) {
        retried ||= status === 503;
        if (status === 503 && attempt >= TRIES_OF_503 && canary && !isCleaning && (await look()) === 'well') {
          known.set(unavailable, 1);
          [rate, openFrom] = [usual, 0];
        } else if (slowDown(response, serial) && attempt < MOST_TRIES) continue;
        else return ours(stopped ?? { kind: 'busy', text: `the server answered ${status} again and again.` });
      }
      noteAnswer();
      const isRefused = request.credentials && isRefusal(status);
      // Made by another request meanwhile.
      if (isRefused && own < generation && renewals < MOST_RENEWALS) {
        renewals += 1;
        continue;
      }
      const health = await healthAfter(request, status);
      const canRenew = isRefused && (health === 'refusing' || !canary || isCleaning);
      if (canRenew && renewals < MOST_RENEWALS && (own < generation || (await makeFresh()))) {
        renewals += 1;
        continue;
      }
      return conclude(health, response, undefined);
    }
  };

  return {
    exchange,
    pause,
    requests: () => sent.checking,
    cleanUpRequests: () => sent.cleaning,
    stopped: checkStop,
    stop: (stop) => {
      stopped ??= stop;
    },
    beginCleanUp: () => {
      isCleaning = true;
      // One that is busy all the time is asked once more.
      [openFrom, waves, inARow.silent, inARow.waves] = [0, 0, 0, stopped?.kind === 'busy' ? MOST_WAVES : 0];
      stopped = undefined;
    },
    setCanary: (make) => {
      canary ??= make;
    },
  };
};

/** `busy` and `unknown` say nothing. */
type Health = 'well' | 'busy' | 'refusing' | 'failing' | 'silent' | 'unknown';

const isBusy = (status: number): boolean => status === 429 || status === 503;

/** Who calls while it works gets the same answer. */
const shareCalls = <Answer>(work: () => Promise<Answer>): (() => Promise<Answer>) => {
  let working: Promise<Answer> | undefined;
  return () => {
    working ??= work().finally(() => {
      working = undefined;
    });
    return working;
  };
};

/** Whether an answer may mean that the credentials are no longer good: a refusal, or the way to a log-in page. */
const isRefusal = (status: number): boolean =>
  [401, 403, 407, 419, 440].includes(status) || (status >= 300 && status < 400);

/** Milliseconds that a busy server asks to wait (RFC 9110 section 10.2.3); 0 where it says nothing usable. */
const waitAsked = ({ headers }: ReceivedResponse): number => {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // By the clock of the server, where it shows one.
  const wait = /^[A-Z][a-z]{2},? /.test(value) ? Date.parse(value) - Date.parse(headers['date'] ?? '') : 0;
  return wait > 0 ? wait : 0;
};
