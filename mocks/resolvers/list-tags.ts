import type { Resolver } from '../../src/engine/create-engine.ts';
import type { Fake } from '../fake.ts';
import { showTag } from '../representations.ts';

/** The images of a repository (TL1). */
export const listTags =
  ({ store }: Fake): Resolver =>
  ({ path }) => {
    const records = store.below('tags', [path['namespace'] ?? '', path['repository'] ?? '']);
    return { status: 200, body: records.map((record) => showTag(store, record)) };
  };
