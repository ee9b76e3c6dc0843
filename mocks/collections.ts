import type { components } from 'swr-contract/types';

import type { RecordCollection } from '../src/collections/library.ts';
import { openCollections } from '../src/collections/open-collections.ts';
import type { Backend } from './create-backend.ts';

/** The records of the fake, of the edition whose `components` these are. */
export interface Records<Components extends { readonly schemas: RecordSchemas } = components> {
  namespaces: Components['schemas']['NamespaceRecord'];
  repositories: Components['schemas']['RepositoryRecord'];
  tags: Components['schemas']['TagRecord'];
  accessDomains: Components['schemas']['AccessDomainRecord'];
}

type RecordSchemas = Record<'NamespaceRecord' | 'RepositoryRecord' | 'TagRecord' | 'AccessDomainRecord', object>;

/** A collection of `@msw/data` for each collection of the document. */
export type Collections<Shown> = { readonly [Name in keyof Shown]: RecordCollection<Shown[Name]> };

const opened = new WeakMap<Backend['store'], Promise<unknown>>();

/**
 * The records behind a backend as collections of `@msw/data`, to arrange and assert with in tests. They show
 * at any time what requests did, and what they create, update and delete the API has at once, under the
 * rules of the document: a `create` that breaks one is refused, and names it. The same backend gives the same
 * collections.
 *
 * The names are those of the document in camel case. For a document of your own give the type of its records:
 * `createCollections<{ things: { name: string } }>(backend)`.
 *
 * @returns when the first records of the backend are in.
 * @throws SnapshotError if those break the contract's rules.
 */
export const createCollections = async <Shown = Records>(
  backend: Pick<Backend, 'store' | 'document' | 'ready'>,
): Promise<Collections<Shown>> => {
  await backend.ready;
  const collections = opened.get(backend.store) ?? open(backend);
  opened.set(backend.store, collections);
  return collections as Promise<Collections<Shown>>;
};

const open = async ({ store, document }: Pick<Backend, 'store' | 'document'>): Promise<object> => {
  const collections = {};
  for (const [name, get] of await openCollections(store, document()))
    Object.defineProperty(collections, camelCase(name), { get, enumerable: true });
  return collections;
};

const camelCase = (name: string): string => name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
