import type { Resolver } from '../../src/engine/create-engine.ts';
import { type Fake, keyOf, refuseMissing } from '../fake.ts';

const FIELDS = ['category', 'description', 'is_public'];

/** Changes what is given of a repository and nothing else; `updated` moves (RU5). */
export const updateRepository =
  ({ store, timestamp }: Fake): Resolver =>
  (call) => {
    const key = keyOf(call);
    const sent = FIELDS.filter((field) => call.body[field] !== undefined);
    const changes = Object.fromEntries(sent.map((field) => [field, call.body[field]]));
    const updated_at = timestamp(store.find('repositories', key)?.['updated_at']);
    return store.update('repositories', key, { ...changes, updated_at }) ? {} : refuseMissing(call);
  };
