/** Why a run ended early: what kind of reason, and in words. */
export interface Stop {
  readonly kind: 'interrupted' | 'requests' | 'time' | 'failures' | 'busy' | 'failing' | 'gone' | 'credentials';
  readonly text: string;
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
    return { kind: 'failures', text: `${failed} ${failed === 1 ? 'case' : 'cases'} failed, the most that were to.` };
  if (timeLimit !== undefined && time >= timeLimit * (failed > 0 ? 0.75 : 1))
    return { kind: 'time', text: `the time limit of ${timeLimit / 1000} s was reached.` };
  if (maxRequests !== undefined && requests >= maxRequests - Math.min(maxRequests / 4, failed * MOST_ASKED))
    return { kind: 'requests', text: `the limit of ${maxRequests} requests was reached.` };
  return undefined;
};
