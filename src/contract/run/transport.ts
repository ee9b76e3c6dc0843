import { isSuccess } from '../../http/message.ts';
import { createPace, MOST_WAVES } from '../../http/pace.ts';
import { type ReceivedResponse, SendError } from '../../http/received-response.ts';
import { fill, type Text, textOf } from '../../text/bilingual.ts';
import type { WireRequest } from './encode-request.ts';
import { type Limits, type Stop, sayEnough } from './limits.ts';

/** Sends one request and reads the answer, within bounds. Rejects with a `SendError` where none came. */
export type Send = (request: WireRequest) => Promise<ReceivedResponse>;

/** A request and what came back. */
export interface Exchange {
  readonly request: WireRequest;
  readonly response: ReceivedResponse | undefined;
  /** Why nothing came back. */
  readonly problem: Text | undefined;
  /** Whether that is the run's own affair (a limit, an expired token), and says nothing about the server. */
  readonly isOurs: boolean;
  /** Sent before, without an answer that counts: whether the server acted on it then is unknown. */
  readonly retried: boolean;
}

/** Whether an answer says that what was asked for was done. */
export const isDone = (exchange: Pick<Exchange, 'response'> | undefined): boolean =>
  exchange?.response !== undefined && isSuccess(exchange.response.status);

export interface TransportOptions extends Omit<Limits, 'maxFailures'> {
  readonly send: Send;
  /** Requests a second. Default: no limit. */
  readonly rate?: number | undefined;
  /** Further tries after a connection fault. Default 2. */
  readonly retries?: number | undefined;
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
  /** From here on it cleans up: limits and an interruption no longer count. */
  readonly beginCleanUp: () => void;
  /** Sends what a server takes as long as it is well and the credentials are good. */
  readonly setCanary: (canary: Canary) => void;
}

/** Sends once more, by what it is given, a request that was taken before. */
export type Canary = (exchange: Transport['exchange']) => Promise<Exchange>;

/** Tries of one request that others get through beside. */
const MOST_TRIES = 8;
/** Tries until 503 may be the answer of one operation, and not of a server that is busy. */
const TRIES_OF_503 = 3;
/** Milliseconds between tries after a connection fault, and before those until a server is given up. */
const BREATH = 50;
const LAST_BREATHS = [0, 500, 2000];
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
  const {
    send,
    retries = 2,
    maxRequests,
    timeLimit,
    signal,
    hide = (text) => text,
    renew,
    onWait,
    now,
    sleep,
  } = options;
  const start = now();
  const sent = { checking: 0, cleaning: 0 };
  const inARow = { odd: 0, silent: 0 };
  /** What operations answer while the server is well, by operation and status: how often that was seen. */
  const known = new Map<string, number>();
  let isCleaning = false;
  let stopped: Stop | undefined;
  let canary: Canary | undefined;

  const checkStop = (): Stop | undefined => {
    if (isCleaning || stopped) return stopped;
    if (signal?.aborted) stopped = { kind: 'interrupted', text: words.interrupted };
    else stopped = sayEnough({ maxRequests, timeLimit }, 0, sent.checking, now() - start);
    return stopped;
  };

  const pause = async (milliseconds: number): Promise<void> => {
    const most = timeLimit === undefined || isCleaning ? milliseconds : start + timeLimit - now();
    const left = Math.min(milliseconds, most);
    if (left > 0 && (isCleaning || !signal?.aborted)) await sleep(left, isCleaning ? undefined : signal);
  };

  const pace = createPace({ rate: options.rate, now, pause, isOver: () => checkStop() !== undefined });

  const sendOnce = async (request: WireRequest): Promise<ReceivedResponse | SendError> => {
    sent[isCleaning ? 'cleaning' : 'checking'] += 1;
    try {
      const response = await send(request);
      const headers = Object.entries(response.headers).map(([name, value]) => [name, hide(value)]);
      return { ...response, headers: Object.fromEntries(headers), body: hide(response.body) };
    } catch (error) {
      if (error instanceof SendError) return error;
      throw error;
    }
  };

  /** Slows down for all that are sent from now on; false where it is no use. */
  const slowDown = (response: ReceivedResponse, serial: number): boolean => {
    const wait = pace.slowDown(response, serial, sent.checking + sent.cleaning);
    if (typeof wait === 'number') {
      if (wait > 0) onWait?.(wait, `the server answered ${response.status}, so it is asked more slowly`);
      return true;
    }
    const rate = pace.steadyRate();
    const remedy = rate === undefined ? words.later : fill(words.slower, { rate: String(rate) });
    stopped ??= { kind: 'busy', text: fill(words.busy, { wait, remedy }) };
    return false;
  };

  /** How the server answers what it always took. */
  const look = shareCalls(async (): Promise<Health> => {
    for (const breath of LAST_BREATHS) {
      if (checkStop()) return 'unknown';
      await pause(breath);
      let isLate = false;
      const own = await canary?.(async (request) => {
        const answer = await sendOnce(request);
        if (!(answer instanceof SendError))
          return { request, response: answer, problem: undefined, isOurs: false, retried: false };
        isLate = answer.kind === 'timeout';
        const retried = answer.kind !== 'unreached';
        return { request, response: undefined, problem: answer.text, isOurs: false, retried };
      });
      if (!own) return 'well';
      if (own.response) return healthOf(own.response);
      if (isLate) break;
    }
    return 'silent';
  });

  /** Fresh credentials; those that were made since a request was sent are tried before others are made. */
  let generation = 0;
  const makeFresh = shareCalls(async () => {
    const isFresh = renew !== undefined && (await renew());
    if (isFresh) generation += 1;
    return isFresh;
  });

  /** Why the run ends, where the server is not well. */
  const sayUnwell = (health: Health, status: number | undefined): Stop | undefined => {
    if (health === 'well' || health === 'busy') return undefined;
    if (health === 'unknown') return stopped;
    const answer = status === undefined ? words.noAnswer : String(status);
    const remedy = renew ? words.freshRefused : words.giveFresh;
    const requests = String(sent.checking);
    if (health === 'failing') return { kind: 'failing', text: fill(words.failing, { answer }) };
    if (health === 'silent') return { kind: 'gone', text: fill(words.gone, { requests }) };
    return { kind: 'credentials', text: fill(words.refusing, { requests, answer, remedy }) };
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
    const usual = pace.rate();
    const unavailable = `${request.operation} unavailable`;
    const ours = (problem: Text): Exchange => ({ request, response: undefined, problem, isOurs: true, retried });
    /** What came, if the server is well; else the run ends, and it says nothing about the server. */
    const conclude = (health: Health, response?: ReceivedResponse, problem?: Text): Exchange => {
      const stop = sayUnwell(health, response?.status);
      stopped ??= stop;
      return stop ? ours((stopped ?? stop).text) : { request, response, problem, isOurs: false, retried };
    };
    for (let attempt = 1; ; attempt += 1) {
      if (!checkStop()) await pace.takeTurn();
      const stop = checkStop();
      if (stop) return ours(stop.text);
      const own = generation;
      const serial = sent.checking + sent.cleaning + 1;
      const answer = await sendOnce(request);
      if (answer instanceof SendError) {
        retried ||= answer.kind !== 'unreached';
        faults += 1;
        inARow.silent += 1;
        if (answer.kind !== 'timeout' && faults <= retries) {
          await pause(BREATH * faults);
          continue;
        }
        const isAlone = isCleaning || !canary;
        const health = isAlone ? (inARow.silent < MOST_SILENT ? 'well' : 'silent') : await look();
        return conclude(health, undefined, answer.text);
      }
      const { status } = answer;
      if (isBusy(status) && !(status === 503 && known.has(unavailable))) {
        retried ||= status === 503;
        if (status === 503 && attempt >= TRIES_OF_503 && canary && !isCleaning && (await look()) === 'well') {
          known.set(unavailable, 1);
          pace.speedUp(usual);
        } else if (slowDown(answer, serial) && attempt < MOST_TRIES) continue;
        else return ours(stopped?.text ?? fill(words.again, { status: String(status) }));
      }
      inARow.silent = 0;
      pace.noteAnswer();
      const isRefused = request.credentials && isRefusal(status);
      // Others may have been made by another request meanwhile.
      const isOutdated = isRefused && own < generation && renewals < MOST_RENEWALS;
      const health = isOutdated ? 'well' : await healthAfter(request, status);
      const canRenew = isRefused && (health === 'refusing' || !canary || isCleaning) && renewals < MOST_RENEWALS;
      if (!isOutdated && !(canRenew && (own < generation || (await makeFresh())))) return conclude(health, answer);
      renewals += 1;
    }
  };

  return {
    exchange,
    pause,
    requests: () => sent.checking,
    cleanUpRequests: () => sent.cleaning,
    stopped: checkStop,
    beginCleanUp: () => {
      isCleaning = true;
      inARow.silent = 0;
      // One that is busy all the time is asked once more.
      pace.restart(stopped?.kind === 'busy' ? MOST_WAVES : 0);
      stopped = undefined;
    },
    setCanary: (own) => {
      canary ??= own;
    },
  };
};

const words = {
  interrupted: textOf('the run was interrupted.', '运行被中断。'),
  noAnswer: textOf('no answer', '没有应答'),
  busy: textOf('the server is busy: it {wait}. {remedy}.', '服务器繁忙：{wait}。{remedy}。'),
  later: textOf('Try again later', '请稍后再试'),
  slower: textOf('Run it again with --rate {rate}/s', '请用 --rate {rate}/s 再次运行'),
  again: textOf('the server answered {status} again and again.', '服务器一再应答 {status}。'),
  failing: textOf(
    'the server fails ({answer}), also at what it took before.',
    '服务器出错（{answer}），连此前接受过的请求也是如此。',
  ),
  gone: textOf(
    'the server is gone: there is no answer since request {requests}.',
    '服务器已不在：自第 {requests} 个请求起没有应答。',
  ),
  refusing: textOf(
    'the server refuses the credentials after {requests} requests ({answer}). {remedy}',
    '服务器在 {requests} 个请求之后拒绝凭据（{answer}）。{remedy}',
  ),
  freshRefused: textOf('Fresh ones are refused, too.', '新的凭据也被拒绝。'),
  giveFresh: textOf('Give fresh ones, or --token-command.', '请给出新的凭据，或使用 --token-command。'),
};

/** `busy` and `unknown` say nothing. */
type Health = 'well' | 'busy' | 'refusing' | 'failing' | 'silent' | 'unknown';

const isBusy = (status: number): boolean => status === 429 || status === 503;

const healthOf = ({ status }: ReceivedResponse): Health => {
  if (isRefusal(status)) return 'refusing';
  if (isBusy(status)) return 'busy';
  return status >= 500 ? 'failing' : 'well';
};

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
