import type { Collection } from '@msw/data';

import type { StoredRecord } from '../store/unique-key.ts';

/** A Standard Schema of records, as `@msw/data` takes them. */
export interface RecordSchema<Fields> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: Fields } | { readonly issues: readonly { readonly message: string }[] };
    readonly types?: { readonly input: Fields; readonly output: Readonly<Fields> } | undefined;
  };
}

/** A collection of the library. */
export type RecordCollection<Fields> = Collection<RecordSchema<Fields>>;

/** Any of them, where the fields do not matter. */
export type AnyCollection = RecordCollection<StoredRecord>;

/** A record of the library: what it shows, and what the library knows it by. */
export type LibraryRecord = ReturnType<AnyCollection['all']>[number];
