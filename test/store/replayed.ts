import type { Document } from '../../src/openapi/document/document.ts';
import { createStore, type Snapshot, type StoreChange } from '../../src/store/create-store.ts';

/** The state that a few changes lead to, as they come out of a file. */
export const replayed = (document: Document, changes: readonly StoreChange[]): Snapshot => {
  const store = createStore({ document });
  // So few are taken over at the call.
  void store.replay(JSON.parse(JSON.stringify(changes)));
  return store.snapshot();
};
