import type { Resolver } from '../../src/engine/create-engine.ts';
import { type Fake, keyOf, refuseMissing } from '../fake.ts';
import { showRepository } from '../representations.ts';

/** Reads a repository (RG1). */
export const getRepository =
  ({ store }: Fake): Resolver =>
  (call) => {
    const record = store.find('repositories', keyOf(call));
    return record ? { body: showRepository(store, record) } : refuseMissing(call);
  };
