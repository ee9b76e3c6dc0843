import type { Resolver } from '../../src/engine/create-engine.ts';
import { filterOf } from '../answer-page.ts';
import type { Fake } from '../fake.ts';
import { showNamespace } from '../representations.ts';

/** The namespaces of the account, or the one that the filter names (NL1, NL2). */
export const listNamespaces =
  ({ store, accountOf }: Fake): Resolver =>
  (call) => {
    const { namespace } = filterOf(call);
    const owner = accountOf(call);
    const named = namespace === undefined ? undefined : store.find('namespaces', [namespace]);
    const records =
      namespace === undefined
        ? store.list('namespaces', { where: { owner } }).records
        : named?.['owner'] === owner
          ? [named]
          : [];
    return { body: { namespaces: records.map((record) => showNamespace(store, record)) } };
  };
