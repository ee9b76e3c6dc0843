// The package's entry "./browser" where there is no browser: bundlers of server-rendered apps load it
// for the server's half too. Importing it is fine; using it is not.
const refuse = (): never => {
  throw new Error(
    'Failed to start the worker: this is no browser. Start it in an effect of the page, and use "swr-contract/node" on the server.',
  );
};

/** @throws Error that says what to use instead. */
export const createWorker = refuse;

/** Its `start` throws an Error that says what to use instead. */
export const worker = { start: refuse };
