import { isSame } from './is-same.ts';
import type { AnyCollection, LibraryRecord } from './library.ts';

/**
 * Tells the hooks of a collection what became of a record, whoever did it: `create`, `update` once a
 * property, or `delete`. It has happened then, and they can't prevent it; an error of theirs is none of the change.
 */
export const tellHooks = (
  { hooks }: AnyCollection,
  before: LibraryRecord | undefined,
  next: LibraryRecord | undefined,
): void => {
  const emit = (type: string, data: unknown): void => {
    try {
      // The library's events are of a class of its own, which adds to this one what only preventing needs.
      hooks.emit(new MessageEvent(type, { data }) as never);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
  if (!before) emit('create', { record: next, initialValues: next });
  else if (!next) emit('delete', { deletedRecord: before });
  else
    for (const property of Object.keys(next))
      if (!isSame(before[property], next[property]))
        emit('update', {
          prevRecord: before,
          nextRecord: next,
          path: [property],
          prevValue: before[property],
          nextValue: next[property],
        });
};
