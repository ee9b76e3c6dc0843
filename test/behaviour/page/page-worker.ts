import type { RequestHandler } from 'msw';
import { setupWorker } from 'msw/browser';

const worker = setupWorker();
let started: Promise<unknown> | undefined;

/** Has the requests of this page answered by these handlers from now on; the worker starts once for all tests of a page. */
export const answerBy = async (handlers: readonly RequestHandler[]): Promise<void> => {
  started ??= worker.start({ quiet: true });
  await started;
  worker.resetHandlers(...handlers);
};
