import { afterAll, beforeAll } from 'vitest';

/** Opens something for the tests of a block, and closes it after them; gives what tells it then. */
export const useOpen = <Thing extends { readonly close: () => unknown }>(open: () => Promise<Thing>): (() => Thing) => {
  let thing: Thing | undefined;
  beforeAll(async () => {
    thing = await open();
  });
  afterAll(async () => {
    await thing?.close();
  });
  return () => {
    if (!thing) throw new Error('It is opened before the first test.');
    return thing;
  };
};
