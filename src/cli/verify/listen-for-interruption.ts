import { outliveReaders } from '../outlive-readers.ts';

/** Presses of ^C within this many milliseconds are one: a shell and npm both pass it on. */
const ONE_PRESS = 1000;
/** All ways in which a terminal, a CI system or an orchestrator ends a process and lets it know. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** The signals end the process again. */
  readonly end: () => void;
}

/** The first signal ends the run with clean-up and reports, another one a second later at once. */
export const listenForInterruption = (
  now: () => number = () => performance.now(),
  exit: (code: number) => void = process.exit,
): Interruption => {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (controller.signal.aborted) {
      if (now() - first <= ONE_PRESS) return;
      console.error('Ended at once: what the run made may be there still.');
      exit(2);
      return;
    }
    first = now();
    console.error('\nInterrupted: deleting what was made. Once more to end at once.');
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  outliveReaders();
  return {
    signal: controller.signal,
    end: () => {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
};
