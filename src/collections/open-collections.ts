import { Collection } from '@msw/data';
import { dereference } from '../openapi/document/dereference.ts';
import type { Document } from '../openapi/document/document.ts';
import type { Store } from '../store/create-store.ts';
import { type Definition, listCollections } from '../store/list-collections.ts';
import type { StoredRecord } from '../store/unique-key.ts';
import { type Follower, followStore } from './follow-store.ts';
import { learnMarks } from './learn-marks.ts';
import type { AnyCollection, RecordSchema } from './library.ts';
import { writeThrough } from './write-through.ts';

/** The collections of a store by their names in the document; each is made when it is first asked for. */
export type OpenedCollections = ReadonlyMap<string, () => AnyCollection>;

/**
 * Opens the collections of a store as collections of `@msw/data`. The store is the truth: they show what it
 * has at any time, and what they are told to do is done to it.
 *
 * @param document that the store was made of.
 */
export const openCollections = async (store: Store, document: Document): Promise<OpenedCollections> => {
  const make = await learnMarks();
  const opened = new Map<string, { readonly collection: AnyCollection; readonly follower: Follower }>();

  const open = (definition: Definition): AnyCollection => {
    const known = opened.get(definition.name);
    if (known) return known.collection;
    const collection = new Collection({ schema: schemaOf(store, definition.name) });
    const follower = followStore(store, definition, collection, make);
    writeThrough(collection, store, definition, follower.find);
    follower.lookAtAll();
    opened.set(definition.name, { collection, follower });
    return collection;
  };

  store.observe((change) => {
    if (change.type === 'restore') for (const { follower } of opened.values()) follower.lookAtAll();
    else {
      const key =
        change.type === 'insert'
          ? store.keyOf(change.collection).map((property) => String(change.record[property]))
          : change.key;
      opened.get(change.collection)?.follower.look(key);
      // What a record held went with it.
      if (change.type === 'remove')
        for (const [name, { collection, follower }] of opened)
          if (collection.count() !== store.count(name)) follower.lookAtAll();
    }
  });

  const definitions = listCollections(dereference(document));
  return new Map([...definitions].map(([name, definition]) => [name, () => open(definition)]));
};

const schemaOf = (store: Store, name: string): RecordSchema<StoredRecord> => ({
  '~standard': {
    version: 1,
    vendor: 'openapi',
    validate: (value) => {
      const issues = store.checkRecord(name, value).map((message) => ({ message }));
      return issues.length > 0 ? { issues } : { value: value as StoredRecord };
    },
  },
});
