import { fill, type Text, textOf } from '../text/bilingual.ts';

/** How fast a client sends. */
export interface PaceOptions {
  /** Requests a second. Default: no limit. */
  readonly rate: number | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Whether there is no use in waiting any longer. */
  readonly isOver: () => boolean;
}

/** Keeps requests apart, and the further the busier a server says that it is. */
export interface Pace {
  /** Waits until the next request may be sent. */
  readonly takeTurn: () => Promise<void>;
  /** An answer came that is none of a busy server. */
  readonly noteAnswer: () => void;
  /**
   * A busy server answered the request of this number, when so many were sent: all that are sent from
   * now on wait. Gives how long, or why that is no use.
   */
  readonly slowDown: (answer: BusyAnswer, serial: number, sent: number) => number | Text;
  /** A rate at which the server kept up. */
  readonly steadyRate: () => number | undefined;
  readonly rate: () => number | undefined;
  /** Takes back that it slowed down. */
  readonly speedUp: (rate: number | undefined) => void;
  /** Starts anew, with so many refusals in a row. */
  readonly restart: (wavesInARow: number) => void;
}

type BusyAnswer = Readonly<{ status: number; headers: Readonly<Record<string, string>> }>;

/** Times in a row that a busy server is waited for. */
export const MOST_WAVES = 6;
/** Requests a second that are worth waiting for, and times to be refused before that is said. */
const LEAST_RATE = 1;
const LEAST_WAVES = 5;
/** Milliseconds. A server that asks for more is not waited for. */
const LONGEST_WAIT = 60_000;
const FIRST_WAIT = 500;
const LONGEST_GUESS = 8000;
/** Of so many answers, so many may be those of a busy server by chance: to send more slowly would not help. */
const RECENT = 100;
const FEWEST_RECENT = 40;
const MOST_BY_CHANCE = 0.05;

const words = {
  asks: textOf('asks to wait {seconds} s', '要求等待 {seconds} 秒'),
  again: textOf('answered {status} again and again', '一再应答 {status}'),
  slow: textOf(`takes less than ${LEAST_RATE} request a second`, `每秒接受不到 ${LEAST_RATE} 个请求`),
};

/** Sends in time: not above a rate, and more slowly once a server is busy. */
export const createPace = ({ rate: wanted, now, pause, isOver }: PaceOptions): Pace => {
  const start = now();
  /** Times of the last answers that were none of a busy server. */
  const answered: number[] = [];
  /** Of the last answers, whether each was that of a busy server. */
  const recent: boolean[] = [];
  let rate = wanted;
  let slot = 0;
  let openFrom = 0;
  /** Refusals of what was sent before the last slowing down are of the same wave. */
  let slowedAfter = -1;
  let waves = 0;
  let wavesInARow = 0;

  /** Answers a second in the last minute. */
  const speed = (): number => {
    const from = Math.max(start, now() - 60_000);
    return (answered.filter((time) => time >= from).length * 1000) / Math.max(1000, now() - from);
  };
  const remember = (isBusy: boolean): void => {
    recent.push(isBusy);
    if (recent.length > RECENT) recent.shift();
  };
  const isByChance = (): boolean =>
    recent.length >= FEWEST_RECENT && recent.filter(Boolean).length <= recent.length * MOST_BY_CHANCE;
  const sayUseless = (status: number, asked: number): Text | undefined => {
    if (asked > LONGEST_WAIT) return fill(words.asks, { seconds: String(Math.round(asked / 1000)) });
    if (wavesInARow > MOST_WAVES) return fill(words.again, { status: String(status) });
    const isSlow = waves > LEAST_WAVES && answered.length > 0 && speed() < LEAST_RATE;
    return isSlow ? words.slow : undefined;
  };
  return {
    takeTurn: async () => {
      do {
        while (openFrom > now() && !isOver()) await pause(openFrom - now());
        if (rate === undefined) return;
        const time = now();
        slot = Math.max(slot + 1000 / rate, time);
        await pause(slot - time);
      } while (openFrom > now() && !isOver());
    },
    noteAnswer: () => {
      wavesInARow = 0;
      remember(false);
      answered.push(now());
      if (answered.length > 4096) answered.splice(0, 2048);
      // Where it had to slow down, one a second more with each second.
      if (rate !== undefined && waves > 0) rate = Math.min(wanted ?? rate + 1 / rate, rate + 1 / rate);
    },
    slowDown: ({ status, headers }, serial, sent) => {
      const asked = waitAsked(headers);
      remember(true);
      const isWave = serial > slowedAfter;
      if (isWave) [waves, wavesInARow] = [waves + 1, wavesInARow + 1];
      const why = sayUseless(status, asked);
      if (why !== undefined) return why;
      const guess = Math.min(LONGEST_GUESS, FIRST_WAIT * 2 ** (wavesInARow - 1));
      const wait = asked > 0 && wavesInARow === 1 ? asked : Math.max(asked, guess);
      openFrom = Math.max(openFrom, now() + wait);
      if (!isWave) return 0;
      slowedAfter = sent;
      if (isByChance()) {
        // Nor did it help before.
        if (rate !== undefined) rate = Math.min(wanted ?? rate * 2, rate * 2);
        return wait;
      }
      const second = answered.filter((time) => time > now() - 1000).length;
      rate = Math.min(rate ?? Number.POSITIVE_INFINITY, Math.max(LEAST_RATE, second / 2));
      return wait;
    },
    steadyRate: () => (answered.length === 0 ? undefined : Math.max(0.1, Math.floor(speed() * 8) / 10)),
    rate: () => rate,
    speedUp: (usual) => {
      [rate, openFrom] = [usual, 0];
    },
    restart: (own) => {
      [openFrom, waves, wavesInARow] = [0, 0, own];
    },
  };
};

/** Milliseconds that a busy server asks to wait (RFC 9110 section 10.2.3); 0 where it says nothing usable. */
const waitAsked = (headers: Readonly<Record<string, string>>): number => {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // By the clock of the server, where it shows one.
  const wait = /^[A-Z][a-z]{2},? /.test(value) ? Date.parse(value) - Date.parse(headers['date'] ?? '') : 0;
  return wait > 0 ? wait : 0;
};
