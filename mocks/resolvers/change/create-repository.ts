import { pickKey } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/**
 * Creates a repository: 409 where the namespace has one of this name (S3), else 201 without a body
 * (S1). A namespace that need not exist comes into being with its first repository (A2).
 */
export const createRepository =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const { path, body, operation } = call;
    const { uniqueKey } = operation;
    const creator = accountOf(call);
    const namespace = path['namespace'] ?? '';
    const holder = store.find('namespaces', [namespace]);
    const owner = holder?.['owner'] ?? creator;
    if (!holder) store.insert('namespaces', { name: namespace, owner });
    const record: Record<string, unknown> = { namespace, name: body['repository'] };
    if (body['category'] !== undefined) record['category'] = body['category'];
    if (body['description'] !== undefined) record['description'] = body['description'];
    record['is_public'] = body['is_public'] === 'true' || body['is_public'] === true;
    if (owner !== creator) record['creator'] = creator;
    const added = store.insert('repositories', record);
    if (!added && uniqueKey) return { refuse: 'unique', rule: uniqueKey, values: pickKey(uniqueKey.key, call) };
    return {};
  };
