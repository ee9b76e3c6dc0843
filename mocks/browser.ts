import { type SetupWorker, setupWorker } from 'msw/browser';

import { type Backend, createBackend } from './create-backend.ts';
import { createHandlers, type HandlerOptions, handlers } from './handlers.ts';
import { keepState } from './records/keep-state.ts';

export interface WorkerOptions extends HandlerOptions {
  /** Keep the state over reloads and share it among the tabs of this origin; a name tells several apart. */
  readonly keep?: boolean | string;
}

/** A worker that answers the requests of a page, and the fake behind it. */
export interface FakeWorker {
  /** MSW's own: `await worker.start()`. It needs MSW's worker script (`npx msw init public/`). */
  readonly worker: SetupWorker;
  /** `await backend.reset()` puts the first records back, kept ones too. */
  readonly backend: Backend;
}

/**
 * Makes a worker of the fake.
 *
 * @throws DocumentError or ReadingError if the contract or the readings can't be used.
 */
export const createWorker = (options: WorkerOptions = {}): FakeWorker => {
  const { keep = false, onChange } = options;
  if (keep !== false && options.backend)
    throw new TypeError('Failed to keep the state: it is that of a backend made elsewhere. Give its options instead.');
  const kept = keep === false ? undefined : keepState(keep === true ? 'default' : keep);
  const plain =
    options.backend ??
    createBackend({
      ...options,
      onChange: (change) => {
        onChange?.(change);
        kept?.onChange(change);
      },
    });
  const backend = kept ? kept.attach(plain) : plain;
  return { worker: setupWorker(...createHandlers({ ...options, backend })), backend };
};

// Pure, in a function since `...` is not: a bundler leaves it out where only `createWorker` is imported.
/** Answers the requests of this page, with the default options: `await worker.start()`. */
export const worker: SetupWorker = /* @__PURE__ */ (() => setupWorker(...handlers))();
