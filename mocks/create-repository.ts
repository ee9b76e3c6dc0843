import { pickKey, type Resolver } from '../src/engine/create-engine.ts';
import type { Store } from '../src/store/create-store.ts';

/**
 * Creates a repository: 404 where namespaces are strict and this one is unknown (A2), 409 where the
 * namespace has one of this name (S3), else 201 without a body (S1).
 *
 * @param now the current time.
 */
export const createRepository =
  (store: Store, now: () => Date): Resolver =>
  async (call) => {
    const { operation, path, body } = call;
    const { requires, uniqueKey } = operation;
    if (requires && !store.find(requires.collection, pickKey(requires, call)))
      return { refuse: 'key-missing', rule: requires };

    const added = await store.insert('repositories', {
      namespace: path['namespace'],
      name: body['repository'],
      ...(body['category'] === undefined ? {} : { category: body['category'] }),
      ...(body['description'] === undefined ? {} : { description: body['description'] }),
      is_public: body['is_public'] === 'true' || body['is_public'] === true,
      created_at: now().toISOString(),
    });
    if (!added && uniqueKey) return { refuse: 'unique', rule: uniqueKey };
    return { status: 201 };
  };
