import { countOf, fill, type Text, textOf } from '../../text/bilingual.ts';

/** Why a run ended early: what kind of reason, and in words. */
export interface Stop {
  readonly kind: 'interrupted' | 'requests' | 'time' | 'failures' | 'busy' | 'failing' | 'gone' | 'credentials';
  readonly text: Text;
}

/** What may end a run early. */
export interface Limits {
  readonly maxFailures?: number | undefined;
  /** Requests that check; cleaning up is not counted. */
  readonly maxRequests?: number | undefined;
  /** Milliseconds of the checking. */
  readonly timeLimit?: number | undefined;
}

/** Requests that one finding may need. */
const MOST_ASKED = 60;

/**
 * Why no further case is sent, or, where none failed, nothing at all: of a limited run a part is kept
 * for asking again about what deviates.
 */
export const sayEnough = (
  { maxFailures, maxRequests, timeLimit }: Limits,
  failed: number,
  requests: number,
  time: number,
): Stop | undefined => {
  if (maxFailures !== undefined && failed >= maxFailures)
    return { kind: 'failures', text: fill(words.failures, { cases: countOf(failed, words.case) }) };
  if (timeLimit !== undefined && time >= timeLimit * (failed > 0 ? 0.75 : 1))
    return { kind: 'time', text: fill(words.time, { seconds: String(timeLimit / 1000) }) };
  if (maxRequests !== undefined && requests >= maxRequests - Math.min(maxRequests / 4, failed * MOST_ASKED))
    return { kind: 'requests', text: fill(words.requests, { requests: String(maxRequests) }) };
  return undefined;
};

const words = {
  case: textOf('case', '个用例'),
  failures: textOf('{cases} failed, the most that were to.', '已有 {cases}失败，达到所允许的上限。'),
  time: textOf('the time limit of {seconds} s was reached.', '已到 {seconds} 秒的时限。'),
  requests: textOf('the limit of {requests} requests was reached.', '已达 {requests} 个请求的上限。'),
};
